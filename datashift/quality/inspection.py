"""What every check looks at: the table, where and when it should lie, and its values once each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datashift.quality import points
from datashift.quality.alike import bare
from datashift.tables.table import Column, Table

if TYPE_CHECKING:
    from datashift.sdg.area import Area

# Letters that a value has on average.
PROSE = 100

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Distinct:
    """The different values of a column.

    Args:
        values: each value once, nulls left out.
        counts: how many rows have it.
        places: for each row the position of its value in `values`, -1 where it is missing.
    """

    values: pa.Array
    counts: Integers
    places: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def present(self) -> int:
        """Rows that have a value."""
        return int(self.counts.sum())

    @property
    def is_text(self) -> bool:
        kind = self.values.type
        return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))

    @cached_property
    def texts(self) -> list[str]:
        """The values of a text column."""
        return cast("list[str]", self.values.to_pylist())

    @cached_property
    def is_prose(self) -> bool:
        """Whether the values are sentences rather than names or categories."""
        length = pc.mean(pc.utf8_length(self.values)).as_py() if self.is_text else 0
        return (length or 0) > PROSE

    @cached_property
    def bare(self) -> list[str]:
        """The values of a text column without case, accents, spaces and idle marks."""
        return [bare(text) for text in self.texts]

    def rows_of(self, chosen: Mask) -> Mask:
        """The rows whose value is chosen; `chosen` has one entry per value."""
        return np.append(chosen, False)[self.places]


@dataclass(frozen=True)
class Inspection:
    """A table under check.

    Args:
        table: the table.
        today: the day on which a later date lies in the future.
        country: where the rows should lie, or None when nobody said.
        longitude, latitude: the columns of the point, or None to look for them by heading.
    """

    table: Table
    today: date
    country: Area | None = None
    longitude: str | None = None
    latitude: str | None = None
    _made: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.table)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.table.columns

    def once(self, name: str, column: str, make: Callable[[], _Made]) -> _Made:
        """What `make` gives, made a single time for that column."""
        key = (name, column)
        if key not in self._made:
            self._made[key] = make()
        return cast(_Made, self._made[key])

    def distinct(self, column: str) -> Distinct:
        """The different values of a column."""
        return self.once("distinct", column, lambda: _distinct(self.table.data.column(column)))

    def numbers(self, column: str) -> Numbers:
        """A numeric column as floats, NaN where it is missing or infinite."""
        return self.once("numbers", column, lambda: _numbers(self.table.data.column(column)))

    def missing(self, column: str) -> Mask:
        """Which rows have no value in the column."""
        return cast(
            Mask,
            self.table.data.column(column).is_null().to_numpy(),
        )

    @cached_property
    def points(self) -> tuple[points.Point, ...]:
        """The pairs of columns that hold a longitude and a latitude."""
        if self.longitude is not None and self.latitude is not None:
            return (points.Point(self.longitude, self.latitude),)
        return points.find(self.columns)

    @cached_property
    def point_columns(self) -> frozenset[str]:
        return frozenset(
            name for point in self.points for name in (point.longitude, point.latitude)
        )

    @cached_property
    def _row_numbers(self) -> Integers:
        return cast(Integers, self.table.row_numbers.to_numpy(zero_copy_only=False))

    def rows(self, chosen: Mask) -> tuple[int, ...]:
        """File row numbers of the chosen rows."""
        return tuple(self._row_numbers[chosen].tolist())


def _distinct(values: pa.ChunkedArray) -> Distinct:
    array = values.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # a column without any chunk stays chunked
        array = pa.concat_arrays(array.chunks) if array.chunks else pa.array([], values.type)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()  # a dictionary may hold a value twice, or unused
    encoded = array.dictionary_encode()
    places = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    counts = np.bincount(places[places >= 0], minlength=len(encoded.dictionary))
    return Distinct(encoded.dictionary, counts.astype(np.int64), places)


def _numbers(values: pa.ChunkedArray) -> Numbers:
    floats = cast(Numbers, pc.cast(values, pa.float64()).to_numpy())
    return np.where(np.isfinite(floats), floats, np.nan)
