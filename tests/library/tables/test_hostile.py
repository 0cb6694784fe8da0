"""Broken and hostile input: one plain sentence, bounded time and memory, nothing run."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.tables.files import table, written

from datashift.kit.problem import Problem
from datashift.tables import Limits, Table, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook() -> bytes:
    """A sound XLSX file."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append([1, 2])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def changed(part: str, content: bytes, packed: bytes = b"") -> bytes:
    """A sound XLSX file with one file inside replaced or added."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed or workbook())) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet>&c;</worksheet>'
FAR = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'  # fmt: skip

ANSWER = b'<wb:data page="1" pages="1" xmlns:wb="http://www.worldbank.org"></wb:data>'
DECLARED = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + ANSWER

REFUSED = {
    "empty.csv": (b"", "empty"),
    "blank.csv": (b"\n \n\n", "blank lines"),
    "heading-only.csv": (b"a,b\n", "headings but no rows"),
    "nul.csv": (b"a,b\n1,2\n3,\x004\n", "NUL bytes"),
    "wide.csv": (b",".join(b"c%d" % i for i in range(10_000)) + b"\n1\n", "10,000 columns"),
    "wide-row.csv": (b"a,b\n1,2\n" + b"1," * 10_000 + b"1\n", "10,001 columns"),
    "database.csv": (b"SQLite format 3\0" + b"\0" * 100, "SQLite"),
    "document.csv": (b"%PDF-1.7\n...", "PDF"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n....", "picture"),
    "photo.xlsx": (b"\xff\xd8\xff\xe0....", "picture"),
    "page.csv": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "page.xls": (b"\n<html><table><tr><td>1</td></tr></table></html>", "web page"),
    "form.csv": (b'<?xml version="1.0"?><data/>', "XML"),
    "type.xml": (DECLARED, "declares a document type"),
    "cut.xml": (ANSWER[:-9], "broken or cut off"),
    "deep.xml": (ANSWER[:-10] + b"<a>" * 100_000, "nested too deeply"),
    "none.xml": (ANSWER, "holds no records"),
    "packed.csv": (b"\x1f\x8b\x08\0\0\0", "compressed"),
    "random.xlsx": (b"PK\x03\x04" + b"\x99" * 200, "damaged or cut off"),
    "cut.xlsx": (workbook()[:1500], "damaged or cut off"),
    "ole.xls": (OLE + b"\0" * 600, "not a spreadsheet"),
    "ole-cut.xls": (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "damaged or cut off"),
    "locked.xlsx": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "entities.xlsx": (changed(SHEET, BOMB), "never needs"),
    "entities-padded.xlsx": (changed(SHEET, b"<!--" + b"x" * 5000 + b"-->" + BOMB), "never needs"),
    "no-root.xlsx": (changed(SHEET, b" " * 3_000_000), "far more|never needs"),
    "slip.xlsx": (changed("../../evil.xml", b"<a/>"), "outside its own folder"),
    "far.xlsx": (changed(SHEET, FAR), "16,384 columns"),
    "zeros.xlsx": (changed("xl/media/a.bin", b"\0" * 30_000_000), "far more"),
    "cut.parquet": (b"PAR1" + b"\0" * 50, "damaged or cut off"),
    "cut.sav": (b"$FL2@(#) SPSS" + b"\0" * 50, "damaged or cut off"),
    "cut.dta": (b"<stata_dta><header>", "damaged or cut off"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_one_plain_sentence(tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(Problem, match=words) as caught:
        table(tmp_path, content, name)
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert str(tmp_path) not in sentence
    assert caught.value.code.startswith("file.")


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    packed = changed(SHEET, b"<worksheet>" + b"\0" * 5_000_000 + b"</worksheet>")
    whole = struct.pack("<L", 5_000_023)
    assert packed.count(whole) == 2  # in the file's own header and in the directory
    with pytest.raises(Problem, match=r"far more|damaged"):
        table(tmp_path, packed.replace(whole, struct.pack("<L", 500)), "liar.xlsx")


def test_a_thousand_files_inside_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="files inside"):
        table(tmp_path, workbook(), "a.xlsx", limits=Limits(entries=5))


def test_a_line_without_end_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(4)
        for _ in range(64):
            file.write(b"x" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(Problem, match="longer than 32 MB"):
        read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_a_cell_without_end_stops_early(tmp_path: Path) -> None:
    content = b'a,b\n"x","y"\n1,"' + b"and so on\n" * 450_000
    with pytest.raises(Problem, match="quotation mark"):
        table(tmp_path, content)


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(3 << 30)  # a hole: it takes no room
    with pytest.raises(Problem, match="3,072 MB"):
        read(path)


def test_one_row_is_a_table(tmp_path: Path) -> None:
    assert len(table(tmp_path, "a,b\n1,2\n")) == 1


def test_a_wrong_extension_does_not_matter(tmp_path: Path) -> None:
    assert table(tmp_path, workbook(), "book.csv").source.format == "xlsx"
    assert table(tmp_path, "a,b\n1,2\n", "text.xlsx").source.format == "csv"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such file"):
        read(tmp_path / "nowhere.csv")
    with pytest.raises(Problem, match="no such file"):
        read(tmp_path)


def _seeds() -> Iterator[bytes]:
    yield from (content for content, _ in REFUSED.values() if len(content) < 20_000)
    yield workbook()
    yield b'a;b\n"1,5";28 dic. 2018\n'
    yield b'{"results":[{"a":[1,{"b":2}]}]}'


SEEDS = tuple(_seeds())
NAMES = ("a.csv", "a.xlsx", "a.json", "a.tsv")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(NAMES))
def test_any_bytes_are_a_table_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    _read_or_refuse(written(tmp_path_factory.mktemp("law"), content, name))


@settings(max_examples=80, deadline=None)
@given(
    st.text(st.sampled_from('a1,;\t\n\r"|{}[]: .-é\u2028'), max_size=200), st.sampled_from(NAMES)
)
def test_any_text_is_a_table_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, content: str, name: str
) -> None:
    _read_or_refuse(written(tmp_path_factory.mktemp("law"), content, name))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_any_damage_is_a_table_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, seed: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(0, 8))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    path = written(tmp_path_factory.mktemp("law"), bytes(damaged[: cut or None]), "a.xlsx")
    _read_or_refuse(path)


def _read_or_refuse(path: Path) -> None:
    try:
        found = read(path)
    except Problem:
        return
    assert isinstance(found, Table)
    assert found.data.num_rows == len(found.row_numbers) > 0
