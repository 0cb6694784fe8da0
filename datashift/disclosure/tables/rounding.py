"""Controlled rounding: every cell to a multiple of a base, and all sums kept.

Zero-restricted: a cell goes to one of the two multiples next to it, and a multiple stays (L. H. Cox, A
constructive procedure for unbiased controlled rounding, JASA 82, 1987). In two dimensions that is
always possible; in three it need not be, and then some cells go one multiple further, which is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from datashift.disclosure.tables.cube import Cube, Integers

_MOST = 4  # multiples that a cell may be off before every cell is rounded by itself


@dataclass(frozen=True, eq=False)
class Rounded:
    """A rounded table.

    Args:
        cells: multiples of the base that add up; the cube's shape.
        base: of the multiples.
        restricted: whether every cell is at one of the two multiples next to it.
        furthest: the largest difference from the truth.
    """

    cells: Integers
    base: int
    restricted: bool
    furthest: int


def rounded(cube: Cube, counts: Integers, base: int) -> Rounded:
    """Round all cells to a base so that they add up, as near to the truth as can be.

    Raises:
        ValueError: the base is not above 1.
    """
    if base <= 1:
        raise ValueError(f"the base must be above 1: {base}")
    for off in range(1, _MOST + 1):
        cells = _programme(cube, counts, base, off)
        if cells is not None:
            break
    else:
        nearest = (cube.inner(counts) + base // 2) // base * base
        cells = cube.summed(nearest)
    away = np.abs(cells - counts)
    down, up = counts // base * base, -(-counts // base) * base
    return Rounded(
        cells, base, bool(((cells == down) | (cells == up)).all()), int(away.max(initial=0))
    )


def _programme(cube: Cube, counts: Integers, base: int, off: int) -> Integers | None:
    """Rounding with every cell at most `off` multiples from its own two; None if there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    flat = counts.ravel()
    low = flat // base
    least = np.maximum(low - (off - 1), 0)
    most = -(-flat // base) + (off - 1)
    least, most = np.where(flat == 0, 0, least), np.where(flat == 0, 0, most)
    sums = cube.sums.astype(float)
    rest = (flat - low * base) / base
    cost = 1.0 - 2.0 * rest  # of the upper multiple instead of the lower
    target = -(sums @ low.astype(float))
    limits = Bounds((least - low).astype(float), (most - low).astype(float))
    result: Any = None
    for whole in (False, True):
        result = milp(
            cost,
            constraints=[LinearConstraint(sums, target, target)],
            bounds=limits,
            integrality=np.full(len(flat), int(whole)),
            options={"node_limit": 200} if whole else {},
        )
        if result.x is None:
            return None
        if np.abs(result.x - np.rint(result.x)).max() < 1e-6:
            break
    cells = (low + np.rint(result.x).astype(np.int64)) * base
    shaped = np.asarray(cells.reshape(cube.shape))
    return shaped if cube.is_sum(shaped) else None
