"""The only way from a request to a decision or a list."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import membership
from datashift.web.accounts.models import Right, User
from datashift.web.collect.access import attachment, questionnaire, sees_workers, submission
from datashift.web.review.models import Decision, Entity, EntityList, Flow

__all__ = [
    "attachment",
    "decision",
    "entity",
    "entity_list",
    "flow",
    "questionnaire",
    "sees_workers",
    "submission",
]


def decision(user: User, pk: UUID, *, to: Right) -> Decision:
    """A decision about submissions.

    Raises:
        Http404: there is none, or the user does not belong to its organisation.
        PermissionDenied: the user's role does not go so far.
    """
    found = get_object_or_404(Decision.objects.select_related("questionnaire__organisation"), pk=pk)
    membership(user, found.questionnaire.organisation_id, to=to)
    return found


def flow(user: User, questionnaire_pk: UUID, *, to: Right) -> Flow:
    """The way of a questionnaire into its study; raises as `decision` does."""
    found = questionnaire(user, questionnaire_pk, to=to)
    flows = Flow.objects.select_related("questionnaire__organisation", "questionnaire__study")
    one = flows.filter(questionnaire=found).first()
    if one is None:
        raise Http404
    return one


def entity_list(user: User, pk: UUID, *, to: Right) -> EntityList:
    """A list of things visited more than once; raises as `decision` does."""
    found = get_object_or_404(EntityList.objects.select_related("organisation"), pk=pk)
    membership(user, found.organisation_id, to=to)
    return found


def entity(user: User, pk: UUID, *, to: Right) -> Entity:
    """An entry of a list; raises as `decision` does."""
    found = get_object_or_404(Entity.objects.select_related("entity_list__organisation"), pk=pk)
    membership(user, found.entity_list.organisation_id, to=to)
    return found
