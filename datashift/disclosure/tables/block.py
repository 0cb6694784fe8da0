"""Moves found by linear programming in a piece of the table, and in all of it where that is not enough.

All cells outside the piece stay as they are, so whatever is found is possible in the whole table. The
price of a cell is paid for each person moved; a second, reweighted pass makes it nearer to paying once
(Kelly, Golden and Assad, Cell suppression, Networks 22, 1992; Candes, Wakin and Boyd, Enhancing sparsity
by reweighted l1 minimization, 2008).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from datashift.disclosure.tables.cube import Axis, Cube, Integers
from datashift.disclosure.tables.possible import FAR, Promise, Sums, is_possible
from datashift.disclosure.tables.walk import Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_SIZES = (400, 2_500)  # cells of a piece, before all cells are tried
_STILL = 1e-6
_FREE = 1e-3
_BRANCHES = 400


@dataclass(frozen=True, eq=False)
class Block:
    """Looks for moves of one cell in pieces of a cube."""

    cube: Cube
    sums: Sums

    def move(
        self, promise: Promise, cell: int, amount: int, prices: Numbers, *, pieces: int = 3
    ) -> tuple[Integers, Integers] | None:
        """See `Crossing.move`; None only if there is none, when all pieces are tried."""
        for at, piece in enumerate(self._pieces(cell, prices)):
            if at == pieces:
                break
            found = self._within(promise, cell, amount, prices, piece)
            if found is not None:
                return found
        return None

    def furthest(
        self, promise: Promise, cell: int, sign: int, movable: Integers
    ) -> tuple[Integers, Integers] | None:
        """The move that takes a cell as far up (1) or down (-1) as can be; None if FAR."""
        problem = _Problem(promise, self.sums.around(movable), movable)
        wish = np.zeros(len(movable))
        wish[movable == cell] = -sign
        return problem.solve(wish, None, whole=True)

    def _within(
        self, promise: Promise, cell: int, amount: int, prices: Numbers, piece: Integers
    ) -> tuple[Integers, Integers] | None:
        problem = _Problem(promise, self.sums.around(piece), piece)
        own = int(np.flatnonzero(piece == cell)[0])
        price = prices[piece].copy()
        price[own] = 0.0
        first = problem.cheapest(price + _FREE, own, amount)
        if first is None:
            return None
        bought = (np.abs(first) > _STILL) & (price > 0)
        if bought.any():
            again = problem.cheapest(price / (np.abs(first) + 0.1) + _FREE, own, amount)
            if again is not None and _cost(again, price) < _cost(first, price):
                first = again
        return self._whole(promise, problem, first, own, amount, price)

    def _whole(
        self,
        promise: Promise,
        problem: _Problem,
        found: Numbers,
        own: int,
        amount: int,
        price: Numbers,
    ) -> tuple[Integers, Integers] | None:
        """The move in whole numbers: near the one found, or else anywhere in the piece."""
        if np.abs(found - np.rint(found)).max() > _STILL:
            paid = (np.abs(found) > _STILL) | (price == 0)
            some = problem.cheapest(np.where(paid, _FREE, np.inf), own, amount, whole=True)
            if some is None:
                some = problem.cheapest(price + _FREE, own, amount, whole=True)
            if some is None:
                return None
            found = some
        moves = np.rint(found).astype(np.int64)
        at = np.flatnonzero(moves)
        cells, by = problem.cells[at], moves[at]
        return (cells, by) if is_possible(promise, self.sums, cells, by) else None

    def _pieces(self, cell: int, prices: Numbers) -> Iterator[Integers]:
        place = [int(node) for node in np.unravel_index(cell, self.cube.shape)]
        everything = np.flatnonzero(np.isfinite(prices))
        for size in _SIZES:
            if size >= len(everything):
                break
            nodes = self._near(place, cell, prices, size)
            piece = np.ravel_multi_index(np.ix_(*nodes), self.cube.shape).ravel()
            yield piece[np.isfinite(prices[piece]) | (piece == cell)]
        yield everything

    def _near(self, place: list[int], cell: int, prices: Numbers, size: int) -> list[Integers]:
        """For each axis the nodes of the piece: the cell's own, those around it, the cheapest beside."""
        dimensions = len(place)
        most = max(4, int(size ** (1 / dimensions)))
        steps = [int(np.prod(self.cube.shape[at + 1 :])) for at in range(dimensions)]
        chosen = []
        for at, (each, node) in enumerate(zip(self.cube.axes, place, strict=True)):
            price = prices[cell + (np.arange(len(each)) - node) * steps[at]]
            chosen.append(_neighbours(each, node, price, most))
        return chosen


