"""Why a citizen figure and an official one answer different questions."""

from __future__ import annotations

from collections.abc import Iterator

from datashift.comparison.comparability import concept, making, people, period, place
from datashift.comparison.comparability.levels import level_of, weakest
from datashift.comparison.nearest import Found, Wanted, years
from datashift.comparison.series import Definition, Reason
from datashift.estimates.estimate import Match

_THEM = "the official figure"
_NATURE = {"E": "estimated", "M": "modelled", "CA": "adjusted", "N": "not given"}


def reasons(
    ours: Definition, theirs: Definition, wanted: Wanted, found: Found
) -> tuple[Reason, ...]:
    """All that differs between the two besides the thing measured, most weighty first.

    Only what is known of both is compared: an unknown unit is not a different one. The parts are
    those of `comparability`, for two figures that somebody has put side by side.
    """
    return (
        *concept.concept(ours, theirs, _THEM, related=True),
        *concept.measure_unit(ours, theirs, _THEM),
        *concept.unit(ours, theirs, _THEM),
        *people.population(ours, theirs, _THEM),
        *people.only_of(found.only_of, _THEM, found.others),
        *place.coverage(ours, theirs, _THEM),
        *_place(wanted, found),
        *period.period(wanted.period, found.observation.time_period, "the nearest official figure"),
        *period.pooled(found.observation.covers, _THEM),
        *making.sampling(ours.sampling, theirs.sampling, _THEM),
        *_nature(found),
    )


def match_of(declared: Match, found: tuple[Reason, ...]) -> Match:
    """The weaker of what the study declares and what the reasons allow.

    Two figures that a study puts side by side are a proxy at worst. What each reason leaves is in
    `comparability.levels`.
    """
    computed = weakest((declared, *(level_of(each) for each in found)))
    return "proxy" if computed == "no" else computed


def _place(wanted: Wanted, found: Found) -> Iterator[Reason]:
    named, year = years(wanted.period), years(found.observation.time_period)
    if named and year:
        yield from place.borders(wanted.ref_area, named[-1], year[-1])
    if wanted.ref_area and not found.observation.ref_area:
        yield Reason(
            "note.area_assumed",
            "The official file names no area; it is taken to be for the same one.",
            {"area": wanted.ref_area},
        )


def _nature(found: Found) -> Iterator[Reason]:
    nature = found.observation.nature
    if nature in _NATURE:
        yield Reason(
            "note.nature",
            f"The official figure is {_NATURE[nature]}, not taken as measured from one source.",
            {"theirs": nature},
        )
