"""Small tables for tests, written as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from datashift.quality import check
from datashift.tables.flag import Flag
from datashift.tables.table import Column, Kind, Source, Table

TODAY = date(2025, 3, 1)


def table(columns: Mapping[str, Sequence[Any] | pa.Array]) -> Table:
    """A table of these columns, as if read from a file whose heading is row 1."""
    arrays = {
        name: values if isinstance(values, pa.Array) else pa.array(list(values))
        for name, values in columns.items()
    }
    arrays = {
        name: array.cast(pa.string()) if pa.types.is_null(array.type) else array
        for name, array in arrays.items()
    }
    data = pa.table(arrays)
    described = tuple(
        Column(name, name, position, _kind(array.type), 1.0, array.null_count)
        for position, (name, array) in enumerate(arrays.items(), start=1)
    )
    rows = pa.array(range(2, data.num_rows + 2), pa.int64())
    return Table(data, described, (), Source("by hand", "", 0, "csv"), rows)


def flags(columns: Mapping[str, Sequence[Any] | pa.Array], **given: Any) -> tuple[Flag, ...]:
    """The flags on such a table."""
    return check(table(columns), **{"today": TODAY, **given})


def codes(found: Iterable[Flag]) -> list[str]:
    """The codes of the flags, sorted."""
    return sorted(flag.code for flag in found)


def the(found: Iterable[Flag], code: str, column: str | None = None) -> Flag:
    """The one flag of that code."""
    (flag,) = (flag for flag in found if flag.code == code and column in (None, flag.column))
    return flag


def days(*written: str) -> list[date]:
    """Days written as 2024-12-31."""
    return [date.fromisoformat(day) for day in written]


def moments(*written: str) -> list[datetime]:
    """Moments written as 2024-12-31T10:00."""
    return [datetime.fromisoformat(moment) for moment in written]


def _kind(arrow: pa.DataType) -> Kind:
    if pa.types.is_dictionary(arrow) or pa.types.is_string(arrow):
        return "text"
    if pa.types.is_boolean(arrow):
        return "boolean"
    if pa.types.is_integer(arrow):
        return "integer"
    if pa.types.is_floating(arrow):
        return "number"
    return "date" if pa.types.is_date(arrow) else "datetime"