def _neighbours(each: Axis, node: int, price: Numbers, most: int) -> Integers:
    around = [node]
    while each.parent[around[-1]] >= 0:
        around.append(int(each.parent[around[-1]]))
    beside = np.flatnonzero(each.parent == each.parent[node])
    below = np.flatnonzero(each.parent == node)
    order = np.concatenate([beside[np.argsort(price[beside], kind="stable")]])
    picked = list(dict.fromkeys([*around, *[int(n) for n in order[:most]]]))
    for inner in [n for n in picked if n >= each.leaves and n != len(each) - 1]:
        inside = np.flatnonzero(each.parent == inner)
        best = inside[np.argsort(price[inside], kind="stable")[: max(2, most // 2)]]
        picked += [int(n) for n in best]
    if node == len(each) - 1:
        picked += [int(n) for n in below[np.argsort(price[below], kind="stable")[:most]]]
    return np.array(sorted(set(picked)))


class _Problem:
    """A piece as a linear programme: how far each cell moves up and down."""

    def __init__(self, promise: Promise, sums: csr_array, cells: Integers) -> None:
        from scipy.sparse import hstack

        self.cells = cells
        truth = promise.truth[cells]
        self._up = np.minimum(promise.most[cells] - truth, FAR).astype(float)
        self._down = np.minimum(truth - promise.least[cells], FAR).astype(float)
        self._both = hstack([sums, -sums], format="csr").astype(float)

    def cheapest(
        self, price: Numbers, own: int, amount: int, *, whole: bool = False
    ) -> Numbers | None:
        """The cheapest move of all cells by which one moves by an amount."""
        size = len(self.cells)
        low = np.zeros(2 * size)
        high = np.concatenate([self._up, self._down])
        high[np.tile(~np.isfinite(price), 2)] = 0.0
        at, other = (own, own + size) if amount > 0 else (own + size, own)
        if high[at] < abs(amount):
            return None
        low[at] = high[at] = abs(amount)
        high[other] = 0.0
        price = np.where(np.isfinite(price), price, 0.0)
        return _solved(np.tile(price, 2), self._both, (low, high), whole=whole)

    def solve(
        self, wish: Numbers, own: int | None, *, whole: bool
    ) -> tuple[Integers, Integers] | None:
        """The move of least wish."""
        del own
        limits = (np.zeros(2 * len(wish)), np.concatenate([self._up, self._down]))
        found = _solved(np.concatenate([wish, -wish]), self._both, limits, whole=whole)
        if found is None:
            return None
        moves = np.rint(found).astype(np.int64)
        at = np.flatnonzero(moves)
        return self.cells[at], moves[at]


def _solved(
    objective: Numbers, sums: Any, limits: tuple[Numbers, Numbers], *, whole: bool
) -> Numbers | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    result: Any = milp(
        objective,
        constraints=[LinearConstraint(sums, 0.0, 0.0)],
        bounds=Bounds(*limits),
        integrality=np.full(len(objective), int(whole)),
        options={"node_limit": _BRANCHES},
    )
    if result.x is None:
        return None
    size = len(objective) // 2
    return np.asarray(result.x[:size] - result.x[size:], dtype=np.float64)


def _cost(moves: Numbers, price: Numbers) -> float:
    return float(price[np.abs(moves) > _STILL].sum())
