"""The ordered dot plot: groups one under the other, citizens as circles, officials as squares.

One SVG without a viewBox: positions in per cent, text in the page's own size, so that it
stretches and stays readable. No style attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from datashift.estimates.estimate import Quantity
from datashift.figures.dots import Drawing
from datashift.figures.finding import Row
from datashift.figures.numbers import axis, decimals_for, figure, whole
from datashift.figures.words import extremes
from datashift.kit.language.retold import retold

LINE = 25
_TOP = 26
_LONG_NAME = 15
_SHORT_NUMBER = 4  # signs that stand clear of a circle at the end of the axis


Span = tuple[float, float]
"""Where the line of a plot begins and ends."""


def _position(value: float, span: Span) -> str:
    """Along the line, to a tenth of a per cent: a pixel of the widest plot."""
    part = (value - span[0]) / (span[1] - span[0])
    return f"{round(100 * min(max(part, 0.0), 1.0), 1):g}%"


def _axis(marks: list[float]) -> str:
    parts = []
    for index, mark in enumerate(marks):
        at = _position(mark, (marks[0], marks[-1]))
        css = "ax" if mark else "ax0"
        few = (
            ""
            if not mark or index in {0, len(marks) - 1} or index * 2 == len(marks) - 1
            else " wide-only"
        )
        label = retold(f"{mark:,.10g}".replace("-", "−"))
        parts.append(
            f'<line class="{css}" x1="{at}" x2="{at}" y1="{_TOP}" y2="100%"/>'
            f'<text class="m num{few}" x="{at}" y="16">{label}</text>'
        )
    return "".join(parts)


def _row(
    row: Row,
    y: int,
    span: Span,
    square: float | None,
    decimals: int,
    *,
    css: str,
    above: bool,
    right: int,
) -> str:
    """A group on its line; what is in it is placed from where its words stand."""
    marks = ""
    if row.value is not None:
        marks = _square(square, span) if square is not None else ""
        marks += _mark(row, span)
    words = _texts(row, decimals, css=css, above=above, right=right)
    return f'<g transform="translate(0 {y + 4})">{words}{marks}</g>'


def _mark(row: Row, span: Span) -> str:
    """The group's circle on its line, with its range when it has one."""
    assert row.value is not None
    at = _position(row.value, span)
    zero = f' x1="{_position(0.0, span)}"' if span[0] else ""
    parts = [f'<line class="lead-l" y1="-4" y2="-4"{zero} x2="{at}"/>']
    if row.lower is not None and row.upper is not None:
        parts.append(
            f'<line class="{"rg-m" if row.conditional else "rg-c"}" y1="-4" y2="-4" '
            f'x1="{_position(row.lower, span)}" x2="{_position(row.upper, span)}"/>'
        )
    parts.append(f'<circle class="ci" r="6" cy="-4" cx="{at}"/>')
    return "".join(parts)


def _square(value: float, span: Span) -> str:
    return (
        f'<rect class="sq" x="{_position(value, span)}" y="-9.5" width="11" height="11" '
        'transform="translate(-5.5)"/>'
    )


def _texts(row: Row, decimals: int, *, css: str, above: bool, right: int) -> str:
    name = escape(retold(row.name))
    label = (
        f'<text class="{css}" x="6" y="-16">{name}</text>'
        if above
        else f'<text class="e {css}" x="-12">{name}</text>'
    )
    value = "hidden" if row.hidden else "–" if row.value is None else figure(row.value, decimals)
    value, n = retold(value), "" if row.n is None else retold(whole(row.n))
    return (
        f'{label}<text class="num e {css}" x="100%" dx="{right}">{value}</text>'
        f'<text class="num e wide-only" x="100%" dx="98">{n}</text>'
    )


def ordered(
    rows: Sequence[Row],
    *,
    overall: Row | None = None,
    quantity: Quantity = "proportion",
    official: Sequence[tuple[str, float]] = (),
    unit: str = "",
    unit_words: str = "",
) -> Drawing:
    """Groups in the order of their figure, the whole above them.

    Args:
        rows: the groups; hidden ones come last, without a mark.
        overall: the whole, drawn first.
        quantity: proportions are drawn on 0-100.
        official: (name of the row, value) of official figures, hollow squares on that row.
        unit: heading of the column of n.
        unit_words: unit of the values.
    """
    shown = sorted(
        rows, key=lambda row: (row.value is None, -(row.value or 0.0), row.name.casefold())
    )
    lines = ([overall] if overall is not None else []) + shown
    squares = dict(official)
    values = [v for row in lines for v in (row.value, row.lower, row.upper) if v is not None]
    values += squares.values()
    marks = axis([0.0, 100.0] if quantity == "proportion" else values)
    span = marks[0], marks[-1]
    decimals = 1 if quantity == "proportion" else 0 if quantity == "count" else decimals_for(values)
    above = max((len(row.name) for row in lines), default=0) > _LONG_NAME
    step = 2 * LINE - 6 if above else LINE
    height = _TOP + step * len(lines) + (8 if overall is not None else 0)
    numbers = (figure(row.value, decimals) for row in lines if row.value is not None)
    long = max(map(len, numbers), default=0) > _SHORT_NUMBER
    right = 52 if long else 40
    parts = [_axis(marks)]
    sign = "%" if quantity == "proportion" else ""
    parts.append(f'<text class="e" x="100%" dx="{right}" y="16">{sign}</text>')
    if unit:
        parts.append(
            f'<text class="e wide-only" x="100%" dx="98" y="16">{escape(retold(unit))}</text>'
        )
    y = _TOP + step - 8
    for row in lines:
        css = "b" if row is overall else "t"
        square = squares.get(row.name)
        parts.append(_row(row, y, span, square, decimals, css=css, above=above, right=right))
        y += step + (8 if row is overall else 0)
    said = extremes(tuple(shown), quantity, unit_words)
    text = f"Ordered dot plot of {len(shown)} groups."
    if said:
        text = f"Ordered dot plot of {len(shown)} groups. {said}."
    css = " ".join(name for name, on in (("plot", True), ("above", above), ("long", long)) if on)
    svg = (
        f'<svg class="{css}" width="100%" height="{height}" role="img" '
        f'aria-label="{escape(retold(text))}">{"".join(parts)}</svg>'
    )
    return Drawing(svg, text)
