"""Citizen figures beside official ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from datashift.comparison.apart import NORMAL, difference, halves
from datashift.comparison.nearest import Wanted, nearest
from datashift.comparison.reasons import match_of, reasons
from datashift.comparison.series import (
    Comparison,
    Definition,
    Figure,
    Observation,
    OfficialSeries,
)
from datashift.comparison.wording import number
from datashift.estimates.estimate import Estimate, Match

_PLACE = "REF_AREA"
_PERIOD = "TIME_PERIOD"


class Cell(Protocol):
    """A figure that passed disclosure control, as `disclosure.Cell` is one."""

    @property
    def estimate(self) -> Estimate: ...

    @property
    def hidden(self) -> bool: ...


def compare(
    cells: Sequence[Cell],
    official: Sequence[OfficialSeries],
    *,
    measure: str,
    definition: Definition,
    match: Match = "direct",
) -> tuple[Comparison, ...]:
    """Put each visible figure of a measure beside the nearest official one of each series.

    Place and groups must be the same; the nearest period is taken and its distance stated. Nothing
    is averaged and nothing corrected: where definitions differ, the reasons say how.

    Args:
        cells: protected figures; hidden ones and those of other measures are passed over.
        official: the series to compare with.
        measure: id of the citizen measure.
        definition: what it measures. Its quantity tells that a proportion's shares become percent.
        match: what the study declares; the reasons can only weaken it.

    Returns:
        in the order of the cells, then of the series; nothing where nothing is comparable.
    """
    found = []
    for cell in cells:
        if cell.estimate.measure == measure and not cell.hidden:
            for series in official:
                one = _comparison(cell.estimate, series, definition, match)
                if one is not None:
                    found.append(one)
    return tuple(found)


def _comparison(
    estimate: Estimate, series: OfficialSeries, definition: Definition, declared: Match
) -> Comparison | None:
    wanted = Wanted(
        ref_area=estimate.domain.get(_PLACE, definition.area),
        period=estimate.domain.get(_PERIOD, definition.period),
        groups={n: c for n, c in estimate.domain.items() if n not in (_PLACE, _PERIOD)},
        country=definition.area,
    )
    near = nearest(series.observations, wanted)
    if near is None or estimate.value is None:
        return None
    ours = _citizen(estimate, definition, wanted)
    theirs = _official(near.observation, series, wanted)
    why = reasons(definition, series.definition, wanted, near)
    subtractable = not any(reason.code == "measure.differs" for reason in why)
    apart, lower, upper = difference(ours, theirs) if subtractable else (None, None, None)
    match = match_of(declared, why)
    same = None if lower is None or upper is None else lower <= 0 <= upper
    return Comparison(
        indicator=estimate.measure,
        domain=estimate.domain,
        citizen=ours,
        official=theirs,
        difference=apart,
        lower=lower,
        upper=upper,
        relative=apart / theirs.value if apart is not None and theirs.value else None,
        match=match,
        reasons=why,
        unit=series.definition.measure_unit or definition.measure_unit,
        could_be_same=same,
        overlap=_overlap(ours, near.observation, same, apart, match),
        series=series.code,
    )


def _citizen(estimate: Estimate, definition: Definition, wanted: Wanted) -> Figure:
    scale = 100.0 if definition.quantity == "proportion" else 1.0

    def scaled(value: float | None) -> float | None:
        return None if value is None else scale * value

    return Figure(
        value=scaled(estimate.value),
        lower=scaled(estimate.lower),
        upper=scaled(estimate.upper),
        standard_error=scaled(estimate.standard_error),
        ref_area=wanted.ref_area,
        time_period=wanted.period,
    )


def _official(one: Observation, series: OfficialSeries, wanted: Wanted) -> Figure:
    figure = Figure(
        value=one.value,
        lower=one.lower,
        upper=one.upper,
        ref_area=one.ref_area or wanted.ref_area,
        time_period=one.time_period,
        source=one.source or series.source,
    )
    both = halves(figure)
    return replace(figure, standard_error=sum(both) / (2 * NORMAL)) if both else figure


def _overlap(
    ours: Figure,
    observation: Observation,
    same: bool | None,
    apart: float | None,
    match: Match,
) -> str:
    """Whether the two could be the same, in a sentence; never that one of them is wrong."""
    said = _chance(ours, observation, same, apart)
    return said if match == "direct" else f"{said} They answer different questions."


def _chance(ours: Figure, observation: Observation, same: bool | None, apart: float | None) -> str:
    if observation.beyond:
        limit = observation.upper if observation.beyond == "<" else observation.lower
        side = "below" if observation.beyond == "<" else "above"
        return f"The office says only that its figure is {side} {number(limit or 0.0)}."
    if apart is None:
        return "The two cannot be subtracted."
    if same is None:
        known = ("ours", ours.lower), ("the official figure", observation.lower)
        lacking = " and ".join(name for name, lower in known if lower is None)
        return f"Without a range for {lacking}, nobody can say whether they could be the same."
    if same:
        return "They could be the same: chance alone would explain the difference."
    return "They differ by more than chance explains."
