"""A typed table that remembers where each value stood in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from datashift.tables.flag import Flag

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["text", "integer", "number", "date", "datetime", "boolean", "geometry"]


@dataclass(frozen=True)
class Column:
    """One column: how it is called, what it holds, how sure we are.

    Args:
        name: heading as used everywhere, stripped and made unique within the table.
        written: heading as written in the file.
        position: 1-based column position in the file.
        kind: what the values are.
        confidence: share (0-1) of the non-missing values that read as `kind`.
        missing: number of missing values.
        label: a longer description the file carries (SPSS, Stata), or "".
        codes: value labels the file carries (SPSS, Stata), code to label.
    """

    name: str
    written: str
    position: int
    kind: Kind
    confidence: float
    missing: int
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """The file a table was read from.

    Args:
        name: the file's name without its folder.
        sha256: hash of the bytes as they came.
        size: bytes.
        format: "csv", "xlsx", "ods", "json", "geojson", "parquet", "spss", "stata", "sdmx",
            "xml".
        details: what was found out about it: encoding, delimiter, decimal mark, sheet, ...
    """

    name: str
    sha256: str
    size: int
    format: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A typed table. Missing values are Arrow nulls; text columns may be dictionary-encoded.

    Args:
        data: the values, one Arrow column per `columns` entry, in the same order and names.
        columns: what each column is.
        flags: what was assumed while reading.
        source: the file.
        row_numbers: file row number (heading = 1) of each row of `data`, an int64 Arrow array.
    """

    data: pa.Table
    columns: tuple[Column, ...]
    flags: tuple[Flag, ...]
    source: Source
    row_numbers: pa.Array

    def __len__(self) -> int:
        return int(self.data.num_rows)

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
