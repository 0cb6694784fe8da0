"""Columns of an Arrow table as NumPy arrays: numbers, and codes of groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """A column of groups: `codes` index `labels`, -1 where the value is missing."""

    codes: Integers
    labels: tuple[str, ...]


def column(data: pa.Table, name: str) -> pa.ChunkedArray:
    """The column of that name.

    Raises:
        Problem: there is none.
    """
    if name not in data.column_names:
        raise Problem(
            f'There is no column "{name}"',
            do="Choose one of " + ", ".join(data.column_names[:12]),
            code="tables.no_column",
        )
    return data.column(name)


def numbers(data: pa.Table, name: str) -> Numbers:
    """A column as float64 of shape (rows,); missing and non-finite values are NaN.

    Raises:
        Problem: there is no such column, or it does not hold numbers.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column(data, name)
    kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if pa.types.is_boolean(kind):
        values = pc.cast(values, pa.uint8())
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        if values.null_count < len(values):
            raise Problem(
                "The column does not hold numbers",
                column=name,
                do="Map its values to numbers, or choose another column",
                code="tables.not_numbers",
            )
        return np.full(len(values), np.nan)
    floats = np.asarray(pc.cast(values, pa.float64()).to_numpy(), dtype=np.float64)
    finite = np.isfinite(floats)
    return floats if finite.all() else np.where(finite, floats, np.nan)


def coded(data: pa.Table, name: str) -> Coded:
    """A column as codes of its distinct values, which are sorted as text.

    Raises:
        Problem: there is no such column.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column(data, name)
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    values = values.combine_chunks()
    if isinstance(values, pa.ChunkedArray):
        values = values.chunk(0) if values.num_chunks else pa.array([], values.type)
    texts = [
        "" if text is None else text for text in pc.cast(values.dictionary, pa.string()).to_pylist()
    ]
    indices = values.indices
    codes = np.asarray(pc.fill_null(indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)
    empty = np.array([not valid for valid in values.dictionary.is_valid().to_pylist()], dtype=bool)
    labels = sorted({text for text, missing in zip(texts, empty, strict=True) if not missing})
    place = {label: position for position, label in enumerate(labels)}
    order = np.array(
        [-1 if missing else place[text] for text, missing in zip(texts, empty, strict=True)] + [-1],
        dtype=np.int64,
    )  # the last entry serves code -1
    return Coded(order[codes], tuple(labels))


def numbered(data: pa.Table, name: str) -> Integers:
    """A column as codes of its distinct values, in order of appearance; -1 where it is missing.

    Raises:
        Problem: there is no such column.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column(data, name)
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    else:
        return coded(data, name).codes  # a dictionary may hold a value twice, or a null
    indices = pa.chunked_array(
        [chunk.indices for chunk in values.unify_dictionaries().chunks], pa.int32()
    )
    return np.asarray(pc.fill_null(indices, -1).to_numpy(), dtype=np.int64)


def crossed(parts: list[Integers]) -> tuple[Integers, Integers]:
    """Number the combinations that occur, in sorted order of `parts`.

    Args:
        parts: code arrays of shape (rows,), without missing codes, first the slowest.

    Returns:
        for each row the number of its combination, shape (rows,), and for each combination its
        codes, shape (combinations, parts).
    """
    key = parts[0]
    sizes = [int(part.max(initial=-1)) + 1 for part in parts]
    if np.prod([float(size) for size in sizes]) > 2.0**62:
        combinations, inverse = np.unique(np.column_stack(parts), axis=0, return_inverse=True)
        return np.asarray(inverse, dtype=np.int64).reshape(-1), combinations
    for part, size in zip(parts[1:], sizes[1:], strict=True):
        if size > 1:  # one code tells nothing apart
            key = key * size + part
    distinct, numbered = renumbered(key, int(np.prod(sizes)))
    columns = []
    for size in reversed(sizes[1:]):
        columns.append(distinct % size)
        distinct = distinct // size
    columns.append(distinct)
    return numbered, np.column_stack(columns[::-1])


def renumbered(key: Integers, size: int) -> tuple[Integers, Integers]:
    """The sorted distinct values of `key` (all below `size`), and the position of each row's."""
    if size > 4 * len(key) + 1024:
        distinct, numbered = np.unique(key, return_inverse=True)
        return distinct, np.asarray(numbered, dtype=np.int64)
    present = np.zeros(size, dtype=bool)
    present[key] = True
    distinct = np.flatnonzero(present)
    position = np.cumsum(present) - 1
    return distinct, position[key]


def summed(group: Integers, values: Numbers | Integers | Mask, size: int) -> Numbers:
    """Sums of `values` per group 0..size-1, in the order of the rows; further groups are dropped."""
    return np.asarray(np.bincount(group, weights=values, minlength=size)[:size], dtype=np.float64)


def counted(group: Integers, size: int) -> Integers:
    """Members per group 0..size-1; further groups are dropped."""
    return np.asarray(np.bincount(group, minlength=size)[:size], dtype=np.int64)
