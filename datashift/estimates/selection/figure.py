"""A figure from pseudo-weights as an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from datashift.estimates import intervals, sensitivity
from datashift.estimates.estimate import Design, Estimate, Measure
from datashift.estimates.selection.assumption import METHOD, SAME, assumed
from datashift.tables.arrays import Numbers


@dataclass(frozen=True)
class Found:
    """A figure before it is an estimate.

    Args:
        value: NaN when there is nothing to estimate from.
        variance: under the assumption.
        degrees: of freedom.
        y: usable answers of the domain.
        weights: their pseudo-weights.
        missing: rows of the domain without a usable answer or a covariate.
        unplaced: rows in no domain.
    """

    value: float
    variance: float
    degrees: float
    y: Numbers
    weights: Numbers
    missing: int
    unplaced: int


def finished(
    measure: Measure,
    design: Design,
    domain: Mapping[str, str],
    found: Found,
    names: tuple[str, ...],
    *,
    doubly_robust: bool,
    notes: tuple[str, ...] = (),
) -> Estimate:
    """The estimate with its conditional interval, its assumption and its sensitivity."""
    n = len(found.y)
    numerator = float(found.y.sum())
    if not n:
        return Estimate(
            measure.id,
            domain,
            None,
            missing=found.missing,
            numerator=0.0,
            method=METHOD,
            reason=sensitivity.NOTHING,
            unplaced=found.unplaced,
        )
    share = measure.quantity == "proportion"
    known = found.variance > 0 and found.degrees > 0 and not (share and len(set(found.y)) == 1)
    lower, upper = _ends(measure, found) if known else (None, None)
    error = float(np.sqrt(found.variance)) if known else None
    effect = _effect(found) if known and measure.quantity in ("proportion", "mean") else None
    return Estimate(
        measure=measure.id,
        domain=domain,
        value=found.value,
        standard_error=error,
        lower=lower,
        upper=upper,
        n=n,
        n_effective=n / effect if effect else None,
        missing=found.missing,
        numerator=numerator,
        design_effect=effect,
        degrees_of_freedom=found.degrees if known else None,
        method=METHOD,
        reason=sensitivity.REASONS[design.sampling] if known else SAME,
        notes=((assumed(names, doubly_robust),) if known else ()) + notes,
        sensitivity=sensitivity.selection(found.value).statement
        if share and 0 < found.value < 1
        else "",
        unplaced=found.unplaced,
    )


def _ends(measure: Measure, found: Found) -> tuple[float, float]:
    value, error = np.array([found.value]), np.sqrt([found.variance])
    degrees = np.array([min(found.degrees, 1e9)])
    share = measure.quantity == "proportion" and measure.interval != "t"
    form = intervals.logit if share else intervals.t
    lower, upper = form(value, error, degrees)
    floor = 0.0 if measure.quantity == "count" else -np.inf
    return max(float(lower[0]), floor), float(upper[0])


def _effect(found: Found) -> float | None:
    middle = np.average(found.y, weights=found.weights)
    simple = float(np.average((found.y - middle) ** 2, weights=found.weights)) / len(found.y)
    return found.variance / simple if simple > 0 else None
