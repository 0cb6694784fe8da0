"""The scale on which figures are pooled: where a normal error is fair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from datashift.estimates.estimate import Estimate, Quantity

Scale = Literal["logit", "log", "plain"]


def scale_of(quantity: Quantity | None, values: Sequence[float]) -> Scale:
    """Log odds for proportions, logarithms for what is never negative, else the values as they are.

    A 0 or a 1 has no log odds: then all are pooled as they are.
    """
    if quantity == "proportion" and all(0 < value < 1 for value in values):
        return "logit"
    if quantity in ("ratio", "rate") and all(value > 0 for value in values):
        return "log"
    return "plain"


def there(estimate: Estimate, scale: Scale) -> tuple[float, float]:
    """Value and standard error on the scale (delta method)."""
    value, error = estimate.value or 0.0, estimate.standard_error or 0.0
    if scale == "logit":
        return math.log(value / (1 - value)), error / (value * (1 - value))
    if scale == "log":
        return math.log(value), error / value
    return value, error


def back(value: float | None, scale: Scale) -> float | None:
    """A value of the scale as a figure."""
    if value is None or scale == "plain":
        return value
    if scale == "log":
        return math.exp(value)
    return 1 / (1 + math.exp(-value))
