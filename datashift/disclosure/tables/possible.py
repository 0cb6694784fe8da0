"""What an attacker may think: the tables that agree with all that is published.

A cell is safe when two such tables lie far enough apart in it. Every table is checked in whole
numbers before it counts, so that no promise rests on the arithmetic of a solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

FAR = 1_000_000_000
"""What no bound is taken to be."""


@dataclass(frozen=True, eq=False)
class Promise:
    """What an attacker must not know better. All arrays are flat, one entry per cell.

    Args:
        name: which attacker this is about.
        truth: the cells' values.
        least: the smallest value this attacker thinks possible where a cell is hidden.
        most: the largest.
        up: how far above the truth the attacker must think the cell possible.
        down: how far below.
        width: how far apart the smallest and the largest possible value must be.
    """

    name: str
    truth: Integers
    least: Integers
    most: Integers
    up: Integers
    down: Integers
    width: Integers

    @property
    def asks(self) -> Mask:
        """Cells that something is promised of."""
        return np.asarray((self.up > 0) | (self.down > 0) | (self.width > 0))


@dataclass(eq=False)
class Seen:
    """How far from the truth the tables found so far put each cell."""

    promise: Promise
    low: Integers = field(init=False)
    high: Integers = field(init=False)

    def __post_init__(self) -> None:
        self.low = np.zeros_like(self.promise.truth)
        self.high = np.zeros_like(self.promise.truth)

    @property
    def kept(self) -> Mask:
        """Cells of which the promise is seen to be kept."""
        asked = self.promise
        return np.asarray(
            (self.high >= asked.up)
            & (-self.low >= asked.down)
            & (self.high - self.low >= asked.width)
        )

    def open_among(self, cells: Integers) -> Integers:
        """Those of some cells that something is promised of which is not yet seen to be kept."""
        asked = self.promise
        low, high = self.low[cells], self.high[cells]
        kept = (
            (high >= asked.up[cells])
            & (-low >= asked.down[cells])
            & (high - low >= asked.width[cells])
        )
        return cells[~kept]

    def wanting(self, cell: int) -> tuple[int, int]:
        """How far up, and how far down, a cell must still be moved to keep its promise."""
        asked = self.promise
        up = max(int(asked.up[cell]), 0)
        down = max(int(asked.down[cell]), 0)
        room = int(min(asked.truth[cell] - asked.least[cell], asked.width[cell]))
        down = max(down, min(-int(self.low[cell]), room))
        up = max(up, int(asked.width[cell]) - down)
        ceiling = int(asked.most[cell] - asked.truth[cell])
        if up > ceiling:
            up, down = ceiling, max(down, int(asked.width[cell]) - ceiling)
        return (
            up if up > self.high[cell] else 0,
            down if down > -self.low[cell] else 0,
        )

    def see(self, cells: Integers, moves: Integers) -> None:
        """Note a table: these cells differ from the truth by these moves, all others by nothing."""
        self.low[cells] = np.minimum(self.low[cells], moves)
        self.high[cells] = np.maximum(self.high[cells], moves)


@dataclass(frozen=True, eq=False)
class Sums:
    """The equations between cells, ready to be cut into small pieces."""

    by_row: csr_array
    by_cell: csc_array

    @classmethod
    def of(cls, matrix: csr_array) -> Sums:
        """From a matrix with a row for each equation and a column for each cell."""
        return cls(matrix, matrix.tocsc())

    def around(self, cells: Integers) -> csr_array:
        """The equations that some cells stand in, with only the columns of these cells."""
        piece = self.by_cell[:, cells].tocsr()
        counts = np.diff(piece.indptr)
        return piece[np.flatnonzero(counts)]

    def hold(self, cells: Integers, moves: Integers) -> bool:
        """Whether all sums stay as they are when these cells move so."""
        change = np.zeros(self.by_row.shape[1], dtype=np.int64)
        change[cells] = moves
        return not np.any(self.around(cells) @ change[cells])


def is_possible(promise: Promise, sums: Sums, cells: Integers, moves: Integers) -> bool:
    """Whether this attacker must think the truth with these moves possible."""
    moved = promise.truth[cells] + moves
    within = (moved >= promise.least[cells]) & (moved <= promise.most[cells])
    return bool(within.all()) and sums.hold(cells, moves)


def are_possible(promise: Promise, sums: Sums, tables: Sequence[tuple[Integers, Integers]]) -> bool:
    """Whether this attacker must think every one of many tables possible; each cells and moves."""
    from scipy.sparse import csc_array

    if not tables:
        return True
    cells = np.concatenate([table[0] for table in tables])
    moves = np.concatenate([table[1] for table in tables])
    moved = promise.truth[cells] + moves
    if ((moved < promise.least[cells]) | (moved > promise.most[cells])).any():
        return False
    ends = np.cumsum([0, *(len(table[0]) for table in tables)])
    changes = csc_array((moves, cells, ends), shape=(sums.by_row.shape[1], len(tables)))
    return not np.any((sums.by_row @ changes).data)
