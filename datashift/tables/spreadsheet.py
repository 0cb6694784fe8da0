"""XLSX, XLS and ODS by a native parser; nothing in them is run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables import archive, compound, layout, sheets, workbook
from datashift.tables.flag import Flag, Repair, Severity
from datashift.tables.layout import Layout
from datashift.tables.raw import Field, Raw, Request
from datashift.tables.sheets import Extent
from datashift.tables.tried import TriedWorkbook, native

if TYPE_CHECKING:
    import pyarrow as pa

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # XLSX inside an OLE file: needs a password
_WORKBOOK_OLE = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


@dataclass(frozen=True)
class _Book:
    """An opened workbook.

    Args:
        extents: what was seen in the XML of each sheet by name; empty for XLS and XLSB.
        hidden: sheets that the workbook does not show.
    """

    sheets: TriedWorkbook
    format: str
    extents: Mapping[str, Extent]
    hidden: frozenset[str] = frozenset()


def read(request: Request, form: str) -> Raw:
    """Read one sheet of a workbook.

    Args:
        form: "zip" or "ole", as the content says.

    Raises:
        Problem: bombs, passwords, damage, no such sheet, nothing on any sheet, too many cells.
    """
    book = _open(request, form)
    names = book.sheets.names
    name = _chosen(book, request)
    extent = book.extents.get(name)
    _check_cells(extent, request)
    request.progress("Reading the sheet", 0, None)
    page, data = _sheet(book, name)
    headings = page.headings
    numbers, data = _without_empty_rows(data, page.first)
    first = extent.first if extent else 1
    flags = (
        *_sheet_flags(name, book, request),
        *page.flags(),
        *_formula_flags(extent, name),
    )
    details: dict[str, Any] = {
        "sheet": name,
        "sheets": list(names),
        "heading_row": None if page.invented else page.above + 1,
        "first_column": first,
    }
    columns = enumerate(zip(headings, data.columns, strict=True), first)
    fields = tuple(
        Field(heading, column, position=position) for position, (heading, column) in columns
    )
    return Raw(book.format, fields, numbers, flags, details)


def texts(request: Request, form: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each sheet of a workbook with its rows as text; the arguments are those of `read`.

    Raises:
        Problem: bombs, passwords, damage, too many cells.
    """
    book = _open(request, form)
    for name in book.sheets.names:
        _check_cells(book.extents.get(name), request)
        columns = native(book.sheets.load(name, dtypes="string").to_arrow).columns
        rows = zip(*(column.to_pylist() for column in columns), strict=True)
        yield name, [[cell or "" for cell in row] for row in rows]


def _open(request: Request, form: str) -> _Book:
    def tried(*, whole: bool = False) -> TriedWorkbook:
        return TriedWorkbook(request.path, request.limits, whole=whole)

    if form == "ole":
        _check_ole(request)
        return _Book(tried(whole=True), "xls", {})
    opened = archive.open_safely(request)
    if opened.kind == "ods":
        archive.check_whole(opened, "content.xml")
        found = sheets.ods_extents(opened)
        for extent in found:
            _check_cells(extent, request)  # the parser unfolds every sheet when it opens the file
        book = tried(whole=True)
        return _Book(book, "ods", dict(zip(book.names, found, strict=False)))
    if opened.kind == "xlsb":
        return _Book(tried(), "xlsx", {})
    listed = workbook.sheets(opened)
    extents = {
        sheet.name: sheets.xlsx_extent(opened, sheet.part)
        for sheet in listed
        if sheet.part in opened.names
    }
    hidden = frozenset(sheet.name for sheet in listed if sheet.hidden)
    return _Book(tried(), "xlsx", extents, hidden)


def _check_ole(request: Request) -> None:
    if request.size > request.limits.document:
        raise Problem(
            f"The spreadsheet has {request.size >> 20:,} MB, too much to read at once",
            do="Save it as XLSX or CSV",
            code="file.too_large",
        )
    content = request.path.read_bytes()
    if _ENCRYPTED in content:
        raise archive.locked()
    if not any(mark in content for mark in _WORKBOOK_OLE):
        raise Problem(
            "The file is an old Office document, not a spreadsheet",
            do="Save its table as a spreadsheet or CSV file",
            code="file.not_a_table",
        )
    compound.check(content)


def _chosen(book: _Book, request: Request) -> str:
    names = book.sheets.names
    if not names:
        raise Problem("The spreadsheet has no sheets", code="file.empty")
    if request.sheet is not None:
        if request.sheet not in names:
            raise Problem(
                f'There is no sheet called "{request.sheet}"; there are '
                + ", ".join(f'"{name}"' for name in names[:10]),
                code="file.no_sheet",
            )
        return request.sheet
    shown = [name for name in names if name not in book.hidden]
    candidates = (*shown, *(name for name in names if name in book.hidden))
    for least in (2, 1):  # a cover page is no table
        for name in candidates:
            if _reaches(book, name, least):
                return name
    raise Problem("There is nothing on any sheet", code="file.empty")


