"""A few rows of a stored table, without opening the rest of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.tables.store import ABOUT

if TYPE_CHECKING:
    import pyarrow as pa


def some_rows(folder: Path, start: int, count: int) -> tuple[pa.Table, list[int]]:
    """Rows `start` to `start + count` of the table kept in a folder, and their row numbers.

    Raises:
        Problem: there is none.
    """
    try:
        files = json.loads((folder / ABOUT).read_bytes().decode("utf-8", "surrogatepass"))["files"]
        rows = _slice(folder / files["rows"], start, count)
        return _slice(folder / files["data"], start, count), rows.column("row").to_pylist()
    except (OSError, ValueError, KeyError) as error:
        raise Problem("The stored table is not there or damaged", code="store.absent") from error


def _slice(path: Path, start: int, count: int) -> pa.Table:
    """Only the row groups that hold the rows are read."""
    import pyarrow.parquet as parquet

    with parquet.ParquetFile(path) as file:
        groups: list[int] = []
        first = begun = 0
        for number in range(file.num_row_groups):
            ends = begun + file.metadata.row_group(number).num_rows
            if begun < start + count and ends > start:
                first = begun if not groups else first
                groups.append(number)
            begun = ends
        return file.read_row_groups(groups).slice(start - first, count)
