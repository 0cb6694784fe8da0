"""`datashift protect TABLE`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command import datashift

ROWS = """\
REGION,COUNTY,SEX,N,INCOME,FIRST,SECOND
East,Ala,F,4,40,30,5
East,Ala,M,60,700,20,20
East,Bor,F,45,500,25,20
East,Bor,M,52,560,30,30
West,Cid,F,33,300,30,20
West,Cid,M,41,900,800,50
West,Dun,F,58,610,40,30
West,Dun,M,70,720,35,30
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "reports.csv"
    path.write_text(ROWS)
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


def test_all_cells_and_margins_are_written(table: Path) -> None:
    out = table.with_name("protected.csv")
    ended = datashift("protect", table, "--by", "COUNTY,SEX", "--count", "N", "--out", out, "-q")
    assert ended.code == 0, ended.err
    rows = _rows(out)
    assert len(rows) == 5 * 3
    by = {(row["COUNTY"], row["SEX"]): row for row in rows}
    assert by["_T", "_T"]["N"] == "363"
    assert by["Ala", "F"] == {"COUNTY": "Ala", "SEX": "F", "N": "", "OBS_STATUS": "Q"}
    assert sum(row["OBS_STATUS"] == "Q" for row in rows) == 4
    assert "searches were made" in ended.out
    page = out.with_name("protected.report.html").read_text()
    assert "What usefulness was lost" in page


def test_areas_within_areas(table: Path) -> None:
    out = table.with_name("protected.csv")
    ended = datashift(
        *("protect", table, "--by", "COUNTY,SEX", "--within", "COUNTY:REGION"),
        *("--count", "N", "--out", out, "-q"),
    )
    assert ended.code == 0, ended.err
    rows = _rows(out)
    assert len(rows) == 7 * 3
    assert {row["COUNTY"] for row in rows if row["REGION"] == "West"} == {"Cid", "Dun", "_T"}


def test_a_dominated_total_is_hidden_with_its_count(table: Path) -> None:
    out = table.with_name("protected.csv")
    ended = datashift(
        *("protect", table, "--by", "COUNTY,SEX", "--count", "N", "--magnitude", "INCOME"),
        *("--largest", "FIRST", "--second", "SECOND", "--out", out, "-q"),
    )
    assert ended.code == 0, ended.err
    by = {(row["COUNTY"], row["SEX"]): row for row in _rows(out)}
    assert by["Cid", "M"]["INCOME"] == by["Cid", "M"]["N"] == ""
    assert by["_T", "_T"]["INCOME"] == "4330"


def test_rounding_and_noise(table: Path) -> None:
    secret = table.with_name("secret.key")
    secret.write_text("0123456789abcdef0123456789abcdef")
    for more in (("--method", "round", "--base", "5"), ("--method", "cell-key", "--key", secret)):
        ended = datashift("protect", table, "--by", "COUNTY,SEX", "--count", "N", *more, "--json")
        assert ended.code == 0, ended.err
        assert json.loads(ended.out)["loss"]["mean_change"] > 0


def test_what_was_hidden_is_told_to_machines(table: Path) -> None:
    ended = datashift(
        *("protect", table, "--by", "COUNTY,SEX", "--count", "N", "--topic", "sealed", "--json")
    )
    told = json.loads(ended.out)
    assert told["needs_two_people"] is True
    assert told["minimum"] == 20
    assert told["attacker"]["narrowest"] >= 20


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "which columns classify the cells"),
        (("--by", "SEX"), "which column holds the number of people"),
        (("--by", "AGE", "--count", "N"), 'There is no column "AGE"'),
        (("--by", "SEX", "--count", "N"), "row 4: These codes stood in an earlier row"),
        (("--by", "COUNTY,SEX", "--count", "REGION"), "does not hold numbers"),
        (("--by", "COUNTY,SEX", "--count", "N", "--method", "cell-key"), "secret of the noise"),
        (("--by", "COUNTY,SEX", "--count", "N", "--within", "COUNTY"), "what lies within what"),
        (("--by", "COUNTY,SEX", "--count", "N", "--minimum", "-1"), "--minimum must be at least 0"),
        (
            ("--by", "COUNTY,SEX", "--count", "N", "--method", "round", "--base", "1"),
            "--base must be at least 2",
        ),
    ],
)
def test_what_cannot_be_used_is_said(table: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = datashift("protect", table, *arguments)
    assert ended.code == 2
    assert words in ended.err


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("SEX,N\nF,3\n_T,9\n", "row 3"),
        ("SEX,N\nF,3\nM,2.5\n", "row 3"),
        ("SEX,N\nF,3\nM,-2\n", "row 3"),
    ],
)
def test_rows_that_cannot_be_used_are_named(tmp_path: Path, rows: str, words: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(rows)
    ended = datashift("protect", path, "--by", "SEX", "--count", "N")
    assert ended.code == 2
    assert words in ended.err


def test_an_older_file_is_left_as_it_is(table: Path) -> None:
    out = table.with_name("protected.csv")
    out.write_text("mine")
    ended = datashift("protect", table, "--by", "COUNTY,SEX", "--count", "N", "--out", out)
    assert ended.code == 2
    assert out.read_text() == "mine"
