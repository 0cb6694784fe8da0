"""The only way from a request to a box, a report and what opens it."""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.questionnaires import sealing
from datashift.web.accounts.access import membership, organisations
from datashift.web.accounts.models import Right, User
from datashift.web.collect.models import Questionnaire
from datashift.web.reports.models import Box, PersonalKey, Report, Reviewer, Unlocked
from datashift.web.reports.models.boxes import ELSEWHERE

COOKIE = "reading"
MINUTES = 30  # that a key stays open


def open_boxes() -> QuerySet[Box]:
    """Boxes into which anybody may put a report now."""
    return Box.objects.filter(
        is_open=True,
        questionnaire__state=Questionnaire.State.OPEN,
        questionnaire__versions__published_at__isnull=False,
        reviewers__isnull=False,
    ).distinct()


def elsewhere() -> str:
    """Where "Leave now" leads from pages that belong to no box."""
    found = open_boxes().order_by("changed_at").values_list("elsewhere", flat=True).first()
    return found or ELSEWHERE


def public_box(pk: UUID) -> Box:
    """A box with reviewers, whether it is open or was when somebody began to write."""
    boxes = Box.objects.select_related("questionnaire__organisation")
    return get_object_or_404(boxes.filter(reviewers__isnull=False).distinct(), pk=pk)


def boxes(user: User) -> QuerySet[Box]:
    """Boxes of the organisations that the user belongs to."""
    return Box.objects.filter(questionnaire__organisation__in=organisations(user)).select_related(
        "questionnaire__organisation"
    )


def reviewed(user: User, pk: UUID) -> Box:
    """A box whose reports the user may open.

    Raises:
        Http404: there is none, or the user does not belong to its organisation.
        PermissionDenied: the user is not one of its reviewers.
    """
    found = get_object_or_404(Box.objects.select_related("questionnaire__organisation"), pk=pk)
    membership(user, found.questionnaire.organisation_id, to=Right.SEE)
    if not found.reviewers.filter(key__user=user).exists():
        raise PermissionDenied(
            _("Only the named reviewers can read these reports, and you are not one of them.")
        )
    membership(user, found.questionnaire.organisation_id, to=Right.REVIEW)
    return found


def report(user: User, pk: UUID) -> Report:
    """A report that the user may open; raises as `reviewed` does."""
    found = get_object_or_404(
        Report.objects.select_related("box__questionnaire__organisation", "submission"), pk=pk
    )
    reviewed(user, found.box_id)
    return found


def reviewer(user: User, questionnaire: UUID, pk: UUID) -> Reviewer:
    """A reviewer of the questionnaire's box, for who decides about them."""
    found = get_object_or_404(
        Reviewer.objects.select_related("box__questionnaire__organisation", "key__user"),
        pk=pk,
        box__questionnaire=questionnaire,
    )
    membership(user, found.box.questionnaire.organisation_id, to=Right.MANAGE)
    return found


def reviewer_beside(user: User, questionnaire: UUID, pk: UUID) -> Reviewer:
    """Another reviewer of a box that the user reviews too; raises as `reviewed` does."""
    found = get_object_or_404(
        Reviewer.objects.select_related("box__questionnaire__organisation", "key__user"),
        pk=pk,
        box__questionnaire=questionnaire,
    )
    reviewed(user, found.box_id)
    return found


def personal_key(user: User) -> PersonalKey | None:
    """The key that the user has in use."""
    return PersonalKey.objects.filter(user=user, replaced_at=None).first()


def unlocked(request: HttpRequest, user: User) -> sealing.Pair | None:
    """The user's key, if it is open in this browser."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    found = (
        Unlocked.objects.select_related("key")
        .filter(token_hash=token_hash(token), key__user=user, key__replaced_at=None)
        .filter(until__gt=now())
        .first()
    )
    if found is None:
        return None
    private = sealing.reveal(bytes(found.hidden), token_key(token))
    return sealing.Pair(bytes(found.key.public), private)


def token_hash(token: str) -> str:
    """Under what a browser's token is found; the token cannot be told from it."""
    return blake2b(token.encode(), digest_size=32, person=b"find").hexdigest()


def token_key(token: str) -> bytes:
    """The key that a browser's token stands for."""
    return blake2b(token.encode(), digest_size=32, person=b"open").digest()
