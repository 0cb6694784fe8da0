"""Boxes and reports as the workspace lists them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from datashift.questionnaires.questionnaire import UNNAMED
from datashift.web.accounts.models import Membership, Organisation, Right, User
from datashift.web.collect.models import Instance, Quarantine, Questionnaire, Submission
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.reports import access
from datashift.web.reports.models import Box, PersonalKey, Report, Reviewer
from datashift.web.reports.queries.asking import page_of


@dataclass(frozen=True)
class Listed:
    """A box in the list of a person."""

    box: Box
    reports: int
    unread: int
    reviews: bool


@dataclass(frozen=True)
class Named:
    """A reviewer on the page of a box.

    Args:
        missing: reports that the reviewer cannot open, because they came before.
        current: the key is the one that the person has in use.
        belongs: the person may still review in the organisation.
    """

    reviewer: Reviewer
    missing: int
    current: bool
    belongs: bool


@dataclass(frozen=True)
class Standing:
    """Everything that the page of a box shows.

    Args:
        candidates: members who may review, have a key, and are no reviewers yet.
        keyless: members who may review and have no key.
        left_out: questions that are not asked in an anonymous report.
    """

    box: Box | None
    reports: int
    reviewers: tuple[Named, ...]
    candidates: tuple[User, ...]
    keyless: tuple[User, ...]
    left_out: tuple[str, ...]


def any_open() -> bool:
    """Whether anybody can report something anywhere."""
    return access.open_boxes().exists()


def listed(user: User) -> list[Listed]:
    """Every box of the user's organisations."""
    mine = set(Reviewer.objects.filter(key__user=user).values_list("box", flat=True))
    counted = access.boxes(user).annotate(
        count=Count("reports"), new=Count("reports", filter=Q(reports__unread=True))
    )
    return [Listed(each, each.count, each.new, each.pk in mine) for each in counted]


def reports_in(box: Box, key: PersonalKey | None, *, pile: str = "") -> QuerySet[Report]:
    """A pile of a box: "", "aside" or "crowd"; `readable` by the key."""
    found = box.reports.select_related("submission").annotate(
        letters_count=Count("letters", distinct=True),
        readable=Count("keys", filter=Q(keys__holder=key), distinct=True),
    )
    return found.filter(_in_pile(pile)).order_by("-week", "-unread", "id")


def came_in_crowds(box: Box) -> int:
    """How many reports nobody has looked at came when more came than the box takes."""
    return box.reports.filter(_in_pile("crowd")).count()


def _in_pile(pile: str) -> Q:
    aside = Q(submission__state=Submission.State.SET_ASIDE)
    crowd = Q(
        submission__state=Submission.State.QUARANTINED,
        submission__in=Instance.objects.filter(quarantine=Quarantine.CROWD).values("submission"),
    )
    return {"aside": aside, "crowd": crowd}.get(pile, ~aside & ~crowd)


def standing(questionnaire: Questionnaire) -> Standing:
    """How a questionnaire stands as a box."""
    organisation = questionnaire.organisation
    box = Box.objects.filter(questionnaire=questionnaire).first()
    can = _members_who_review(organisation)
    keys = {
        each.user_id: each for each in PersonalKey.objects.filter(user__in=can, replaced_at=None)
    }
    named: list[Named] = []
    if box is not None:
        total = box.reports.count()
        for each in box.reviewers.select_related("key__user"):
            held = box.reports.filter(keys__holder=each.key).count()
            current = keys.get(each.key.user_id)
            named.append(Named(each, total - held, current == each.key, each.key.user in can))
    reading = {each.reviewer.key.user_id for each in named if each.current}
    return Standing(
        box=box,
        reports=box.reports.count() if box else 0,
        reviewers=tuple(named),
        candidates=tuple(u for u in can if u.pk in keys and u.pk not in reading),
        keyless=tuple(u for u in can if u.pk not in keys),
        left_out=_left_out(questionnaire),
    )


def _members_who_review(organisation: Organisation) -> list[User]:
    members = Membership.objects.filter(organisation=organisation).select_related("user")
    return [each.user for each in members.order_by("user__name") if each.may(Right.REVIEW)]


def _left_out(questionnaire: Questionnaire) -> tuple[str, ...]:
    version = questionnaire.versions.exclude(published_at=None).first()
    form = form_of(version)
    return page_of(form, next(iter(form.languages), UNNAMED)).left_out if form else ()
