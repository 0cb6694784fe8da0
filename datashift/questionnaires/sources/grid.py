"""Tables of an export as text, cell by cell: nothing is guessed of what a cell means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from datashift.kit.cells import plain
from datashift.kit.problem import Problem
from datashift.questionnaires.sources.bundle import Bundle
from datashift.tables import dialect, spreadsheet
from datashift.tables.limits import Limits
from datashift.tables.raw import Request

_SAMPLE = 64 << 10
_CELL = 4 << 20
LIMITS = Limits(columns=16_384)
_WORKBOOKS = {b"PK": "zip", b"\xd0\xcf\x11\xe0": "ole"}


@dataclass(frozen=True)
class Grid:
    """One table.

    Args:
        file: name of the file, as the person knows it.
        sheet: name of the sheet, or the file's name without its ending.
        heading: of each column, as written; without the spaces around it.
        rows: each with its number in the file (heading = 1), as wide as the heading.
    """

    file: str
    sheet: str
    heading: tuple[str, ...]
    rows: Sequence[tuple[int, tuple[str, ...]]]

    def column(self, name: str) -> int:
        """Where a column stands; -1 where there is none."""
        return self.heading.index(name) if name in self.heading else -1


def grids(bundle: Bundle, part: str) -> tuple[Grid, ...]:
    """The tables of a file: one of a CSV, each sheet with something in it of a workbook.

    Raises:
        Problem: it is no table, damaged, or too large.
    """
    head = bundle.head(part)
    for mark, form in _WORKBOOKS.items():
        if head.startswith(mark):
            return tuple(_sheets(bundle, part, form))
    return (_delimited(bundle, part),)


def _delimited(bundle: Bundle, part: str) -> Grid:
    name = PurePosixPath(part).name
    text = _decoded(bundle.read(part))
    found = dialect.detect(text[:_SAMPLE].splitlines(keepends=True))
    csv.field_size_limit(_CELL)
    try:
        # An apostrophe before a sign is no part of the text: it keeps spreadsheets from running it.
        lines = [[plain(cell) for cell in row] for row in found.rows(io.StringIO(text, newline=""))]
    except csv.Error as error:
        raise Problem(
            "The table cannot be split into columns", file=name, code="source.broken"
        ) from error
    return _grid(name, PurePosixPath(part).stem, lines)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # Excel on Windows saves CSV so


def _sheets(bundle: Bundle, part: str, form: str) -> Iterator[Grid]:
    name = PurePosixPath(part).name
    with TemporaryDirectory() as folder:
        place = bundle.path
        if not place.is_file() or bundle.parts != (part,):
            place = Path(folder) / "book"
            place.write_bytes(bundle.read(part))
        try:
            request = Request(place, name, place.stat().st_size, limits=LIMITS)
            for sheet, lines in spreadsheet.texts(request, form):
                if lines:
                    yield _grid(name, sheet, lines)
        except Problem as problem:
            problem.file = problem.file or name
            raise


def _grid(name: str, sheet: str, lines: Sequence[Sequence[str]]) -> Grid:
    if not lines:
        raise Problem("The table is empty", file=name, code="source.empty")
    heading = tuple(cell.strip().lstrip("\ufeff") for cell in lines[0])
    while heading and not heading[-1]:
        heading = heading[:-1]
    width = len(heading)
    if width > LIMITS.columns:
        raise Problem("The table has too many columns", file=name, code="source.too_wide")
    rows = [
        (number, tuple(cell.strip() for cell in (*line[:width], *[""] * (width - len(line)))))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    return Grid(name, sheet, heading, rows)
