"""Charts as Vega-Lite specifications: both voices, their ranges, the page's colours.

A specification holds its data, so that it is a chart and a table at once; it loads nothing. Mark
and colour say the voice together: citizens are terracotta circles, officials hollow blue squares.
Source of the language: https://vega.github.io/vega-lite/docs/ (version 6).
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datashift.figures.finding import Breakdown, Finding, OfficialFigure, Row
from datashift.figures.numbers import axis, decimals_for, figure
from datashift.figures.pictures.colours import Ground, colours
from datashift.figures.pictures.fonts import DISPLAY, TEXT
from datashift.figures.words import extremes, spoken_headline, told_of
from datashift.kit.language import current, verbatim
from datashift.kit.language import gettext as _
from datashift.kit.language.numbers import percent
from datashift.kit.language.retold import retold

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
MOST = 60  # lines; nobody compares more
_STEP = 26  # px from line to line
_WIDTH = 520
_LETTERS = 62  # of the title's lines
_CITIZENS, _OFFICIALS = "citizens", "officials"


@dataclass(frozen=True)
class Line:
    """One mark of a chart: who says what of whom."""

    name: str
    row: Row
    voice: str = _CITIZENS
    whole: bool = False


@dataclass(frozen=True)
class Told:
    """What stands around a chart: its sentence, what it shows, where it comes from."""

    title: str
    subtitle: str = ""
    source: str = ""
    address: str = ""
    description: str = ""
    citizen: str = ""
    official: str = ""


def of_finding(finding: Finding, *, address: str = "", ground: Ground = "light") -> dict[str, Any]:
    """The chart of a finding: the whole, its groups in order, and what officials say of each."""
    part = leading(finding)
    rows = () if part is None else part.rows
    ordered = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0.0), row.name))
    lines = [Line(finding.overall.name, finding.overall, whole=True)]
    lines += [Line(row.name, row) for row in ordered]
    named = {row.domain.get("REF_AREA"): row.name for row in rows if len(row.domain) == 1}
    lines += _officials(finding.official, named, finding.overall.name)
    said = extremes(tuple(rows), finding.quantity, finding.unit_words)
    headline = spoken_headline(finding)
    by = "" if part is None else retold(part.title)
    title = "" if headline.startswith(finding.title) else finding.title
    told = Told(
        headline,
        _joined(title, by, finding.place, finding.period),
        _joined(
            finding.producer, finding.licence, _("invented example") if finding.invented else ""
        ),
        address,
        described(headline, said),
        _("Citizens: %(what)s") % {"what": finding.title},
        _said_by_officials(finding.official) if _has_officials(lines) else "",
    )
    return _specification(lines, told, finding, ground=ground)


def of_indicator(
    code: str,
    name: str,
    findings: Sequence[Finding],
    *,
    address: str = "",
    ground: Ground = "light",
) -> dict[str, Any] | None:
    """What all citizens found for an indicator, and the officials; None without a figure.

    Figures of different units cannot stand on one axis: those of the most frequent one do.
    """
    shown = [one for one in findings if one.overall.value is not None]
    if not shown:
        return None
    unit = Counter((one.unit_measure, one.unit_words) for one in shown).most_common(1)[0][0]
    shown = [one for one in shown if (one.unit_measure, one.unit_words) == unit]
    lines: list[Line] = []
    for one in sorted(shown, key=lambda one: -(one.overall.value or 0.0)):
        label = f"{one.title} · {_joined(one.place, one.period)}"
        lines.append(Line(label, one.overall))
        lines += _officials(one.official, {}, label)[:1]
    producers = dict.fromkeys(filter(None, (one.producer for one in shown)))
    told = Told(
        f"{code} {name}",
        _("Each circle is a count of citizens; a square is the official figure beside it"),
        _joined(*producers, _("invented example") if any(o.invented for o in shown) else ""),
        address,
        f"{code} {name}.",
        _("Citizens"),
        _("Officials") if _has_officials(lines) else "",
    )
    return _specification(lines[:MOST], told, shown[0], ground=ground)


def described(headline: str, said: str) -> str:
    """What a picture shows, for whoever does not see it."""
    return " ".join(f"{one}." for one in (headline, retold(said)) if one)


def labelled(marks: Sequence[float], unit: str, *, every: bool = False) -> str:
    """The words at the marks of an axis, as numbers are written in the reader's language.

    Args:
        unit: behind the last one, or behind every one.
    """
    words = [retold(f"{mark:,.10g}".replace("-", "−")) for mark in marks]
    last = len(words) - 1
    said = [_with(unit, one) if every or at == last else one for at, one in enumerate(words)]
    return (
        f"{json.dumps(said, ensure_ascii=False)}[indexof({json.dumps(list(marks))}, datum.value)]"
    )


def _with(unit: str, number: str) -> str:
    return percent(number, current()) if unit == "%" else f"{number} {unit}".rstrip()


def plotted(finding: Finding) -> list[Breakdown]:
    """The groups that a page draws in order, as it has them."""
    return [part for part in finding.breakdowns if len(part.by) == 1 and 1 < len(part.rows) <= MOST]


def leading(finding: Finding) -> Breakdown | None:
    """The groups that a finding's chart shows: areas before all else, one dimension, not too many."""
    fitting = plotted(finding)
    by_area = [part for part in fitting if part.by == ("REF_AREA",)]
    return next(iter(by_area or fitting), None)


