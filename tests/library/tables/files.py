"""Small files written for one test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datashift.tables import Flag, Table, read


def written(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    """The content as a file of that name."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table(folder: Path, content: str | bytes, name: str = "file.csv", **options: Any) -> Table:
    """The content read as a table."""
    return read(written(folder, content, name), **options)


def columns(table: Table) -> dict[str, list[Any]]:
    """The values by column, as Python objects."""
    return {name: table.data[name].to_pylist() for name in table.data.column_names}


def kinds(table: Table) -> dict[str, str]:
    """The kind of each column."""
    return {column.name: column.kind for column in table.columns}


def flags(table: Table, code: str, column: str | None = None) -> Sequence[Flag]:
    """The flags with this code, on this column if one is given."""
    return [f for f in table.flags if f.code == code and column in (None, f.column)]


def flag(table: Table, code: str, column: str | None = None) -> Flag:
    """The one flag with this code."""
    found = flags(table, code, column)
    assert len(found) == 1, [f.code for f in table.flags]
    return found[0]
