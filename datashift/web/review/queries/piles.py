"""Submissions that nobody has decided about, in piles by what was noticed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from datashift.questionnaires.marks import apart
from datashift.questionnaires.questionnaire import UNNAMED
from datashift.web.collect.models import Instance, Questionnaire, Submission
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.collect.queries.worded import gists
from datashift.web.review.models import Decision, Sign
from datashift.web.review.queries.words import CHECKS, Check, sentence

CLEAN = "nothing"  # the pile of those in which nothing was noticed
RECEIVED = Submission.State.RECEIVED


@dataclass(frozen=True)
class Pile:
    """Submissions with the same trouble."""

    name: str
    check: Check | None
    count: int


@dataclass(frozen=True)
class Piles:
    """All that waits for a decision.

    Args:
        odd: piles by check, the largest first; a submission may lie in several.
        clean: how many nothing was noticed about.
        waiting: how many wait in all.
        decisions: the last ones.
    """

    odd: tuple[Pile, ...]
    clean: int
    waiting: int
    unread: int
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Line:
    """A submission in a pile, and what was noticed about it.

    Args:
        gist: what it answers, where it has no name; "" where nobody can read it.
    """

    submission: Submission
    now: Instance
    gist: str
    sentences: tuple[tuple[str, str], ...]  # and the id of another submission it is about, or ""


def piles_of(questionnaire: Questionnaire) -> Piles:
    """What waits, in piles."""
    waiting = questionnaire.submissions.filter(state=RECEIVED)
    counts = (
        Sign.objects.filter(questionnaire=questionnaire, submission__state=RECEIVED)
        .values("check_name")
        .annotate(count=Count("submission", distinct=True))
        .order_by("-count", "check_name")
    )
    odd = tuple(
        Pile(each["check_name"], CHECKS.get(each["check_name"]), each["count"]) for each in counts
    )
    unread = Instance.objects.filter(
        questionnaire=questionnaire, current=True, cover="OPEN", quarantine="", reading=None
    )
    return Piles(
        odd=odd,
        clean=in_pile(questionnaire, CLEAN).count(),
        waiting=waiting.count(),
        unread=unread.count(),
        decisions=tuple(questionnaire.decisions.select_related("by")[:8]),
    )


def in_pile(questionnaire: Questionnaire, name: str) -> QuerySet[Submission]:
    """The submissions that lie in a pile and wait."""
    waiting = questionnaire.submissions.filter(state=RECEIVED)
    signs = Sign.objects.filter(submission=OuterRef("pk"))
    if name == CLEAN:
        return waiting.filter(~Exists(signs))
    return waiting.filter(Exists(signs.filter(check_name=name)))


def lines_of(questionnaire: Questionnaire, submissions: QuerySet[Submission]) -> QuerySet[Any]:
    """The submissions with what a list of them shows."""
    current = Instance.objects.filter(current=True).defer("xml").select_related("device")
    return submissions.prefetch_related(
        Prefetch("instances", queryset=current, to_attr="now"), "signs"
    ).order_by("received_at", "pk")


def lines(questionnaire: Questionnaire, submissions: Iterable[Any]) -> list[Line]:
    """Submissions with what was noticed about them, in words."""
    labels = labels_of(questionnaire)
    found = list(submissions)
    said = gists(each.now[0] for each in found)
    return [
        Line(
            submission=each,
            now=each.now[0],
            gist=said.get(each.now[0].pk, ""),
            sentences=tuple(
                (sentence(sign, labels), sign.about if sign.check_name == "near_duplicate" else "")
                for sign in each.signs.all()
            ),
        )
        for each in found
    ]


def labels_of(questionnaire: Questionnaire) -> Mapping[str, str]:
    """Path of each question of the newest version to its words."""
    form = form_of(questionnaire.versions.defer("xform").first())
    if form is None:
        return {}
    first = form.languages[0] if form.languages else UNNAMED
    return {
        one.path: apart(one.labels.get(first) or next(iter(one.labels.values()), "")) or one.name
        for one in form.questions
    }


def keys_in(questionnaire: Questionnaire, name: str, until: str) -> list[UUID]:
    """Keys of those in a pile that were there when the page was made."""
    from datashift.web.review.queries.reading import moment

    found = in_pile(questionnaire, name)
    if (seen := moment(until)) is not None:
        found = found.filter(changed_at__lte=seen)
    return list(found.values_list("pk", flat=True))
