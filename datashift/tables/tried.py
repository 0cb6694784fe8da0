"""Workbooks by a native parser, each opened in a process of its own first.

The parser lays out every cell between the first and the last of a sheet at once, and a process that
cannot get so much memory is ended, whatever Python would catch. What it does in the bounded process
it does in the next one too.

Started as ``python -m datashift.tables.tried FILE [SHEET]``; writes one JSON document.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from datashift.kit import bounded
from datashift.kit.problem import Problem
from datashift.tables import archive
from datashift.tables.limits import Limits

MEMORY = 2 << 30
SECONDS = 60  # of the processor
_BEFORE = 256 << 20  # memory that the process has, or may need, before it reads any file
_EACH = 60  # bytes of memory for each of the file's: what its cells need when it is full
LIGHT = 4_000_000  # cells that any sheet may be laid out over
THIN = 20  # cells for each byte of the file; a full table has one or two
_SECTOR = 4096


class TriedWorkbook:
    """An XLSX, XLSB, ODS or XLS file.

    Args:
        whole: its sheets are unfolded together when it is opened, as those of ODS and XLS are.

    Raises:
        Problem: it takes too much to open, a password, damage.
    """

    def __init__(self, path: Path, limits: Limits, *, whole: bool) -> None:
        import fastexcel

        # It warns of every empty column; that an empty column has no type is no news.
        logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)
        self._path, self._limits, self._whole = path, limits, whole
        self._tried: set[str] = set()
        if whole:
            _tried(path, limits)
        self._book = native(fastexcel.read_excel, _source(path))
        self.names: tuple[str, ...] = tuple(self._book.sheet_names)

    def load(self, name: str, **how: Any) -> Any:
        """A sheet without a heading, as `fastexcel.ExcelReader.load_sheet` loads it.

        Raises:
            fastexcel.UnsupportedColumnTypeCombinationError: a column needs to be loaded as text.
            Problem: it takes too much, or is damaged.
        """
        if not self._whole and name not in self._tried:
            _tried(self._path, self._limits, name)
            self._tried.add(name)
        return native(self._book.load_sheet, name, header_row=None, **how)


def native(call: Any, *args: Any, **kwargs: Any) -> Any:
    """Call the native parser; whatever it stumbles over is a damaged file."""
    import fastexcel

    try:
        return call(*args, **kwargs)
    except fastexcel.UnsupportedColumnTypeCombinationError:
        raise
    except BaseException as error:
        # A panic of the native code derives from BaseException.
        panic = type(error).__name__ == "PanicException"
        if not panic and not isinstance(error, Exception):
            raise
        raise _unread(str(error)) from error


def _unread(error: str) -> Problem:
    said = error.lower()
    if "password" in said:
        return archive.locked()
    return _too_much() if "limit exceeded" in said else archive.damaged()


def _tried(path: Path, limits: Limits, *sheet: str) -> None:
    try:
        answer = bounded.ask("datashift.tables.tried", str(path), *sheet, seconds=4 * SECONDS)
    except bounded.Ended as error:
        raise _too_much() from error
    if answer["cells"] is None:
        raise _unread(answer["error"])
    if answer["cells"] > min(limits.cells, max(LIGHT, THIN * path.stat().st_size)):
        raise _too_much()


def _source(path: Path) -> str | bytes:
    """What the parser is given: an XLS file that was cut would stop it hard, so it is filled up."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            return str(path)
    content = path.read_bytes()
    return content + bytes(-len(content) % _SECTOR)


def _too_much() -> Problem:
    return Problem(
        "The spreadsheet takes far more memory or time to open than its table can need",
        do="Delete stray cells far from the table, or bring it as CSV",
        code="file.too_large",
    )


def _opened(path: Path, *named: str) -> dict[str, Any]:
    """How many cells the largest of its sheets, or the sheet that is named, is laid out over."""
    import fastexcel

    try:
        book = fastexcel.read_excel(_source(path))
        sheets = [
            book.load_sheet(name, header_row=None, dtypes="string")
            for name in named or book.sheet_names
        ]
    except BaseException as error:  # noqa: BLE001 - a panic of the native code derives from it
        return {"cells": None, "error": str(error)}
    return {"cells": max((sheet.total_height * sheet.width for sheet in sheets), default=0)}


if __name__ == "__main__":
    _file = Path(sys.argv[1])
    bounded.bind(min(MEMORY, _BEFORE + _EACH * _file.stat().st_size), SECONDS)
    bounded.tell(lambda: _opened(_file, *sys.argv[2:3]))
