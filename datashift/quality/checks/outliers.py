"""Numbers far beyond the rest of their column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datashift.quality.headings import CODE, YEAR, is_identifier, says
from datashift.quality.inspection import Inspection, Mask, Numbers
from datashift.quality.offers import keep, mark_missing, set_aside
from datashift.quality.words import counted, number
from datashift.tables.flag import Flag, Severity

# Tukey, Exploratory Data Analysis (1977): beyond three interquartile ranges a value is "far out".
FAR_OUT = 3.0
# More than this share is how the column is spread, not a slip.
MOST = 0.01
_FEW_ROWS = 30
_FEW_VALUES = 8
_ROUNDS = 10


def check(inspection: Inspection) -> Iterator[Flag]:
    """`outliers.extreme`."""
    for column in inspection.columns:
        if (
            column.kind in ("integer", "number")
            and len(inspection) - column.missing >= _FEW_ROWS
            and column.name not in inspection.point_columns
            and not is_identifier(column.name)
            and not says(column.name, CODE | YEAR)
            and len(inspection.distinct(column.name)) >= _FEW_VALUES
        ):
            yield from _column(inspection, column.name)


def _column(inspection: Inspection, column: str) -> Iterator[Flag]:
    values = inspection.numbers(column)
    extreme = far_out(values)
    count = int(extreme.sum())
    if not count:
        return
    code = "outliers.extreme"
    rest = values[~extreme & ~np.isnan(values)]
    low, high = (float(value) for value in np.quantile(rest, [0.01, 0.99], method="nearest"))
    lowest, highest = float(values[extreme].min()), float(values[extreme].max())
    reach = number(lowest) if lowest == highest else f"{number(lowest)} to {number(highest)}"
    yield Flag(
        code=code,
        severity=Severity.LOOK,
        message=f"{counted(count, 'row lies', 'rows lie')} far beyond the rest in "
        f'"{column}": {reach}, where nearly all others lie between '
        f"{number(low)} and {number(high)}.",
        column=column,
        rows=inspection.rows(extreme),
        count=count,
        values={
            "column": column,
            "count": count,
            "lowest": lowest,
            "highest": highest,
            "low": low,
            "high": high,
        },
        repairs=(mark_missing(code, column), set_aside(code, column), keep(code, column)),
    )


def far_out(values: Numbers) -> Mask:
    """Values beyond Tukey's outer fences both as they are and on a logarithmic scale.

    Looked for again without those found, until none is found: a gross error hides a lesser one.
    Nothing is returned when more than 1 % of the values would go, because then that is how
    the values are spread.

    Args:
        values: numbers, NaN where missing.
    """
    present = ~np.isnan(values)
    allowed = int(present.sum() * MOST) or 1
    logarithmic = _logarithmic(values, present)
    found = np.zeros(len(values), dtype=bool)
    for _ in range(_ROUNDS):
        rest = present & ~found
        new = rest & _beyond(values, rest) & _beyond(logarithmic, rest)
        if not new.any():
            return found
        found |= new
        if int(found.sum()) > allowed:
            break
    return np.zeros(len(values), dtype=bool)


def _logarithmic(values: Numbers, present: Mask) -> Numbers:
    if (values[present] > 0).all():
        return np.log(values)
    # arcsinh is a logarithm far from zero and a straight line near it, so zeros and losses fit.
    typical = float(np.median(np.abs(values[present]))) or 1.0
    return np.arcsinh(values / typical)


def _beyond(values: Numbers, rest: Mask) -> Mask:
    first, third = np.quantile(values[rest], [0.25, 0.75])
    spread = third - first
    if spread == 0:
        return np.zeros(len(values), dtype=bool)
    beyond: Mask = (values < first - FAR_OUT * spread) | (values > third + FAR_OUT * spread)
    return beyond
