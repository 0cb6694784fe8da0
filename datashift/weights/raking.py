"""Iterative proportional fitting: each margin in turn, until none moves.

Source: Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers
from datashift.weights.margins import Grouped, weighted

ROUNDS = 1000
CLOSE = 1e-12  # largest relative distance from a total


def rake(start: Numbers, margins: Sequence[Grouped]) -> tuple[Numbers, int]:
    """Weights that meet the margins, and the rounds it took; one round for one margin.

    Raises:
        Problem: the margins conflict; the sentence names the worst category.
    """
    weights = start
    for round_ in range(1, ROUNDS + 1):
        for margin in margins:
            now = weighted(margin, weights)
            factor = np.divide(margin.totals, now, out=np.zeros_like(now), where=now > 0)
            weights = weights * factor[margin.codes]
        if len(margins) == 1 or max(_apart(margin, weights)[0] for margin in margins) <= CLOSE:
            return weights, round_
    worst = max(margins, key=lambda margin: _apart(margin, weights)[0])
    _, category = _apart(worst, weights)
    reached = float(weighted(worst, weights)[category])
    others = " and ".join(f'"{one.name}"' for one in margins if one is not worst)
    raise Problem(
        f'The known totals cannot all be met: "{worst.labels[category]}" of "{worst.name}" reaches '
        f"{reached:,.6g} instead of {worst.totals[category]:,.6g} when {others} is met",
        safe="Some combinations of categories have too few rows or none",
        do="Join categories with few rows, or leave one variable out",
        code="calibrate.conflict",
    )


def _apart(margin: Grouped, weights: Numbers) -> tuple[float, int]:
    """Largest relative distance from a total of the margin, and its category."""
    now = weighted(margin, weights)
    gap = np.abs(now - margin.totals) / np.maximum(margin.totals, np.finfo(float).tiny)
    category = int(np.argmax(gap))
    return float(gap[category]), category
