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
from datashift.tables.texts import LISTED

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

        self.width = width = max([self.width, *map(len, self.rows)])
        even = (row if len(row) == width else row + [""] * (width - len(row)) for row in self.rows)
        columns = zip(*even, strict=True) if self.rows else [()] * width
        arrays = [pa.array(column, pa.string()).dictionary_encode() for column in columns]
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


@dataclass
class _Tally:
    """Rows that are remarked on: how many, and the first of them."""

    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        self.count += 1
        if len(self.rows) < LISTED:
            self.rows.append(number)


@dataclass
class _Uneven:
    """What a heading's width makes of the rows under it."""

    width: int
    limits: Limits
    short: _Tally = field(default_factory=_Tally)
    long: _Tally = field(default_factory=_Tally)

    def fitted(self, row: list[str], number: int) -> list[str]:
        """The row without empty cells beyond the heading; what differs is noted."""
        if len(row) < self.width:
            self.short.add(number)
            return row
        if not "".join(row[self.width :]).strip():
            return row[: self.width]
        if len(row) > self.limits.columns:
            raise too_wide(len(row), self.limits.columns)
        self.long.add(number)
        return row


def read(
    request: Request,
    blocks: Iterator[bytes],
    size: int,
    form: Dialect,
    page: Layout,
    *,
    even: bool = False,
) -> Rows:
    """Read row by row: blank lines keep their number, short rows are filled, long rows widen.

    Args:
        even: refuse rows that differ in width from the heading.

    Raises:
        Problem: a quotation mark that is never closed, a cell or a row beyond the limits.
    """
    import pyarrow as pa

    chunks = _Chunks(len(page.headings))
    uneven, empty = _Uneven(len(page.headings), request.limits), _Tally()
    opened = 0
    try:
        for number, row in enumerate(form.rows(_lines(request, blocks, size)), 1):
            if row and row[-1].endswith(_END):
                if row != [_END]:
                    raise _open_quote(number)
                break
            opened = number
            if number <= page.first:
                continue
            if number > request.limits.rows:
                raise too_long(request.limits.rows)
            if not "".join(row).strip():
                empty.add(number)
                continue
            if len(row) != uneven.width:
                row = uneven.fitted(row, number)
                if even and len(row) != uneven.width:
                    raise _differs(number)
            chunks.add(number, row)
    except csv.Error as error:
        raise broken(opened + 1, error, request.limits) from error
    columns = chunks.columns()
    extra = tuple("" for _ in columns[uneven.width :])
    return Rows(columns, pa.concat_arrays(chunks.row_numbers), _flags(uneven, empty), extra)


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


def _flags(uneven: _Uneven, empty: _Tally) -> tuple[Flag, ...]:
    found: list[Flag] = []
    short, long, width = uneven.short, uneven.long, uneven.width
    if short.count or long.count:
        parts = [f"{short.count:,} rows have fewer"] if short.count else []
        parts += [f"{long.count:,} rows have more"] if long.count else []
        rows = tuple(sorted(short.rows + long.rows))
        found.append(
            Flag(
                code="reading.ragged",
                severity=Severity.LOOK,
                message=f"The heading has {width:,} cells, but {' and '.join(parts)}; what is not "
                "there is missing, what is too much stands in columns of its own.",
                rows=rows,
                count=short.count + long.count,
                values={"columns": width, "short": short.count, "long": long.count},
                repairs=(
                    Repair("set_aside", "reading.ragged", rows=rows),
                    Repair("keep", "reading.ragged"),
                ),
            )
        )
    if empty.count:
        found.append(
            Flag(
                code="reading.empty_rows",
                severity=Severity.NOTE,
                message=f"{empty.count:,} rows with nothing in them were left out.",
                rows=tuple(empty.rows),
                count=empty.count,
                values={"count": empty.count},
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


def too_long(limit: int) -> Problem:
    """More rows than a laptop takes on."""
    return Problem(
        f"The file has more than {limit:,} rows",
        do="Split it into smaller files",
        code="file.too_long",
    )


def _differs(row: int) -> Problem:
    return Problem("The row has not as many cells as the heading", row=row, code="file.uneven")


def _open_quote(row: int) -> Problem:
    return Problem(
        "A quotation mark is opened and never closed",
        row=row,
        do="Correct the quotation mark, or export the file again: it may be cut off",
        code="file.open_quote",
    )
