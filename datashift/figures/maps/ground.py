"""What a finding's figures by area are drawn on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from datashift.figures.finding import Breakdown, Finding, OfficialFigure, Row
from datashift.figures.maps.draw import AREA, Map, Points, drawable, figures_map
from datashift.figures.maps.land import shapes
from datashift.sdg.outlines import Outlines


@dataclass(frozen=True)
class Ground:
    """The outlines of a finding's areas, or why there are none.

    Args:
        outlines: of the areas in the years of the figures; None for none.
        why: why there is no map, one sentence; "" where nothing need be said.
        drawn: whether the page has the shapes already.
        points: longitude and latitude of what the release shows as points.
    """

    outlines: Outlines | None = None
    why: str = ""
    drawn: bool = False
    points: Points = ()


def points_of(geojson: str) -> Points:
    """The places in a release's points.geojson."""
    features = json.loads(geojson)["features"]
    places = (feature["geometry"]["coordinates"] for feature in features)
    return tuple((float(longitude), float(latitude)) for longitude, latitude in places)


@dataclass(frozen=True)
class Mapped:
    """The map of a breakdown.

    Args:
        shapes: SVG that must stand before the maps; "" when the page has it.
        maps: the citizens' figures, and the officials' where they have some by area.
        why: why there is no map, or "".
    """

    shapes: str = ""
    maps: tuple[Map, ...] = ()
    why: str = ""


def is_by_area(breakdown: Breakdown) -> bool:
    """Whether the groups are areas and nothing else."""
    return breakdown.by == (AREA,)


def mapped(finding: Finding, breakdown: Breakdown, ground: Ground | None) -> Mapped:
    """The maps of a breakdown, or why there are none."""
    if ground is None or not is_by_area(breakdown) or len(breakdown.rows) < 2:
        return Mapped()
    outlines = ground.outlines
    if outlines is None or not drawable(outlines, breakdown.rows):
        return Mapped(why=ground.why)
    maps = [_drawn(finding, outlines, breakdown.rows, ground.points)]
    officials = _official(finding.official, outlines)
    if officials:
        maps.append(
            figures_map(
                outlines,
                officials,
                quantity=finding.quantity,
                unit=finding.unit,
                written=finding.language,
                unit_words=finding.unit_words,
                voice="official",
            )
        )
    return Mapped("" if ground.drawn else shapes(outlines), tuple(maps))


def _drawn(finding: Finding, outlines: Outlines, rows: Sequence[Row], points: Points) -> Map:
    return figures_map(
        outlines,
        rows,
        quantity=finding.quantity,
        unit=finding.unit,
        written=finding.language,
        unit_words=finding.unit_words,
        points=points,
    )


def _official(figures: Sequence[OfficialFigure], outlines: Outlines) -> list[Row]:
    """Official figures of at least two areas in one period, the latest that has most areas."""
    by_period: dict[str, dict[str, Row]] = {}
    for item in figures:
        if item.area in outlines.codes and item.value is not None:
            row = Row(item.what, {AREA: item.area}, item.value, item.lower, item.upper)
            by_period.setdefault(item.period, {}).setdefault(item.area, row)
    if not by_period:
        return []
    best = max(by_period.items(), key=lambda pair: (len(pair[1]), pair[0]))[1]
    names = dict(zip(outlines.codes, outlines.names, strict=True))
    rows = [
        Row(names[code], row.domain, row.value, row.lower, row.upper) for code, row in best.items()
    ]
    return rows if len(rows) > 1 else []
