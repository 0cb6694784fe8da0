"""A measure as two numbers per row: y over x, or y alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from datashift.estimates.estimate import Measure
from datashift.kit.problem import Problem
from datashift.tables.arrays import Mask, Numbers, numbers

if TYPE_CHECKING:
    import pyarrow as pa

Form = Literal["ratio", "total"]
BINARY = ("proportion", "count")  # what needs values of 0 and 1


@dataclass(frozen=True)
class Answers:
    """What a measure takes from each row.

    Args:
        form: "ratio" estimates sum wy / sum wx, "total" estimates sum wy.
        y: numerator, 0 where there is no usable answer; of yes and no it may be small integers.
        x: denominator likewise; None stands for 1 in every usable row.
        usable: whether the row has a usable answer; None when all have.
        binary: whether y is 0 or 1 everywhere.
    """

    form: Form
    y: Numbers
    x: Numbers | None
    usable: Mask | None
    binary: bool


def form_of(measure: Measure) -> Form:
    """Whether the measure is a ratio of two sums or a single sum."""
    if measure.quantity in ("total", "count") or measure.populations:
        return "total"
    return "ratio"


def denominator_of(measure: Measure) -> str | None:
    """The column of the denominator, if it is not 1."""
    if measure.populations:
        return None
    return {"ratio": measure.over, "rate": measure.per}.get(measure.quantity)


def answers(data: pa.Table, measure: Measure, weighed: Mask | None) -> Answers:
    """What the measure takes from each row.

    Raises:
        Problem: the measure names no column where it needs one, or a column does not suit it.
    """
    refuse_incomplete(measure)
    y = _numerator(data, measure)
    denominator = denominator_of(measure)
    x = numbers(data, denominator) if denominator else None
    usable = weighed
    for values in (y, x):
        if values is not None:
            known = ~np.isnan(values)
            if not known.all():
                usable = known if usable is None else usable & known
    if y is None:
        y = np.ones(data.num_rows)
    if usable is not None:
        y = np.where(usable, y, 0.0)
        x = None if x is None else np.where(usable, x, 0.0)
    binary = measure.of is None or measure.quantity in BINARY
    return Answers(form_of(measure), y, x, usable, binary)


def _numerator(data: pa.Table, measure: Measure) -> Numbers | None:
    if measure.of is None:
        return None
    y = numbers(data, measure.of)
    if measure.quantity in BINARY:
        other = y[~np.isnan(y) & (y != 0.0) & (y != 1.0)]
        refuse_other(measure, float(other[0]) if len(other) else None)
    return y


def refuse_incomplete(measure: Measure) -> None:
    """Raises Problem if the measure lacks a column it needs."""
    lacking = {
        "ratio": measure.over is None,
        "rate": measure.per is None and not measure.populations,
    }
    if lacking.get(measure.quantity):
        word = {"ratio": "over", "rate": "per"}[measure.quantity]
        raise Problem(
            f'The {measure.quantity} "{measure.id}" does not say what it is divided by',
            do=f'Add "{word}" with the column of the denominator',
            code="estimates.no_denominator",
        )
    if measure.of is None and measure.quantity not in ("count", "rate"):
        raise Problem(
            f'The {measure.quantity} "{measure.id}" does not say which column it is of',
            do='Add "of" with the name of a column or variable',
            code="estimates.no_numerator",
        )


def refuse_other(measure: Measure, value: float | None) -> None:
    """Raises Problem if the column of a proportion holds a value other than 0 and 1."""
    if value is not None:
        raise Problem(
            f"A {measure.quantity} needs values of 0 and 1, and there is {value:g}",
            column=measure.of,
            do="Map the values to 0 and 1, or use a mean",
            code="estimates.not_binary",
        )
