"""CSV and its kin: any delimiter, any encoding, any line ends; read block by block."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables import careful, dialect, encoding, layout
from datashift.tables.dialect import Dialect
from datashift.tables.encoding import Encoding
from datashift.tables.flag import Flag, Severity
from datashift.tables.layout import Layout
from datashift.tables.raw import Field, Raw, Request

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 1 << 18  # bytes looked at for delimiter and headings
_LINES = 300  # lines looked at for the delimiter


@dataclass(frozen=True)
class Survey:
    """What one look over the clean text says.

    Args:
        size: bytes of clean text.
        needs_care: there are lines with nothing on them, or an odd number of quotation marks.
    """

    size: int
    needs_care: bool


def read(request: Request, found: Encoding) -> Raw:
    """Read a text file whose columns are marked off by commas, semicolons, tabs or bars.

    Files without surprises go through Arrow's reader; a file with ragged rows, blank lines or
    loose quotation marks through Python's, which knows the row of each cell.

    Raises:
        Problem: a line without end, a quotation mark never closed, too many columns.
    """
    csv.field_size_limit(request.limits.cell)  # one setting per process; always the same in use
    survey = _survey(request, found)
    lines = _first_lines(request, found)
    hint = PurePath(request.name).suffix.lower() in (".tsv", ".tab")
    form = dialect.detect(lines[:_LINES], tab_hint=hint)
    page, skip = _layout(lines, form, request)
    rows = None if survey.needs_care else _fast(request, found, survey, form, page, skip)
    if rows is None:
        form, page, rows = _carefully(request, found, survey, form, lines)
    flags = (*encoding.flags(found), *_form_flags(form), *page.flags(), *rows.flags)
    headings = (*page.headings, *rows.extra)
    fields = tuple(Field(name, values) for name, values in zip(headings, rows.columns, strict=True))
    return Raw(
        "csv",
        fields,
        rows.row_numbers,
        flags,
        _details(found, form, page),
        comma_decimals=form.delimiter == ";",
    )


def clean(request: Request, found: Encoding) -> Iterator[bytes]:
    """The clean text of the file in blocks."""
    return encoding.clean_blocks(request.path, found)


def _survey(request: Request, found: Encoding) -> Survey:
    size = open_line = quotes = 0
    blank, before = False, b"\n"
    for block in clean(request, found):
        size += len(block)
        quotes += block.count(b'"')
        last = block.rfind(b"\n")
        open_line = open_line + len(block) if last < 0 else len(block) - last - 1
        if open_line > request.limits.line:
            raise Problem(
                f"A line is longer than {request.limits.line >> 20:,} MB, so this is no table",
                do="Check that the file was exported with one row to a line",
                code="file.long_line",
            )
        seam = before[-2:] + block[:2]
        blank = blank or any(mark in part for part in (seam, block) for mark in _BLANK)
        before = (before + block)[-2:]
    return Survey(size, blank or quotes % 2 == 1)


_BLANK = (b"\n\n", b"\n\r\n")


def _first_lines(request: Request, found: Encoding) -> list[str]:
    head = b""
    for block in clean(request, found):
        head += block
        if len(head) >= _HEAD:
            break
    return io.StringIO(head[:_HEAD].decode("utf-8", "ignore"), newline="").readlines()


def _layout(lines: list[str], form: Dialect, request: Request) -> tuple[Layout, int]:
    """The layout, and the number of lines before the first row of data."""
    reader: Any = form.rows(iter(lines))
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in islice(reader, layout.SAMPLE):
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error as error:
        raise careful.broken(len(rows) + 1, error, request.limits) from error
    if not any(cell.strip() for row in rows for cell in row):
        raise Problem("The file holds nothing but blank lines", code="file.empty")
    page = layout.find(rows)
    if len(page.headings) > request.limits.columns:
        raise careful.too_wide(len(page.headings), request.limits.columns)
    return page, ends[page.first - 1] if page.first else 0


def _carefully(
    request: Request, found: Encoding, survey: Survey, form: Dialect, lines: list[str]
) -> tuple[Dialect, Layout, careful.Rows]:
    """Read row by row; where a quotation mark stays open, try them as ordinary letters."""
    page, _ = _layout(lines, form, request)
    try:
        rows = careful.read(request, clean(request, found), survey.size, form, page)
    except Problem as problem:
        if problem.code not in ("file.open_quote", "file.long_cell"):
            raise
        loose = _loosely(request, found, survey, replace(form, quotes=False), lines)
        if loose is None:
            raise
        return loose
    return form, page, rows


def _loosely(
    request: Request, found: Encoding, survey: Survey, form: Dialect, lines: list[str]
) -> tuple[Dialect, Layout, careful.Rows] | None:
    """Read with quotation marks as letters; None when the rows say that they are none."""
    try:
        page, _ = _layout(lines, form, request)
        rows = careful.read(request, clean(request, found), survey.size, form, page, even=True)
    except Problem:
        return None
    return None if _any_quoted(rows) else (form, page, rows)


def _any_quoted(rows: careful.Rows) -> bool:
    """Whether some cell is wholly in quotation marks, so that they do enclose cells."""
    import pyarrow.compute as pc

    return any(
        pc.any(pc.match_substring_regex(chunk.dictionary, r'(?s)^".*"$')).as_py()
        for column in rows.columns
        for chunk in column.chunks
    )


def _fast(
    request: Request, found: Encoding, survey: Survey, form: Dialect, page: Layout, skip: int
) -> careful.Rows | None:
    """Read through Arrow; None when something in the file needs the careful way."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv as arrow

    text = pa.dictionary(pa.int32(), pa.string())
    names = [str(place) for place in range(len(page.headings))]
    stream = _Stream(clean(request, found))
    try:
        reader = arrow.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=arrow.ReadOptions(
                column_names=names, skip_rows=skip, block_size=encoding.BLOCK
            ),
            parse_options=arrow.ParseOptions(
                delimiter=form.delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(names, text), strings_can_be_null=False
            ),
        )
        batches = []
        for batch in reader:  # Arrow reads in a thread of its own; progress is told in ours
            batches.append(batch)
            request.progress("Reading the file", stream.done, survey.size)
        data = pa.Table.from_batches(batches, reader.schema)
    except pa.ArrowInvalid:
        return None
    if _runs_on(data):
        return None
    first = page.first + 1
    numbers = pa.array(np.arange(first, first + data.num_rows, dtype=np.int64))
    return careful.Rows(tuple(data.columns), numbers)


