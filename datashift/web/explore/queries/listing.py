"""The list of findings, as its filters narrow it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import catalogue, places, search

PAGE = 20  # findings on one page of the list
_MOST = 500  # findings that words may leave


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see; empty for everything.

    Args:
        goal: number of a goal.
        place: slug of a place.
        organisation: slug of an organisation.
        words: in the finding's sentences, forgiving of spelling.
    """

    goal: int | None = None
    place: str = ""
    organisation: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any((self.goal, self.place, self.organisation, self.words))


def findings(filters: Filters) -> QuerySet[Finding]:
    """The findings that pass all filters, newest first."""
    found = catalogue.findings()
    if filters.place:
        place = places.place(filters.place)
        found = places.findings_of(place) if place is not None else found.none()
    if filters.goal is not None:
        found = found.filter(goal=filters.goal)
    if filters.organisation:
        found = found.filter(release__study__organisation__slug=filters.organisation)
    if filters.words:
        found = found.filter(pk__in=search.find_findings(filters.words, _MOST))
    return found
