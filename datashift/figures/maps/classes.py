"""Values into few classes with round ends, so that a legend can name them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from datashift.estimates.estimate import Quantity
from datashift.figures.numbers import THIN, figure

MOST = 5
# Which of five tints are used for so many classes.
_TINTS = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


@dataclass(frozen=True)
class Classes:
    """Round ends that hold all values: a class goes from one to the next, which is not in it.

    Args:
        ends: ascending, one more than there are classes.
        labels: the classes in words.
    """

    ends: tuple[float, ...]
    labels: tuple[str, ...]

    def of(self, value: float) -> int:
        """The class of a value; a value beyond the ends is in the nearest."""
        return min(max(bisect_right(self.ends, value) - 1, 0), len(self.labels) - 1)

    def tint(self, number: int) -> int:
        """The tint of a class, 1 (faint) to 5 (full)."""
        return _TINTS[len(self.labels)][number]

    def spans(self, lower: float | None, upper: float | None) -> bool:
        """Whether a range reaches into more than one class."""
        return lower is not None and upper is not None and self.of(lower) != self.of(upper)


def classes(
    values: Sequence[float],
    quantity: Quantity,
    unit_words: str = "",
    *,
    widths: Sequence[float] = (),
) -> Classes:
    """At most five classes for these values, their ends round.

    Args:
        values: at least one.
        quantity: what they are.
        unit_words: their unit.
        widths: of the ranges; a class is no narrower than half of them are, because a finer tint
            would show chance.
    """
    low, high = min(values), max(values)
    percent = quantity == "proportion"
    if high <= low:
        text = f"{figure(low)}{THIN}%" if percent else f"{figure(low)} {unit_words}".strip()
        return Classes((low, low), (text,))
    step = _step(low, high, median(widths) if widths else 0.0)
    first = math.floor(low / step + 1e-9)
    last = math.floor(high / step + 1e-9) + 1
    if percent and high == 100:
        last = min(last, round(100 / step))
    ends = tuple(round(number * step, 10) for number in range(first, last + 1))
    decimals = max(0, (1 if _halves(step) else 0) - math.floor(math.log10(step) + 1e-9))
    unit = f"{THIN}%" if percent else f" {unit_words}" if unit_words else ""
    labels = tuple(
        f"{figure(one, decimals)} to {figure(two, decimals)}{unit}" for one, two in pairwise(ends)
    )
    return Classes(ends, labels)


def _step(low: float, high: float, least: float) -> float:
    """The smallest round step, `least` or more, with which five classes hold the values."""
    power = 10.0 ** (math.floor(math.log10((high - low) / MOST)) - 1)
    while True:
        for factor in (1.0, 2.0, 2.5, 5.0):
            step = factor * power
            if (
                step >= least
                and math.floor(high / step + 1e-9) - math.floor(low / step + 1e-9) + 1 <= MOST
            ):
                return step
        power *= 10


def _halves(step: float) -> bool:
    """Whether the step is 2.5 of something and needs a decimal more."""
    return math.isclose(step / math.pow(10, math.floor(math.log10(step) + 1e-9)), 2.5)
