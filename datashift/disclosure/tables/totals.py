"""Totals of amounts: who contributes most, and what another contributor could work out.

The rules are those of the handbook of the European Statistical System (Hundepool and others,
Statistical Disclosure Control, 2012, chapter 4): the (n, k) rule of dominance and the p% rule, with
the protection that each asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.disclosure.policy import Policy
from datashift.disclosure.tables.cube import Cube, Integers, Mask
from datashift.disclosure.tables.possible import FAR, Promise


@dataclass(frozen=True, eq=False)
class Amounts:
    """Amounts in whole units of the last decimal, for every cell; arrays of the cube's shape.

    Args:
        total: the cells' totals.
        largest: the largest contribution to each; everybody contributes to one inner cell only.
        second: the second largest.
    """

    total: Integers
    largest: Integers
    second: Integers


def amounts(cube: Cube, total: Integers, largest: Integers, second: Integers) -> Amounts:
    """The amounts of all cells from those of the inner ones."""
    first, next_ = largest, second
    for at, each in enumerate(cube.axes):
        lines = np.moveaxis(np.stack([first, next_]), at + 1, 0)
        both = []
        for node in range(len(each)):
            inside = lines[np.flatnonzero(each.adds[node])]
            flat = np.sort(np.concatenate([inside[:, 0], inside[:, 1]]), axis=0)
            both.append(np.stack([flat[-1], flat[-2]]))
        first, next_ = np.moveaxis(np.stack(both), 0, at + 1)
    return Amounts(cube.summed(total), np.ascontiguousarray(first), np.ascontiguousarray(next_))


def dominated(cube: Cube, of: Amounts, policy: Policy) -> Mask:
    """Cells whose total tells too much of its largest contributors; flat."""
    return np.asarray((_needed(of, policy) > 0) & cube.shown.ravel() & (of.total.ravel() > 0))


def total_promise(cube: Cube, of: Amounts, primary: Mask, policy: Policy) -> Promise:
    """What nobody may know better of a hidden total.

    The second largest contributor, who knows the own amount, must not come nearer to the largest
    than the share that the rules allow, from above or from below.
    """
    total = of.total.ravel()
    least_asked = np.ceil(policy.closeness * of.largest.ravel()).astype(np.int64)
    need = np.where(primary, np.maximum(_needed(of, policy), np.maximum(least_asked, 1)), 0)
    need = np.where(total > 0, need, 0)
    zero = total == 0
    return Promise(
        name="contributor",
        truth=total,
        least=np.zeros_like(total),
        most=np.where(zero & cube.shown.ravel(), 0, FAR + total),
        up=need,
        down=np.minimum(need, total),
        width=np.zeros_like(total),
    )


def _needed(of: Amounts, policy: Policy) -> Integers:
    """By how much an upper estimate must miss each total; 0 where no rule is broken."""
    total, first, second = of.total.ravel(), of.largest.ravel(), of.second.ravel()
    leading = first + second if policy.contributors > 1 else first
    dominance = np.where(leading > policy.share * total, np.ceil(leading / policy.share) - total, 0)
    close = policy.closeness * first - (total - first - second)
    nearness = np.where((close > 0) & (first > 0), np.ceil(close), 0)
    return np.asarray(np.maximum(np.maximum(dominance, nearness), 0), dtype=np.int64)
