"""Two figures with their ranges on one line: where each mark is, in per cent of the width."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.figures import Finding, OfficialFigure
from datashift.figures.numbers import ticks


@dataclass(frozen=True)
class Span:
    """A mark and the range around it; positions from 0 to 100.

    Args:
        lower, upper: None where there is no range.
    """

    kind: str
    value: str
    lower: str | None
    upper: str | None


@dataclass(frozen=True)
class Ranges:
    """Both figures over one axis: its marks are (position, number)."""

    spans: tuple[Span, ...]
    marks: tuple[tuple[str, str], ...]


def ranges(finding: Finding, official: OfficialFigure | None) -> Ranges | None:
    """The picture of both; None when there are no two figures of one unit, or one is below 0."""
    ours = finding.overall
    if official is None or official.value is None or ours.value is None:
        return None
    if official.difference is None or min(ours.value, official.value) < 0:
        return None
    figures = [
        ("citizen", ours.value, ours.lower, ours.upper),
        ("official", official.value, official.lower, official.upper),
    ]
    marks = ticks(max(end for one in figures for end in one[1:] if end is not None))
    return Ranges(
        spans=tuple(
            Span(kind, _at(value, marks[-1]), _end(lower, marks[-1]), _end(upper, marks[-1]))
            for kind, value, lower, upper in figures
        ),
        marks=tuple((_at(mark, marks[-1]), f"{mark:,.10g}") for mark in marks),
    )


def _at(value: float, end: float) -> str:
    return f"{100 * min(max(value / end, 0.0), 1.0):.4g}"


def _end(value: float | None, end: float) -> str | None:
    return None if value is None else _at(value, end)
