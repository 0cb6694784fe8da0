"""Parquet, SPSS and Stata bring their own types and labels."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pyreadstat
import pytest
from library.tables.files import columns, flag, kinds, written

from datashift.kit.problem import Problem
from datashift.tables import Limits, read


def test_parquet_types_are_kept(tmp_path: Path) -> None:
    moment = dt.datetime.fromisoformat("2020-01-02T03:04:05")
    data = pa.table(
        {
            "n": pa.array([1, None], pa.int16()),
            "x": pa.array([1.5, float("nan")]),
            "money": pa.array([Decimal("1.25"), Decimal("2.50")]),
            "day": pa.array([dt.date(2020, 1, 2), None]),
            "at": pa.array([moment, moment], pa.timestamp("ns")),
            "code": pa.array(["01", "02"]).dictionary_encode(),
            "yes": [True, False],
            "place": [{"lat": -1.5, "lon": 36.5}, {"lat": -2.5, "lon": 37.5}],
            "tags": [["a", "b"], []],
        }
    )
    parquet.write_table(data, tmp_path / "a.parquet")
    table = read(tmp_path / "a.parquet")
    assert kinds(table) == {
        "n": "integer", "x": "number", "money": "number", "day": "date", "at": "datetime",
        "code": "text", "yes": "boolean", "place/lat": "number", "place/lon": "number", "tags": "text",
    }  # fmt: skip
    assert columns(table)["x"] == [1.5, None]
    assert columns(table)["code"] == ["01", "02"]
    assert columns(table)["tags"] == ["a b", None]
    assert table.row_numbers.to_pylist() == [2, 3]


def test_a_time_zone_in_parquet_is_said(tmp_path: Path) -> None:
    at = pa.array([0, 3_600_000_000], pa.timestamp("us", tz="Africa/Nairobi"))
    parquet.write_table(pa.table({"at": at}), tmp_path / "a.parquet")
    table = read(tmp_path / "a.parquet")
    assert [value.hour for value in columns(table)["at"]] == [3, 4]
    assert flag(table, "dates.offset").column == "at"


def test_parquet_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"a": [0] * 100_000}), tmp_path / "a.parquet")
    with pytest.raises(Problem, match="too much to read"):
        read(tmp_path / "a.parquet", limits=Limits(cells=10))


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_parquet_file_cut_off_is_one_sentence(tmp_path: Path, keep: float) -> None:
    parquet.write_table(pa.table({"a": list(range(1000))}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    with pytest.raises(Problem, match="damaged or cut off"):
        read(written(tmp_path, whole[: int(len(whole) * keep)], "cut.parquet"))


def test_a_parquet_file_with_texts_that_are_none_is_one_sentence(tmp_path: Path) -> None:
    data = pa.table({"a": ["Kisumu", "Siaya"]})
    parquet.write_table(data, tmp_path / "a.parquet", compression="none", use_dictionary=False)
    whole = (tmp_path / "a.parquet").read_bytes()
    with pytest.raises(Problem, match="damaged or cut off"):
        read(written(tmp_path, whole.replace(b"Siaya", b"Si\xffya"), "b.parquet"))


SURVEY = pd.DataFrame({"sex": [1.0, 2.0, None], "name": ["a", "b", ""], "age": [30.0, 41.5, 20.0]})
LABELS: dict[str, str | None] = {"sex": "Sex of respondent"}
CODES: dict[str, dict[int | float, str]] = {"sex": {1: "Male", 2: "Female"}}


@pytest.mark.parametrize(("form", "suffix"), [("spss", "sav"), ("stata", "dta")])
def test_labels_of_statistical_files_come_along(tmp_path: Path, form: str, suffix: str) -> None:
    path = tmp_path / f"survey.{suffix}"
    write = pyreadstat.write_sav if form == "spss" else pyreadstat.write_dta
    write(SURVEY, str(path), column_labels=LABELS, variable_value_labels=CODES)
    table = read(path)
    assert table.source.format == form
    assert columns(table) == {"sex": [1, 2, None], "name": ["a", "b", None], "age": [30, 41.5, 20]}
    assert table.column("sex").label == "Sex of respondent"
    assert table.column("sex").codes == {"1": "Male", "2": "Female"}


def test_a_statistical_file_cut_off_is_one_sentence(tmp_path: Path) -> None:
    pyreadstat.write_sav(SURVEY, str(tmp_path / "a.sav"))
    whole = (tmp_path / "a.sav").read_bytes()
    with pytest.raises(Problem, match="damaged or cut off"):
        read(written(tmp_path, whole[: len(whole) // 2], "cut.sav"))


@pytest.mark.parametrize(("at", "number"), [(180, 0x10000), (348, 0)])  # width; declared missing
def test_a_file_that_ends_the_reader_in_c_is_one_sentence(
    tmp_path: Path, at: int, number: int
) -> None:
    answers = pd.DataFrame(
        {"works": [1.0, 0, None], "where": ["Kisumu", "Siaya", ""], "n": [1, 2, 9]}
    )
    pyreadstat.write_sav(
        answers, str(tmp_path / "a.sav"), variable_value_labels={"works": {1: "yes", 0: "no"}},
        column_labels=["Works?", "", "N"], missing_ranges={"n": [9]},
    )  # fmt: skip
    whole = (tmp_path / "a.sav").read_bytes()
    assert columns(read(tmp_path / "a.sav"))["n"] == [1, 2, None]
    changed = whole[:at] + number.to_bytes(4, "little") + whole[at + 4 :]
    with pytest.raises(Problem, match="damaged or cut off"):
        read(written(tmp_path, changed, "changed.sav"))
