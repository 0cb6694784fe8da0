"""What the XML of a sheet says that the parser does not tell: extent and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from datashift.tables.archive import Archive

_SEAM = 4096  # a tag cut by a block's end is looked at with the next block
_CELL = re.compile(
    rb'<c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*?(/|></c|><v\s*/|><v></v)?>(<f\b)?'
)
_ODS_ROW = re.compile(
    rb"<table:table-row\b([^<>]*)>|<(table:table-cell|table:covered-table-cell)\b([^<>]*?)(/?)>"
    rb"|(</table:table>)"
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')
LISTED = 100_000


@dataclass(frozen=True)
class Extent:
    """How far a sheet's cells with something in them reach, and which rows hold formulas.

    Args:
        rows: last row with a value.
        first: first column with a value, counted from 1.
        columns: last column with a value.
        formulas: how many cells are formulas.
        formula_rows: rows with formulas, at most 100,000 of them.
    """

    rows: int
    first: int
    columns: int
    formulas: int
    formula_rows: tuple[int, ...]


def xlsx_extent(archive: Archive, part: str) -> Extent:
    """Scan the XML of one XLSX sheet."""
    last = columns = formulas = 0
    first = 1 << 20
    rows: set[int] = set()
    for match in _matches(archive.blocks(part), _CELL):
        if match[3]:
            continue  # a style without a value, in any of its spellings
        row, column = int(match[2]), _column(match[1])
        last, columns, first = max(last, row), max(columns, column), min(first, column)
        if match[4]:
            formulas += 1
            if len(rows) < LISTED:
                rows.add(row)
    return Extent(last, first if last else 1, columns, formulas, tuple(sorted(rows)))


def ods_extents(archive: Archive) -> tuple[Extent, ...]:
    """Scan the sheets of an ODS file, counting repeated rows and cells without unfolding them."""
    found: list[Extent] = []
    scan = _OdsScan()
    for match in _matches(archive.blocks("content.xml"), _ODS_ROW):
        if match[5]:
            found.append(scan.extent())
            scan = _OdsScan()
        elif match[2]:
            scan.cell(match[3], bool(match[4]))
        else:
            scan.next_row(match[1])
    return tuple(found)


class _OdsScan:
    """Where the values of one ODS sheet have been seen so far."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.height = 1
        self.rows = self.columns = self.formulas = 0
        self.first = 1 << 20
        self.formula_rows: list[int] = []

    def next_row(self, attributes: bytes) -> None:
        self.row += self.height if self.row else 1
        self.height = _times(attributes)
        self.column = 0

    def cell(self, attributes: bytes, closed: bool) -> None:
        start = self.column + 1
        self.column += _times(attributes)
        if closed and b"value" not in attributes:
            return
        self.rows = max(self.rows, self.row + self.height - 1)
        self.columns, self.first = max(self.columns, self.column), min(self.first, start)
        if b"table:formula=" in attributes:
            self.formulas += 1
            if len(self.formula_rows) < LISTED:
                self.formula_rows.append(self.row)

    def extent(self) -> Extent:
        rows = tuple(sorted(set(self.formula_rows)))
        return Extent(self.rows, self.first if self.rows else 1, self.columns, self.formulas, rows)


def _matches(blocks: Iterator[bytes], pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Every match in a stream; a tag across two blocks is found once."""
    left = b""
    for block in blocks:
        text = left + block
        cut = text.rfind(b"<", max(0, len(text) - _SEAM))
        before = text.rfind(b"<", 0, cut) if cut > 0 else -1
        cut = before if before > 0 else cut
        if cut <= 0:
            cut = len(text)
        yield from pattern.finditer(text, 0, cut)
        left = text[cut:]
    yield from pattern.finditer(left)


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
