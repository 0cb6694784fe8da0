"""From the weights of a design to the weights that are used, in the order that offices keep.

Those who did not answer are made up for first, then extreme weights are cut off, then known totals
are met. Source: Valliant, Dever & Kreuter (2018), Practical Tools for Designing and Weighting Survey
Samples, chapters 13 and 14; Haziza & Beaumont (2017), Statistical Science 32, 206-226.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Mask, Numbers, summed
from datashift.weights.auxiliaries import Auxiliaries, none
from datashift.weights.calibrate import calibrate, distance_of
from datashift.weights.calibrated import Calibrated, Method, Responded
from datashift.weights.distance import Bounds, solve
from datashift.weights.margins import Margin
from datashift.weights.nonresponse import adjust_nonresponse
from datashift.weights.trim import trim

if TYPE_CHECKING:
    import pyarrow as pa

_START = "weights before calibration"


@dataclass(frozen=True)
class Trimming:
    """Bounds of the weights: a highest weight, or one of so many times the median weight."""

    lowest: float = 0.0
    highest: float | None = None
    times_median: float | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be done to the weights of a design.

    Args:
        base: column of the design's weights; None starts from the same for every row.
        answered: column of 1 for a unit that answered and 0 for one that did not.
        classes: columns of the adjustment classes.
        trimming: bounds.
        method: of calibration, to `margins`, within `bounds`.
    """

    base: str | None = None
    answered: str | None = None
    classes: tuple[str, ...] = ()
    trimming: Trimming | None = None
    method: Method | None = None
    margins: Sequence[Margin] = ()
    bounds: Bounds | None = None


def weigh(data: pa.Table, plan: Plan) -> Calibrated:
    """Carry a plan out.

    Raises:
        Problem: a step cannot be done; the sentence says why.
    """
    if plan.method is not None and plan.answered is None and plan.trimming is None:
        return calibrate(data, plan.base, plan.method, plan.margins, bounds=plan.bounds)
    responded: Responded | None = None
    notes: list[str] = []
    if plan.answered is not None:
        adjusted = adjust_nonresponse(data, plan.base, plan.answered, plan.classes)
        responded, weights = adjusted.responded, adjusted.weights
        notes += adjusted.notes
    else:
        weights = _start(data, plan.base)
    before = weights
    if plan.trimming is not None:
        weights, said = _trimmed(weights, plan.trimming)
        notes += said
    if plan.method is None:
        done = Calibrated(None, weights, weights, none(data.num_rows), 0)
    else:
        if plan.base is None:
            weights = weights * _size(plan.margins, weights)
        done = _calibrated(data, weights, plan, plan.method)
    ratio = np.divide(done.base, before, out=np.ones_like(before), where=before > 0)
    return replace(
        done,
        notes=(*notes, *done.notes),
        responded=responded,
        trimming=None if (ratio == 1.0).all() else ratio,
    )


def again(done: Calibrated, start: Numbers) -> Numbers:
    """The weights that the same steps make of other weights of the design (a replicate's).

    Classes and totals are those of the whole sample. Weights were trimmed once: every replicate
    takes over the ratio by which each weight was changed.

    Args:
        start: shape (rows,).

    Raises:
        Problem: nobody of a class or category is left in these weights.
    """
    weights = start
    if done.responded is not None:
        weights = _adjusted(weights, done.responded)
    if done.trimming is not None:
        weights = weights * done.trimming
    if done.method is None:
        return weights
    if done.method == "poststratify":
        return _poststratified(weights, done.auxiliaries)
    distance = distance_of(done.method, done.bounds)
    try:
        factors, _ = solve(done.auxiliaries, weights, distance)
    except Problem as problem:
        problem.safe = "It happened in a replicate, which has fewer rows than the sample"
        raise
    return weights * factors


def _start(data: pa.Table, base: str | None) -> Numbers:
    from datashift.tables.arrays import numbers

    if base is None:
        return np.ones(data.num_rows)
    weights = numbers(data, base)
    if not (weights > 0).all():
        raise Problem(
            "A row has no weight above 0 to start from",
            column=base,
            do="Correct the weights, or set these rows aside",
            code="weights.base",
        )
    return weights


def _trimmed(weights: Numbers, bounds: Trimming) -> tuple[Numbers, tuple[str, ...]]:
    if not (weights > 0).any():
        return weights, ()
    highest = bounds.highest
    if highest is None and bounds.times_median is not None:
        highest = bounds.times_median * float(np.median(weights[weights > 0]))
    if highest is None:
        highest = max(float(weights.max()), bounds.lowest * 2)
    cut = trim(weights, lowest=bounds.lowest, highest=highest)
    return cut.weights, cut.notes


def _size(margins: Sequence[Margin], weights: Numbers) -> float:
    known = [sum(one.totals.values()) for one in margins if not one.numeric]
    return known[0] / float(weights.sum()) if known else 1.0


def _calibrated(data: pa.Table, weights: Numbers, plan: Plan, method: Method) -> Calibrated:
    """Calibrate the rows that answered; the others keep a weight of 0."""
    import pyarrow as pa

    there: Mask = weights > 0
    rows = data.filter(pa.array(there)).append_column(_START, pa.array(weights[there]))
    found = calibrate(rows, _START, method, plan.margins, bounds=plan.bounds)
    matrix = np.zeros((len(weights), found.auxiliaries.matrix.shape[1]))
    matrix[there] = found.auxiliaries.matrix
    after = np.zeros_like(weights)
    after[there] = found.weights
    columns = replace(found.auxiliaries, matrix=matrix)
    return replace(found, base=weights, weights=after, auxiliaries=columns)


def _adjusted(weights: Numbers, responded: Responded) -> Numbers:
    size = len(responded.labels)
    answered = weights * responded.answered
    there = summed(responded.codes, answered, size)
    asked = summed(responded.codes, weights, size)
    if (short := (there <= 0) & (asked > 0)).any():
        raise Problem(
            f"Nobody is left in the class {responded.labels[int(np.argmax(short))] or 'of all rows'} "
            "in one of the replicates",
            safe="No weight can make up for people nobody answered for",
            do="Join it with a similar class",
            code="nonresponse.empty",
        )
    factors = np.divide(asked, there, out=np.zeros(size), where=there > 0)
    return np.asarray(answered * factors[responded.codes])


def _poststratified(weights: Numbers, columns: Auxiliaries) -> Numbers:
    now = columns.matrix.T @ weights
    if (short := (now <= 0) & (columns.totals > 0)).any():
        raise Problem(
            f"Nobody is left in {columns.names[int(np.argmax(short))]} in one of the replicates",
            safe="No weight can make up for people nobody asked",
            do="Join it with a similar category",
            code="calibrate.empty",
        )
    factors = np.divide(columns.totals, now, out=np.zeros_like(now), where=now > 0)
    return np.asarray(weights * (columns.matrix @ factors))
