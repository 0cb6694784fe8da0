"""From weights of evidence to probabilities when a record has at most one partner.

The number of people on both lists, M, is estimated together with the probabilities, by expectation
maximisation. Before any evidence the odds of a pair against neither record having a partner are
M/(ab) over (1 - M/a)(1 - M/b), for lists of a and b records. Partners exclude each other as dimers on a graph do; their probabilities
come from belief propagation, exact where candidates form no ring: Bayati & Nair (2006), Proc. 44th
Allerton Conference; one-to-one linkage: Sadinle (2017), JASA 112, 600-612.
"""

from __future__ import annotations

import numpy as np

from datashift.tables.arrays import Integers, Numbers

STEPS = 500
CLOSE = 1e-10


def weighed(
    left: Integers, right: Integers, factor: Numbers, lefts: int, rights: int
) -> tuple[Numbers, Numbers]:
    """Probabilities of the candidate pairs of two lists, without and with their rivals.

    Args:
        left, right: record of each candidate pair in the first and second list.
        factor: how much likelier the agreement is for one person than for two (Bayes factor).
        lefts, rights: records in the lists.
    """
    every = lefts * rights
    most = 0.99 * min(lefts, rights)
    share = most / 2 / every
    toward_left, toward_right = np.ones(len(factor)), np.ones(len(factor))
    odds = probability = np.zeros(len(factor))
    for _ in range(STEPS):
        apart = (1 - share * rights) * (1 - share * lefts)
        odds = factor * (share / apart)
        from_right, from_left = odds * toward_left, odds * toward_right
        others = np.bincount(left, from_right, lefts)[left] - from_right
        more = np.bincount(right, from_left, rights)[right] - from_left
        # the geometric mean with the step before: twins would swing for ever
        toward_right = np.sqrt(toward_right / (1 + np.maximum(others, 0)))
        toward_left = np.sqrt(toward_left / (1 + np.maximum(more, 0)))
        joint = odds * toward_left * toward_right
        before, probability = probability, joint / (1 + joint)
        share = float(np.clip(probability.sum(), 1e-6, most) / every)
        if len(probability) == 0 or np.abs(probability - before).max() < CLOSE:
            break
    return odds / (1 + odds), probability
