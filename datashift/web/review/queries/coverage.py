"""Which of a list were visited: lists of pumps, villages, clinics that a questionnaire lets choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models.fields.json import KeyTextTransform

from datashift.questionnaires.questionnaire import Question
from datashift.web.collect.models import Questionnaire
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.review.models import Entity, EntityList, Reading
from datashift.web.review.queries.drawing import Drawn, Point, drawn
from datashift.web.review.queries.piles import labels_of
from datashift.web.review.queries.plan import COUNTS
from datashift.web.review.queries.reading import point

MOST = 20_000  # entries that are looked through
MOST_NAMED = 100  # of those that nobody has visited
MOST_DOTS = 2_000
PLACE = "geometry"  # the property in which ODK keeps where an entry is


@dataclass(frozen=True)
class Coverage:
    """A list, and how much of it was visited.

    Args:
        list: whose entries can be chosen.
        label: of the question that names the one that is visited.
        visited, total: entries.
        left: the first of those that nobody has visited, by name.
        map: visited ones as dots, the others as planned; of those that say where they are.
    """

    list: EntityList
    label: str
    visited: int
    total: int
    left: tuple[str, ...]
    map: Drawn

    @property
    def missing(self) -> int:
        return self.total - self.visited

    @property
    def unnamed(self) -> int:
        return self.missing - len(self.left)


def coverage_of(questionnaire: Questionnaire) -> list[Coverage]:
    """For each question that lets somebody choose from a list of the organisation."""
    labels = labels_of(questionnaire)
    asked = {one.choices_file.removesuffix(".csv"): one for one in _choosing(questionnaire)}
    lists = EntityList.objects.filter(organisation=questionnaire.organisation_id, name__in=asked)
    return [
        _coverage(questionnaire, found, asked[found.name].path, labels)
        for found in lists
        if found.entities.exists()
    ]


def _choosing(questionnaire: Questionnaire) -> Iterator[Question]:
    form = form_of(questionnaire.versions.defer("xform").first())
    if form is None:
        return
    repeats = tuple(f"{group.path}/" for group in form.repeats)
    for one in form.questions:
        if one.choices_file and one.kind == "select_one" and not one.path.startswith(repeats):
            yield one


def _coverage(
    questionnaire: Questionnaire, found: EntityList, path: str, labels: Mapping[str, str]
) -> Coverage:
    entries = found.entities.order_by("label", "key")[:MOST]
    chosen = _chosen(questionnaire, path)
    been: list[Entity] = []
    left: list[Entity] = []
    for entry in entries:
        (been if str(entry.key) in chosen else left).append(entry)
    return Coverage(
        list=found,
        label=labels.get(path, path),
        visited=len(been),
        total=len(been) + len(left),
        left=tuple(str(entry) for entry in left[:MOST_NAMED]),
        map=drawn(_places(been), planned=_places(left)),
    )


def _chosen(questionnaire: Questionnaire, path: str) -> set[str]:
    """Keys of entries that submissions name; those set aside or asked back do not count."""
    rows = Reading.objects.filter(
        questionnaire=questionnaire, instance__current=True, submission__state__in=COUNTS
    )
    answers = rows.annotate(answer=KeyTextTransform(path, "answers")).order_by()
    return set(answers.values_list("answer", flat=True).distinct())


def _places(entries: list[Entity]) -> list[Point]:
    found = (point(entry.values.get(PLACE, ""))[:2] for entry in entries)
    known = [(x, y) for x, y in found if x is not None and y is not None]
    return known[:MOST_DOTS]
