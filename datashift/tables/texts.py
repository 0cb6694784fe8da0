"""One column of text, as its distinct values and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datashift.tables.arrays import Mask

if TYPE_CHECKING:
    import pyarrow as pa

LISTED = 100_000  # rows a flag lists at most; above, it gives the count alone


@dataclass(frozen=True)
class Texts:
    """A column as distinct trimmed texts; everything is decided per distinct value.

    Args:
        name: the column.
        values: distinct trimmed texts.
        indices: for each row the place of its text in `values`, -1 for nothing at all.
        counts: how often each value occurs.
        row_numbers: file row number of each row.
        trimmed: rows whose text had spaces around it.
    """

    name: str
    values: pa.StringArray
    indices: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int64]
    row_numbers: npt.NDArray[np.int64]
    trimmed: int

    def rows(self, mask: Mask) -> tuple[int, ...]:
        """File row numbers where one of the masked values stands; () when there are too many."""
        if not mask.any() or self.count(mask) > LISTED:
            return ()
        return tuple(self.row_numbers[self.spread(mask)].tolist())

    def spread(self, mask: Mask) -> Mask:
        """A mask over distinct values as a mask over rows."""
        return np.append(mask, False)[self.indices]

    def count(self, mask: Mask) -> int:
        """How many rows hold one of the masked values."""
        return int(self.counts[mask].sum())

    def share(self, mask: Mask, of: Mask) -> float:
        """Share of rows in `of` that are in `mask`; 0 when `of` is empty."""
        whole = self.count(of)
        return self.count(mask & of) / whole if whole else 0.0

    def listed(self, mask: Mask, limit: int = 20) -> dict[str, int]:
        """The commonest masked values with their counts."""
        places = np.flatnonzero(mask)
        places = places[np.argsort(-self.counts[places], kind="stable")][:limit]
        return {self.values[int(place)].as_py(): int(self.counts[place]) for place in places}


def distinct(name: str, column: pa.ChunkedArray, row_numbers: npt.NDArray[np.int64]) -> Texts:
    """The distinct trimmed texts of a column of strings or dictionary-encoded strings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = _encoded(column)
    trimmed = pc.utf8_trim_whitespace(encoded.dictionary)
    changed = pc.not_equal(trimmed, encoded.dictionary).to_numpy(zero_copy_only=False)
    indices = pc.fill_null(encoded.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
    counts = np.bincount(indices[indices >= 0], minlength=len(trimmed)).astype(np.int64)
    spaced = int(counts[changed].sum())
    if changed.any():
        again = trimmed.dictionary_encode()
        places = again.indices.to_numpy(zero_copy_only=False).astype(np.int32)
        trimmed = again.dictionary
        indices = np.append(places, np.int32(-1))[indices]
        counts = np.bincount(indices[indices >= 0], minlength=len(trimmed)).astype(np.int64)
    return Texts(name, trimmed, indices, counts, row_numbers, spaced)


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    else:
        column = column.dictionary_encode()
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # no chunk at all stays chunked
        return pa.array([], pa.string()).dictionary_encode()
    return whole
