"""The command teaches, answers in one sentence, and never shows a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import datashift, process

from datashift.cli import main
from datashift.cli.ending import ended

POINTS = """\
status,county,women
yes,Kisumu,4
no,Kisumu,3
yes,Kitui,5
yes,Kitui,8
"""

STUDY = """\
study: 1
title: Water points that work
unit: water point
data: {file: points.csv}
design: {sampling: volunteer}
variables:
  works: {from: status, map: {"yes": 1, "no": 0}}
indicators:
  - id: works
    title: Water points that work
    sentence: water points work
    measure: proportion
    of: works
    by: [[], [county]]
protect: {minimum: 1}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "points.csv").write_text(POINTS)
    (tmp_path / "study.yaml").write_text(STUDY)
    return tmp_path


@pytest.mark.parametrize("command", ["check", "suggest", "run", "sdg", "demo", "serve"])
def test_every_command_teaches_with_examples(command: str) -> None:
    ended = datashift(command, "--help")
    assert ended.code == 0
    assert f"datashift {command}" in ended.out
    assert "examples:" in ended.out


def test_the_whole_command_says_where_to_start() -> None:
    ended = datashift("--help")
    assert ended.code == 0
    assert "datashift run study.yaml --out release" in ended.out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from datashift.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('pyarrow','numpy','pydantic','yaml','duckdb','ibis','scipy','jinja2',"
        "'shapely','django') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_wrong_command_is_one_sentence_and_exit_2() -> None:
    ended = datashift("run")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == ("The following arguments are required: STUDY. Try: datashift run --help\n")


@pytest.mark.parametrize(
    ("command", "helps"),
    [
        ("site build --out site --wrong", "site build"),
        ("run study.yaml --wrong", "run"),
        ("areas list --wrong", "areas list"),
        ("--wrong", ""),
    ],
)
def test_a_wrong_option_leads_to_the_help_of_its_command(command: str, helps: str) -> None:
    ended = datashift(*command.split())
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith(f"Try: {' '.join(filter(None, ['datashift', helps]))} --help\n")


def test_run_writes_a_release_and_says_the_finding(folder: Path) -> None:
    ended = process("run", "study.yaml", "--out", "release", folder=folder)
    assert ended.code == 0, ended.err
    assert "75 in 100 water points work" in ended.out
    assert sorted(path.name for path in (folder / "release").iterdir()) == [
        "findings.json",
        "observations.csv",
        "quality.json",
        "release.json",
        "report.html",
        "study.yaml",
    ]
    assert "Written to release" in ended.err


def test_run_as_json_prints_the_manifest_and_nothing_else(folder: Path) -> None:
    ended = datashift("run", "study.yaml", "--json", "--quiet", folder=folder)
    assert ended.err == ""
    assert json.loads(ended.out)["format"] == "datashift-release/1"


def test_check_lists_flags_for_people_and_machines(folder: Path) -> None:
    (folder / "people.csv").write_text("phone,county\n+254712345678,Kisumu\n+254712345679,Kitui\n")
    people = datashift("check", "people.csv", "--quiet", folder=folder)
    assert people.code == 0, people.err
    assert people.out.startswith("people.csv: 2 rows, 2 columns\n")
    machines = datashift("check", "people.csv", "--json", "--quiet", folder=folder)
    codes = [flag["code"] for flag in json.loads(machines.out)["flags"]]
    assert any(code.startswith("personal") for code in codes)


def test_suggest_drafts_a_study_that_runs(folder: Path) -> None:
    (folder / "study.yaml").unlink()
    drafted = datashift("suggest", "points.csv", "--out", "study.yaml", folder=folder)
    assert drafted.code == 0, drafted.err
    assert "guess" in (folder / "study.yaml").read_text()
    ran = datashift("run", "study.yaml", "--out", "release", folder=folder)
    assert ran.code == 0, ran.err


def test_suggest_never_writes_over_a_file(folder: Path) -> None:
    ended = datashift("suggest", "points.csv", "--out", "study.yaml", folder=folder)
    assert ended.code == 2
    assert ended.err == (
        "study.yaml: There is already a file of this name. It was left as it is. "
        "Choose another name, or add --force.\n"
    )
    assert (folder / "study.yaml").read_text() == STUDY


def test_sdg_finds_by_words_and_code() -> None:
    assert "6.1.1" in datashift("sdg", "drinking", "water").out
    hits = json.loads(datashift("sdg", "6.1.1", "--json").out)["hits"]
    assert hits[0]["code"] == "6.1.1"


def test_a_problem_as_json_has_its_parts(folder: Path) -> None:
    ended = datashift("check", "none.csv", "--json", folder=folder)
    assert ended.code == 2
    assert json.loads(ended.out)["problem"]["file"] == "none.csv"


def test_our_own_fault_shows_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> int:
        raise RuntimeError("secret detail")

    assert ended(broken, as_json=False) == 70
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert "secret detail" not in shown.err
    details = Path(shown.err.rsplit(" ", 1)[1].strip().rstrip("."))
    assert "secret detail" in details.read_text()
    details.unlink()


def test_stopping_it_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    assert ended(stopped, as_json=False) == 130
    assert capsys.readouterr().err == "Stopped. Nothing half-done was written.\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m datashift.cli sdg health --limit 500 | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    assert done.stderr == ""


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("datashift 0.")