def _officials(
    figures: Sequence[OfficialFigure], named: dict[str | None, str], whole: str
) -> list[Line]:
    """The newest official figure of each line that has one."""
    newest: dict[str, OfficialFigure] = {}
    for item in figures:
        line = named.get(item.area, whole)
        if item.value is not None and (line not in newest or item.period > newest[line].period):
            newest[line] = item
    return [
        Line(line, Row(item.what, value=item.value, lower=item.lower, upper=item.upper), _OFFICIALS)
        for line, item in newest.items()
    ]


def _quoted(text: str) -> str:
    """A text inside an expression of Vega, where nothing in it can end it."""
    return json.dumps(text, ensure_ascii=False)


def _has_officials(lines: Sequence[Line]) -> bool:
    return any(line.voice == _OFFICIALS for line in lines)


def _said_by_officials(figures: Sequence[OfficialFigure]) -> str:
    """What the official figures are, of when."""
    newest = max(figures, key=lambda item: item.period)
    values = {"what": newest.what, "period": newest.period}
    return _("Official: %(what)s, %(period)s") % values


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _unit(finding: Finding) -> str:
    return "%" if finding.quantity == "proportion" else retold(finding.unit_words)


def _values(lines: Sequence[Line], decimals: int, like: Finding) -> list[dict[str, Any]]:
    """The data: one record for each mark. A hidden figure has none."""
    found = []
    for line in lines:
        row = line.row
        who = line.name if line.voice == _CITIZENS else f"{line.name} · {row.name}"
        said = told_of(who, row, like.quantity, like.unit_words)
        record: dict[str, Any] = {"name": retold(line.name), "voice": line.voice, "told": said}
        if row.value is not None:
            record["value"] = round(row.value, 4)
            record["said"] = retold(figure(row.value, decimals))
        else:
            record["said"] = _("hidden") if row.hidden else "–"
        if row.lower is not None and row.upper is not None:
            record |= {"lower": round(row.lower, 4), "upper": round(row.upper, 4)}
        if row.n is not None:
            record["n"] = row.n
        if row.conditional:
            record["model"] = True
        found.append(record)
    return found


def _specification(
    lines: Sequence[Line], told: Told, like: Finding, *, ground: Ground
) -> dict[str, Any]:
    """The chart of these lines, in the quantity and the unit of a finding."""
    whole = like.quantity
    names = list(dict.fromkeys(retold(line.name) for line in lines))
    bold = [retold(line.name) for line in lines if line.whole]
    numbers = [
        number
        for line in lines
        for number in (line.row.value, line.row.lower, line.row.upper)
        if number is not None
    ]
    marks = axis([100.0] if whole == "proportion" else numbers)
    shown = [line.row.value for line in lines if line.row.value is not None]
    decimals = 1 if whole == "proportion" else 0 if whole == "count" else decimals_for(shown)
    ink = colours(ground)
    return {
        "$schema": SCHEMA,
        "description": told.description,
        "background": ink["paper"],
        "padding": 24,
        "width": _WIDTH,
        "height": {"step": _STEP},
        "title": _title(told),
        "data": {"values": _values(lines, decimals, like)},
        "encoding": {"y": _groups(names, bold, ink)},
        "layer": _layers(ink, marks, _unit(like), told),
        "config": config(ink),
        "usermeta": {"source": told.source, "address": told.address},
    }


def _title(told: Told) -> dict[str, Any]:
    return {
        "text": _lines(told.title, _LETTERS),
        "subtitle": _lines(told.subtitle, _LETTERS + 36),
        "anchor": "start",
        "frame": "bounds",
        "offset": 22,
    }


def _lines(text: str, letters: int) -> list[str]:
    """A text in lines of at most so many letters."""
    return textwrap.wrap(text, letters, break_long_words=False) or [""]


