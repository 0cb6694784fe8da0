"""`datashift questionnaire`: look at a form; turn filled ones into tables and a study."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command import datashift

from datashift.questionnaires import library, written

SENT = (
    "<data id='home' version='1'><today>2026-03-04</today><water_source>{}</water_source>"
    "<meta><instanceID>uuid:{}</instanceID></meta></data>"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    form = library.questionnaire(["water_source"], id="home", title="At home", languages=["en"])
    (folder / "home.xlsx").write_bytes(written.xlsform(form))
    for number in range(40):
        place = folder / "instances" / f"uuid{number}"
        place.mkdir(parents=True)
        source = "rain" if number % 4 else "river"
        (place / "submission.xml").write_text(SENT.format(source, number))
    (folder / "instances" / "again.xml").write_text(SENT.format("river", 0))
    return folder


def test_a_form_says_what_it_computes(folder: Path) -> None:
    ended = datashift("questionnaire", "check", folder / "home.xlsx")
    assert ended.code == 0, ended.err
    assert "gives 6.1.1 (proxy) from the answers to water_source" in ended.out
    assert "English (en)" in ended.out


def test_filled_questionnaires_become_a_release(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "collected"
    ended = datashift(
        "questionnaire", "rows", folder / "home.xlsx", folder / "instances", "--out", out
    )
    assert ended.code == 0, ended.err
    assert "folder.doubled" in ended.out
    assert pq.read_table(out / "submissions.parquet").num_rows == 40
    ran = datashift("run", out / "study.yaml", "--out", tmp_path / "release", "--quiet")
    assert ran.code == 0, ran.err
    assert "water_source_6_1_1" in (tmp_path / "release" / "observations.csv").read_text()


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    ended = datashift(
        "questionnaire", "rows", folder / "home.xlsx", folder / "instances", "--out", tmp_path
    )
    assert ended.code == 2
    assert "left as it is" in ended.err


def test_a_folder_without_answers_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = datashift(
        "questionnaire", "rows", folder / "home.xlsx", tmp_path / "empty", "--out", tmp_path / "o"
    )
    assert ended.code == 2
    assert "answers the questionnaire" in ended.err


def test_an_export_of_another_platform_becomes_tables_and_a_questionnaire(tmp_path: Path) -> None:
    export = tmp_path / "wells.csv"
    export.write_text(
        "works,_id,_uuid,_submission_time\nyes,1,a,2024-05-03T08:00:00\nno,2,b,2024-05-03T09:00:00\n"
    )
    ended = datashift("questionnaire", "import", export, "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    assert "wells.csv is an export of KoboToolbox: 2 submissions" in ended.out
    assert pq.read_table(tmp_path / "out" / "submissions.parquet")["works"].to_pylist() == [
        "yes",
        "no",
    ]
    again = datashift(
        "questionnaire", "import", export, "--form", tmp_path / "out" / "form.xlsx",
        "--out", tmp_path / "again",
    )  # fmt: skip
    assert again.code == 0, again.err
    refused = datashift("questionnaire", "import", export, "--out", tmp_path / "out")
    assert refused.code == 2
    assert "left as it is" in refused.err


def test_an_indicator_that_is_none_is_told_with_its_row_of_the_sheet(tmp_path: Path) -> None:
    form = tmp_path / "wells.md"
    form.write_text(
        "| survey |\n| | type | name | label | datashift::indicator |\n"
        "| | text | a | A | 6.1.1 |\n| | text | b | B | 99.1.1 |\n| | text | c | C | 6.1.1 of |\n"
    )
    ended = datashift("questionnaire", "check", form)
    assert ended.code == 2
    assert (
        'wells.md, sheet "survey", row 3, column "datashift::indicator": "99.1.1" is' in ended.err
    )
    assert 'row 4, column "datashift::indicator": "of" is neither' in ended.err


def test_what_the_phone_fills_in_is_no_question(tmp_path: Path) -> None:
    form = tmp_path / "wells.md"
    form.write_text(
        "| survey |\n| | type | name | label | calculation |\n| | start | start | | |\n"
        "| | text | a | A | |\n| | calculate | b | | 1 + 1 |\n"
        "| | start-geopoint | c | | |\n| | background-audio | d | | |\n"
    )
    ended = datashift("questionnaire", "check", form)
    assert "questions: 1 (and 4 that the phone fills in by itself); repeats: 0" in ended.out
