"""XLSX and ODS: the cells' own types, the file's own rows, and nothing run."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from bombs.archives import FAR, far, repeated
from library.tables.files import columns, flag, flags, kinds
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from datashift.kit.problem import Problem
from datashift.tables import Severity, read

MANIFEST = """<?xml version="1.0"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"""
ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Points">{rows}</table:table>
 </office:spreadsheet></office:body></office:document-content>"""


def book(folder: Path, fill: Callable[[Worksheet], object], name: str = "file.xlsx") -> Path:
    """A workbook whose sheet was filled."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    workbook.save(folder / name)
    return folder / name


def rows(*rows: tuple[object, ...]) -> Callable[[Worksheet], object]:
    """Fill a sheet with these rows."""

    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return fill


def text_cell(text: str) -> str:
    """An ODS cell of text."""
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def number_cell(number: float) -> str:
    """An ODS cell of a number."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def ods(folder: Path, rows: str) -> Path:
    """An ODS file with one sheet of these rows."""
    path = folder / "file.ods"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        zipped.writestr("META-INF/manifest.xml", MANIFEST)
        zipped.writestr("content.xml", ODS.format(rows=rows))
    return path


def test_cells_keep_the_types_the_spreadsheet_gives_them(tmp_path: Path) -> None:
    day, moment = dt.date(2020, 1, 2), dt.datetime.fromisoformat("2020-01-02T03:04:05")
    path = book(
        tmp_path,
        rows(
            ("id", "code", "share", "when", "at", "done", "serial"),
            (1, "007", 33.12582830000001, day, moment, True, 43831),
            (2, "010", -2e-08, None, moment, False, 43832),
        ),
    )
    table = read(path)
    assert columns(table) == {
        "id": [1, 2],
        "code": ["007", "010"],
        "share": [33.12582830000001, -2e-08],
        "when": [day, None],
        "at": [moment, moment],
        "done": [True, False],
        "serial": [43831, 43832],
    }
    assert kinds(table)["when"] == "date"
    assert kinds(table)["serial"] == "integer"  # a date only where the spreadsheet says date


def test_positions_are_those_of_the_sheet(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"], sheet["C3"] = "region", "points"
        sheet["B4"], sheet["C4"] = "A", 4
        sheet["B6"], sheet["C6"] = "B", 5

    table = read(book(tmp_path, fill))
    assert table.row_numbers.to_pylist() == [4, 6]
    assert [column.position for column in table.columns] == [2, 3]
    assert flag(table, "headings.not_first").count == 2


def test_formulas_are_counted_not_computed(tmp_path: Path) -> None:
    path = book(tmp_path, rows(("a", "b"), (1, "=A2*2"), (2, "=HYPERLINK(A3)"), (3, 4)))
    found = flag(read(path), "reading.formula")
    assert (found.severity, found.rows, found.count) == (Severity.LOOK, (2, 3), 2)


def test_a_column_of_mixed_cells_is_read_by_their_text(tmp_path: Path) -> None:
    day = dt.date(2018, 12, 28)
    path = book(tmp_path, rows(("when", "n"), (day, 1), ("29/12/2018", 2), ("30 dic. 2018", 3)))
    assert columns(read(path))["when"] == [dt.date(2018, 12, d) for d in (28, 29, 30)]


def test_the_first_sheet_in_use_is_read_and_the_others_named(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        workbook = sheet.parent
        assert isinstance(workbook, openpyxl.Workbook)
        sheet.title = "Empty"
        secret = workbook.create_sheet("Hidden")
        secret.sheet_state = "hidden"
        for name, value in (("Hidden", 1), ("Points", 2), ("Notes", 3)):
            target = secret if name == "Hidden" else workbook.create_sheet(name)
            target.append(("n", "m"))
            target.append((value, value))

    path = book(tmp_path, fill)
    table = read(path)
    assert columns(table)["n"] == [2]
    assert flag(table, "reading.sheet").values["others"] == ["Notes"]
    assert columns(read(path, sheet="Notes"))["n"] == [3]
    with pytest.raises(Problem, match='no sheet called "Nowhere"; there are "Empty", "Hidden"'):
        read(path, sheet="Nowhere")


def test_a_cover_page_is_no_table(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        workbook = sheet.parent
        assert isinstance(workbook, openpyxl.Workbook)
        sheet.append(["Water points, a report"])
        points = workbook.create_sheet("Points")
        points.append(["n", "m"])
        points.append([1, 2])

    assert read(book(tmp_path, fill)).source.details["sheet"] == "Points"


def test_a_stray_format_on_the_last_row_of_the_sheet_does_no_harm(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(("a", "b"))
        sheet.append((1, 2))
        sheet.cell(1_048_576, 16_384).font = Font(bold=True)

    assert columns(read(book(tmp_path, fill))) == {"a": [1], "b": [2]}


def test_an_ods_sheet(tmp_path: Path) -> None:
    heading = f"<table:table-row>{text_cell('area')}{text_cell('n')}</table:table-row>"
    data = f"<table:table-row>{text_cell('A')}{number_cell(2.5)}</table:table-row>"
    tail = (
        '<table:table-row table:number-rows-repeated="1048573">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    table = read(ods(tmp_path, heading + data * 2 + tail))
    assert columns(table) == {"area": ["A", "A"], "n": [2.5, 2.5]}
    assert table.source.format == "ods"
    assert not flags(table, "reading.formula")


def test_an_ods_cell_repeated_without_end_is_refused(tmp_path: Path) -> None:
    bomb = number_cell(1).replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="900000"')  # fmt: skip
    path = ods(tmp_path, f"<table:table-row>{bomb}</table:table-row>")
    with pytest.raises(Problem, match="900,000 columns"):
        read(path)


def test_a_cell_far_away_is_refused_however_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(far(b"<c r='B1'><v>2</v></c><c r='A2'><v>3</v></c>"))
    assert len(read(path).columns) == 2
    for cell in FAR:
        path.write_bytes(far(cell))
        with pytest.raises(Problem, match=r"stray cells|at most 6,000"):
            read(path)


@pytest.mark.parametrize("lost", ["</table:table>", "</table:table-row></table:table>"])
def test_an_ods_sheet_without_an_end_is_not_waited_for(tmp_path: Path, lost: str) -> None:
    whole = ods(tmp_path, "<table:table-row></table:table-row>")
    with zipfile.ZipFile(whole) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    content, _, _ = parts["content.xml"].decode().partition(lost)
    with zipfile.ZipFile(whole, "w") as made:
        for name, part in (parts | {"content.xml": content.encode()}).items():
            made.writestr(name, part)
    with pytest.raises(Problem, match="damaged or cut off"):  # by the clock it would be "too large"
        read(whole)


def test_an_ods_sheet_that_says_its_size_otherwise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.ods"
    path.write_bytes(repeated())
    with pytest.raises(Problem, match="Delete stray cells"):
        read(path)


def test_another_sheet_with_a_stray_cell_does_no_harm(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(("a", "b"))
        sheet.append((1, 2))
        assert sheet.parent is not None
        sheet.parent.create_sheet("notes").cell(1_048_576, 16_384).value = "x"

    assert columns(read(book(tmp_path, fill))) == {"a": [1], "b": [2]}
