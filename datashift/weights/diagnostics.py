"""What a set of weights looks like, and what their unevenness costs.

Source: Kish (1965), Survey Sampling, section 11.7; Kish (1992), Journal of Official Statistics 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Numbers

UNEVEN = 2.0  # Kish's effect from which the weights deserve a look
HEAVY = 0.05  # share of the whole that one row stands for


@dataclass(frozen=True)
class Diagnosis:
    """Weights in a few numbers.

    Args:
        rows: with a weight above 0.
        unweighted: without one, or with 0.
        total: what the weights add up to.
        lowest, median, highest: of the weights above 0.
        effect: Kish's design effect of unequal weights, 1 + (their relative spread)^2.
        effective: rows over the effect.
        heaviest: share of the total that the largest weight has.
        largest_factor: largest ratio to the weights before; None when there were none.
        smallest_factor: smallest ratio likewise.
        notes: what deserves a look, plain sentences.
    """

    rows: int
    unweighted: int
    total: float
    lowest: float
    median: float
    highest: float
    effect: float
    effective: float
    heaviest: float
    largest_factor: float | None = None
    smallest_factor: float | None = None
    notes: tuple[str, ...] = ()


def diagnose(weights: Numbers, before: Numbers | None = None) -> Diagnosis:
    """Look at weights; missing ones are NaN.

    Args:
        before: the weights they were made from.

    Raises:
        Problem: a weight is negative, or none is above 0.
    """
    if negative := int((weights < 0).sum()):
        raise Problem(
            f"{how_many(negative, 'row has', 'rows have')} a negative weight",
            do="Correct the weights: a row cannot stand for less than nobody",
            code="weights.negative",
        )
    known = np.nan_to_num(weights) > 0
    w = weights[known]
    if not len(w):
        raise Problem("No row has a weight above 0", code="weights.none")
    total = float(w.sum())
    effect = float(len(w) * (w**2).sum() / total**2)
    factors = None if before is None else w / before[known]
    return Diagnosis(
        rows=len(w),
        unweighted=len(weights) - len(w),
        total=total,
        lowest=float(w.min()),
        median=float(np.median(w)),
        highest=float(w.max()),
        effect=effect,
        effective=len(w) / effect,
        heaviest=float(w.max()) / total,
        largest_factor=None if factors is None else float(factors.max()),
        smallest_factor=None if factors is None else float(factors.min()),
        notes=tuple(_notes(w, effect, total)),
    )


def _notes(w: Numbers, effect: float, total: float) -> list[str]:
    notes = []
    if effect >= UNEVEN:
        notes.append(
            f"The weights are so uneven that {len(w):,} rows say as much as "
            f"{round(len(w) / effect):,} with equal weights would."
        )
    if w.max() / total >= HEAVY:
        notes.append(f"One row alone stands for {round(100 * w.max() / total)} in 100.")
    return notes
