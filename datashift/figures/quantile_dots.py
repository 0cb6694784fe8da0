"""Twenty dots for a number with a range: each stands for one chance in twenty.

Readers see how likely a value is by counting dots, which they do better than reading a bar with
whiskers. Source: Kay, Kola, Hullman & Munson (2016), When (ish) is my bus?, CHI '16, 5092-5103.
"""

from __future__ import annotations

import math
from html import escape
from statistics import NormalDist

from datashift.figures.dots import Drawing
from datashift.figures.numbers import figure
from datashift.kit.language.retold import retold

DOTS = 20
COLUMNS = 16  # of the whole line; at 320 px a column is wider than a dot
FEWEST = 3  # columns under the dots; a line to stand beside that is further off is left out
STEP = 15  # px from dot to dot
REACH = NormalDist().inv_cdf(0.975)  # an interval's ends, in standard errors


def places(value: float, lower: float, upper: float) -> list[float]:
    """The middle of each twentieth of the figure's distribution, in order.

    The range may be wider on one side; each half is that of a normal distribution whose 95 %
    interval ends there.
    """
    shares = [(number + 0.5) / DOTS for number in range(DOTS)]
    moves = [NormalDist().inv_cdf(share) / REACH for share in shares]
    return [value + move * (upper - value if move > 0 else value - lower) for move in moves]


def quantile_dots(
    value: float,
    lower: float,
    upper: float,
    *,
    unit: str = "",
    against: float | None = None,
    hollow: bool = False,
) -> Drawing | None:
    """Twenty dots over a line of numbers; None where the range has no width.

    Args:
        unit: of the numbers, for the text alternative.
        against: a number to stand beside, such as 0 of a difference: a line, and in words how many
            dots lie on either side.
        hollow: draw rings: the range is a model's.
    """
    at = places(value, lower, upper)
    if not at[-1] > at[0]:
        return None
    if against is not None:
        whole = max(*at, against) - min(*at, against)
        against = against if at[-1] - at[0] > FEWEST * whole / COLUMNS else None
    ends = [at[0], at[-1], *([against] if against is not None else [])]
    marks = _marks(min(ends), max(ends))
    low, high = min(marks[0], *ends), max(marks[-1], *ends)
    width = (high - low) / COLUMNS
    first = value - (math.floor((value - low) / width) + 0.5) * width  # a column about the value
    stacks: dict[int, int] = {}
    heights = []
    for one in at:
        column = math.floor((one - first) / width)
        stacks[column] = stacks.get(column, 0) + 1
        heights.append((first + (column + 0.5) * width, stacks[column]))
    top = max(stacks.values()) * STEP
    base = top + 4

    def across(number: float) -> str:
        return f"{4 + 92 * (number - low) / (high - low):.4g}%"

    parts = [
        f'<line class="ax0" x1="0" x2="100%" y1="{base}" y2="{base}"/>',
        *(
            f'<line class="ax0" x1="{across(mark)}" x2="{across(mark)}" y1="{base}" y2="{base + 5}"/>'
            f'<text class="m num" x="{across(mark)}" y="{base + 19}">{retold(_label(mark, marks))}</text>'
            for mark in marks
        ),
    ]
    if against is not None:
        x = across(against)
        parts.append(f'<line class="zero" x1="{x}" x2="{x}" y1="0" y2="{base}"/>')
    parts += [
        f'<circle class="{"ring" if hollow else "ci"}" cx="{across(x)}" cy="{base - 2 - (height - 0.5) * STEP:g}" r="6"/>'
        for x, height in heights
    ]
    text = _text(at, unit, against)
    svg = (
        f'<svg class="qd" width="100%" height="{base + 24}" role="img" '
        f'aria-label="{escape(retold(text))}">{"".join(parts)}</svg>'
    )
    return Drawing(svg, text)


def _text(at: list[float], unit: str, against: float | None) -> str:
    ends = f"{figure(at[0])} to {figure(at[-1])} {unit}".strip()
    text = f"{DOTS} dots from {ends}, each for one chance in {DOTS}"
    if against is None:
        return f"{text}."
    below = sum(one < against for one in at)
    return f"{text}; {below} lie below {figure(against, 0)} and {DOTS - below} above."


def _marks(low: float, high: float) -> list[float]:
    """Three to six round numbers from at or below `low` to at or above `high`."""
    rough = (high - low) / 4
    step: float = 10.0 ** math.floor(math.log10(rough))
    step *= next(factor for factor in (1, 2, 2.5, 5, 10) if step * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, last + 1)]


def _label(mark: float, marks: list[float]) -> str:
    step = marks[1] - marks[0]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if decimals and round(step * 10**decimals, 6) % 1:
        decimals += 1
    return figure(mark, decimals)
