"""Weights cut off at bounds, the total kept: less chance error for a little bias.

Source: Potter (1990), ASA Survey Research Methods, 225-230; R `survey::trimWeights`, repeated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Integers, Mask, Numbers, summed

ROUNDS = 1000


@dataclass(frozen=True)
class Trimmed:
    """Weights within bounds.

    Args:
        weights: after, in the order of the rows.
        cut: rows whose own weight lay outside the bounds.
        moved: share of the total that was taken from or given to them, 0-1.
        notes: plain sentences.
    """

    weights: Numbers
    cut: int
    moved: float
    notes: tuple[str, ...] = ()


def trim(
    weights: Numbers, *, lowest: float = 0.0, highest: float, groups: Integers | None = None
) -> Trimmed:
    """Cut weights off at the bounds and share the difference equally among the others.

    Repeats until all lie within. Weights of 0 (nobody answered) stay 0.

    Args:
        groups: number of each row's group, 0 and up, whose total is kept; None is one group.

    Raises:
        Problem: the bounds leave no room for the total of a group, or are the wrong way round.
    """
    if not 0 <= lowest < highest:
        raise Problem(
            "The bounds of the weights are the wrong way round",
            do="Give a lowest weight that is less than the highest",
            code="trim.bounds",
        )
    counted = weights > 0
    group = np.zeros(len(weights), np.int64) if groups is None else groups
    _refuse_no_room(weights, counted, group, lowest, highest)
    result = weights
    free = counted
    for _ in range(ROUNDS):
        outside = counted & ((result < lowest) | (result > highest))
        if not outside.any():
            break
        free = counted & ~outside
        result = _once(result, counted, free, group, lowest, highest)
    else:
        raise Problem(
            "The weights do not settle within the bounds",
            do="Widen the bounds",
            code="trim.unsettled",
        )
    own = counted & ((weights < lowest) | (weights > highest))
    moved = float(np.abs(result - weights)[own].sum() / weights[counted].sum()) if own.any() else 0
    notes: tuple[str, ...] = ()
    if cut := int(own.sum()):
        notes = (f"{how_many(cut, 'weight was', 'weights were')} cut off at the bounds.",)
    return Trimmed(result, cut, moved, notes)


def _once(
    weights: Numbers, counted: Mask, free: Mask, group: Integers, lowest: float, highest: float
) -> Numbers:
    size = int(group.max(initial=0)) + 1
    cut = np.where(counted, np.clip(weights, lowest, highest), 0.0)
    excess = summed(group, np.where(counted, weights - cut, 0.0), size)
    share = np.divide(excess, summed(group, free, size), out=np.zeros(size), where=excess != 0)
    return np.asarray(np.where(free, cut + share[group], cut))


def _refuse_no_room(
    weights: Numbers, counted: Mask, group: Integers, lowest: float, highest: float
) -> None:
    size = int(group.max(initial=0)) + 1
    rows = summed(group, counted, size)
    total = summed(group, np.where(counted, weights, 0.0), size)
    if (total > highest * rows * (1 + 1e-12)).any() or (total < lowest * rows * (1 - 1e-12)).any():
        raise Problem(
            "No weights within these bounds keep the total",
            do="Widen the bounds: the mean weight must lie between them",
            code="trim.room",
        )
