"""A column as its distinct values and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Distinct:
    """The values of a column, each once.

    Args:
        values: Arrow array of the distinct values, in the order they first appear.
        index: for each row its position in `values`, or -1 where it is missing.
    """

    values: pa.Array
    index: NDArray[np.int32]

    def texts(self) -> list[str]:
        """The distinct values as text, without spaces around them."""
        return [as_text(value) for value in self.values.to_pylist()]

    def spread(self, answers: NDArray[np.int32], missing: int) -> NDArray[np.int32]:
        """The answer of each row's value; `missing` where the row has none."""
        return np.append(answers, np.int32(missing))[self.index]


def distinct(column: pa.ChunkedArray | pa.Array) -> Distinct:
    """The distinct values of a column of any type."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # combine_chunks keeps an empty column chunked
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    index = pc.fill_null(encoded.indices.cast(pa.int32()), -1)
    return Distinct(encoded.dictionary, index.to_numpy(zero_copy_only=False))


def as_text(value: object) -> str:
    """A value as people write it: without spaces around, whole numbers without .0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()
