"""Differences between groups in words and in dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datashift.estimates.estimate import Quantity
from datashift.figures.finding import Apart, Finding
from datashift.figures.numbers import decimals_for, figure
from datashift.figures.quantile_dots import quantile_dots

_MOST_DRAWN = 6


def in_words(
    one: str,
    other: str,
    value: float | None,
    lower: float | None,
    upper: float | None,
    quantity: Quantity,
    *,
    unit_words: str = "",
    hidden: bool = False,
    reason: str = "",
) -> str:
    """A difference as one or two sentences.

    Args:
        other: "" where several groups are combined, all named in `one`.
        value: of `one` less `other`; percentages in points.
        reason: why there is no range.

    >>> in_words("Women", "Men", -8.0, -13.2, -2.9, "proportion")
    'Women: 8 fewer in 100 than men. Between 3 and 13 fewer.'
    >>> in_words("Women", "Men", 2.0, -1.2, 5.2, "proportion")
    'Women: 2 more in 100 than men. It may also be none: between 1 fewer and 5 more.'
    >>> in_words("2024", "2020", 3.4, 1.1, 5.7, "mean", unit_words="minutes")
    '2024: 3.4 minutes more than 2020. Between 1.1 and 5.7 more.'
    """
    if hidden:
        return f"{_pair(one, other)}: hidden, because the figure of a group is hidden."
    if value is None:
        return f"{_pair(one, other)}: not known."
    ends = [end for end in (lower, upper) if end is not None]
    decimals = _decimals(quantity, [value, *ends])

    def size(number: float) -> str:
        return figure(abs(number), decimals)

    unit = "in 100" if quantity == "proportion" else unit_words
    if float(size(value).replace(",", "")) == 0:
        said = f"{_pair(one, other)}: the same"
    else:
        beside = f" than {_lowered(other)}" if other else ""
        way = _way(value, quantity)
        words = (way, unit) if quantity == "proportion" else (unit, way)
        said = f"{one}: {' '.join(filter(None, (size(value), *words)))}{beside}"
    if lower is None or upper is None:
        return f"{said}. {reason}".strip()
    if lower > 0 or upper < 0:
        near, far = sorted((abs(lower), abs(upper)))
        return f"{said}. Between {size(near)} and {size(far)} {_way(value, quantity)}."
    return (
        f"{said}. It may also be none: between {size(lower)} {_way(-1.0, quantity)} and "
        f"{size(upper)} {_way(1.0, quantity)}."
    )


def parts(finding: Finding) -> list[dict[str, Any]]:
    """What the template needs of each difference: sentence and drawing."""
    found: list[dict[str, Any]] = []
    for apart in finding.differences:
        drawn = None
        known = apart.value is not None and apart.lower is not None and apart.upper is not None
        if known and len(found) < _MOST_DRAWN:
            assert apart.value is not None
            assert apart.lower is not None
            assert apart.upper is not None
            unit = "points" if finding.quantity == "proportion" else finding.unit_words
            drawn = quantile_dots(apart.value, apart.lower, apart.upper, unit=unit, against=0.0)
        found.append({"said": apart.said, "where": apart.where, "drawing": drawn})
    return found


def heading(differences: Sequence[Apart]) -> str:
    """The first difference that cannot be none, else what the section is about."""
    for apart in differences:
        if apart.lower is not None and apart.upper is not None and apart.lower * apart.upper > 0:
            first = apart.said.partition(". ")[0]
            return f"{apart.where}. {first}" if apart.where else first
    return "Differences between groups"


def _pair(one: str, other: str) -> str:
    return f"{one} and {_lowered(other)}" if other else one


def _lowered(name: str) -> str:
    """A group inside a sentence: `men`, but `2020` and `Njombe` as they are."""
    return name.lower() if name in _PLAIN else name


_PLAIN = frozenset({"Women", "Men", "Female", "Male", "Urban", "Rural"})


def _way(value: float, quantity: Quantity) -> str:
    if quantity in ("proportion", "count"):
        return "more" if value > 0 else "fewer"
    if quantity in ("gini", "quintile_ratio", "rate", "ratio"):
        return "higher" if value > 0 else "lower"
    return "more" if value > 0 else "less"


def _decimals(quantity: Quantity, numbers: list[float]) -> int:
    if quantity == "proportion":
        return 0 if max(abs(number) for number in numbers) >= 3 else 1
    if quantity == "count":
        return 0
    return min(decimals_for(numbers), 1 if max(abs(number) for number in numbers) >= 1 else 2)
