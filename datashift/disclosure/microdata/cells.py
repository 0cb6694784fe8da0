"""The combinations of identifying answers that occur, and who shares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Numbers, column, numbers

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = -1
_SPARSE = 4  # combinations possible per record beyond which they are sorted, not counted in place
_LARGEST = 1 << 61


@dataclass(frozen=True)
class Key:
    """An identifying column: `codes` (records,) index `values`, -1 where it is missing."""

    name: str
    codes: Integers = field(repr=False)
    values: pa.Array = field(repr=False)


@dataclass(frozen=True)
class Cells:
    """The combinations of keys that occur, in sorted order of their codes.

    Args:
        codes: the keys of each combination, -1 where missing; shape (cells, keys).
        records: records of each, shape (cells,).
        weight: sum of their weights, shape (cells,); the records themselves without weights.
        sample: whether the records stand for more people than themselves.
    """

    codes: Integers = field(repr=False)
    records: Integers = field(repr=False)
    weight: Numbers = field(repr=False)
    sample: bool
    _number: Integers = field(repr=False)
    _place: Integers | None = field(repr=False)

    @cached_property
    def of_record(self) -> Integers:
        """The cell of each record, shape (records,)."""
        return self._number if self._place is None else self._place[self._number]

    @property
    def total(self) -> int:
        """Records in all."""
        return len(self._number)


def key(data: pa.Table, name: str) -> Key:
    """A column as a key. Whole numbers close together are their own codes, which is fast.

    Raises:
        Problem: there is no such column.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column(data, name)
    if pa.types.is_integer(values.type) and values.null_count < len(values):
        ends = pc.min_max(values)
        low, high = ends["min"].as_py(), ends["max"].as_py()
        if high - low < max(len(values), 1024) and -_LARGEST < low < _LARGEST:
            codes = pc.fill_null(values, low - 1) if values.null_count else values
            return Key(
                name,
                np.subtract(codes.to_numpy(), low, dtype=np.int64, casting="unsafe"),
                pa.array(np.arange(low, high + 1)),
            )
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    values = values.unify_dictionaries().combine_chunks()
    if isinstance(values, pa.ChunkedArray):
        values = values.chunk(0) if values.num_chunks else pa.array([], values.type)
    return _without_twins(name, values)


def _without_twins(name: str, values: pa.DictionaryArray) -> Key:
    """A dictionary may hold a value twice, or a null."""
    import pyarrow.compute as pc

    indices = pc.fill_null(values.indices, MISSING).to_numpy(zero_copy_only=False)
    dictionary = values.dictionary
    distinct = pc.unique(dictionary).drop_null()
    if len(distinct) < len(dictionary):
        place = pc.fill_null(pc.index_in(dictionary, distinct), MISSING).to_numpy(
            zero_copy_only=False
        )
        indices = np.append(place, MISSING)[indices]
    return Key(name, indices.astype(np.int64), distinct)


def weights(data: pa.Table, name: str) -> Numbers:
    """A column of weights, shape (records,).

    Raises:
        Problem: there is no such column, or a weight is missing or not above zero.
    """
    found = numbers(data, name)
    if not (found > 0).all():
        count = int((~(found > 0)).sum())
        raise Problem(
            f"{count:,} of {len(found):,} weights are missing or not above zero",
            column=name,
            do="Set these records aside, or protect the file without weights",
            code="microdata.weights",
        )
    return found


def crossed(keys: Sequence[Integers], weight: Numbers | None = None) -> Cells:
    """Count the records of every combination of keys.

    Args:
        keys: codes of each key, -1 where missing; each of shape (records,); not changed.
        weight: how many people each record stands for, shape (records,).
    """
    number, sizes, gaps = _numbered(keys)
    possible = int(np.prod([float(size) for size in sizes])) if len(sizes) else 1
    if len(sizes) < len(keys):  # too many for one number
        codes, inverse = np.unique(np.column_stack(keys), axis=0, return_inverse=True)
        return _counted(codes, np.asarray(inverse, dtype=np.int64).reshape(-1), None, weight)
    if possible > _SPARSE * len(number) + 1024:
        present, inverse = np.unique(number, return_inverse=True)
        return _counted(_parted(present, sizes, gaps), inverse.reshape(-1), None, weight)
    return _counted(None, number, (possible, sizes, gaps), weight)


def _numbered(keys: Sequence[Integers]) -> tuple[Integers, list[int], list[int]]:
    """One number for each record, the possible values of each key, and 1 where some are missing."""
    number: Integers | None = None
    sizes: list[int] = []
    gaps: list[int] = []
    for codes in keys:
        low, high = (int(codes.min()), int(codes.max())) if len(codes) else (0, 0)
        gap = 1 if low < 0 else 0
        if np.prod([*map(float, sizes), float(high + 1 + gap)]) > _LARGEST:
            return codes, sizes, gaps
        sizes.append(high + 1 + gap)
        gaps.append(gap)
        if number is None:
            number = codes + gap
        else:
            number *= sizes[-1]
            number += codes
            if gap:
                number += gap
    if number is None:
        raise Problem("No identifying column is named", code="microdata.no_keys")
    return number, sizes, gaps


def _parted(present: Integers, sizes: Sequence[int], gaps: Sequence[int]) -> Integers:
    parts = []
    for size, gap in zip(reversed(sizes), reversed(gaps), strict=True):
        parts.append(present % size - gap)
        present = present // size
    return np.column_stack(parts[::-1])


def _counted(
    codes: Integers | None,
    number: Integers,
    possible: tuple[int, list[int], list[int]] | None,
    weight: Numbers | None,
) -> Cells:
    size = possible[0] if possible else (0 if codes is None else len(codes))
    records = np.bincount(number, minlength=size)
    sums = records if weight is None else np.bincount(number, weights=weight, minlength=size)
    place: NDArray[np.int64] | None = None
    if possible is not None:
        present = np.flatnonzero(records)
        place = np.zeros(size, dtype=np.int64)
        place[present] = np.arange(len(present))
        records, sums = records[present], sums[present]
        codes = _parted(present, possible[1], possible[2])
    if codes is None:
        raise AssertionError("combinations are either given or counted in place")
    return Cells(
        codes,
        records.astype(np.int64),
        sums.astype(np.float64),
        weight is not None,
        number,
        place,
    )
