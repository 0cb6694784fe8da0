"""The combinations of identifying answers that occur, and who shares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Mask, Numbers, column, numbers, renumbered

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = -1
_SPARSE = 4  # combinations possible per record beyond which they are sorted, not counted in place
_LARGEST = 1 << 61


@dataclass(frozen=True)
class Key:
    """An identifying column.

    Args:
        name: its heading.
        raw: whole numbers that tell its values apart, from `low` up; `low` - 1 where missing.
        low: what the first value has.
        gaps: whether it is missing anywhere.
        values: the values, in the order of their numbers.
    """

    name: str
    raw: Integers = field(repr=False)
    low: int
    gaps: bool
    values: pa.Array = field(repr=False)

    @cached_property
    def codes(self) -> Integers:
        """For each record the position of its value in `values`, -1 where missing."""
        return self.raw - self.low if self.low else self.raw


@dataclass(frozen=True)
class Cells:
    """The combinations of keys that occur, each once.

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

    @property
    def total(self) -> int:
        """Records in all."""
        return int(self.records.sum())

    def only(self, chosen: Mask | Integers) -> Cells:
        """Some of the cells."""
        return Cells(self.codes[chosen], self.records[chosen], self.weight[chosen], self.sample)

    def recoded(self, codes: Integers) -> tuple[Cells, Integers]:
        """The same records under other codes, and for each old cell the position of its new one."""
        number = projected(codes)
        size = int(number.max(initial=-1)) + 1
        found = np.empty((size, codes.shape[1]), dtype=np.int64)
        found[number] = codes
        records = np.rint(np.bincount(number, weights=self.records, minlength=size))
        weight = np.bincount(number, weights=self.weight, minlength=size)
        return Cells(
            found, records.astype(np.int64), weight.astype(np.float64), self.sample
        ), number


@dataclass(frozen=True)
class Counted:
    """Records counted by their keys, and where each of them is counted."""

    cells: Cells
    _number: Integers = field(repr=False)
    _place: Integers | None = field(repr=False)

    @cached_property
    def of_record(self) -> Integers:
        """The cell of each record, shape (records,)."""
        return self._number if self._place is None else self._place[self._number]

    def spread(self, values: Numbers) -> Numbers:
        """What a cell has, for each of its records: shape (cells,) to (records,)."""
        return (values if self._place is None else values[self._place])[self._number]


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
            raw = (pc.fill_null(values, low - 1) if values.null_count else values).to_numpy()
            between = pa.array(np.arange(low, high + 1))
            return Key(
                name, raw.astype(np.int64, copy=False), low, bool(values.null_count), between
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

    indices = values.indices
    if indices.null_count:
        indices = pc.fill_null(pc.cast(indices, "int64"), MISSING)
    indices = indices.to_numpy(zero_copy_only=False)
    dictionary = values.dictionary
    distinct = pc.unique(dictionary).drop_null()
    if len(distinct) < len(dictionary):
        place = pc.fill_null(pc.index_in(dictionary, distinct), MISSING).to_numpy(
            zero_copy_only=False
        )
        indices = np.append(place, MISSING)[indices]
    gaps = bool(values.null_count) or len(distinct) < len(dictionary)
    return Key(name, indices.astype(np.int64, copy=False), 0, gaps, distinct)


def weights(data: pa.Table, name: str) -> Numbers:
    """A column of weights, shape (records,).

    Raises:
        Problem: there is no such column, or a weight is missing or not above zero.
    """
    found = numbers(data, name)
    if len(found) and not found.min() > 0:
        count = int((~(found > 0)).sum())
        raise Problem(
            f"{count:,} of {len(found):,} weights are missing or not above zero",
            column=name,
            do="Set these records aside, or protect the file without weights",
            code="microdata.weights",
        )
    return found


def counted(keys: Sequence[Key], weight: Numbers | None = None) -> Counted:
    """Count the records of every combination of keys.

    Args:
        keys: the identifying columns.
        weight: how many people each record stands for, shape (records,).

    Raises:
        Problem: no key is given.
    """
    if not keys:
        raise Problem("No identifying column is named", code="microdata.no_keys")
    gaps = [int(each.gaps) for each in keys]
    sizes = [len(each.values) + gap for each, gap in zip(keys, gaps, strict=True)]
    possible = np.prod([float(size) for size in sizes])
    if possible > _LARGEST:
        codes, number = np.unique(
            np.column_stack([each.codes for each in keys]), axis=0, return_inverse=True
        )
        return _cells(codes, number.reshape(-1), weight)
    number = _numbered(keys, sizes, gaps)
    if possible > _SPARSE * len(number) + 1024:
        present, number = np.unique(number, return_inverse=True)
        return _cells(_parted(present, sizes, gaps), number.reshape(-1), weight)
    records = np.bincount(number, minlength=int(possible))
    present = np.flatnonzero(records)
    place = np.zeros(len(records), dtype=np.int64)
    place[present] = np.arange(len(present))
    records = records[present]
    sums = records if weight is None else np.bincount(number, weights=weight)[present]
    codes = _parted(present, sizes, gaps)
    cells = Cells(codes, records, sums.astype(np.float64), weight is not None)
    return Counted(cells, number, place)


def _cells(codes: Integers, number: Integers, weight: Numbers | None) -> Counted:
    records = np.bincount(number, minlength=len(codes))
    sums = np.bincount(number, weights=weight, minlength=len(codes))
    return Counted(Cells(codes, records, sums.astype(np.float64), weight is not None), number, None)


def _numbered(keys: Sequence[Key], sizes: Sequence[int], gaps: Sequence[int]) -> Integers:
    """One number for each record, made in place: a million records touch memory once."""
    number = keys[0].raw.copy()
    offset = keys[0].low - gaps[0]
    for each, size, gap in zip(keys[1:], sizes[1:], gaps[1:], strict=True):
        number *= size
        number += each.raw
        offset = offset * size + each.low - gap
    if offset:
        number -= offset
    return number


def _parted(present: Integers, sizes: Sequence[int], gaps: Sequence[int]) -> Integers:
    parts = []
    for size, gap in zip(reversed(sizes), reversed(gaps), strict=True):
        parts.append(present % size - gap)
        present = present // size
    return np.column_stack(parts[::-1])


def projected(codes: Integers) -> Integers:
    """Number the rows of `codes`, equal rows alike, from 0; shape (rows, keys) to (rows,)."""
    number = np.zeros(len(codes), dtype=np.int64)
    size = 1
    for part in codes.T:
        low = int(part.min(initial=0))
        width = int(part.max(initial=0)) - low + 1
        if size * width > 1 << 61:
            _, number = np.unique(number, return_inverse=True)
            number = number.astype(np.int64)
            size = int(number.max(initial=0)) + 1
        number = number * width + (part - low)
        size *= width
    return renumbered(number, size)[1]
