"""The values of a text column told apart: nothing, declared missing, markers, answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datashift.tables import missing
from datashift.tables.arrays import Mask
from datashift.tables.texts import Texts

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Answers:
    """Masks over the distinct values of a column: empty, declared, a marker, or given.

    Args:
        empty: nothing between the delimiters.
        declared: declared missing by whoever brings the file.
        markers: usual marks of a missing answer.
        nothing: markers that only programs write, believed in any column.
        given: everything else.
        places: where `given` is true.
        values: the given answers.
    """

    texts: Texts
    empty: Mask
    declared: Mask
    markers: Mask
    nothing: Mask
    given: Mask
    places: npt.NDArray[np.intp]
    values: pa.StringArray

    @classmethod
    def of(cls, texts: Texts, declared_missing: Sequence[str]) -> Answers:
        """Tell the values of a column apart."""
        import pyarrow as pa
        import pyarrow.compute as pc

        empty: Mask = pc.equal(texts.values, "").to_numpy(zero_copy_only=False)
        words = frozenset(word.strip().lower() for word in declared_missing)
        declared = missing.markers(texts.values, words) & ~empty if words else empty & False
        markers = missing.markers(texts.values, missing.IN_NUMBERS) & ~declared
        nothing = missing.by_programs(texts.values) & ~declared
        markers |= nothing
        given = ~(empty | declared | markers)
        values = texts.values.filter(pa.array(given))
        return cls(texts, empty, declared, markers, nothing, given, np.flatnonzero(given), values)

    def full(self, mask: Mask) -> Mask:
        """A mask over the given answers as a mask over all distinct values."""
        full = np.zeros(len(self.texts.values), dtype=bool)
        full[self.places] = mask
        return full

    def share(self, mask: Mask) -> float:
        """Share of the rows with an answer whose answer is in the mask over all values."""
        return self.texts.share(mask, self.given)

    def sample(self, size: int) -> pa.StringArray:
        """About so many of the given answers, spread evenly."""
        return self.values[:: max(1, len(self.values) // size)]

    def spread_values(
        self, values: npt.NDArray[np.generic], reads: Mask
    ) -> tuple[npt.NDArray[np.generic], Mask]:
        """What each row holds, from one value per given answer, and which rows hold nothing."""
        full = np.zeros(len(self.texts.values) + 1, dtype=values.dtype)
        full[self.places] = values
        return full[self.texts.indices], ~self.texts.spread(reads)
