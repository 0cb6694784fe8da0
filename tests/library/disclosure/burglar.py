"""An attacker on a table with margins, written apart from the engine.

Knows the rules and sees everything published, no more: rebuilds the inner cells, one unknown whole
number each, every published cell a sum of them, and asks an integer programme how small and how
large each hidden cell can be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from datashift.disclosure.tables.cube import Cube

EVERYBODY = 1_000_000
Integers = npt.NDArray[np.int64]


def ranges(
    cube: Cube,
    seen: Integers,
    wanted: Sequence[int] | Integers,
    *,
    zeros: bool = False,
    told: tuple[Integers, int] | None = None,
) -> dict[int, tuple[int, int]]:
    """Smallest and largest possible number of each wanted cell.

    Args:
        cube: which cells there are, and of which inner cells each is the sum.
        seen: the published numbers, flat, -1 where there is none.
        wanted: cells to find.
        zeros: the report says that hidden cells may be nobody.
        told: cells that the attacker is told to be under a minimum, and the minimum; all other
            hidden cells are then known not to be. Where zeros are hidden, they are told too.
    """
    sums = _sums(cube)
    known = seen >= 0
    shown = cube.shown.ravel()
    low = np.where(known, seen, np.where(shown & (not zeros), 1, 0)).astype(float)
    high = np.where(known, seen, EVERYBODY).astype(float)
    if told is not None:
        small, minimum = told
        low[~known & shown] = minimum
        low[small], high[small] = 0 if zeros else 1, minimum - 1
    constraint = LinearConstraint(sums, low, high)
    found = {}
    for cell in wanted:
        ends = []
        for sign in (1, -1):
            result = milp(
                sign * sums[int(cell)],
                constraints=constraint,
                bounds=Bounds(0, EVERYBODY),
                integrality=np.ones(sums.shape[1], dtype=np.int64),
            )
            assert result.x is not None, result.message
            ends.append(round(sign * result.fun))
        found[int(cell)] = (ends[0], ends[1])
    return found


def _sums(cube: Cube) -> npt.NDArray[np.float64]:
    """Which inner cells each cell is the sum of, by the codes it is published under."""
    rows = np.ones((1, 1))
    for each in cube.axes:
        leaves = each.codes[: each.leaves]
        inside = np.array(
            [
                [
                    all(mine in {"_T", its} for mine, its in zip(node, leaf, strict=True))
                    for leaf in leaves
                ]
                for node in each.codes
            ],
            dtype=float,
        )
        rows = np.kron(rows, inside)
    return rows
