"""Text rows read one by one, for files whose rows are not all alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.tables.dialect import Dialect
from datashift.tables.flag import Flag, Repair, Severity
from datashift.tables.layout import Layout
from datashift.tables.limits import Limits
from datashift.tables.raw import Request

if TYPE_CHECKING:
    import pyarrow as pa

_CHUNK = 20_000
_END = "\x1eend of file\x1e"  # a last line of ours: if it does not come back, a quote stayed open


@dataclass(frozen=True)
class Rows:
    """Columns of text with the file row number of each row.

    Args:
        extra: headings of columns beyond the heading row.
    """

    columns: tuple[pa.ChunkedArray, ...]
    row_numbers: pa.Array
    flags: tuple[Flag, ...] = ()
    extra: tuple[str, ...] = ()


@dataclass
class _Chunks:
    """Rows gathered into Arrow columns chunk by chunk, so that Python strings do not pile up."""

    width: int
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    done: list[pa.Table] = field(default_factory=list)
    row_numbers: list[pa.Array] = field(default_factory=list)

    def add(self, number: int, row: list[str]) -> None:
        self.rows.append(row)
        self.numbers.append(number)
        if len(self.rows) >= _CHUNK:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        width = max([self.width, *map(len, self.rows)])
        columns = [
            pa.array([row[place] if place < len(row) else "" for row in self.rows], pa.string())
            for place in range(width)
        ]
        arrays = [column.dictionary_encode() for column in columns]
        self.width = width
        self.done.append(pa.table(arrays, names=[str(place) for place in range(width)]))
        self.row_numbers.append(pa.array(self.numbers, pa.int64()))
        self.rows, self.numbers = [], []

    def columns(self) -> tuple[pa.ChunkedArray, ...]:
        import pyarrow as pa

        self.flush()
        found = []
        for place in range(self.width):
            chunks = [
                table.column(place).chunk(0)
                if place < table.num_columns
                else pa.array([""] * table.num_rows, pa.string()).dictionary_encode()
                for table in self.done
                if table.num_rows
            ]
            found.append(pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string())))
        return tuple(found)


def read(request: Request, blocks: Iterator[bytes], size: int, form: Dialect, page: Layout) -> Rows:
    """Read row by row: blank lines keep their number, short rows are filled, long rows widen.

    Raises:
        Problem: a quotation mark that is never closed, a cell or a row beyond the limits.
    """
    width = len(page.headings)
    chunks = _Chunks(width)
    short: list[int] = []
    long: list[int] = []
    empty: list[int] = []
    opened, closed = 0, False
    reader = form.rows(_lines(request, blocks, size))
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if row and row[-1].endswith(_END):
                closed = row == [_END]
                break
            opened = number
            if number <= page.first:
                continue
            if not any(row) or not any(cell.strip() for cell in row):
                empty.append(number)
                continue
            if len(row) != width:
                row = _fitted(row, width, number, short, long, request.limits)
            chunks.add(number, row)
    except csv.Error as error:
        raise broken(number + 1, error, request.limits) from error
    if not closed:
        raise _open_quote(opened + 1)
    columns = chunks.columns()
    extra = tuple("" for _ in range(len(columns) - width))
    import pyarrow as pa

    numbers = pa.concat_arrays(chunks.row_numbers)
    return Rows(columns, numbers, _flags(short, long, empty, width), extra)


def _fitted(
    row: list[str], width: int, number: int, short: list[int], long: list[int], limits: Limits
) -> list[str]:
    if len(row) < width:
        short.append(number)
        return row
    if any(cell.strip() for cell in row[width:]):
        if len(row) > limits.columns:
            raise too_wide(len(row), limits.columns)
        long.append(number)
        return row
    return row[:width]


def _lines(request: Request, blocks: Iterator[bytes], size: int) -> Iterator[str]:
    """Lines of the clean text, then the mark of the end on a line of its own."""
    done, left = 0, b""
    for block in blocks:
        done += len(block)
        whole, mark, left_now = (left + block).rpartition(b"\n")
        left = left_now
        if mark:
            yield from io.StringIO((whole + mark).decode("utf-8", "replace"), newline="")
        request.progress("Reading the file", done, size)
    if left:
        yield left.decode("utf-8", "replace") + "\n"
    yield _END


def _flags(short: list[int], long: list[int], empty: list[int], width: int) -> tuple[Flag, ...]:
    found: list[Flag] = []
    uneven = sorted(short + long)
    if uneven:
        parts = [f"{len(short):,} with fewer cells"] if short else []
        parts += [f"{len(long):,} with more"] if long else []
        found.append(
            Flag(
                code="reading.ragged",
                severity=Severity.LOOK,
                message=f"The heading has {width:,} columns, but there are rows "
                f"{' and '.join(parts)}; missing cells are empty, extra cells are kept in columns "
                "of their own.",
                rows=tuple(uneven),
                count=len(uneven),
                values={"columns": width, "short": len(short), "long": len(long)},
                repairs=(
                    Repair("set_aside", "reading.ragged", rows=tuple(uneven)),
                    Repair("keep", "reading.ragged"),
                ),
            )
        )
    if empty:
        found.append(
            Flag(
                code="reading.empty_rows",
                severity=Severity.NOTE,
                message=f"{len(empty):,} empty rows were left out.",
                rows=tuple(empty),
                count=len(empty),
                values={"count": len(empty)},
            )
        )
    return tuple(found)


def broken(row: int, error: csv.Error, limits: Limits) -> Problem:
    """What Python's reader stumbled over, in words."""
    if "field larger" in str(error):
        return Problem(
            f"A cell is longer than {limits.cell:,} letters, perhaps because a quotation mark is "
            "never closed",
            row=row,
            do="Correct the quotation mark in that row, or export the file again",
            code="file.long_cell",
        )
    return Problem(
        "The row cannot be taken apart into cells",
        row=row,
        do="Correct the row, or export the file again",
        code="file.broken_row",
    )


def too_wide(width: int, limit: int) -> Problem:
    """More columns than any survey has."""
    return Problem(
        f"The file has {width:,} columns; at most {limit:,} can be read",
        do="Leave out the columns that are not needed and try again",
        code="file.too_wide",
    )


def _open_quote(row: int) -> Problem:
    return Problem(
        "A quotation mark is opened and never closed",
        row=row,
        do="Correct the quotation mark, or export the file again: it may be cut off",
        code="file.open_quote",
    )
