"""Maps of findings and of places: which outlines may be used, and the figures on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from datashift import sdg
from datashift.figures import Row
from datashift.figures.maps import (
    Ground,
    Map,
    Points,
    drawable,
    figures_map,
    locator,
    points_of,
    shapes,
)
from datashift.figures.plot import ordered as ordered_dots
from datashift.sdg import outlines as kept
from datashift.sdg.outlines import Outlines
from datashift.web.evidence.models import Finding, FindingArea, Release
from datashift.web.explore.queries import catalogue

_OWN = "areas.json"  # what a study writes into its release (studies.mapped)
_POINTS = "points.geojson"  # where it was asked for (studies.points)
_MOST_PLOTTED = 60
_LOOKED_AT = 24
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class FindingMap:
    """A finding on a map.

    Args:
        finding: the finding.
        shapes: SVG that stands before the map; "" where the page has it already.
        map: the map.
        plot: the same in order, as dots on lines; SVG.
        rows: the figures, the highest first.
    """

    finding: Finding
    shapes: str
    map: Map
    plot: str
    rows: Sequence[FindingArea]


def ground(finding: Finding) -> Ground:
    """What a finding's figures by area are drawn on.

    The outlines that its release brings are those its rows were placed in. Without them the
    outlines of the country serve, those of the years that the figures are for.
    """
    own = own_areas(finding.release)
    if own is not None:
        return Ground(own, points=_points(finding))
    if not finding.country:
        return Ground()
    codes = [one.code for one in finding.areas.all()]
    if len(codes) < 2:
        return Ground()
    chosen = kept.choose(atlas(), finding.country, codes, _years(finding.period))
    return Ground(chosen.outlines, chosen.why)


def own_areas(release: Release) -> Outlines | None:
    """The outlines that a release brings; None where it was placed in ours."""
    path = release.folder / _OWN
    return kept.read(path) if path.exists() else None


def may_be_mapped(finding: Finding) -> bool:
    """Whether there are boundaries that its areas can be among; known before its areas are read."""
    files = kept.known(atlas(), finding.country) if finding.country else []
    return any(path.parts[-2] != "0" for path in files) or own_areas(finding.release) is not None


def is_mapped(finding: Finding) -> bool:
    """Whether its figures by area can be drawn on a map."""
    outlines = ground(finding).outlines
    rows = [row_of(one) for one in finding.areas.all()]
    return outlines is not None and len(rows) > 1 and drawable(outlines, rows)


def _points(finding: Finding) -> Points:
    path = finding.release.folder / _POINTS
    return points_of(path.read_text(encoding="utf-8")) if path.exists() else ()


def atlas() -> Path:
    """The folder of outlines."""
    return settings.DATA / "areas"


def on_maps(findings: Sequence[Finding], most: int) -> list[FindingMap]:
    """The first findings that can be drawn, `most` at most; shapes are written once for each land."""
    found: list[FindingMap] = []
    there: set[str] = set()
    for finding in findings:
        outlines = ground(finding).outlines
        areas = list(finding.areas.all())
        rows = [row_of(one) for one in areas]
        if outlines is None or len(rows) < 2 or not drawable(outlines, rows):
            continue
        written = shapes(outlines)
        drawn = figures_map(
            outlines,
            rows,
            quantity=finding.quantity,  # type: ignore[arg-type]
            unit_words=finding.unit_words,
        )
        ordered = sorted(areas, key=lambda one: (one.value is None, -(one.value or 0), one.name))
        plot = (
            ordered_dots(rows, quantity=finding.quantity, unit_words=finding.unit_words).svg  # type: ignore[arg-type]
            if len(rows) <= _MOST_PLOTTED
            else ""
        )
        shape = "" if written in there else written
        found.append(FindingMap(finding, shape, drawn, plot, ordered))
        there.add(written)
        if len(found) == most:
            break
    return found


def where(code: str, country: str, name: str, place: str, findings: Sequence[Finding]) -> str:
    """A small map that shows where an area lies; "" when no outlines know it.

    Args:
        code: of the area, as the outlines or the findings write it.
        country: alpha-2 code, or "".
        name, place: of the area and the whole, for the text alternative.
        findings: whose own outlines may know the area.
    """
    outlines = _known(code, country) or _of_findings(code, findings)
    if outlines is None:
        return ""
    return shapes(outlines) + locator(outlines, code, text=f"{name} on a map of {place}.").svg


def _known(code: str, country: str) -> Outlines | None:
    """The newest outlines with the area: of today where it is an area of today."""
    if not country:
        return None
    every = [kept.read(path) for path in kept.known(atlas(), country)]
    return next((one for one in every if one.level and code in one.codes), None)


def _of_findings(code: str, findings: Sequence[Finding]) -> Outlines | None:
    for finding in findings:
        own = own_areas(finding.release)
        if own is not None and code in own.codes:
            return own
    return None


def of_indicator(indicator: sdg.Indicator, most: int = 2) -> list[FindingMap]:
    """Findings for an indicator on maps, the newest of each place."""
    findings = (
        catalogue.findings().filter(sdg=indicator.code).prefetch_related("areas")[:_LOOKED_AT]
    )
    newest: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        newest.setdefault((finding.country, finding.place), finding)
    return on_maps(list(newest.values()), most)


def row_of(one: FindingArea) -> Row:
    """A finding's figure for an area, as pictures take it."""
    return Row(
        one.name, {"REF_AREA": one.code}, one.value, one.lower, one.upper, one.n, hidden=one.hidden
    )


def _years(period: str) -> tuple[int, int] | None:
    years = sorted(map(int, _YEAR.findall(period)))
    return (years[0], years[-1]) if years else None
