"""CSV and its kin, in every shape that people's programs write them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.tables.files import columns, flag, flags, kinds, table

from datashift.kit.problem import Problem
from datashift.tables import Severity, missing

WATER = {"region": ["Dodoma", "Mbeya"], "points": [12, 7]}


@pytest.mark.parametrize(
    "content",
    [
        b"region,points\nDodoma,12\nMbeya,7\n",
        b"region,points\r\nDodoma,12\r\nMbeya,7\r\n",
        b"region,points\rDodoma,12\rMbeya,7\r",
        b"region,points\nDodoma,12\nMbeya,7",
        b"\xef\xbb\xbfregion,points\nDodoma,12\nMbeya,7\n",
        b"region;points\nDodoma;12\nMbeya;7\n",
        b"region\tpoints\nDodoma\t12\nMbeya\t7\n",
        b"region|points\nDodoma|12\nMbeya|7\n",
        b'"region","points"\n"Dodoma","12"\n"Mbeya","7"\n',
        b" region , points \n Dodoma , 12 \nMbeya ,7\n",
        "region,points\nDodoma,12\nMbeya,7\n".encode("utf-16"),
        "region,points\nDodoma,12\nMbeya,7\n".encode("utf-16-le"),
        "region,points\nDodoma,12\nMbeya,7\n".encode("utf-16-be"),
        "region,points\nDodoma,12\nMbeya,7\n".encode("utf-32"),
    ],
    ids=["lf", "crlf", "cr", "no-last-line-end", "bom", "semicolon", "tab", "bar", "quoted", "spaces",
         "utf-16", "utf-16-le-bare", "utf-16-be-bare", "utf-32"],
)  # fmt: skip
def test_the_same_table_in_every_shape(tmp_path: Path, content: bytes) -> None:
    read = table(tmp_path, content)
    assert columns(read) == WATER
    assert read.row_numbers.to_pylist() == [2, 3]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("cp1252", "cp1252"), ("latin-1", "cp1252"), ("mac_roman", "mac_roman")],
)
def test_letters_survive_any_usual_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    content = "provincia,casos\nCórdoba,3\nRío Negro,4\nEntre Ríos,5\n"
    ends = "\r" if encoding == "mac_roman" else "\n"
    read = table(tmp_path, content.replace("\n", ends).encode(encoding))
    assert columns(read)["provincia"] == ["Córdoba", "Río Negro", "Entre Ríos"]
    assert read.source.details["encoding"] == name
    assert bool(flags(read, "reading.encoding")) == (encoding != "utf-8")


def test_a_stray_windows_byte_in_a_utf8_file_is_read_and_said(tmp_path: Path) -> None:
    content = "lugar,casos\nCórdoba,1\nTucumán,2\nNeuquén,3\n".encode() + b"R\xedo Negro,4\n"
    read = table(tmp_path, content)
    assert columns(read)["lugar"][-1] == "Río Negro"
    assert flag(read, "reading.encoding").severity is Severity.LOOK


def test_line_breaks_inside_a_cell_do_not_count_as_rows(tmp_path: Path) -> None:
    read = table(tmp_path, 'id,report\n1,"two\nlines"\n2,"one\r\n\r\nmore"\n3,end\n')
    assert columns(read)["report"] == ["two\nlines", "one\r\n\r\nmore", "end"]
    assert read.row_numbers.to_pylist() == [2, 3, 4]


def test_blank_lines_keep_their_row_number(tmp_path: Path) -> None:
    read = table(tmp_path, "id,n\n1,5\n\n2,6\n , \n3,7\n")
    assert columns(read)["id"] == [1, 2, 3]
    assert read.row_numbers.to_pylist() == [2, 4, 6]
    assert flag(read, "reading.empty_rows").rows == (3, 5)


def test_ragged_rows_are_kept_and_named(tmp_path: Path) -> None:
    read = table(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,\n")
    assert columns(read) == {
        "a": [1, 4, 6, 10], "b": [2, 5, 7, 11], "c": [3, None, 8, 12], "column 4": [None, None, 9, None],
    }  # fmt: skip
    ragged = flag(read, "reading.ragged")
    assert ragged.severity is Severity.LOOK
    assert ragged.rows == (3, 4)


def test_headings_are_made_unique_and_never_empty(tmp_path: Path) -> None:
    read = table(tmp_path, "age,, age ,age (2)\n1,2,3,4\n")
    assert [column.name for column in read.columns] == ["age", "column 2", "age (2)", "age (2) (2)"]
    assert [column.written for column in read.columns] == ["age", "", " age ", "age (2)"]
    assert flag(read, "headings.renamed").count == 3


def test_rows_above_the_heading_are_left_out_and_counted(tmp_path: Path) -> None:
    read = table(
        tmp_path, "Water points 2021,,\nSource: register,,\n\nregion,works,broken\nA,3,1\nB,4,2\n"
    )
    assert columns(read) == {"region": ["A", "B"], "works": [3, 4], "broken": [1, 2]}
    assert read.row_numbers.to_pylist() == [5, 6]
    assert flag(read, "headings.not_first").count == 3


def test_a_heading_of_two_rows_is_joined(tmp_path: Path) -> None:
    read = table(
        tmp_path, "region,2010,,2011,\n,men,women,men,women\nA,1,2,3,4\nB,5,6,7,8\nC,1,1,1,1\n"
    )
    assert list(columns(read)) == ["region", "2010/men", "2010/women", "2011/men", "2011/women"]
    assert read.row_numbers.to_pylist() == [3, 4, 5]
    assert flag(read, "headings.merged").severity is Severity.LOOK


def test_a_file_without_headings_loses_no_row(tmp_path: Path) -> None:
    read = table(tmp_path, "A,3.5\nB,4.25\nC,5.5\n")
    assert columns(read) == {"column 1": ["A", "B", "C"], "column 2": [3.5, 4.25, 5.5]}
    assert read.row_numbers.to_pylist() == [1, 2, 3]
    assert flag(read, "headings.absent").severity is Severity.LOOK


def test_a_heading_without_its_first_cell_as_r_writes_it(tmp_path: Path) -> None:
    read = table(tmp_path, '"n","area"\n"1",3,"x"\n"2",4,"y"\n')
    assert columns(read) == {"column 1": [1, 2], "n": [3, 4], "area": ["x", "y"]}
    assert flag(read, "headings.shifted").severity is Severity.LOOK


def test_columns_with_nothing_at_all_are_left_out(tmp_path: Path) -> None:
    read = table(tmp_path, "a,,b,\n1,,2,\n3,,4,\n")
    assert [(column.name, column.position) for column in read.columns] == [("a", 1), ("b", 3)]
    assert flag(read, "reading.empty_columns").count == 2


def test_years_and_weeks_are_headings(tmp_path: Path) -> None:
    assert list(columns(table(tmp_path, "pump,1,2,3\nA,4,5,6\nB,7,8,9\n"))) == [
        "pump",
        "1",
        "2",
        "3",
    ]
    years = table(tmp_path, "area,2010,2011\nA,1,2\nB,3,4\n")
    assert list(columns(years)) == ["area", "2010", "2011"]


@pytest.mark.parametrize("last", ["Total,9,9", "jumla,9,9", ",3,7"])
def test_a_last_row_that_adds_up_the_others_is_pointed_out(tmp_path: Path, last: str) -> None:
    read = table(tmp_path, f"area,a,b\nA,1,3\nB,2,4\n{last}\n")
    found = flag(read, "rows.total")
    assert found.rows == (4,)
    assert found.repairs[0].action == "set_aside"
    assert len(read) == 3


def test_decimal_commas_in_a_semicolon_file(tmp_path: Path) -> None:
    read = table(tmp_path, "lugar;lat;lon\nA;-34,9011;-56,1645\nB;-34,0;-55,25\n")
    assert columns(read)["lat"] == [-34.9011, -34.0]
    assert kinds(read)["lon"] == "number"
    assert len(flags(read, "numbers.decimal_comma")) == 2


def test_an_open_quotation_mark_is_found_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"row 3: A quotation mark is opened and never closed"):
        table(tmp_path, 'a,b\n"x","y"\n1,"cut off\n2,3\n')


def test_inches_are_no_quotation_marks(tmp_path: Path) -> None:
    read = table(tmp_path, 'pipe,points\n"1/2,4\n2,5\n')
    assert columns(read)["pipe"] == ['"1/2', "2"]
    assert flag(read, "reading.quotes").severity is Severity.LOOK


def test_cells_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    read = table(tmp_path, "name,n\n=1+1,1\n@SUM(A1),2\n-5,3\nplain,4\n")
    assert columns(read)["name"][0] == "=1+1"
    assert flag(read, "reading.formula_like").rows == (2, 3)


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs", "Cc")), max_size=8
) | st.sampled_from(["a\nb", 'say "hi"', "a,b", "x;y", "007", "3.5", "NA", ""])  # fmt: skip


def _told(cell: str) -> str | None:
    """What a cell of text says: trimmed; None where a program wrote that there is nothing."""
    text = cell.strip()
    return None if text in ("", *missing.BY_PROGRAMS) else text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=30), st.sampled_from(",;\t|"))
def test_reading_agrees_with_pythons_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    """Whatever a CSV writer writes comes back: as text trimmed, on the row where it stood."""
    folder = tmp_path_factory.mktemp("law")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["first", "second", "keep"])
    writer.writerows((*row[:2], "x y") for row in rows)
    read = table(folder, text.getvalue())
    numbers = read.row_numbers.to_pylist()
    assert numbers == [number for number, _ in enumerate(rows, 2)]
    for place, column in enumerate(("first", "second")):
        if read.column(column).kind == "text":
            assert columns(read)[column] == [_told(row[place]) for row in rows]
