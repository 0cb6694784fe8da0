"""Figures of all kinds in one shape: official, citizens' and sensed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from datashift.comparison.comparability.measured import Measured
from datashift.comparison.compare import Cell
from datashift.comparison.nearest import area_code, last_year
from datashift.comparison.series import Figure, OfficialSeries

Kind = Literal["official", "citizen", "big"]
_PLACE, _PERIOD = "REF_AREA", "TIME_PERIOD"
_NOTHING = Figure(None)


@dataclass(frozen=True)
class Observed:
    """One published figure.

    Args:
        kind: official, made by citizens, or big data (sensors, satellites, traces).
        source: who made it, as people call it.
        measured: what it measures.
        area: code of its area.
        period: as published.
        groups: dimension to code, totals left out.
        figure: its value and range, in the unit of `measured`; no value where it was hidden to
            protect people or the office gave only a bound.
        hidden: whether it was hidden to protect people.
        link: where people can see it, "" when nowhere.
    """

    kind: Kind
    source: str
    measured: Measured
    area: str
    period: str
    groups: Mapping[str, str] = field(default_factory=dict)
    figure: Figure = _NOTHING
    hidden: bool = False
    link: str = ""


def of_cells(
    cells: Iterable[Cell], measured: Measured, *, measure: str, source: str = "", link: str = ""
) -> tuple[Observed, ...]:
    """A study's published figures of one measure. Proportions become percent.

    Sensors are big data; everything else that a study publishes is made by citizens.

    Args:
        cells: protected figures; hidden ones stand for "measured, but not shown".
        measured: what they measure; its area and period are those of the overall figure.
        measure: id of the measure.
        source: who made them, the name of `measured` if not given.
    """
    known = measured.definition
    scale = 100.0 if known.quantity == "proportion" else 1.0
    found = []
    for cell in cells:
        one = cell.estimate
        if one.measure == measure and (one.value is not None or cell.hidden):
            ends = (one.value, one.lower, one.upper) if not cell.hidden else (None, None, None)
            value, lower, upper = (None if end is None else scale * end for end in ends)
            found.append(
                Observed(
                    kind="big" if known.sampling == "sensor" else "citizen",
                    source=source or measured.name,
                    measured=measured,
                    area=one.domain.get(_PLACE, known.area),
                    period=one.domain.get(_PERIOD, known.period),
                    groups={
                        **measured.groups,
                        **{d: c for d, c in one.domain.items() if d not in (_PLACE, _PERIOD)},
                    },
                    figure=Figure(value, lower, upper),
                    hidden=cell.hidden,
                    link=link,
                )
            )
    return tuple(found)


def of_series(
    series: OfficialSeries, country: str, *, kind: Kind = "official", link: str = ""
) -> tuple[Observed, ...]:
    """An official series' figures for a country and its areas; other countries are passed over.

    Args:
        country: alpha-2 code.
        kind: "big" for a series made from sensors or satellites.
    """
    name = series.source or series.title or series.code or series.file
    measured = Measured(name=name, definition=series.definition)
    found = []
    for one in series.observations:
        at = last_year(one.time_period)
        area = area_code(one.ref_area, country, at) if one.ref_area else country
        if area == country or area.startswith(f"{country}-"):
            found.append(
                Observed(
                    kind=kind,
                    source=one.source or name,
                    measured=measured,
                    area=area,
                    period=one.time_period,
                    groups=one.dimensions,
                    figure=Figure(one.value, one.lower, one.upper),
                    link=link,
                )
            )
    return tuple(found)
