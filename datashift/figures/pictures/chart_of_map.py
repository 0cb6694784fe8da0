"""The map of a finding as a Vega-Lite specification: its areas, their figures, and the same tints.

Areas lie in an equal-area projection around their own middle. A tint says a share, a mean or a
rate; a count is dots inside its area, never at places. What is hidden or unknown has no tint and a
dashed border, because Vega-Lite has no hatch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from datashift.figures.finding import Finding, Row
from datashift.figures.maps import Ground as Land
from datashift.figures.maps import drawable
from datashift.figures.maps.classes import classes
from datashift.figures.maps.draw import AREA, COUNTED, dots_of, origin
from datashift.figures.maps.ground import is_by_area
from datashift.figures.maps.land import land, signed_area
from datashift.figures.pictures.chart import SCHEMA, described
from datashift.figures.pictures.colours import Ground, colours
from datashift.figures.pictures.fonts import DISPLAY, TEXT
from datashift.figures.words import extremes, spoken_headline, told_of
from datashift.kit.language.retold import retold
from datashift.sdg.outlines import Outlines, Polygon

# How strong each of five tints is: .m1 to .m5 of the style sheet.
_STRENGTH = {1: 0.14, 2: 0.34, 3: 0.56, 4: 0.78, 5: 1.0}
_PLACES = 4  # decimals of a degree: eleven metres


def of_map(
    finding: Finding, ground: Land, *, address: str = "", light: Ground = "light"
) -> dict[str, Any] | None:
    """The map of a finding's figures by area; None where it has none.

    Args:
        ground: the outlines of its areas.
        address: permanent, of its page.
    """
    outlines = ground.outlines
    part = next((one for one in finding.breakdowns if is_by_area(one) and len(one.rows) > 1), None)
    if outlines is None or part is None or not drawable(outlines, part.rows):
        return None
    flat, ink = land(outlines), colours(light)
    rows = {row.domain[AREA]: row for row in part.rows}
    headline = spoken_headline(finding)
    said = extremes(part.rows, finding.quantity, finding.unit_words)
    counted = finding.quantity in COUNTED
    layers = [_areas(_features(outlines, rows, finding), ink, None if counted else rows, finding)]
    if counted:
        layers.append(_dots(outlines, rows, ink))
    return {
        "$schema": SCHEMA,
        "description": described(headline, said),
        "background": ink["paper"],
        "padding": 24,
        "width": flat.width // 2,
        "height": flat.height // 2,
        "title": {"text": headline, "subtitle": _under(finding), "anchor": "start"},
        "projection": {"type": "azimuthalEqualArea", "rotate": _middle(outlines)},
        "layer": layers,
        "config": _config(ink),
        "usermeta": {
            "source": retold(origin(outlines)),
            "address": address,
            "width": flat.width // 2,
        },
    }


def _under(finding: Finding) -> str:
    return " · ".join(filter(None, (finding.title, finding.place, finding.period)))


def _features(
    outlines: Outlines, rows: Mapping[str, Row], finding: Finding
) -> list[dict[str, Any]]:
    """Each area with its figure and the sentence that says it."""
    found = []
    areas = zip(outlines.codes, outlines.names, outlines.polygons, strict=True)
    for code, name, polygons in areas:
        row = rows.get(code)
        told = told_of(name, row, finding.quantity, finding.unit_words)
        known: dict[str, Any] = {"code": code, "name": name, "told": told}
        if row is not None and row.value is not None:
            known["value"] = round(row.value, 4)
        shape = {
            "type": "MultiPolygon",
            "coordinates": [_wound(outlines, polygon) for polygon in polygons],
        }
        found.append({"type": "Feature", "properties": known, "geometry": shape})
    return found


def _wound(outlines: Outlines, polygon: Polygon) -> list[list[list[float]]]:
    """The rings of a polygon as D3 reads them: the outer one clockwise, holes against it.

    On a sphere a ring wound the other way holds all the world but the area.
    """
    rings = []
    for at, ring in enumerate(polygon):
        degrees = outlines.degrees(ring)
        clockwise = signed_area(ring.astype(np.int64)) < 0
        right = degrees if clockwise == (at == 0) else degrees[::-1]
        rings.append(np.round(right, _PLACES).tolist())
    return rings


def _areas(
    features: list[dict[str, Any]],
    ink: Mapping[str, str],
    rows: Mapping[str, Row] | None,
    finding: Finding,
) -> dict[str, Any]:
    """The areas, tinted by class where their figures are no counts."""
    known = "isValid(datum.properties.value)"
    fill: dict[str, Any] = {"value": ink["sunk"]}
    strength: dict[str, Any] = {"value": 1}
    shown = [row for row in (rows or {}).values() if row.value is not None]
    if shown:
        ranges = ((one.lower, one.upper) for one in shown)
        widths = [high - low for low, high in ranges if low is not None and high is not None]
        values = [one.value for one in shown if one.value is not None]
        scale = classes(values, finding.quantity, finding.unit_words, widths=widths)
        labels = json.dumps([retold(one) for one in scale.labels], ensure_ascii=False)
        steps = [_STRENGTH[scale.tint(number)] for number in range(len(scale.labels))]
        fill = {"condition": {"test": known, "value": ink["citizen"]}, "value": ink["sunk"]}
        strength = {
            "condition": {
                "test": known,
                "field": "properties.value",
                "type": "quantitative",
                "scale": {"type": "threshold", "domain": list(scale.ends[1:-1]), "range": steps},
                "legend": {
                    "title": None,
                    "labelExpr": f"{labels}[round(datum.index * {len(scale.labels) - 1})]",
                    "symbolType": "square",
                    "symbolFillColor": ink["citizen"],
                    "symbolStrokeColor": ink["edge"],
                },
            },
            "value": 1,
        }
    return {
        "data": {
            "values": {"type": "FeatureCollection", "features": features},
            "format": {"property": "features"},
        },
        "mark": {"type": "geoshape", "stroke": ink["edge"], "strokeWidth": 0.75},
        "encoding": {
            "fill": fill,
            "fillOpacity": strength,
            "strokeDash": {"condition": {"test": known, "value": [1, 0]}, "value": [2, 2]},
            "description": {"field": "properties.told"},
            "tooltip": {"field": "properties.told"},
        },
    }


def _dots(outlines: Outlines, rows: Mapping[str, Row], ink: Mapping[str, str]) -> dict[str, Any]:
    """A count as dots inside its area, the same as on the page."""
    flat = land(outlines)
    _, places = dots_of(flat, {code: row for code, row in rows.items() if row.value is not None})
    values = [
        {"longitude": round(longitude, _PLACES), "latitude": round(latitude, _PLACES)}
        for longitude, latitude in map(flat.place, places)
    ]
    across = {"field": "longitude", "type": "quantitative"}
    up = {"field": "latitude", "type": "quantitative"}
    return {
        "data": {"values": values},
        "mark": {
            "type": "circle",
            "size": 20,
            "opacity": 1,
            "color": ink["citizen"],
            "aria": False,
        },
        "encoding": {"longitude": across, "latitude": up},
    }


def _middle(outlines: Outlines) -> list[float]:
    """What turns the globe so that the areas lie in the middle."""
    rings: Sequence[Any] = [
        outlines.degrees(polygon[0]) for polygons in outlines.polygons for polygon in polygons
    ]
    every = np.concatenate(rings)
    longitude, latitude = (every.min(axis=0) + every.max(axis=0)) / 2
    return [round(-float(longitude), 2), round(-float(latitude), 2)]


def _config(ink: Mapping[str, str]) -> dict[str, Any]:
    return {
        "font": TEXT,
        "view": {"stroke": None},
        "title": {
            "color": ink["ink"],
            "font": DISPLAY,
            "fontSize": 25,
            "fontWeight": 600,
            "subtitleColor": ink["muted"],
            "subtitleFont": TEXT,
            "subtitleFontSize": 13,
            "offset": 16,
        },
    }
