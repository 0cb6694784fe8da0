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
from datashift.tables import archive, dialect
from datashift.tables.limits import Limits
from datashift.tables.raw import Request

_SAMPLE = 64 << 10
_CELL = 4 << 20
LIMITS = Limits(columns=16_384)


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
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return tuple(_sheets(bundle, part))
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


def _sheets(bundle: Bundle, part: str) -> Iterator[Grid]:
    import fastexcel

    name = PurePosixPath(part).name
    with TemporaryDirectory() as folder:
        place = bundle.path
        if not place.is_file() or bundle.parts != (part,):
            place = Path(folder) / "book"
            place.write_bytes(bundle.read(part))
        if bundle.head(part).startswith(b"PK"):
            archive.open_safely(
                Request(place, name, place.stat().st_size, limits=LIMITS)
            ).zip.close()
        try:
            book = fastexcel.read_excel(place)
            for sheet in book.sheet_names:
                opened = book.load_sheet(sheet, header_row=None, dtypes="string").to_arrow()
                columns = [column.to_pylist() for column in opened.columns]
                lines = [[cell or "" for cell in line] for line in zip(*columns, strict=True)]
                if lines:
                    yield _grid(name, sheet, lines)
        except fastexcel.FastExcelError as error:
            raise Problem(
                "The spreadsheet is damaged or protected by a password",
                file=name,
                do="Export it again",
                code="source.damaged",
            ) from error


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