def _groups(names: list[str], bold: list[str], ink: Any) -> dict[str, Any]:
    is_whole = f"indexof({json.dumps(bold)}, datum.value) >= 0"
    return {
        "field": "name",
        "type": "nominal",
        "sort": names,
        "title": None,
        "axis": {
            "domain": False,
            "ticks": False,
            "labelPadding": 12,
            "labelLimit": 300,
            "labelColor": ink["ink"],
            "labelFontWeight": {"condition": {"test": is_whole, "value": 600}, "value": 400},
            "grid": True,
            "gridDash": [1, 3],
            "gridColor": ink["rule"],
        },
    }


def _layers(ink: Any, marks: list[float], unit: str, told: Told) -> list[dict[str, Any]]:
    across = {
        "type": "quantitative",
        "scale": {"domain": [marks[0], marks[-1]], "nice": False},
        "axis": {
            "orient": "top",
            "values": marks,
            "title": None,
            "labelExpr": labelled(marks, unit),
        },
    }

    def voiced(citizen: str, official: str) -> dict[str, Any]:
        return {
            "field": "voice",
            "type": "nominal",
            "scale": {"domain": [_CITIZENS, _OFFICIALS], "range": [citizen, official]},
            "legend": None if not told.official else _legend(told),
        }

    colour = voiced(ink["citizen"], ink["official"])
    of_citizens = f"datum.voice === '{_CITIZENS}'"
    return [
        {
            "transform": [{"filter": "isValid(datum.lower)"}],
            "mark": {"type": "rule", "strokeWidth": 2, "aria": False},  # points say it
            "encoding": {
                "x": {"field": "lower", **across},
                "x2": {"field": "upper"},
                "stroke": colour,  # one without a legend would take it from the marks too
                "strokeDash": {
                    "condition": {"test": "datum.model", "value": [4, 3]},
                    "value": [1, 0],
                },
            },
        },
        {
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": {"type": "point", "size": 130, "strokeWidth": 2.2, "opacity": 1},
            "encoding": {
                "x": {"field": "value", **across},
                "stroke": colour,
                "fill": voiced(ink["citizen"], ink["paper"]),
                "shape": voiced("circle", "square"),
                "description": {"field": "told"},
                "tooltip": {"field": "told"},
            },
        },
        {
            "transform": [{"filter": of_citizens}],
            "mark": {"type": "text", "align": "right", "dx": 58, "fontSize": 13},
            "encoding": {"x": {"value": "width"}, "text": {"field": "said"}},
        },
        _foot(told, ink),
    ]


def _legend(told: Told) -> dict[str, Any]:
    """The key: which mark is whose figure."""
    return {
        "title": None,
        "orient": "top",
        "direction": "vertical",
        "offset": 14,
        "rowPadding": 5,
        "symbolSize": 110,
        "symbolStrokeWidth": 2.2,
        "labelExpr": f"datum.value === '{_CITIZENS}' ? {_quoted(told.citizen)} : {_quoted(told.official)}",
    }


def _foot(told: Told, ink: Any) -> dict[str, Any]:
    """Who counted, and where it can be read again; beneath the chart, in the picture too."""
    lines = [*_lines(told.source, _LETTERS + 36), told.address]
    return {
        "name": "foot",
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "fontSize": 12,
            "lineHeight": 17,
            "color": ink["muted"],
            "text": [line for line in lines if line],
        },
        "encoding": {"x": {"value": 0}, "y": {"value": "height"}, "yOffset": {"value": 18}},
    }


def config(ink: Any) -> dict[str, Any]:
    """How charts look: the letters and the colours of the pages."""
    text = ",".join(verbatim((TEXT, "Noto Sans Devanagari", "sans-serif")))
    display = ",".join(verbatim((DISPLAY, "Anek Latin", "Anek Devanagari", text)))
    return {
        "font": text,
        "text": {"color": ink["ink"], "font": text},
        "view": {"stroke": None},
        "legend": {"labelColor": ink["ink"], "labelFontSize": 13, "labelLimit": 640},
        "axis": {
            "labelColor": ink["muted"],
            "labelFontSize": 13,
            "gridColor": ink["rule"],
            "domain": False,
            "ticks": False,
        },
        "title": {
            "color": ink["ink"],
            "font": display,
            "fontSize": 25,
            "fontWeight": 600,
            "lineHeight": 29,
            "subtitleColor": ink["muted"],
            "subtitleFont": text,
            "subtitleFontSize": 13,
            "subtitleLineHeight": 19,
            "subtitlePadding": 7,
        },
    }
