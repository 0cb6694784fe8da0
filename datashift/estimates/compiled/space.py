"""All cells of several cross-classifications in one row of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from datashift.tables.arrays import Integers

LARGEST = 250_000  # cells whose sums are held at once
COLUMNS = 10  # with more, there are too many combinations for one table of them


@dataclass(frozen=True)
class Space:
    """A number for each cell: the sum of (code + 1) * stride over its columns; 0 is everybody.

    Args:
        columns: that classify, that of the smallest stride first.
        levels: how many codes each has.
        by: the cross-classifications that are asked for.
    """

    columns: tuple[str, ...]
    levels: tuple[int, ...]
    by: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        return int(np.prod([float(levels + 1) for levels in self.levels]))

    @property
    def strides(self) -> Integers:
        wide = [1, *(levels + 1 for levels in self.levels)]
        return np.cumprod(wide[: len(self.columns)], dtype=np.int64)

    @property
    def asked(self) -> Integers:
        """Each cross-classification as bits of its columns."""
        bit = {name: 1 << place for place, name in enumerate(self.columns)}
        return np.array([sum(bit[name] for name in set(by)) for by in self.by], dtype=np.int64)

    def codes(self, cells: Integers) -> Integers:
        """The code of each cell in each column, shape (cells, columns); -1 where it has none."""
        found = [
            cells // stride % (levels + 1) - 1
            for stride, levels in zip(self.strides.tolist(), self.levels, strict=True)
        ]
        return np.column_stack(found) if found else np.zeros((len(cells), 0), np.int64)

    def patterns(self, cells: Integers) -> Integers:
        """Which columns each cell has a code in, as bits."""
        found = np.zeros(len(cells), np.int64)
        for place, (stride, levels) in enumerate(
            zip(self.strides.tolist(), self.levels, strict=True)
        ):
            found |= (cells // stride % (levels + 1) > 0).astype(np.int64) << place
        return found


def spaces(by: Sequence[tuple[str, ...]], levels: Mapping[str, int]) -> tuple[Space, ...] | None:
    """As few spaces as hold all cross-classifications; None if one alone is too large.

    Args:
        levels: of every column.
    """
    together = _space(tuple(dict.fromkeys(by)), levels)
    if _fits(together):
        return (together,)
    apart = tuple(_space((one,), levels) for one in dict.fromkeys(by))
    return apart if all(map(_fits, apart)) else None


def _space(by: tuple[tuple[str, ...], ...], levels: Mapping[str, int]) -> Space:
    columns = tuple(dict.fromkeys(name for one in by for name in one))
    return Space(columns, tuple(levels[name] for name in columns), by)


def _fits(space: Space) -> bool:
    return len(space.columns) <= COLUMNS and space.size <= LARGEST
