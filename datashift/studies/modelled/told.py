"""Models for people and for release.json; nothing of a group that is too small to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from datashift.estimates.selection import assumption, is_conditional
from datashift.figures import Said
from datashift.figures.finding import Grid
from datashift.studies.modelled.found import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datashift.disclosure import Cell
    from datashift.studies.course import Course
    from datashift.studies.specification import Indicator

_LABEL = "Model"
PAGES: Mapping[str, str] = {
    "quasi-randomisation": "selection",
    "multilevel": "multilevel",
    "small-areas": "small_areas",
    "capture-recapture": "lists",
    "poisson": "counts",
    "negative-binomial": "counts",
}
METHODS: Mapping[str, str] = {
    "quasi-randomisation": (
        "Who is in the data was modelled by comparing them with the population, and each answer "
        "counts for as many as are like it."
    ),
    "multilevel": (
        "A model of the answers was fitted in which groups borrow from each other, and carried to "
        "the whole population (multilevel regression and post-stratification)."
    ),
    "small-areas": (
        "Each area's own estimate was strengthened by what is known of all areas (Fay and Herriot)."
    ),
    "capture-recapture": (
        "Those on no list were estimated from how far the lists overlap (capture-recapture)."
    ),
    "poisson": "Counted; the range is that of a Poisson number of events.",
    "negative-binomial": (
        "Counted; the range is that of events whose number differs between periods by more than "
        "chance (negative binomial)."
    ),
}


def rests_on(cells: Iterable[Cell]) -> str:
    """What the model's ranges of an indicator hold under; "" where it has none."""
    return next((said for cell in cells if (said := assumption(cell.estimate))), "")


def own_share(course: Course, indicator: Indicator, cell: Cell) -> float | None:
    """Percentage of a figure that comes from the group's own answers; None without a model."""
    found = course.models.get(indicator.id)
    if found is None or cell.hidden or not is_conditional(cell.estimate):
        return None
    share = found.own.get(domain_of(cell.estimate))
    return None if share is None else float(round(100 * share))


def told(course: Course, indicator: Indicator) -> tuple[Said, ...]:
    """What was modelled and how well it fits."""
    found = course.models.get(indicator.id)
    if found is None or not _may_be_told(course, indicator):
        return ()
    return tuple(Said(_LABEL, one) for one in dict.fromkeys(found.said))


def grids(course: Course, indicator: Indicator) -> tuple[Grid, ...]:
    """The same as small tables."""
    found = course.models.get(indicator.id)
    return found.grids if found is not None and _may_be_told(course, indicator) else ()


def as_json(course: Course) -> dict[str, Any]:
    """Every model with its settings, its seed and its diagnostics, by indicator."""
    content: dict[str, Any] = {}
    for indicator in course.study.specification.indicators:
        found = course.models.get(indicator.id)
        if found is None:
            continue
        one: dict[str, Any] = {"method": found.method, "page": PAGES[found.method]}
        if _may_be_told(course, indicator):
            one |= found.facts
            shares = sorted(
                share
                for cell in course.cells(indicator.id)
                if (share := own_share(course, indicator, cell)) is not None
            )
            if shares:
                one["own_share"] = {"lowest": shares[0], "middle": shares[len(shares) // 2]}
        content[indicator.id] = one
    return content


def _may_be_told(course: Course, indicator: Indicator) -> bool:
    """Whether so many rows are behind a model that what it says of all of them is of nobody."""
    cells = course.cells(indicator.id)
    whole = next((cell for cell in cells if not cell.estimate.domain), None)
    return course.harmonised.rows_kept >= course.protection.minimum and not (
        whole is not None and whole.hidden
    )
