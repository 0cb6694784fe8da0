"""A table with all its margins: axes of codes, nested or not, and a value for every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

TOTAL = "_T"


@dataclass(frozen=True)
class Axis:
    """One dimension: its finest codes, those around them, and the total, in this order.

    Args:
        names: columns that say where a node lies, outermost first (`REGION`, `COUNTY`).
        codes: for each node a code of each of these columns; `_T` where it is a sum over them.
        parent: node to the node it lies within; -1 of the total.
        leaves: how many of the nodes are finest codes; these come first.
    """

    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    parent: Integers
    leaves: int

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def adds(self) -> Integers:
        """Which leaves each node is the sum of: 0 or 1, shape (nodes, leaves)."""
        inside = np.zeros((len(self), self.leaves), dtype=np.int64)
        for leaf in range(self.leaves):
            node = leaf
            while node >= 0:
                inside[node, leaf] = 1
                node = int(self.parent[node])
        return inside

    @cached_property
    def children(self) -> tuple[tuple[int, Integers], ...]:
        """Each node that is a sum, with the nodes it is directly the sum of."""
        return tuple(
            (node, np.flatnonzero(self.parent == node)) for node in range(self.leaves, len(self))
        )


def axis(names: Sequence[str], leaves: Sequence[tuple[str, ...]]) -> Axis:
    """The axis of these finest codes.

    Args:
        names: columns, outermost first.
        leaves: distinct codes, one of each column, outermost first.
    """
    depth = len(names)
    nodes: list[tuple[str, ...]] = sorted(leaves)
    for level in range(depth - 1, -1, -1):
        nodes += sorted({(*leaf[:level], *[TOTAL] * (depth - level)) for leaf in leaves})
    at = {node: number for number, node in enumerate(nodes)}
    parent = np.full(len(nodes), -1, dtype=np.int64)
    for node, number in at.items():
        level = sum(code != TOTAL for code in node)
        if level:
            parent[number] = at[*node[: level - 1], *[TOTAL] * (depth - level + 1)]
    return Axis(tuple(names), tuple(nodes), parent, len(leaves))


@dataclass(frozen=True, eq=False)
class Cube:
    """All cells of a table, inner ones and margins.

    Args:
        axes: the dimensions.
        shown: cells that are to be published, shape (nodes of the first axis, of the second, ...);
            where only some margins are asked for, the others are known to nobody.
    """

    axes: tuple[Axis, ...]
    shown: Mask

    @property
    def shape(self) -> tuple[int, ...]:
        """Nodes of each axis."""
        return tuple(len(each) for each in self.axes)

    def summed(self, inner: Integers) -> Integers:
        """All cells from the inner ones, an array with one dimension per axis."""
        for at, each in enumerate(self.axes):
            inner = np.moveaxis(np.tensordot(each.adds, inner, axes=(1, at)), 0, at)
        return np.ascontiguousarray(inner)

    def inner(self, cells: Integers) -> Integers:
        """Only the inner cells of all."""
        return cells[tuple(slice(each.leaves) for each in self.axes)]

    def is_sum(self, cells: Integers) -> bool:
        """Whether all margins are the sums of what they consist of."""
        return bool((self.summed(self.inner(cells)) == cells).all())

    @cached_property
    def sums(self) -> csr_array:
        """Every equation between cells: a row each, 1 at the whole and -1 at its parts."""
        from scipy.sparse import csr_array

        numbers = np.arange(int(np.prod(self.shape))).reshape(self.shape)
        wholes, parts = [], []
        row = 0
        for at, each in enumerate(self.axes):
            lines = np.moveaxis(numbers, at, 0)
            for node, inside in each.children:
                whole = lines[node].ravel()
                own = np.arange(row, row + len(whole))
                wholes.append(np.stack([own, whole, np.ones_like(own)]))
                parts += [
                    np.stack([own, lines[part].ravel(), np.full_like(own, -1)]) for part in inside
                ]
                row += len(whole)
        entries = np.concatenate([*wholes, *parts], axis=1)
        return csr_array((entries[2], (entries[0], entries[1])), shape=(row, numbers.size))


def cube(axes: Sequence[Axis], tables: Sequence[Sequence[str]] = ()) -> Cube:
    """The cube of some axes.

    Args:
        axes: the dimensions.
        tables: cross-classifications to publish, with all their margins; each names columns. All
            of them together, where none is named.
    """
    if not tables:
        return Cube(tuple(axes), np.ones([len(each) for each in axes], dtype=np.bool_))
    shown = np.zeros([len(each) for each in axes], dtype=np.bool_)
    for table in tables:
        part = np.ones((1,) * len(axes), dtype=np.bool_)
        for at, each in enumerate(axes):
            asked = np.array([_stays(each, node, table) for node in range(len(each))])
            part = part & asked.reshape([-1 if k == at else 1 for k in range(len(axes))])
        shown |= part
    return Cube(tuple(axes), shown)


def _stays(each: Axis, node: int, table: Sequence[str]) -> bool:
    """Whether a table of these columns has this node: all that it is classified by is asked for."""
    finest = max((at for at, name in enumerate(each.names) if name in table), default=-1)
    return all(code == TOTAL for code in each.codes[node][finest + 1 :])


def labels(of: Cube) -> Mapping[str, NDArray[np.object_]]:
    """For each column the code of every cell, flat in the order of the cells."""
    found: dict[str, NDArray[np.object_]] = {}
    for at, each in enumerate(of.axes):
        for column, name in enumerate(each.names):
            codes = np.array([code[column] for code in each.codes], dtype=object)
            shape = [-1 if k == at else 1 for k in range(len(of.axes))]
            found[name] = np.broadcast_to(codes.reshape(shape), of.shape).ravel()
    return found
