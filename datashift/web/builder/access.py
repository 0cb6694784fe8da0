"""The only way from a request to a questionnaire in the making."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from datashift.questionnaires.drafting import arranging
from datashift.questionnaires.questionnaire import Group, Question
from datashift.web.accounts.access import membership, organisations
from datashift.web.accounts.models import Right, User
from datashift.web.builder.models import Draft


def drafts(user: User, *, to: Right = Right.SEE) -> QuerySet[Draft]:
    """All drafts of the user's organisations."""
    found = Draft.objects.filter(organisation__in=organisations(user, to=to))
    return found.defer("content", "sheets").select_related("organisation")


def draft(user: User, pk: UUID, *, to: Right) -> Draft:
    """The draft, if the user has the right; raises as `membership` does."""
    drafts = Draft.objects.defer("sheets").select_related("organisation")
    found = get_object_or_404(drafts, pk=pk)
    membership(user, found.organisation_id, to=to)
    return found


def item(user: User, pk: UUID, path: str, *, to: Right) -> tuple[Draft, Question | Group]:
    """A draft and one of its questions or groups."""
    found = draft(user, pk, to=to)
    try:
        return found, arranging.find(found.form, path)
    except KeyError as error:
        raise Http404 from error
