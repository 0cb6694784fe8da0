"""Cells as numbers that are equal where the cells say the same, whatever their spelling."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift.kit.text import fold
from datashift.tables.arrays import Numbers

if TYPE_CHECKING:
    import pyarrow as pa

Hashes = NDArray[np.uint64]
BLANK = np.uint64(0)
_STEP = np.uint64(0x9E3779B97F4A7C15)  # an odd number, so that no column is lost in the product
_ROUNDS = np.uint64(29)


def hashes(column: pa.ChunkedArray) -> Hashes:
    """One number per row; 0 for a blank cell. Of texts, Python looks at each distinct one once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = pa.chunked_array(column.chunks, column.type).combine_chunks()
    if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
        values = pc.cast(array, pa.float64(), safe=False)
        found = of_numbers(values.fill_null(np.nan).to_numpy(zero_copy_only=False))
        found[np.asarray(values.is_null(nan_is_null=True))] = BLANK
        return found
    if pa.types.is_nested(array.type) or pa.types.is_null(array.type):
        array = pa.array([None if v is None else str(v) for v in array.to_pylist()], pa.string())
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    known = [_hash(value) for value in coded.dictionary.to_pylist()]
    places = coded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
    texts: Hashes = np.array([*known, 0], dtype=np.uint64)[places]
    return texts


def of_numbers(values: Numbers) -> Hashes:
    """One number for each value, by its bits (the finaliser of splitmix64, Steele et al. 2014)."""
    bits = (np.asarray(values, dtype=np.float64) + 0.0).view(np.uint64) + _STEP  # -0 is 0
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = bits ^ (bits >> np.uint64(31)) | np.uint64(1)
    return mixed


def rows_of(columns: Sequence[Hashes]) -> Hashes:
    """One number per row from its cells in the order of the columns; 0 for a blank row."""
    total = np.zeros(len(columns[0]), dtype=np.uint64)
    blank = np.ones(len(columns[0]), dtype=bool)
    for each in columns:
        total = (total ^ (total >> _ROUNDS)) * _STEP + each
        blank &= each == BLANK
    return np.where(blank, BLANK, total ^ (total >> _ROUNDS) | np.uint64(1))


def plain(value: object) -> str | float:
    """What a cell says, spelling folded: "1.0" and 1 are the same, so are a date and its text.

    >>> plain("1.0"), plain(" Río Negro "), plain("007"), plain(None)
    (1.0, 'rio negro', 7.0, '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        text = value.isoformat()
        return text.removesuffix("+00:00").removesuffix("T00:00:00").casefold()
    text = fold(str(value))
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _hash(value: object) -> int:
    said = plain(value)
    if isinstance(said, float):
        return int(of_numbers(np.array([said]))[0])
    if not said:
        return 0
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big") | 1
