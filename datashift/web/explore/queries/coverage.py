"""Who measures what in a country, from the figures that are public here: the grid of each indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datashift import sdg
from datashift.comparison.comparability import Measured
from datashift.comparison.comparability.place import area_name
from datashift.comparison.complementarity import (
    Complementarity,
    Observed,
    Square,
    complementarity,
)
from datashift.comparison.nearest import area_code
from datashift.comparison.series import Definition, Figure
from datashift.figures import Finding as Told
from datashift.figures import OfficialFigure, Row
from datashift.web.evidence.models import Finding
from datashift.web.explore.http import finding_address
from datashift.web.explore.queries import published
from datashift.web.explore.queries.places import Place, findings_of

MOST_YEARS = 12


@dataclass(frozen=True)
class Line:
    """One area, its squares in the order of the years; None where it did not exist."""

    area: str
    squares: tuple[Square | None, ...]


@dataclass(frozen=True)
class Grid:
    """One indicator's grid, the last years of it."""

    indicator: sdg.Indicator
    whole: Complementarity
    years: tuple[str, ...]
    lines: tuple[Line, ...]


def goals_of(place: Place) -> list[int]:
    """Goals to which findings of a country speak."""
    found = findings_of(place).exclude(goal=None).order_by().values_list("goal", flat=True)
    return sorted({goal for goal in found if goal is not None})


def grids(place: Place, goal: int) -> list[Grid]:
    """The grid of each indicator of a goal of which somebody published a figure."""
    assert place.area is not None
    country = place.area.code
    by_indicator: dict[str, list[Observed]] = {}
    found = findings_of(place).filter(goal=goal).exclude(sdg="").order_by("sdg", "position")
    for one in found:
        by_indicator.setdefault(one.sdg, []).extend(observed(one, country))
    return [_grid(code, country, figures) for code, figures in by_indicator.items() if figures]


def observed(finding: Finding, country: str) -> Iterator[Observed]:
    """The public figures of a finding, its own and the official ones beside it."""
    told = published.told(finding)
    ours = Measured(
        told.producer or finding.release.title,
        _definition(told, country),
    )
    link = finding_address(finding)
    for area, row in _rows(told, country):
        yield Observed(
            kind="big" if told.sampling == "sensor" else "citizen",
            source=ours.name,
            measured=ours,
            area=area,
            period=told.period,
            figure=Figure(row.value, row.lower, row.upper),
            hidden=row.hidden,
            link=link,
        )
    for each in told.official:
        yield _official(each, told, country, link)


def _definition(told: Told, country: str) -> Definition:
    return Definition(
        indicator=told.sdg,
        series=told.series,
        title=told.title,
        quantity=told.quantity,
        unit=told.unit,
        area=country,
        period=told.period,
        measure_unit=told.unit_measure,
    )


def _rows(told: Told, country: str) -> Iterator[tuple[str, Row]]:
    """The whole, and the areas whose code or name is known in the country."""
    if told.overall.value is not None or told.overall.hidden:
        yield country, told.overall
    for breakdown in told.breakdowns:
        if breakdown.by != ("REF_AREA",):
            continue
        for row in breakdown.rows:
            code = row.domain.get("REF_AREA", "")
            area = code if code.startswith(f"{country}-") else area_code(row.name, country)
            if area.startswith(f"{country}-") and (row.value is not None or row.hidden):
                yield area, row


def _official(each: OfficialFigure, told: Told, country: str, link: str) -> Observed:
    source = each.source or each.what
    measured = Measured(
        source,
        Definition(
            indicator=told.sdg, title=each.what, area=country, measure_unit=told.unit_measure
        ),
    )
    return Observed(
        kind="official",
        source=source,
        measured=measured,
        area=each.area or country,
        period=each.period,
        figure=Figure(each.value, each.lower, each.upper),
        link=link,
    )


def _grid(code: str, country: str, figures: list[Observed]) -> Grid:
    whole = complementarity(code, country, figures, groups=({},))
    years = whole.periods[-MOST_YEARS:]
    at = {(square.area, square.period): square for square in whole.squares}
    lines = tuple(
        Line(area_name(area), tuple(at.get((area, year)) for year in years)) for area in whole.areas
    )
    return Grid(sdg.indicator(code), whole, years, lines)
