"""A total that the truth is hardly below, whoever is likelier to be listed.

When some people are easier to list than others, those on three or more lists say little of those on
none; the model gives them terms of their own and leans on the people on one or two lists. Sources:
Chao (1987), Biometrics 43, 783-791; with lists of unequal reach: Rivest & Baillargeon (2007),
Biometrics 63, 999-1006.
"""

from __future__ import annotations

import numpy as np

from datashift.estimates.lists.loglinear import EMPTY, newton
from datashift.estimates.lists.overlap import Overlap


def lower_bound(seen: Overlap) -> float | None:
    """At least about so many people in all; None where the lists overlap too little."""
    inside, counts = seen.cells()
    times = inside.sum(axis=1)
    often = [times == number for number in range(3, inside.shape[1] + 1)]
    kept = [one for one in often if counts[one].sum() > 0]
    empty = [one for one in often if counts[one].sum() == 0]
    used = ~np.any(empty, axis=0) if empty else np.ones(len(inside), dtype=bool)
    columns = np.column_stack([np.ones(len(inside)), inside, *kept]).astype(np.float64)
    beta, mean = newton(columns[used][None], counts[used])
    if mean.min() < EMPTY or abs(beta[0, 0]) > 25:
        return None
    return float(seen.listed + np.exp(beta[0, 0]))
