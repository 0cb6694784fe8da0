"""Search in any tables, by linear and integer programmes solved by HiGHS; loaded when needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from datashift.disclosure.counts import FAR, Counts

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_array

    Vector = npt.NDArray[np.float64]

_STILL = 1e-6  # a count that moves less does not move
_FREE = 1e-4  # price of moving a hidden count, so that none moves without need
_BRANCHES = 1_000  # where whole numbers are not found by then, there are taken to be none


class Programme:
    """The counts of any set of linked tables as a linear programme.

    The pair is the linear relaxation of Kelly, Golden and Assad (Cell suppression: disclosure
    protection for sensitive tabular data, Networks 22, 1992), with upper and lower protection
    bought together.
    """

    def __init__(self, counts: Counts) -> None:
        import numpy as np

        self._size = len(counts.truth)
        self._spare = np.array(counts.truth, dtype=float) - np.array(counts.least)
        self._equations = _matrix(counts.equations, self._size).tocsc()
        self._spans = counts.spans

    def pair(
        self, count: int, apart: int, prices: Mapping[int, float], fixed: Collection[int]
    ) -> tuple[dict[int, float], dict[int, float]] | None:
        """See `attack.Search`. Whole numbers are insisted on only where nothing shown moves."""
        x = self._cheapest(count, apart, prices, fixed, whole=False)
        if x is not None and not _is_whole(x):
            moved = {int(at) % self._size for at in (x > _STILL).nonzero()[0]}
            if moved.isdisjoint(prices):
                whole = self._cheapest(count, apart, {}, {*fixed, *prices}, whole=True)
                x = x if whole is None else whole
        if x is None:
            return None
        moves = x.reshape(4, self._size)
        return _table(moves[0] - moves[1]), _table(moves[2] - moves[3])

    def furthest(self, count: int, sign: int, fixed: Collection[int]) -> dict[int, float]:
        """See `attack.Search`."""
        up, down = self._room(fixed)
        return self._along({count: sign}, up, down, whole=True)

    def several(
        self, wishes: Mapping[int, int], most: int, fixed: Collection[int]
    ) -> dict[int, float]:
        """See `attack.Search`."""
        import numpy as np

        up, down = self._room(fixed)
        limits = np.minimum(up, most), np.minimum(down, most)
        return self._along(wishes, *limits, whole=False)

    def _along(
        self, wishes: Mapping[int, int], up: Vector, down: Vector, *, whole: bool
    ) -> dict[int, float]:
        """The table that is furthest in the direction of all wishes."""
        import numpy as np

        towards = np.zeros(self._size)
        for count, sign in wishes.items():
            for each, its in self._terms(count):
                towards[each] -= sign * its
        free = np.flatnonzero(up + down)
        rows = [(self._equations[:, free], 0.0, 0.0)]
        found = _solve(towards[free], rows, (-down[free], up[free]), whole=whole)
        if found is None:
            return {}
        x = np.zeros(self._size)
        x[free] = found
        return _table(x)

    def _terms(self, count: int) -> tuple[tuple[int, int], ...]:
        """The counts that a count is made of, with their signs."""
        if count not in self._spans:
            return ((count, 1),)
        later, earlier = self._spans[count]
        return ((later, 1), (earlier, -1))

    def _cheapest(
        self,
        count: int,
        apart: int,
        prices: Mapping[int, float],
        fixed: Collection[int],
        *,
        whole: bool,
    ) -> Vector | None:
        """Moves up and down of every count in the one table, then in the other."""
        import numpy as np
        from scipy.sparse import block_array, csr_array

        price = np.full(self._size, _FREE)
        price[list(prices)] += list(prices.values())
        up, down = self._room(fixed)
        free = np.flatnonzero(up + down)
        apart_by = np.zeros(self._size)
        for each, sign in self._terms(count):
            apart_by[each] = sign
        apart_by = apart_by[free]
        distance = csr_array(np.concatenate([apart_by, -apart_by, -apart_by, apart_by])[None, :])
        one = self._equations[:, free]
        both = block_array([[one, -one, None, None], [None, None, one, -one]])
        up, down = up[free], down[free]
        limits = (np.zeros(4 * len(free)), np.concatenate([up, down, up, down]))
        rows = [(both, 0.0, 0.0), (distance, float(apart), np.inf)]
        found = _solve(np.tile(price[free], 4), rows, limits, whole=whole)
        if found is None:
            return None
        x = np.zeros((4, self._size))
        x[:, free] = found.reshape(4, -1)
        return x.ravel()

    def _room(self, fixed: Collection[int]) -> tuple[Vector, Vector]:
        import numpy as np

        up, down = np.full(self._size, float(FAR)), self._spare.copy()
        still = [*fixed, *self._spans]
        up[still] = down[still] = 0.0
        return up, down


def fill(counts: Counts, first: int, ties: int) -> bool:
    """Give the counts from number `first` on values that fit the equations from `ties` on.

    Any that fit will do: what can be true does not depend on where the search starts.

    Returns:
        False when none were found.
    """
    import numpy as np

    size = len(counts.truth)
    truth = np.array(counts.truth, dtype=float)
    matrix = _matrix(counts.equations[ties:], size)
    known = -(matrix[:, :first] @ truth[:first])
    unknown = size - first
    limits = (np.zeros(unknown), np.full(unknown, truth.max(initial=0.0)))
    x = _solve(np.zeros(unknown), [(matrix[:, first:], known, known)], limits, whole=True)
    if x is None:
        return False
    counts.truth[first:] = [int(value) for value in np.rint(x)]
    return not (matrix @ np.array(counts.truth, dtype=float)).any()


def _solve(
    objective: Vector,
    rows: Sequence[tuple[Any, Any, Any]],
    limits: tuple[Vector, Vector],
    *,
    whole: bool,
) -> Vector | None:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    result: Any = milp(
        objective,
        constraints=[LinearConstraint(*row) for row in rows],
        bounds=Bounds(*limits),
        integrality=np.full(len(objective), int(whole)),
        options={"node_limit": _BRANCHES},
    )
    return result.x if result.x is None else np.asarray(result.x, dtype=float)


def _is_whole(x: Vector) -> bool:
    return bool((abs(x - x.round()) < _STILL).all())


def _table(moves: Vector) -> dict[int, float]:
    return {int(at): float(moves[at]) for at in (abs(moves) > _STILL).nonzero()[0]}


def _matrix(rows: Sequence[Sequence[tuple[int, int]]], width: int) -> csr_array[Any]:
    import numpy as np
    from scipy.sparse import csr_array

    terms = [(row, count, sign) for row, equation in enumerate(rows) for count, sign in equation]
    table = np.array(terms, dtype=np.int64).reshape(-1, 3)
    return csr_array((table[:, 2] * 1.0, (table[:, 0], table[:, 1])), shape=(len(rows), width))
