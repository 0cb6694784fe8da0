"""The only way from a request to a study and what belongs to it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import membership, organisations
from datashift.web.accounts.models import Right, User
from datashift.web.evidence.models import Agreement, DataFile, Decision, Release, Run, Study


def study(user: User, pk: UUID, *, to: Right) -> Study:
    """The study, if the user has the right in its organisation.

    Raises:
        Http404: there is none, or the user does not belong to its organisation.
        PermissionDenied: the user's role does not go so far.
    """
    found = get_object_or_404(Study.objects.select_related("organisation"), pk=pk)
    membership(user, found.organisation_id, to=to)
    return found


def studies(user: User, *, to: Right = Right.SEE) -> QuerySet[Study]:
    """All studies of the organisations where the user has the right, the last changed first."""
    return Study.objects.filter(organisation__in=organisations(user, to=to)).select_related(
        "organisation"
    )


def data_file(user: User, study_pk: UUID, pk: UUID, *, to: Right) -> DataFile:
    """A file that the study has now; raises as `study` does."""
    found = study(user, study_pk, to=to)
    return get_object_or_404(
        DataFile.objects.select_related("study__organisation"),
        study=found,
        pk=pk,
        replaced_at=None,
    )


def decision(user: User, study_pk: UUID, pk: UUID, *, to: Right) -> Decision:
    """A decision about a pile of the study; raises as `study` does."""
    found = study(user, study_pk, to=to)
    return get_object_or_404(
        Decision.objects.select_related("study__organisation"), study=found, pk=pk
    )


def run(user: User, pk: UUID, *, to: Right) -> Run:
    """A run of a study; raises as `study` does."""
    found = get_object_or_404(Run.objects.select_related("study__organisation"), pk=pk)
    study(user, found.study_id, to=to)
    return found


def release(user: User, pk: UUID, *, to: Right) -> Release:
    """A release, for those who may manage it; readers come by its public address."""
    found = get_object_or_404(Release.objects.select_related("study__organisation"), pk=pk)
    study(user, found.study_id, to=to)
    return found


def agreement(user: User, pk: UUID, *, to: Right) -> Agreement:
    """A question to a second person; raises as `study` does."""
    found = get_object_or_404(
        Agreement.objects.select_related("run__study__organisation", "asked_by"), pk=pk
    )
    study(user, found.run.study_id, to=to)
    return found
