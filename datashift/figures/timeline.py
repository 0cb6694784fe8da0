"""Several voices over time: citizens as circles, offices as squares, instruments as triangles.

One SVG without a viewBox: positions across in per cent, down in pixels, text in the page's own
size, so that it stretches and stays readable. No style attributes.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, NamedTuple

from datashift.figures.dots import Drawing
from datashift.figures.numbers import axis, decimals_for, figure
from datashift.kit.language import current, in_digits, numbers
from datashift.kit.language.retold import retold

Kind = Literal["citizen", "official", "big"]
_TOP, _FOOT, _HEIGHT = 24, 288, 320
_STEPS = 1000  # across: finer than the pixels of any page
_MOST_YEARS = 6
_MOST_LABELS = 5
_NARROW, _WIDE = 196, 760  # pixels: of the picture on a card of 320, on the widest page
_LETTER_WIDE = 8.5
_MOST_MARKS = 16  # more would cover each other: the line is then enough
_LETTER = {"citizen": "c", "official": "o", "big": "b"}


class Moment(NamedTuple):
    """One figure at a time.

    Args:
        at: when, as a year with its fraction; the middle of a longer period.
        value: the figure.
        lower, upper: its range; None for none.
        conditional: whether the range rests on a model's assumption.
    """

    at: float
    value: float
    lower: float | None = None
    upper: float | None = None
    conditional: bool = False


@dataclass(frozen=True)
class Line:
    """One voice: what one source said of one thing, in the order of time."""

    kind: Kind
    moments: tuple[Moment, ...]


def over_time(
    lines: Sequence[Line], *, text: str, percent: bool = False, target: float | None = None
) -> Drawing:
    """Voices over time with their ranges.

    Args:
        lines: those whose figures have one unit.
        text: what the picture says, for those who do not see it.
        percent: values are percentages.
        target: a number to be reached, drawn across.

    Raises:
        ValueError: there is no figure to draw.
    """
    moments = [moment for line in lines for moment in line.moments]
    if not moments:
        raise ValueError("nothing to draw")
    ends = [v for m in moments for v in (m.value, m.lower, m.upper) if v is not None]
    values = [m.value for m in moments]
    if percent and min(values) >= 0 and max(values) <= 100:  # the end of a range may lie beyond
        ends = [min(max(end, 0.0), 100.0) for end in ends]
    marks = axis([*ends, target or 0.0])
    scale = _Scale(
        min(m.at for m in moments), max(m.at for m in moments), marks[-1], bottom=marks[0]
    )
    decimals = 0 if percent else decimals_for([m.value for m in moments])
    parts = [_across(marks, scale, percent=percent), _years(moments, scale)]
    if target is not None:
        y = scale.down(target)
        parts.append(f'<line class="goal-l" x1="0" x2="100%" y1="{y}" y2="{y}"/>')
    parts += [_joined(line, scale) for line in lines]
    parts += [_marks(line, scale) for line in lines]
    parts.append(_labels(lines, scale, decimals, marks))
    svg = (
        f'<svg class="time" width="100%" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(text)}">{"".join(parts)}</svg>'
    )
    return Drawing(svg, text)


@dataclass(frozen=True)
class _Scale:
    first: float
    last: float
    top: float
    bottom: float = 0.0

    def across(self, at: float) -> str:
        if self.last == self.first:
            return "50%"
        return f"{round(100 * self._share(at), 1):g}%"

    def down(self, value: float) -> str:
        """Down, in whole pixels: less than the line of a range is wide."""
        share = min(max((value - self.bottom) / (self.top - self.bottom), 0.0), 1.0)
        return str(round(_FOOT - share * (_FOOT - _TOP)))

    def step(self, at: float) -> int:
        """Across on a drawing that is stretched to the whole width."""
        return round(_STEPS * self._share(at))

    def _share(self, at: float) -> float:
        return (at - self.first) / (self.last - self.first)


def _across(marks: Sequence[float], scale: _Scale, *, percent: bool) -> str:
    parts = []
    for index, mark in enumerate(marks):
        y = scale.down(mark)
        label = retold(f"{mark:,.10g}".replace("-", "−"))
        if percent and index == len(marks) - 1:
            label = numbers.percent(label, current())
        parts.append(
            f'<line class="{"ax" if mark else "ax0"}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
            f'<text class="e num" x="-10" y="{int(y) + 4}">{label}</text>'
        )
    return "".join(parts)


def _years(moments: Sequence[Moment], scale: _Scale) -> str:
    """Years under the line: those with figures, or a regular choice where they are many."""
    there = sorted({int(m.at) for m in moments})
    if len(there) > _MOST_YEARS:
        step = -(-(there[-1] - there[0]) // (_MOST_YEARS - 1))
        there = list(range(there[-1], there[0] - 1, -step))[::-1]
    # Years that stand next to each other would run together on a phone; the last one stays.
    space = (there[-1] - there[0]) / (_MOST_YEARS + 1)
    kept = there[-1:]
    for year in reversed(there[:-1]):
        if kept[-1] - year >= space:
            kept.append(year)
    return "".join(
        f'<text class="m num" x="{scale.across(min(max(year, scale.first), scale.last))}" '
        f'y="{_FOOT + 20}">{in_digits(str(year))}</text>'
        for year in reversed(kept)
    )


def _joined(line: Line, scale: _Scale) -> str:
    """One path, on a drawing of its own that is stretched: a path knows no per cent."""
    if len(line.moments) < 2 or scale.first == scale.last:
        return ""
    points = [(scale.step(one.at), int(scale.down(one.value))) for one in line.moments]
    steps = itertools.pairwise(points)
    way = " ".join(f"{there - here} {low - high}" for (here, high), (there, low) in steps)
    return (
        f'<svg viewBox="0 0 {_STEPS} {_HEIGHT}" preserveAspectRatio="none"><path '
        f'class="band-{_LETTER[line.kind]}" d="M{points[0][0]} {points[0][1]}l{way}"/></svg>'
    )


def _marks(line: Line, scale: _Scale) -> str:
    letter = _LETTER[line.kind]
    parts, marked = [], _marked(line)
    for one in line.moments:
        x, y = scale.across(one.at), scale.down(one.value)
        if one.lower is not None and one.upper is not None:
            css = "rg-m" if one.conditional else f"rg-{letter}"
            parts.append(
                f'<line class="{css}" x1="{x}" x2="{x}" y1="{scale.down(one.lower)}" '
                f'y2="{scale.down(one.upper)}"/>'
            )
        if one in marked:
            parts.append(_mark(line.kind, x, y))
    return "".join(parts)


def _marked(line: Line) -> tuple[Moment, ...]:
    few = len(line.moments) <= _MOST_MARKS
    return line.moments if few else (line.moments[0], line.moments[-1])


def _mark(kind: Kind, x: str, y: str) -> str:
    if kind == "citizen":
        return f'<circle class="ci" cx="{x}" cy="{y}" r="5.5"/>'
    if kind == "official":
        corner = int(y) - 5
        return (
            f'<rect class="sq" x="{x}" y="{corner}" width="10" height="10" '
            'transform="translate(-5)"/>'
        )
    return f'<svg x="{x}" y="{y}"><path class="tri" d="M0-7 7 6H-7z"/></svg>'


def _labels(lines: Sequence[Line], scale: _Scale, decimals: int, across: Sequence[float]) -> str:
    """The figures beside their marks, each where it covers no mark and no other figure on any screen.

    All of a few, else the first and the last; one that would cover another is left out. Those of
    offices stand below where there is room, so that two voices of nearly one year do not cover each
    other.
    """
    marks = [one for line in lines for one in _marked(line)]
    taken = [_box(scale, one, -7, 14, -7, 7) for one in marks]
    taken += [_Box(0, -48, -8, y - 8, y + 6) for y in (int(scale.down(one)) for one in across)]
    # What stands at the height of a mark, and near it, would be read as its figure.
    near = [(one, _box(scale, one, -16, 32, -6, 6)) for one in marks]
    parts = []
    for line in lines:
        shown = line.moments
        if len(shown) > _MOST_LABELS:
            shown = (shown[0], shown[-1])
        sides = (19, -6) if line.kind == "official" else (-6, 19)
        for one in shown:
            said = retold(figure(one.value, decimals))
            wide = _LETTER_WIDE * len(said)
            avoided = [*taken, *(box for other, box in near if other is not one)]
            free = [
                (side, beside, box)
                for beside in (9, -9)
                for side in sides
                for box in [
                    _box(scale, one, beside if beside > 0 else beside - wide, wide, side - 12, side)
                ]
                if box.foot <= _FOOT + 6  # the years are beneath
                and not any(map(box.covers, avoided))
            ]
            if not free:
                continue  # the table beneath has it
            side, beside, box = free[0]
            taken.append(box)
            end = ' text-anchor="end"' if beside < 0 else ""
            parts.append(
                f'<text class="t{_LETTER[line.kind]} num" x="{scale.across(one.at)}" '
                f'dx="{beside}" y="{int(scale.down(one.value)) + side}"{end}>{said}</text>'
            )
    return "".join(parts)


class _Box(NamedTuple):
    """What something beside a mark takes of a picture of any width.

    Args:
        share: of the width, where its mark is.
        left, right: from there, in pixels.
        top, foot: in pixels.
    """

    share: float
    left: float
    right: float
    top: float
    foot: float

    def covers(self, other: _Box) -> bool:
        """Whether the two lie on each other in a picture of some width."""
        if self.top >= other.foot or other.top >= self.foot:
            return False
        apart = self.share - other.share
        ends = (apart * _NARROW, apart * _WIDE)
        return min(ends) < other.right - self.left and max(ends) > other.left - self.right


def _box(scale: _Scale, one: Moment, left: float, wide: float, top: float, foot: float) -> _Box:
    share = 0.5 if scale.first == scale.last else scale.step(one.at) / _STEPS
    y = int(scale.down(one.value))
    return _Box(share, left, left + wide, y + top, y + foot)
