"""Columns that tell nothing apart."""

from __future__ import annotations

from collections.abc import Iterator

from datashift.quality.inspection import Inspection
from datashift.quality.offers import drop_column, keep
from datashift.tables.flag import Flag, Severity

_FEW_ROWS = 3


def check(inspection: Inspection) -> Iterator[Flag]:
    """`columns.empty`, `columns.constant`."""
    rows = len(inspection)
    for column in inspection.columns:
        if rows and column.missing == rows:
            yield _flag("columns.empty", column.name, f'"{column.name}" is empty in every row.')
        elif (
            rows >= _FEW_ROWS
            and not column.missing
            and column.kind != "geometry"
            and len(inspection.distinct(column.name)) == 1
        ):
            message = f'"{column.name}" is the same in all {rows:,} rows.'
            yield _flag("columns.constant", column.name, message, rows)


def _flag(code: str, column: str, message: str, rows: int = 0) -> Flag:
    # The value itself stays out of the sentence: it may be a person's.
    return Flag(
        code=code,
        severity=Severity.NOTE,
        message=message,
        column=column,
        count=rows,
        values={"column": column, "count": rows},
        repairs=(keep(code, column), drop_column(code, column)),
    )
