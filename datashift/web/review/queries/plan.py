"""How many are wanted, and how many are here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from datashift.questionnaires.questionnaire import Question
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.review.models import Reading, Target
from datashift.web.review.queries.piles import labels_of

COUNTS = (Submission.State.ACCEPTED, Submission.State.RECEIVED)
MOST_CHOICES = 60


@dataclass(frozen=True)
class Reached:
    """One target and how near it is."""

    label: str
    done: int
    wanted: int

    @property
    def left(self) -> int:
        return max(0, self.wanted - self.done)


@dataclass(frozen=True)
class Quotas:
    """The targets of one question; `path` is "" for all submissions."""

    path: str
    label: str
    targets: tuple[Reached, ...]


@dataclass(frozen=True)
class Plan:
    """What was planned.

    Args:
        whole: how many in all; None where nobody said.
        quotas: by question.
        questions: path and words of those that a plan can be made by.
    """

    whole: Reached | None
    quotas: tuple[Quotas, ...]
    questions: tuple[tuple[str, str], ...]


def plan_of(questionnaire: Questionnaire) -> Plan:
    """The plan of a questionnaire and how far it is."""
    targets = list(questionnaire.targets.all())
    here = questionnaire.submissions.filter(state__in=COUNTS).count()
    whole = next((one for one in targets if not one.path), None)
    labels = labels_of(questionnaire)
    paths = list(dict.fromkeys(one.path for one in targets if one.path))
    quotas = [
        Quotas(
            path,
            labels.get(path, path),
            tuple(_reached(questionnaire, path, [t for t in targets if t.path == path])),
        )
        for path in paths
    ]
    return Plan(
        whole=Reached("", here, whole.wanted) if whole else None,
        quotas=tuple(quotas),
        questions=tuple(
            (one.path, labels.get(one.path, one.name)) for one in chosen(questionnaire)
        ),
    )


def chosen(questionnaire: Questionnaire) -> list[Question]:
    """Questions with one answer out of a few, by which a plan can be made."""
    form = form_of(questionnaire.versions.defer("xform").first())
    if form is None:
        return []
    repeats = tuple(f"{group.path}/" for group in form.repeats)
    return [
        one
        for one in form.questions
        if one.kind == "select_one"
        and 1 < len(one.choices) <= MOST_CHOICES
        and not one.path.startswith(repeats)
    ]


def choices_of(questionnaire: Questionnaire, path: str) -> list[tuple[str, str]]:
    """Names and words of the answers that a question offers; nothing where it offers none."""
    for one in chosen(questionnaire):
        if one.path == path:
            return [
                (choice.name, next(iter(choice.labels.values()), "") or choice.name)
                for choice in one.choices
            ]
    return []


def _reached(questionnaire: Questionnaire, path: str, targets: list[Target]) -> list[Reached]:
    rows = (
        Reading.objects.filter(
            questionnaire=questionnaire, instance__current=True, submission__state__in=COUNTS
        )
        .annotate(answer=KeyTextTransform(path, "answers"))
        .order_by()
        .values_list("answer")
        .annotate(count=Count("pk"))
    )
    counts = dict(rows)
    labels = dict(choices_of(questionnaire, path))
    return [
        Reached(labels.get(one.answer, one.answer), counts.get(one.answer, 0), one.wanted)
        for one in targets
    ]
