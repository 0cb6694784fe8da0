"""Arrow columns in the types that servers know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def plain(data: pa.Table) -> pa.Table:
    """The same values without what servers lack: dictionaries, untyped nulls, unsigned and half
    numbers, seconds and nanoseconds."""
    import pyarrow as pa

    fields = [pa.field(field.name, _plain(field.type)) for field in data.schema]
    return data.cast(pa.schema(fields), safe=False)  # only parts of microseconds are lost


def _plain(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa
    from pyarrow import types

    if types.is_dictionary(kind):
        return _plain(kind.value_type)
    if types.is_null(kind):
        return pa.float64()
    if types.is_large_string(kind):
        return pa.string()
    if types.is_uint64(kind):
        return pa.decimal128(20, 0)
    if types.is_unsigned_integer(kind):
        return pa.int64()
    if types.is_float16(kind):
        return pa.float32()
    if types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    return kind
