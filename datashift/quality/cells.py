"""Cells of a column found and changed; columns stay as they were typed where they can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datashift.tables.table import Kind

_Mask = npt.NDArray[np.bool_]


def matching(column: pa.ChunkedArray, values: Iterable[object]) -> _Mask:
    """Which cells hold one of the values; a number also as its text, "0" or "0.0" for 0."""
    kind = _plain(column.type)
    wanted = [value for value in (_as(value, kind) for value in values) if value is not None]
    found = pc.is_in(_decoded(column), value_set=pa.array(wanted, kind))
    mask: _Mask = found.to_numpy()
    return mask


def blanked(column: pa.ChunkedArray, chosen: _Mask) -> pa.ChunkedArray:
    """The column with the chosen cells missing."""
    return pc.if_else(pa.array(chosen), pa.scalar(None, column.type), column)


def replaced(
    column: pa.ChunkedArray, mapping: Mapping[str, object], chosen: _Mask
) -> pa.ChunkedArray:
    """The column with the chosen cells replaced as the mapping says; None makes them missing.

    Becomes a column of text when a replacement does not fit the column's type.
    """
    kind = _plain(column.type)
    values = _decoded(column)
    if any(new is not None and _as(new, kind) is None for new in mapping.values()):
        kind, values = pa.string(), _as_text(values)
    keys = [(_as(old, kind), new) for old, new in mapping.items()]
    pairs = [(old, None if new is None else _as(new, kind)) for old, new in keys if old is not None]
    places = pc.index_in(values, value_set=pa.array([old for old, _ in pairs], kind))
    news = pc.take(pa.array([new for _, new in pairs], kind), places)
    return pc.if_else(pa.array(chosen), news, values)


def exchanged(
    left: pa.ChunkedArray, right: pa.ChunkedArray, chosen: _Mask
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Two numeric columns with the chosen cells exchanged."""
    if left.type != right.type:
        left, right = pc.cast(left, pa.float64()), pc.cast(right, pa.float64())
    mask = pa.array(chosen)
    return pc.if_else(mask, right, left), pc.if_else(mask, left, right)


def day_and_month_open(column: pa.ChunkedArray) -> _Mask:
    """Which dates could be read with day and month exchanged, and would then differ."""
    day, month = pc.day(column), pc.month(column)
    mask: _Mask = pc.fill_null(
        pc.and_(pc.less_equal(day, 12), pc.not_equal(day, month)), False
    ).to_numpy()
    return mask


def day_and_month_exchanged(column: pa.ChunkedArray, chosen: _Mask) -> pa.ChunkedArray:
    """The dates with day and month exchanged in the chosen cells; the time of day stays."""
    days = pc.cast(column, pa.date32()).cast(pa.int32()).fill_null(0).to_numpy().astype(np.int64)
    moments = days.astype("datetime64[D]")
    months = moments.astype("datetime64[M]")
    years = moments.astype("datetime64[Y]")
    day = (moments - months).astype(np.int64)
    month = (months - years.astype("datetime64[M]")).astype(np.int64)
    other = (years.astype("datetime64[M]") + day).astype("datetime64[D]") + month
    shift = np.where(chosen, other.astype(np.int64) - days, 0)
    if pa.types.is_date(column.type):
        moved = pa.array((days + shift).astype("datetime64[D]"), pa.date32()).cast(column.type)
        return pc.if_else(pa.array(chosen), moved, column)
    return pc.add(column, pa.array(shift.astype("timedelta64[D]").astype("timedelta64[s]")))


def kind_of(arrow: pa.DataType, before: Kind) -> Kind:
    """What a column holds after a change: as before, unless it became text."""
    plain = _plain(arrow)
    if pa.types.is_string(plain) or pa.types.is_large_string(plain):
        return "text"
    if pa.types.is_floating(plain) and before == "integer":
        return "number"
    return before


def _plain(arrow: pa.DataType) -> pa.DataType:
    return arrow.value_type if pa.types.is_dictionary(arrow) else arrow


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column, _plain(column.type))


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """As a person would write the values: 3, not 3.0."""
    if pa.types.is_floating(column.type):
        whole = pc.equal(column, pc.floor(column))
        integers = pc.cast(pc.cast(pc.if_else(whole, column, 0.0), pa.int64()), pa.string())
        return pc.if_else(whole, integers, pc.cast(column, pa.string()))
    return pc.cast(column, pa.string())


def _as(value: Any, kind: pa.DataType) -> Any:
    """The value as a column of that type holds it; None when it cannot hold it."""
    if value is None:
        return None
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return str(value)
    if pa.types.is_boolean(kind):
        return {"true": True, "false": False}.get(str(value).casefold())
    try:
        if pa.types.is_integer(kind):
            number = float(value)
            return int(number) if number == int(number) else None
        if pa.types.is_floating(kind):
            return float(value)
        return pa.scalar(str(value)).cast(kind).as_py()
    except (ValueError, OverflowError, pa.ArrowException):
        return None
