"""A column's text as it stands in the file, where a typed reading would lose something."""

from __future__ import annotations

from pathlib import Path

from datashift.tables.limits import Limits
from datashift.tables.native import is_text
from datashift.tables.raw import Request
from datashift.tables.read import _raw
from datashift.tables.table import Table


def written(path: Path, table: Table, column: str, *, limits: Limits | None = None) -> list[str]:
    """The text of every row of a column of a table read from that path, "" where there is none.

    For bounds such as "<2.5" in a column of numbers.

    Raises:
        KeyError: there is no such column.
    """
    limits = limits or Limits()
    request = Request(path, table.source.name, path.stat().st_size, limits=limits)
    raw, _ = _raw(request)
    position = table.column(column).position
    field = next(
        field for place, field in enumerate(raw.fields, 1) if (field.position or place) == position
    )
    values = field.values if is_text(field.values.type) else field.values.cast("string")
    return [str(value).strip() if value is not None else "" for value in values.to_pylist()]
