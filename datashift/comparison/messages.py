"""What an SDMX message says of its own columns: labels beside codes, and what makes no group.

In SDMX-CSV the columns of the message come first, then dimensions, measures and attributes (SDMX-CSV
1.0 and 2.0); labels stand in the cells ("KEN: Kenya") or in columns of their own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datashift import sdg
from datashift.tables.table import Column, Table

if TYPE_CHECKING:
    import pyarrow as pa

_OF_MESSAGE = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION")
_CODE = re.compile(r"([A-Z][A-Z0-9_@$-]*)(?:\[.*\])?(?:: .+)?")
_VALUE = "OBS_VALUE"
_SERIES = ("SERIES", "INDICATOR")
_WORDS = "SERIES_DESC"


def coded(table: Table) -> tuple[Table, frozenset[str]]:
    """A message with its codes alone, and its attributes; of another table itself and nothing.

    The words of a series are kept, as "SERIES_DESC".
    """
    names = table.data.column_names
    if not names or _code(names[0]) not in _OF_MESSAGE[:2]:
        return table, frozenset(table.source.details.get("attributes", ()))
    data: dict[str, pa.ChunkedArray] = {}
    columns: list[Column] = []
    for column in table.columns:
        code, values = _code(column.name), table.data[column.name]
        if not code or code in _OF_MESSAGE or code in data:
            continue
        if column.name.startswith(f"{code}: "):
            if code in _SERIES:
                data[_WORDS] = _part(values, r"^.*?: (?P<part>.*)$")
                columns.append(replace(column, name=_WORDS))
            values = _part(values, r"^(?P<part>.*?): .*$")
        data[code] = values
        columns.append(replace(column, name=code))
    import pyarrow as pa

    message = replace(table, data=pa.table(data), columns=tuple(columns))
    return message, _behind_the_value(list(data))


def _behind_the_value(names: list[str]) -> frozenset[str]:
    """Attributes follow the value; a dimension of the SDGs is one wherever it stands."""
    last = names.index(_VALUE) if _VALUE in names else len(names)
    return frozenset(names[last:]) - {each.code for each in sdg.dimensions()}


def _code(heading: str) -> str:
    """The code in "SEX" and "SEX: Sex"; "" of a column of words."""
    found = _CODE.fullmatch(heading)
    return found[1] if found else ""


def _part(values: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    """The part of each text that a pattern names; what is no such text stays."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(values.type):
        values = pc.cast(values, pa.string())
    if not pa.types.is_string(values.type):
        return values
    return pc.coalesce(pc.struct_field(pc.extract_regex(values, pattern), "part"), values)
