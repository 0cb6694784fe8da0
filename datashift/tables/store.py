"""Tables kept as Parquet with all that is known about them beside it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Repair, Severity
from datashift.tables.table import Column, Source, Table

if TYPE_CHECKING:
    import pyarrow as pa

ABOUT = "table.json"
_VERSION = 1
_GROUP = 50_000  # rows read at once when only some are wanted


def store(table: Table, folder: Path) -> Path:
    """Keep a table in a folder: typed Parquet, its row numbers, and `table.json`.

    Files are named by their content and `table.json` is put in place last, in one step, so that a
    reader sees the table before or after, never between.

    Returns:
        the folder.
    """
    import pyarrow as pa

    folder.mkdir(parents=True, exist_ok=True)
    rows = pa.table({"row": table.row_numbers})
    files = {
        "data": _put(folder, "data", lambda path: _write(table.data, path)),
        "rows": _put(folder, "rows", lambda path: _write(rows, path)),
    }
    about = {
        "version": _VERSION,
        "files": files,
        "source": asdict(table.source),
        "columns": [asdict(column) for column in table.columns],
        "flags": [asdict(flag) for flag in table.flags],
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    _replace(folder / ABOUT, lambda path: path.write_bytes(text.encode("utf-8", "surrogatepass")))
    for old in folder.glob("*.parquet"):
        if old.name not in files.values():
            old.unlink(missing_ok=True)
    return folder


def load(folder: Path) -> Table:
    """The table kept in a folder.

    Raises:
        Problem: there is none.
    """
    import pyarrow.parquet as parquet

    try:
        about = json.loads((folder / ABOUT).read_bytes().decode("utf-8", "surrogatepass"))
        data = parquet.read_table(folder / about["files"]["data"])
        rows = parquet.read_table(folder / about["files"]["rows"])
    except (OSError, ValueError, KeyError) as error:
        raise Problem("The stored table is not there or damaged", code="store.absent") from error
    numbers = rows.column("row").combine_chunks()
    return Table(
        data=data,
        columns=tuple(Column(**column) for column in about["columns"]),
        flags=tuple(_flag(flag) for flag in about["flags"]),
        source=Source(**about["source"]),
        row_numbers=numbers,
    )


def _write(data: pa.Table, path: Path) -> None:
    import pyarrow.parquet as parquet

    parquet.write_table(data, path, compression="zstd", row_group_size=_GROUP)


def _put(folder: Path, stem: str, write: Callable[[Path], object]) -> str:
    """Write a file under a name that carries its hash; returns the name."""
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    os.close(handle)
    path = Path(temporary)
    try:
        write(path)
        with path.open("rb") as file:
            name = f"{stem}-{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}.parquet"
        path.replace(folder / name)
    finally:
        path.unlink(missing_ok=True)
    return name


def _replace(target: Path, write: Callable[[Path], object]) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    os.close(handle)
    path = Path(temporary)
    try:
        write(path)
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


def _flag(stored: Mapping[str, Any]) -> Flag:
    values = dict(stored)
    values["severity"] = Severity(values["severity"])
    values["rows"] = tuple(values["rows"])
    values["repairs"] = tuple(
        Repair(**{**repair, "rows": tuple(repair["rows"])}) for repair in values["repairs"]
    )
    return Flag(**values)
