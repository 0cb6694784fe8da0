"""The only way to an assessment: as a member of the organisation, or on the seat of an office.

An assessor's seat opens one study and nothing else: every function here that lets one in says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from datashift.web.accounts.models import Right, User
from datashift.web.accounts.tokens import hash_of
from datashift.web.credibility.models import Assessment, Assessor, Document, Question
from datashift.web.evidence.access import study as study_of_member
from datashift.web.evidence.models import Study


@dataclass(frozen=True)
class Voice:
    """In whose name somebody looks at a study.

    Args:
        office: of an assessor; "" for a member of the organisation.
    """

    study: Study
    office: str = ""


def seats(user: User) -> QuerySet[Assessor]:
    """Where the user was invited as an assessor and may still look."""
    return Assessor.objects.filter(
        user=user, accepted_at__isnull=False, withdrawn_at=None
    ).select_related("study__organisation")


def seat(user: User, study: UUID) -> Assessor:
    """The user's seat at the study (Http404 without one)."""
    return get_object_or_404(seats(user), study=study)


def voice(user: User, study: UUID, *, to: Right) -> Voice:
    """The study, by an assessor's seat or else by the right in the organisation.

    Raises:
        Http404: there is none, or the user neither belongs to it nor was invited.
        PermissionDenied: the user's role does not go so far.
    """
    mine = seats(user).filter(study=study).first()
    if mine is not None:
        return Voice(mine.study, mine.office)
    return Voice(study_of_member(user, study, to=to))


def assessment(user: User, pk: UUID) -> tuple[Assessment, Voice]:
    """An assessment for reading: members see all of the study's, an assessor the office's own."""
    found = get_object_or_404(Assessment.objects.select_related("run__study__organisation"), pk=pk)
    mine = voice(user, found.run.study_id, to=Right.SEE)
    if mine.office and found.office != mine.office:
        raise Http404
    return found, mine


def own_assessment(user: User, pk: UUID) -> Assessment:
    """An assessment for judging: one's own organisation's, or one's own office's.

    Raises:
        Http404, PermissionDenied: as `voice`; nobody judges in another's name.
    """
    found, mine = assessment(user, pk)
    if not mine.office:
        study_of_member(user, found.run.study_id, to=Right.REVIEW)
    if mine.office != found.office:
        raise PermissionDenied(
            _("This is the assessment of %(office)s. Only its own assessors judge in it.")
            % {"office": found.office}
        )
    return found


def office_assessment(user: User, pk: UUID) -> Assessment:
    """An assessment of the office whose assessor the user is; to members it is not theirs to rule."""
    found = own_assessment(user, pk)
    if not found.office:
        raise PermissionDenied(_("Only a statistical office accepts or refuses."))
    return found


def document(user: User, study: UUID, pk: UUID) -> Document:
    """A document of the study, for members and for its assessors."""
    found = voice(user, study, to=Right.SEE)
    return get_object_or_404(Document, study=found.study, pk=pk, removed_at=None)


def own_document(user: User, study: UUID, pk: UUID) -> Document:
    """A document that a member may take away."""
    found = study_of_member(user, study, to=Right.EDIT)
    return get_object_or_404(
        Document.objects.select_related("study__organisation"), study=found, pk=pk, removed_at=None
    )


def assessor(user: User, study: UUID, pk: UUID) -> Assessor:
    """A seat that an owner may take back."""
    found = study_of_member(user, study, to=Right.MANAGE)
    return get_object_or_404(
        Assessor.objects.select_related("study__organisation"),
        study=found,
        pk=pk,
        withdrawn_at=None,
    )


def question(user: User, study: UUID, pk: UUID) -> Question:
    """A question that a member may answer."""
    found = study_of_member(user, study, to=Right.EDIT)
    return get_object_or_404(
        Question.objects.select_related("study__organisation"), study=found, pk=pk
    )


def seat_of_link(token: str) -> Assessor:
    """The seat whose link this is; whoever holds the link may read what it says."""
    return get_object_or_404(
        Assessor.objects.select_related("study__organisation", "invited_by"),
        token_hash=hash_of(token),
    )
