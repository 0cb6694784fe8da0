"""Voices over time as a Vega-Lite specification: citizens, offices and instruments, each a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datashift.estimates.estimate import Quantity
from datashift.figures.finding import Row
from datashift.figures.numbers import axis
from datashift.figures.pictures.chart import SCHEMA, config, labelled
from datashift.figures.pictures.colours import Ground, colours
from datashift.figures.timeline import Kind
from datashift.figures.words import told_of
from datashift.kit.language import gettext as _

_WIDTH, _HEIGHT = 640, 340
_KINDS: tuple[Kind, ...] = ("citizen", "official", "big")


@dataclass(frozen=True)
class Moment:
    """One figure: when, as a year with its fraction; its period as published; the figure."""

    at: float
    period: str
    row: Row


@dataclass(frozen=True)
class Voice:
    """One source that says one thing, in the order of time."""

    kind: Kind
    name: str
    quantity: Quantity
    unit_words: str
    moments: tuple[Moment, ...]


def of_voices(
    voices: Sequence[Voice],
    *,
    title: str,
    address: str = "",
    target: float | None = None,
    light: Ground = "light",
) -> dict[str, Any] | None:
    """Voices of one unit over time with their ranges; None without a figure.

    Args:
        title: what the picture says, one sentence.
        address: permanent, of its page.
        target: a number to be reached, drawn across.
    """
    values = [record for voice in voices for record in _records(voice)]
    if not values:
        return None
    ink = colours(light)
    ends = [one.get(end) for one in values for end in ("value", "lower", "upper")]
    marks = axis([number for number in (*ends, target) if number is not None])
    years = sorted({int(one["at"]) for one in values})
    percent = all(voice.quantity == "proportion" for voice in voices)
    return {
        "$schema": SCHEMA,
        "description": title,
        "background": ink["paper"],
        "padding": 24,
        "width": _WIDTH,
        "height": _HEIGHT,
        "title": {"text": title, "anchor": "start", "frame": "bounds", "limit": _WIDTH + 60},
        "data": {"values": values},
        "encoding": {"x": _years(years)},
        "layer": _layers(ink, marks, voices, percent=percent, target=target),
        "config": config(ink),
        "usermeta": {"address": address},
    }


def _records(voice: Voice) -> Iterable[dict[str, Any]]:
    """Each figure with its sentence; a hidden one has none and is left out."""
    for one in voice.moments:
        row = one.row
        if row.value is None:
            continue
        who = f"{voice.name} · {one.period}"
        told = told_of(who, row, voice.quantity, voice.unit_words)
        record: dict[str, Any] = {
            "at": round(one.at, 4),
            "period": one.period,
            "voice": voice.kind,
            "who": voice.name,
            "value": round(row.value, 4),
            "told": told,
        }
        if row.lower is not None and row.upper is not None:
            record |= {"lower": round(row.lower, 4), "upper": round(row.upper, 4)}
        if row.n is not None:
            record["n"] = row.n
        if row.conditional:
            record["model"] = True
        yield record


def _years(years: Sequence[int]) -> dict[str, Any]:
    return {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [years[0] - 0.5, years[-1] + 1], "nice": False},
        "axis": {
            "title": None,
            "values": list(range(years[0], years[-1] + 1)),
            "format": "d",
            "labelOverlap": "greedy",
            "grid": False,
        },
    }


def _layers(
    ink: Mapping[str, str],
    marks: list[float],
    voices: Sequence[Voice],
    *,
    percent: bool,
    target: float | None,
) -> list[dict[str, Any]]:
    up = {
        "type": "quantitative",
        "scale": {"domain": [marks[0], marks[-1]], "nice": False},
        "axis": {
            "title": None,
            "values": marks,
            "labelExpr": labelled(marks, "%" if percent else "", every=True),
        },
    }
    there = {voice.kind for voice in voices}
    kinds = [kind for kind in _KINDS if kind in there]

    def voiced(looks: Mapping[Kind, str]) -> dict[str, Any]:
        return {
            "field": "voice",
            "type": "nominal",
            "scale": {"domain": kinds, "range": [looks[kind] for kind in kinds]},
            "legend": _legend(kinds),
        }

    stroke = voiced({"citizen": ink["citizen"], "official": ink["official"], "big": ink["ink"]})
    fill = voiced({"citizen": ink["citizen"], "official": ink["paper"], "big": ink["paper"]})
    shape = voiced({"citizen": "circle", "official": "square", "big": "triangle-up"})
    found: list[dict[str, Any]] = [
        {
            "mark": {"type": "line", "strokeWidth": 1.5, "opacity": 0.7, "aria": False},
            "encoding": {
                "y": {"field": "value", **up},
                "detail": {"field": "who"},
                "stroke": stroke,
            },
        },
        {
            "transform": [{"filter": "isValid(datum.lower)"}],
            "mark": {"type": "rule", "strokeWidth": 2, "aria": False},
            "encoding": {
                "y": {"field": "lower", **up},
                "y2": {"field": "upper"},
                "stroke": stroke,
                "strokeDash": {
                    "condition": {"test": "datum.model", "value": [4, 3]},
                    "value": [1, 0],
                },
            },
        },
        {
            "mark": {"type": "point", "size": 110, "strokeWidth": 2, "opacity": 1},
            "encoding": {
                "y": {"field": "value", **up},
                "stroke": stroke,
                "fill": fill,
                "shape": shape,
                "description": {"field": "told"},
                "tooltip": {"field": "told"},
            },
        },
    ]
    if target is not None:
        found.insert(
            0,
            {
                "mark": {"type": "rule", "strokeDash": [2, 4], "color": ink["muted"]},
                "encoding": {"y": {"datum": target, **up}, "x": None},
            },
        )
    return found


def _legend(kinds: Sequence[Kind]) -> dict[str, Any]:
    """The key: which mark is whose figure."""
    words = {"citizen": _("Citizens"), "official": _("Officials"), "big": _("Instruments")}
    said = ", ".join(f"{json.dumps(kind)}: {json.dumps(words[kind])}" for kind in kinds)
    return {
        "title": None,
        "orient": "top",
        "symbolSize": 110,
        "symbolStrokeWidth": 2,
        "labelExpr": f"({{{said}}})[datum.value]",
    }
