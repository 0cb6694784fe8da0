"""A column's type comes from all of its values; what is assumed is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from library.tables.files import columns, flag, flags, kinds, table

from datashift.tables import Severity, read_again


def one(folder: Path, values: list[str], **options: Any) -> tuple[str, list[Any]]:
    """Kind and values of a column of these texts."""
    rows = "".join(f'"{value}",x\n' for value in values)
    read = table(folder, "value,other\n" + rows, **options)
    return kinds(read)["value"], columns(read)["value"]


@pytest.mark.parametrize(
    ("written", "kind", "values"),
    [
        (["1", "2", ""], "integer", [1, 2, None]),
        (["1.5", "2", "-3e2"], "number", [1.5, 2.0, -300.0]),
        (["2008.0", "", "2010.0"], "integer", [2008, None, 2010]),
        (["9007199254740993", "1"], "integer", [9007199254740993, 1]),
        (["true", "FALSE", "True"], "boolean", [True, False, True]),
        (["yes", "no", "yes"], "text", ["yes", "no", "yes"]),
        (["0", "1", "1"], "integer", [0, 1, 1]),
        (["007", "012", "120"], "text", ["007", "012", "120"]),
        (["+254700000001", "+254700000002"], "text", ["+254700000001", "+254700000002"]),
        (["12345678901234567890", "2"], "text", ["12345678901234567890", "2"]),
        (["0x1F", "0x20"], "text", ["0x1F", "0x20"]),
        (["inf", "nan"], "text", ["inf", None]),
        (["१२", "३४"], "integer", [12, 34]),
        (["12 %", "7.5%"], "number", [12.0, 7.5]),
        (["2004/05", "2005/06"], "text", ["2004/05", "2005/06"]),
        (["Década 1990", "Década 2000"], "text", ["Década 1990", "Década 2000"]),
        (["12:30", "13:45"], "text", ["12:30", "13:45"]),
        (["01-02-03", "04-05-06"], "text", ["01-02-03", "04-05-06"]),
        (["2015-03", "2015-04"], "text", ["2015-03", "2015-04"]),
        (["2020-01-31", ""], "date", [dt.date(2020, 1, 31), None]),
    ],
)
def test_what_a_column_holds(
    tmp_path: Path, written: list[str], kind: str, values: list[Any]
) -> None:
    assert one(tmp_path, written) == (kind, values)


def test_na_is_namibia_among_codes_and_missing_among_numbers(tmp_path: Path) -> None:
    read = table(tmp_path, "iso,women\nNA,44.2\nKE,NA\nTZ,36.9\n")
    assert columns(read) == {"iso": ["NA", "KE", "TZ"], "women": [44.2, None, 36.9]}
    look = flag(read, "missing.marker", "iso")
    assert (look.severity, look.rows) == (Severity.LOOK, (2,))
    assert [repair.action for repair in look.repairs] == ["mark_missing", "keep"]
    assert look.repairs[0].values == {"values": ["NA"]}
    assert flag(read, "missing.marker", "women").severity is Severity.NOTE


@pytest.mark.parametrize(
    "word", ["Sin Datos", "s/d", "Se desconoce", "Unknown", "¿?", "n/d", "-", "."]
)
def test_markers_in_many_languages_are_missing_among_numbers(tmp_path: Path, word: str) -> None:
    assert one(tmp_path, ["5", word, "7"]) == ("integer", [5, None, 7])


def test_none_may_mean_zero_and_is_not_taken_for_missing(tmp_path: Path) -> None:
    assert one(tmp_path, ["5", "none", "7"])[0] == "text"


def test_declared_markers_are_missing_everywhere(tmp_path: Path) -> None:
    read = table(tmp_path, "a,b\nunknown,Unknown\nx,-99\ny,3\n", missing=["Unknown", "-99"])
    assert columns(read) == {"a": [None, "x", "y"], "b": [None, None, 3]}
    assert len(flags(read, "missing.declared")) == 2


def test_a_few_words_among_many_numbers_are_left_out_and_shown(tmp_path: Path) -> None:
    rows = "".join(f"{age},x\n" for age in [*range(20, 40), "8 meses"])
    read = table(tmp_path, f"edad,otro\n{rows}")
    assert kinds(read)["edad"] == "integer"
    assert columns(read)["edad"][-1] is None
    assert read.column("edad").confidence == pytest.approx(20 / 21, abs=1e-6)
    mixed = flag(read, "types.mixed")
    assert (mixed.severity, mixed.rows) == (Severity.LOOK, (22,))
    assert '"8 meses"' in mixed.message


def test_a_code_among_numbers_is_never_lost(tmp_path: Path) -> None:
    rows = "".join(f"{code},x\n" for code in [*range(1, 48), "KE"])
    read = table(tmp_path, f"geo_code,level\n{rows}")
    assert kinds(read)["geo_code"] == "text"
    assert columns(read)["geo_code"][-1] == "KE"
    assert flag(read, "types.mixed").rows == (49,)


@pytest.mark.parametrize("several", ["1 3", "1,3,5", "2|4", "2017-2018", "KE"])
def test_several_answers_in_a_cell_are_never_lost(tmp_path: Path, several: str) -> None:
    assert one(tmp_path, ["1", "2", "3"] * 20 + [several])[1][-1] == several


def test_a_pair_of_answers_and_a_decimal_comma_look_alike(tmp_path: Path) -> None:
    read = table(tmp_path, 'value,x\n"1,3",a\n2,b\n')
    assert flag(read, "numbers.decimal_comma").severity is Severity.LOOK


def test_what_programs_write_for_nothing_is_missing_everywhere(tmp_path: Path) -> None:
    read = table(tmp_path, "city,n\nNan,1\nnan,2\n#N/A,3\n")
    assert columns(read)["city"] == ["Nan", None, None]
    assert {f.severity for f in flags(read, "missing.marker")} == {Severity.LOOK, Severity.NOTE}


@pytest.mark.parametrize(
    ("written", "values", "doubt"),
    [
        (["1,5", "2,25"], [1.5, 2.25], False),
        (["1,234,567", "1,234"], [1234567, 1234], False),
        (["1.234.567", "2.000"], [1234567, 2000], False),
        (["1.234,5", "10,5"], [1234.5, 10.5], False),
        (["1 234 567", "12"], [1234567, 12], False),
        (["1,234", "5,678"], [1234, 5678], True),
        (["1,234", "12", "99", "1500"], [1234, 12, 99, 1500], False),
        (["-56,164", "-34,9"], [-56.164, -34.9], False),
    ],
)
def test_commas_and_dots_mean_what_the_column_says(
    tmp_path: Path, written: list[str], values: list[float], doubt: bool
) -> None:
    rows = "".join(f'"{value}",x\n' for value in written)
    read = table(tmp_path, "value,other\n" + rows)
    assert columns(read)["value"] == values
    assert bool(flags(read, "numbers.ambiguous")) == doubt


def test_a_corrected_column_gets_its_type(tmp_path: Path) -> None:
    read = table(tmp_path, "n,x\n1,a\n2,b\nnone,c\n4,d\n")
    assert kinds(read)["n"] == "text"
    blanked = read.data.set_column(0, "n", [["1", "2", None, "4"]])
    again = read_again(
        type(read)(blanked, read.columns, read.flags, read.source, read.row_numbers), "n"
    )
    assert columns(again)["n"] == [1, 2, None, 4]
    assert kinds(again)["n"] == "integer"
    assert not flags(again, "types.mixed")


def test_notes_about_many_columns_are_said_once(tmp_path: Path) -> None:
    weeks = [f"w{week}" for week in range(52)]
    read = table(
        tmp_path, "\n".join((",".join(weeks), ",".join(["NA"] * 52), ",".join(["4"] * 52)))
    )
    found = flag(read, "missing.marker")
    assert found.count == 52
    assert len(found.values["columns"]) == 52
