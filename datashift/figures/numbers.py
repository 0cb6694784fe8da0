"""Numbers as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence

THIN = "\N{NO-BREAK SPACE}"


def whole(number: float) -> str:
    """A whole number with its thousands apart.

    >>> whole(59400)
    '59,400'
    """
    return f"{round(number):,}".replace("-", "−")


def decimals_for(values: list[float]) -> int:
    """How many decimals tell these values apart without pretending: 0, 1 or 2.

    >>> decimals_for([54.3, 29.8]), decimals_for([3.12, 3.14]), decimals_for([1200.0])
    (1, 2, 0)
    """
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 1000:
        return 0
    return 1 if largest >= 10 else 2


def figure(value: float, decimals: int | None = None) -> str:
    """A figure with a fixed number of decimals, by default one for its size.

    >>> figure(54.308), figure(3.14159), figure(1234.5), figure(-0.04)
    ('54.3', '3.14', '1,234', '−0.04')
    """
    if decimals is None:
        decimals = decimals_for([value])
    text = f"{value:,.{decimals}f}"
    if not text.startswith("-"):
        return text
    return text[1:] if float(text.replace(",", "")) == 0 else text.replace("-", "−")


def percent(value: float) -> str:
    """A percentage (0-100) with one decimal and its sign, never parted.

    >>> percent(54.308).replace(THIN, ' ')
    '54.3 %'
    """
    return f"{figure(value, 1)}{THIN}%"


def dot_worth(total: float, most: int = 600) -> int:
    """How many things one dot stands for, so that at most `most` dots are drawn: 1, 2, 5, 10, ...

    >>> dot_worth(100), dot_worth(1284), dot_worth(59400)
    (1, 5, 100)
    """
    worth, steps = 1, (2.0, 2.5, 2.0)
    for step in range(36):
        if total <= worth * most:
            break
        worth = round(worth * steps[step % 3])
    return worth


def ticks(largest: float) -> list[float]:
    """Four or five round marks from 0 up to at least `largest`.

    >>> ticks(100.0)
    [0.0, 25.0, 50.0, 75.0, 100.0]
    >>> ticks(7.2)
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    if largest < 1e-300:  # steps between numbers as small as a computer holds have no size
        return [0.0, 1.0]
    step = 10.0 ** math.floor(math.log10(largest / 4))
    for factor in (1, 2, 2.5, 5, 10):
        if step * factor * 4 >= largest * (1 - 1e-9):
            step *= factor
            break
    count = math.ceil(largest / step - 1e-9)
    return [mark * step for mark in range(count + 1)]


def axis(values: Sequence[float]) -> list[float]:
    """Round marks that hold 0 and every value, also those below 0.

    >>> axis([3.0, 7.2]), axis([-3.0, 2.0]), axis([])
    ([0.0, 2.0, 4.0, 6.0, 8.0], [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0], [0.0, 1.0])
    """
    least, largest = min(values, default=0.0), max(values, default=0.0)
    if least >= 0:
        return ticks(largest)
    step = ticks(max(largest, -least))[1]
    below, above = math.ceil(-least / step - 1e-9), math.ceil(max(largest, 0.0) / step - 1e-9)
    return [number * step for number in range(-below, above + 1)]
