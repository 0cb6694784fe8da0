"""Columns that a format has typed itself: spreadsheets, Parquet, SPSS, Stata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datashift.tables.flag import Flag, Severity
from datashift.tables.types import Inferred

if TYPE_CHECKING:
    import pyarrow as pa

_EXACT = 2.0**53  # whole numbers below are exact in a spreadsheet's floating-point cells


def is_text(type_: pa.DataType) -> bool:
    """Whether values of this Arrow type are text that is still to be read."""
    import pyarrow.types as pt

    if pt.is_dictionary(type_):
        return bool(pt.is_string(type_.value_type))
    return bool(pt.is_string(type_))


def infer(name: str, column: pa.ChunkedArray) -> Inferred:
    """Keep the type that the file gives, in the few types that a table has."""
    import pyarrow as pa
    import pyarrow.types as pt

    values = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(values, pa.ChunkedArray):
        values = pa.array([], values.type)
    kind = values.type
    if pt.is_boolean(kind):
        return Inferred(values, "boolean", 1.0)
    if pt.is_integer(kind) and kind != pa.uint64():
        return Inferred(values.cast(pa.int64()), "integer", 1.0)
    if pt.is_floating(kind) or pt.is_decimal(kind) or pt.is_integer(kind):
        return _number(values)
    if pt.is_date(kind):
        return Inferred(values.cast(pa.date32()), "date", 1.0)
    if pt.is_timestamp(kind):
        return _moment(name, values)
    if pt.is_null(kind):
        return Inferred(pa.nulls(len(values), pa.string()), "text", 1.0)
    return Inferred(values.cast(pa.string()), "text", 1.0)


def _number(values: pa.Array) -> Inferred:
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = values.cast(pa.float64(), safe=False)
    numbers = pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))
    whole = pc.all(
        pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(pc.abs(numbers), _EXACT))
    ).as_py()
    if whole and numbers.null_count < len(numbers):
        return Inferred(numbers.cast(pa.int64()), "integer", 1.0)
    return Inferred(numbers, "number", 1.0)


def _moment(name: str, values: pa.Array) -> Inferred:
    import pyarrow as pa
    import pyarrow.compute as pc

    flags: tuple[Flag, ...] = ()
    if values.type.tz is not None:
        zone = values.type.tz
        values = pc.local_timestamp(values)
        flags = (
            Flag(
                code="dates.offset",
                severity=Severity.NOTE,
                message=f'"{name}" carries a time zone ({zone}); the clock times there are kept.',
                column=name,
                values={"offsets": [zone]},
            ),
        )
    moments = values.cast(pa.timestamp("us"), safe=False)
    days = moments.cast(pa.date32(), safe=False)
    if pc.all(pc.equal(days.cast(pa.timestamp("us")), moments)).as_py() in (True, None):
        return Inferred(days, "date", 1.0, flags)
    return Inferred(moments, "datetime", 1.0, flags)
