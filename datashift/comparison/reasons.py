"""Why a citizen figure and an official one answer different questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from datashift import sdg
from datashift.comparison.nearest import Found, Wanted
from datashift.comparison.series import Definition, Reason
from datashift.comparison.wording import is_everybody, plural
from datashift.estimates.estimate import Match
from datashift.kit.text import fold

_ORDER: tuple[Match, ...] = ("direct", "partial", "proxy")
_ANOTHER_QUESTION = ("concept", "unit", "measure")
_ALMOST_NOW = 1  # years apart that leave a match direct
_SAMPLES = {
    "volunteer": "people who chose to take part",
    "register": "a register",
    "sensor": "sensors",
    "census": "a count of everybody",
    "probability": "a random sample",
}
_NATURE = {"E": "estimated", "M": "modelled", "CA": "adjusted", "N": "not given"}


def reasons(
    ours: Definition, theirs: Definition, wanted: Wanted, found: Found
) -> tuple[Reason, ...]:
    """All that differs between the two besides the thing measured, most weighty first.

    Only what is known of both is compared: an unknown unit is not a different one.
    """
    return (
        *_concept(ours, theirs),
        *_unit(ours, theirs),
        *_population(ours, theirs, found),
        *_place(ours, theirs, wanted, found),
        *_period(wanted, found),
        *_making(ours, found),
    )


def match_of(declared: Match, found: tuple[Reason, ...]) -> Match:
    """The weaker of what the study declares and what the reasons allow.

    Another concept or unit makes a proxy; another population, period, coverage or way of choosing
    makes a partial match. What is only good to know (`note.*`) changes nothing.
    """
    computed: Match = "direct"
    for reason in found:
        family = reason.code.partition(".")[0]
        if family in _ANOTHER_QUESTION:
            return "proxy"
        if family != "note":
            computed = "partial"
    return max(declared, computed, key=_ORDER.index)


def _concept(ours: Definition, theirs: Definition) -> Iterator[Reason]:
    if ours.indicator and theirs.indicator and ours.indicator != theirs.indicator:
        yield Reason(
            "concept.differs",
            f"Ours is about indicator {ours.indicator}, the official figure about "
            f"{theirs.indicator}.",
            {"ours": ours.indicator, "theirs": theirs.indicator},
        )


def _unit(ours: Definition, theirs: Definition) -> Iterator[Reason]:
    if ours.measure_unit and theirs.measure_unit and ours.measure_unit != theirs.measure_unit:
        yield Reason(
            "measure.differs",
            f"Ours is in {_unit_name(ours.measure_unit)}, the official figure in "
            f"{_unit_name(theirs.measure_unit)}: they cannot be subtracted.",
            {"ours": ours.measure_unit, "theirs": theirs.measure_unit},
        )
    if ours.unit and theirs.unit and fold(ours.unit) != fold(theirs.unit):
        yield Reason(
            "unit.differs",
            f"Ours counts {plural(ours.unit)}, the official figure counts {plural(theirs.unit)}.",
            {"ours": ours.unit, "theirs": theirs.unit},
        )


def _population(ours: Definition, theirs: Definition, found: Found) -> Iterator[Reason]:
    known = ours.population and theirs.population
    if known and fold(ours.population) != fold(theirs.population):
        yield Reason(
            "population.differs",
            f"Ours is about {ours.population}, the official figure about {theirs.population}.",
            {"ours": ours.population, "theirs": theirs.population},
        )
    elif theirs.population and not ours.population and not is_everybody(theirs.population):
        yield Reason(
            "population.theirs",
            f"The official figure is about {theirs.population}.",
            {"theirs": theirs.population},
        )
    if found.only_of:
        groups = ", ".join(_group(name, code) for name, code in sorted(found.only_of.items()))
        yield Reason(
            "population.group",
            f"The official figure is for one group only: {groups}.",
            {"groups": groups, "others": found.others},
        )


def _place(ours: Definition, theirs: Definition, wanted: Wanted, found: Found) -> Iterator[Reason]:
    if fold(ours.coverage) != fold(theirs.coverage):
        sides = ours.coverage or "the whole area", theirs.coverage or "the whole area"
        yield Reason(
            "coverage.differs",
            f"Ours covers {sides[0]}, the official figure {sides[1]}.",
            {"ours": sides[0], "theirs": sides[1]},
        )
    if wanted.ref_area and not found.observation.ref_area:
        yield Reason(
            "note.area_assumed",
            "The official file names no area; it is taken to be for the same one.",
            {"area": wanted.ref_area},
        )


def _period(wanted: Wanted, found: Found) -> Iterator[Reason]:
    theirs = found.observation.time_period
    if found.years_apart is None:
        yield Reason(
            "period.unknown",
            "One of the two figures does not say which year it is for.",
            {"ours": wanted.period, "theirs": theirs},
        )
    elif found.years_apart:
        code = "period.apart" if found.years_apart > _ALMOST_NOW else "note.period_apart"
        years = "1 year" if found.years_apart == 1 else f"{found.years_apart} years"
        yield Reason(
            code,
            f"Ours is for {wanted.period}, the nearest official figure for {theirs}: {years} "
            "apart.",
            {"ours": wanted.period, "theirs": theirs, "years": found.years_apart},
        )
    if found.observation.covers:
        yield Reason(
            "period.pooled",
            f"The official figure draws on sources from {found.observation.covers}.",
            {"theirs": found.observation.covers},
        )


def _making(ours: Definition, found: Found) -> Iterator[Reason]:
    nature = found.observation.nature
    if ours.sampling in ("volunteer", "register", "sensor"):
        yield Reason(
            "sampling.differs",
            f"Ours comes from {_SAMPLES[ours.sampling]}, not from a random sample or a count of "
            "everybody.",
            {"ours": ours.sampling},
        )
    if nature in _NATURE:
        yield Reason(
            "note.nature",
            f"The official figure is {_NATURE[nature]}, not taken as measured from one source.",
            {"theirs": nature},
        )


def _group(name: str, code: str) -> str:
    try:
        dimension = sdg.dimension(name)
    except KeyError:
        return code
    return dimension.codes[code].name.lower() if code in dimension.codes else code


def _unit_name(code: str) -> str:
    try:
        codes: Mapping[str, sdg.Code] = sdg.dimension("UNIT_MEASURE").codes
    except KeyError:
        return code
    return codes[code].name.lower() if code in codes else code
