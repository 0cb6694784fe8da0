"""CSV and its kin: any delimiter, any encoding, any line ends; read block by block."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
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
    pass

_HEAD = 1 << 18  # bytes looked at for delimiter and headings


@dataclass(frozen=True)
class Survey:
    """What one look over the clean text says.

    Args:
        size: bytes of clean text.
        blank_lines: there are lines with nothing on them.
    """

    size: int
    blank_lines: bool


def read(request: Request, found: Encoding) -> Raw:
    """Read a text file whose columns are marked off by commas, semicolons, tabs or bars.

    Files without surprises go through Arrow's reader; a file with ragged rows, blank lines or
    loose quotation marks through Python's, which knows the row of each cell.

    Raises:
        Problem: a line without end, a quotation mark never closed, too many columns.
    """
    csv.field_size_limit(request.limits.cell)  # one setting per process; always the same in use
    survey = _survey(request, found)
    form, page, skip = _head(request, found)
    if len(page.headings) > request.limits.columns:
        raise careful.too_wide(len(page.headings), request.limits.columns)
    rows = None if survey.blank_lines else _fast(request, found, survey, form, page, skip)
    if rows is None:
        rows = careful.read(request, clean(request, found), survey.size, form, page)
    flags = (*encoding.flags(found), *_delimiter_flags(form), *page.flags(), *rows.flags)
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
    size = open_line = 0
    blank, before = False, b"\n"
    for block in clean(request, found):
        size += len(block)
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
    return Survey(size, blank)


_BLANK = (b"\n\n", b"\n\r\n", b"\n \n", b"\n \r\n")


def _head(request: Request, found: Encoding) -> tuple[Dialect, Layout, int]:
    """Dialect, layout, and the number of lines before the first row of data."""
    head = b""
    for block in clean(request, found):
        head += block
        if len(head) >= _HEAD:
            break
    lines = io.StringIO(head[:_HEAD].decode("utf-8", "ignore"), newline="").readlines()
    hint = PurePath(request.name).suffix.lower() in (".tsv", ".tab")
    form = dialect.detect(lines, tab_hint=hint)
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
    return form, page, ends[page.first - 1] if page.first else 0


def _fast(
    request: Request, found: Encoding, survey: Survey, form: Dialect, page: Layout, skip: int
) -> careful.Rows | None:
    """Read through Arrow; None when something in the file needs the careful way."""
    import pyarrow as pa
    import pyarrow.csv as arrow

    text = pa.dictionary(pa.int32(), pa.string())
    names = [str(place) for place in range(len(page.headings))]
    stream = _Stream(request, clean(request, found), survey.size)
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
        data = reader.read_all()
    except pa.ArrowInvalid:
        return None
    first = page.first + 1
    numbers = pa.array(range(first, first + data.num_rows), pa.int64())
    return careful.Rows(tuple(data.columns), numbers)


class _Stream(io.RawIOBase):
    """Blocks as a file for Arrow, telling how far it has read."""

    def __init__(self, request: Request, blocks: Iterator[bytes], size: int) -> None:
        self._request, self._blocks, self._size = request, blocks, size
        self._left, self._done = b"", 0

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
        self._done += len(part)
        self._request.progress("Reading the file", self._done, self._size)
        return part


def _delimiter_flags(form: Dialect) -> tuple[Flag, ...]:
    if form.single or form.delimiter == ",":
        return ()
    name = dialect.NAMES[form.delimiter]
    return (
        Flag(
            "reading.delimiter",
            Severity.NOTE,
            f"The columns are marked off by a {name}.",
            values={"delimiter": form.delimiter},
        ),
    )


def _details(found: Encoding, form: Dialect, page: Layout) -> dict[str, Any]:
    return {
        "encoding": found.name,
        "delimiter": "" if form.single else form.delimiter,
        "heading_row": None if page.invented else page.above + 1,
    }
