"""Law: nothing that stands in a workbook is lost when its questionnaire is written again.

Compared is sheet by sheet, row by row, cell by cell. `TODAY`, `KINDS` and `normal` are what may be
otherwise: columns, kinds and values that XLSForm spells in several ways. A `loop`, a `table-list` and
`or_other` are written as what they stand for; lists stand in the order of their use.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd  # type: ignore[import-untyped]
from shared_data import FOLDER, shared

from datashift.questionnaires import beside, converting, gathering, written, xform, xlsform
from datashift.questionnaires.beside import Beside, Sheet
from datashift.questionnaires.drafting import arranging, kept, texts
from datashift.questionnaires.questionnaire import Questionnaire

FORMS = sorted(FOLDER.glob("5_forms/**/*.xls*"))
REFUSED = {"transportation_export.xls", "transportation_export.xlsx"}
OPENED = [form for form in FORMS if form.name not in REFUSED]

TODAY = {
    "list name": "list_name", "value": "name", "caption": "label", "read_only": "readonly",
    "bind::relevant": "relevant", "relevance": "relevant", "calculate": "calculation",
    "bind::jr:constraintmsg": "constraint_message", "requiredmsg": "required_message",
    "constraining_message": "constraint_message", "noapperrorstring": "bind::jr:noapperrorstring",
    "autoplay": "body::autoplay", "title": "form_title", "id_string": "form_id",
    "rows": "parameters",
    "image": "media::image", "audio": "media::audio", "video": "media::video",
}  # fmt: skip
KINDS = {
    "select one": "select_one", "select one from": "select_one", "string": "text", "int": "integer",
    "add select one prompt using": "select_one", "select all that apply": "select_multiple",
    "add select multiple prompt using": "select_multiple", "dateTime": "datetime",
    "select all that apply from": "select_multiple",
    "note": "text",  # a text that cannot be changed
}  # fmt: skip
YES, NO = {"yes", "true", "true()"}, {"no", "false", "false()", "0"}
Cells = dict[str, str]
Book = dict[str, list[list[str]]]


def book(file: Path) -> Book:
    """Sheets of a workbook: rows of texts, those that are empty left out."""
    sheets: dict[str, list[list[str]]] = {}
    if file.suffix == ".xls":
        old = xlrd.open_workbook(file)
        for sheet in old:
            sheets[sheet.name] = [
                [text(old_cell(cell, old.datemode)) for cell in sheet.row(at)]
                for at in range(sheet.nrows)
            ]
    else:
        for one in openpyxl.load_workbook(file, data_only=True):
            sheets[one.title] = [[text(cell) for cell in row] for row in one.values]
    return {name: [short(row) for row in rows if any(row)] for name, rows in sheets.items()}


def old_cell(cell: Any, mode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return "{}-{:02}-{:02} {:02}:{:02}:{:02}".format(*xlrd.xldate_as_tuple(cell.value, mode))
    return cell.value


def text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, bool):
        cell = str(cell).upper()
    words = "" if cell is None else str(cell)
    return " ".join(words.translate(str.maketrans("‘’“”\xa0", "''\"\" ")).split())


def short(row: list[str]) -> list[str]:
    return row if not row or row[-1] else short(row[:-1])


def table(rows: list[list[str]]) -> list[Cells]:
    """Rows by heading, the headings as they are called today; `-` is no word."""
    heading = [called(cell) for cell in rows[0]] if rows else []
    found = (
        {name: cell for name, cell in zip(heading, row, strict=False) if name and cell not in {"", "-"}}
        for row in rows[1:]
    )  # fmt: skip
    return [row for row in found if row]


def called(heading: str) -> str:
    first, *rest = re.split(r"::|(?<!jr):(?!:)", heading)
    whole = "::".join(
        (first.lower(), *(part if "jr" not in part else part.lower() for part in rest))
    )
    for old, new in TODAY.items():
        if whole == old or whole.startswith(f"{old}::"):
            return new + whole[len(old) :]
    return whole


def outside_loops(rows: list[Cells]) -> Iterator[Cells]:
    inside = False
    for row in rows:
        edge = re.match(r"(begin|end)[ _]loop", row.get("type", ""))
        inside = edge[1] == "begin" if edge else inside
        if not (inside or edge):
            yield row


def normal(name: str, cell: str) -> str:
    """One spelling of a value."""
    if name == "type":
        kind = re.sub(r" (or_other|or specify other)$", "", cell)
        kind = re.sub(r"^(begin|end) (\w+)$", r"\1_\2", kind)
        first, _, rest = kind.rpartition(" ")
        return f"{KINDS.get(first, first)} {KINDS.get(rest, rest)}".strip()
    if cell.lower() in YES | NO:
        return str(cell.lower() in YES)
    if name == "appearance":
        return cell.replace("table-list", "field-list")
    if name == "repeat_count":  # a number is the calculation of a row of its own
        return "" if cell.isdecimal() or cell.endswith("_count}") else cell
    return cell


def within(row: Cells, other: Cells) -> bool:
    """Whether the other row says all that this one says."""
    for name, cell in row.items():
        if name == "parameters":
            settings = {each if "=" in each else f"rows={each}" for each in re.split("[; ]", cell)}
            if not settings <= set(other.get(name, "").split()):
                return False
        elif name == "name" and row.get("type", "").startswith("end"):
            continue  # what it ends is known
        elif name == "label" and row.get("appearance") == "table-list":
            continue  # stands in a note of its own
        elif name == "readonly" and other["type"] == "note":
            continue
        elif name not in other or normal(name, cell) != normal(name, other[name]):
            return False
    return True


def lost(before: Book, after: Book) -> list[Any]:
    """Rows of the form's sheets that do not come back in their order, and other sheets that do not."""
    by_name = {name.lower(): rows for name, rows in after.items()}
    found: list[Any] = []
    for name, rows in before.items():
        again = by_name.get(name.lower(), [])
        if name.lower() not in {"survey", "choices", "settings", "entities"}:
            found += [name] if rows != again else []
            continue
        old, new = list(outside_loops(table(rows))), table(again)
        if name.lower() == "choices":
            old, new = (
                sorted(each, key=lambda row: row.get("list_name", "")) for each in (old, new)
            )
        left = iter(new)
        for row in old:
            if not any(within(row, one) for one in left):
                found.append((name, row))
                left = iter(new)
    return found


