"""Quasi-randomisation with known totals: calibrated weights taken as chances of being in the data.

Source: Elliott & Valliant (2017), Statistical Science 32, 249-264, section 4; the errors are those of
calibration, Deville & Särndal (1992). See docs/methods/selection.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import sensitivity
from datashift.estimates.domains import estimate
from datashift.estimates.estimate import Design, Estimate, Measure
from datashift.estimates.selection.assumption import METHOD, assumed
from datashift.estimates.selection.pseudo import Balance, PseudoWeights, balanced
from datashift.estimates.selection.reference import QuasiRandomised, refuse_random
from datashift.weights import Calibrated, Margin, Method, calibrate, diagnose
from datashift.weights.distance import Bounds

if TYPE_CHECKING:
    import pyarrow as pa


def quasi_randomise_to_totals(
    data: pa.Table,
    design: Design,
    measures: Sequence[Measure],
    margins: Sequence[Margin],
    *,
    method: Method = "rake",
    bounds: Bounds | None = None,
) -> QuasiRandomised:
    """Estimate from rows weighted to known totals, as if they had been drawn by chance.

    Args:
        data: rows that were not drawn by chance.
        design: of the data; `cluster` names rows that came together.
        measures: what to estimate.
        margins: known totals of the population.
        method: of the calibration.
        bounds: of the calibration.

    Raises:
        Problem: rows and totals do not fit each other, or the rows are a random sample.
    """
    refuse_random(design)
    calibrated = calibrate(data, None, method, margins, bounds=bounds)
    names = tuple(margin.variable for margin in margins)
    as_if = Design("probability", cluster=design.cluster, lonely=design.lonely)
    found = estimate(data, as_if, measures, calibration=calibrated)
    quantities = {measure.id: measure.quantity for measure in measures}
    return QuasiRandomised(
        tuple(_conditional(one, design, names, quantities[one.measure]) for one in found),
        _weights(calibrated),
    )


def _conditional(one: Estimate, design: Design, names: tuple[str, ...], quantity: str) -> Estimate:
    known = one.lower is not None
    said = ""
    if quantity == "proportion" and one.value is not None and 0 < one.value < 1:
        said = sensitivity.selection(one.value).statement
    return replace(
        one,
        method=METHOD,
        reason=sensitivity.REASONS[design.sampling] if known else one.reason,
        notes=(assumed(names), *one.notes) if known else one.notes,
        sensitivity=said,
        reliability="",
    )


def _weights(calibrated: Calibrated) -> PseudoWeights:
    diagnosis = diagnose(np.maximum(calibrated.weights, 0.0), calibrated.base)
    notes = (*diagnosis.notes, *calibrated.notes)
    return PseudoWeights(calibrated.weights, _balance(calibrated), diagnosis, None, notes)


def _balance(calibrated: Calibrated) -> tuple[Balance, ...]:
    columns, weights = calibrated.auxiliaries, calibrated.weights
    size = float(weights.sum())
    return tuple(
        balanced(
            name,
            float(values.mean()),
            float(weights @ values) / size,
            float(total) / size,
            float(weights @ values**2) / size,
        )
        for name, values, total in zip(columns.names, columns.matrix.T, columns.totals, strict=True)
    )