def _reaches(book: _Book, name: str, least: int) -> bool:
    """Whether the sheet has so many rows and columns in use."""
    extent = book.extents.get(name)
    if extent is not None:
        return extent.rows >= least and extent.columns - extent.first + 1 >= least
    sheet = book.sheets.load(name, n_rows=least)
    return bool(sheet.width >= least and sheet.height >= least)


def _check_cells(extent: Extent | None, request: Request) -> None:
    limit = request.limits
    if extent is None:
        return
    width = extent.columns - extent.first + 1
    if width > limit.columns:
        raise Problem(
            f"The sheet has {width:,} columns; at most {limit.columns:,} can be read",
            do="Leave out the columns that are not needed and try again",
            code="file.too_wide",
        )
    if extent.rows * width > limit.cells:
        raise Problem(
            f"The sheet reaches over {extent.rows:,} rows and {width:,} columns, too many cells to "
            "read at once",
            do="Delete stray cells far from the table, or bring it as CSV",
            code="file.too_large",
        )


def _sheet(book: _Book, name: str) -> tuple[Layout, pa.Table]:
    """The page's layout from its first rows as text, then the rows with the cells' own types."""
    import pyarrow as pa

    head = book.sheets.load(name, skip_rows=0, n_rows=layout.SAMPLE, dtypes="string")
    sample = pa.table(native(head.to_arrow))
    if not sample.num_columns:
        raise Problem("There is nothing on the sheet", code="file.empty")
    rows = [[cell or "" for cell in row.values()] for row in sample.to_pylist()]
    page = layout.find(rows)
    if page.first >= head.total_height:
        return page, pa.table([pa.array([], pa.string())] * len(page.headings), list(page.headings))
    data = _body(book, name, page.first)
    headings = (*page.headings, *[""] * (data.num_columns - len(page.headings)))
    page = Layout(headings, page.first, page.above, page.invented, page.merged)
    return page, pa.table(
        [_clock(column) for column in data.columns], list(map(str, range(data.num_columns)))
    )


def _body(book: _Book, name: str, first: int) -> pa.Table:
    """Rows from `first` on; a column that mixes kinds beyond reading them as text is text."""
    import fastexcel
    import pyarrow as pa

    def load(**how: Any) -> pa.Table:
        sheet = book.sheets.load(name, skip_rows=first, **how)
        return pa.table(native(sheet.to_arrow))

    try:
        return load(schema_sample_rows=None)
    except fastexcel.UnsupportedColumnTypeCombinationError:
        return load(dtypes="string")


def _clock(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Times of day, which a spreadsheet keeps as dates of 1899, as text."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as pt

    if pt.is_duration(column.type):
        return column.cast(pa.int64()).cast(pa.string())
    if not pt.is_timestamp(column.type):
        return column
    latest = pc.max(column).as_py()
    if latest is None or latest.year > 1899:
        return column
    return pc.strftime(column, format="%H:%M:%S")


def _without_empty_rows(data: pa.Table, first: int) -> tuple[pa.Array, pa.Table]:
    """Row numbers and data without the rows that hold nothing."""
    import numpy as np
    import pyarrow as pa

    used = np.zeros(data.num_rows, dtype=bool)
    for column in data.columns:
        used |= _used(column)
    numbers = np.arange(first + 1, first + 1 + data.num_rows, dtype=np.int64)
    if used.all():
        return pa.array(numbers), data
    return pa.array(numbers[used]), data.filter(pa.array(used))


def _used(column: pa.ChunkedArray) -> Any:
    import pyarrow.compute as pc
    import pyarrow.types as pt

    if pt.is_string(column.type):
        trimmed = pc.utf8_trim_whitespace(column)
        return pc.fill_null(pc.not_equal(trimmed, ""), False).to_numpy()
    return pc.is_valid(column).to_numpy()


def _sheet_flags(name: str, book: _Book, request: Request) -> tuple[Flag, ...]:
    others = [
        other
        for other in book.sheets.names
        if other != name and other not in book.hidden and _reaches(book, other, 1)
    ]
    if request.sheet is not None or not others:
        return ()
    listed = ", ".join(f'"{other}"' for other in others[:8])
    return (
        Flag(
            "reading.sheet",
            Severity.LOOK,
            f'The sheet "{name}" was read; there are others: {listed}.',
            values={"sheet": name, "others": others},
            count=len(others),
        ),
    )


def _formula_flags(extent: Extent | None, name: str) -> tuple[Flag, ...]:
    if extent is None or not extent.formulas:
        return ()
    cells = (
        "1 cell is a formula" if extent.formulas == 1 else f"{extent.formulas:,} cells are formulas"
    )
    return (
        Flag(
            code="reading.formula",
            severity=Severity.LOOK,
            message=f"{cells}; the results saved in the file are used, nothing is computed again.",
            rows=extent.formula_rows,
            count=extent.formulas,
            values={"count": extent.formulas, "sheet": name},
            repairs=(Repair("keep", "reading.formula"),),
        ),
    )