def opened(file: Path) -> tuple[Questionnaire, tuple[Sheet, ...]]:
    """The questionnaire as the builder takes it up, read in this process."""
    answer = converting.convert(file, file.suffix)
    assert "error" not in answer, answer
    read = xform.read(str(answer["xform"]).encode())
    found = Beside.of(gathering.gather(file, file.suffix))
    laid = beside.laid(read, found)
    assert kept.from_json(kept.to_json(laid)) == laid
    assert arranging.placed(laid, laid.contents) == laid
    return laid, found.sheets


@pytest.mark.parametrize("form", OPENED or [None], ids=lambda form: form and form.name)
def test_no_cell_of_a_real_form_is_lost(form: Path, tmp_path: Path) -> None:
    shared("5_forms")
    again = tmp_path / "again.xlsx"
    again.write_bytes(written.xlsform(*opened(form)))
    assert lost(book(form), book(again)) == []


OWN: dict[str, list[list[Any]]] = {
    "survey": [
        ["type", "name", "label::English (en)", "label::French (fr)", "my_note", "Wer fragt?",
         "bind::x:why", "instance::x:tag", "body::x:look", "media::image", "sms_field", "disabled",
         "appearance", "relevance", "hint::English (en)", "choice_filter", "calculation"],
        ["", "", "", "", "Part one: the people"],
        ["text", "who", "Who?", "Qui ?", "ask first", "Bruno", "because", "t1", "wide", "who.png", "w"],
        ["integer", "old", "Age?", "Âge ?", "", "", "", "", "", "", "", "yes", "", "${who} != ''"],
        ["csv-external", "shops", "", "", "from the office", "Bruno"],
        ["csv-external", "lanes", "", "", "looked into by the sum"],
        ["begin group", "home", "Home", "", "all of it", "", "", "", "", "", "", "", "", "", "Inside"],
        ["select_one yn", "tap", "A tap?", "", "", "", "", "", "", "", "", "no"],
        ["", "", "", "", "home ends soon"],
        ["end group", "", "End of home", "Fin", "bye"],
        ["osm things", "built", "What?"],
        ["select_one_external wards", "ward", "Ward?", "", "", "", "", "", "", "", "", "", "", "", "",
         "state = ${who}"],
        ["begin repeat", "kid", "Kid"],
        ["text", "kid_name", "Name"],
        ["end repeat"],
        ["calculate", "sum", "The sum", "La somme", "see page 3", "", "", "", "", "", "", "", "minimal",
         "", "of no use", "",
         "1 + count(pulldata('lanes', 'n', 'name', 'x'))"],
        ["", "", "", "", "The end"],
    ],
    "choices": [
        ["list name", "name", "label::English (en)", "datashift::code", "source", "my remark", "image", "Größe"],
        ["yn", "y", "Yes", "1", "census", "very", "y.png", "g"],
        ["yn", "n", "No", "0"],
        ["unused", "a", "A", "", "", "never asked"],
    ],
    "settings": [
        ["form_title", "form_id", "version", "namespaces", "contact", "sms_keyword", "Budget line"],
        ["Own", "own", "3", 'x="https://x.example/"', "amina@x.example", "KW", 12.5],
    ],
    "osm": [["list_name", "name", "label"], ["things", "building", "Building"]],
    "external_choices": [["list_name", "name", "label", "state"], ["wards", "w1", "Ward 1", "s"]],
    "entities": [["list_name", "label"], ["people", "${who}"]],
    "Plan 2026": [["Day", "", "Place"], [], [1, "", "Kisumu"], ["", "", "x"]],
}  # fmt: skip


