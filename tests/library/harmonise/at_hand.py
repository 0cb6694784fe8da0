"""Small tables for the tests of harmonising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from datashift.harmonise import Harmonised
from datashift.tables import Column, Flag, Kind, Source, Table

_KINDS: dict[type, Kind] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
    datetime: "datetime",
    date: "date",
}


def the(columns: Mapping[str, Sequence[Any]] | pa.Table) -> Table:
    """A table as the reader would give it; text is dictionary-encoded as it is there."""
    data = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    described = []
    for position, name in enumerate(data.column_names, start=1):
        values = data[name].to_pylist()
        kinds = [_KINDS[type(value)] for value in values if value is not None]
        kind = kinds[0] if kinds else "text"
        described.append(Column(name, name, position, kind, 1.0, values.count(None)))
        if pa.types.is_string(data[name].type):
            encoded = data[name].dictionary_encode()
            data = data.set_column(position - 1, name, encoded)
    numbers = pa.array(range(2, data.num_rows + 2), pa.int64())
    return Table(data, tuple(described), (), Source("rows.csv", "0" * 64, 1, "csv"), numbers)


def column(found: Harmonised, name: str) -> list[Any]:
    """The values of one column."""
    values: list[Any] = found.data[name].to_pylist()
    return values


def flag(flags: Sequence[Flag], code: str) -> Flag:
    """The only flag of that code."""
    (found,) = [one for one in flags if one.code == code]
    return found


def codes(flags: Sequence[Flag]) -> set[str]:
    """The codes of flags."""
    return {one.code for one in flags}