def _runs_on(data: pa.Table) -> bool:
    """Whether the last row holds a line break: a quotation mark may have stayed open."""
    if not data.num_rows:
        return False
    last = data.slice(data.num_rows - 1).to_pylist()[0].values()
    return any("\n" in cell for cell in last if cell)


class _Stream(io.RawIOBase):
    """Blocks as a file for Arrow, which knows how far it was read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._left, self.done = blocks, b"", 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._left = block
        part = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(part) :]
        self.done += len(part)
        return part


def _form_flags(form: Dialect) -> tuple[Flag, ...]:
    found: list[Flag] = []
    if form.single:
        found.append(
            Flag(
                "reading.delimiter",
                Severity.LOOK,
                "Nothing was found that marks off columns, so the file has only one.",
                values={"delimiter": ""},
            )
        )
    elif form.delimiter != ",":
        found.append(
            Flag(
                "reading.delimiter",
                Severity.NOTE,
                f"The columns are marked off by a {dialect.NAMES[form.delimiter]}.",
                values={"delimiter": form.delimiter},
            )
        )
    if not form.quotes:
        found.append(
            Flag(
                "reading.quotes",
                Severity.LOOK,
                "A quotation mark is opened and never closed, so they are read as ordinary letters.",
            )
        )
    return tuple(found)


def _details(found: Encoding, form: Dialect, page: Layout) -> dict[str, Any]:
    return {
        "encoding": found.name,
        "delimiter": "" if form.single else form.delimiter,
        "heading_row": None if page.invented else page.above + 1,
    }