def workbook(file: Path) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in OWN.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(file)
    return file


def test_columns_rows_and_sheets_of_ones_own_come_back(tmp_path: Path) -> None:
    first, again = workbook(tmp_path / "own.xlsx"), tmp_path / "again.xlsx"
    again.write_bytes(written.xlsform(*opened(first)))
    assert lost(book(first), book(again)) == []
    assert opened(again) == opened(first)
    left = xlsform.read_beside(again)
    assert left == xlsform.read_beside(again, name="again.xlsx")
    assert [sheet.name for sheet in left.sheets] == ["osm", "external_choices", "Plan 2026"]


def test_a_language_that_is_taken_away_is_in_no_column_of_ones_own(tmp_path: Path) -> None:
    first, again = workbook(tmp_path / "own.xlsx"), tmp_path / "again.xlsx"
    form, sheets = opened(first)
    again.write_bytes(written.xlsform(texts.without_language(form, "French (fr)"), sheets))
    assert "label::French (fr)" not in book(again)["survey"][0]
    assert "French (fr)" in form.languages
    assert "French (fr)" not in opened(again)[0].languages


def in_lines(file: Path, line: Callable[[list[str]], str]) -> Path:
    """The sheets one below the other: a row begins with its sheet's name, or with nothing."""
    said = [
        line(row)
        for name, rows in OWN.items()
        for row in ([name], *(["", *(str(cell) for cell in row or [""])] for row in rows))
    ]
    file.write_text("".join(said), encoding="utf-8")
    return file


def csv_line(row: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(row)
    return out.getvalue()


def markdown_line(row: list[str]) -> str:
    return f"| {' | '.join(row)} |\n"


@pytest.mark.parametrize(("ending", "line"), [("csv", csv_line), ("md", markdown_line)])
def test_sheets_of_ones_own_come_back_from_lines_too(
    ending: str, line: Callable[[list[str]], str], tmp_path: Path
) -> None:
    first, again = in_lines(tmp_path / f"own.{ending}", line), tmp_path / "again.xlsx"
    again.write_bytes(written.xlsform(*opened(first)))
    whole = book(workbook(tmp_path / "own.xlsx"))
    assert lost(whole, book(again)) == []


def test_sheets_that_are_too_large_are_named(tmp_path: Path) -> None:
    file = workbook(tmp_path / "own.xlsx")
    made = openpyxl.load_workbook(file)
    for at in range(gathering.CELLS):
        made["Plan 2026"].cell(at + 1, 1).value = "x"
    made.save(file)
    found = xlsform.read_beside(file)
    assert found.left == ("Plan 2026",)
    assert [sheet.name for sheet in found.sheets] == ["osm", "external_choices"]


def test_letters_that_no_workbook_can_hold_stop_nothing(tmp_path: Path) -> None:
    first, again = tmp_path / "own.md", tmp_path / "again.xlsx"
    rows = (("", "type", "name", "label", "note"), ("", "text", "a", "A?", "rings\x07 twice"))
    first.write_text("| survey |\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows))
    again.write_bytes(written.xlsform(*opened(first)))
    assert book(again)["survey"][1] == ["text", "a", "A?", "rings twice"]
