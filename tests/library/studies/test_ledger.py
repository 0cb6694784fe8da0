"""A study that is published again remembers what its earlier releases showed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from datashift.kit.problem import Problem
from datashift.studies import Release, Study, parse, run

TODAY = date(2026, 1, 1)
STUDY = """\
study: 1
title: Reports
unit: report
data: {file: reports.csv}
design: {sampling: volunteer}
indicators:
  - {id: solved, title: Solved, measure: proportion, of: solved, by: [[], [county]]}
"""


def _study(folder: Path, more: int, *, protect: str = "", yes: int = 0) -> Study:
    """Forty reports in each of three counties, half of them solved, and some more in the first."""
    rows = [(county, number % 2) for county in ("A", "B", "C") for number in range(40)]
    rows += [("A", int(number < yes)) for number in range(more)]
    folder.mkdir(exist_ok=True)
    (folder / "reports.csv").write_text(
        "county,solved\n" + "".join(f"{county},{solved}\n" for county, solved in rows)
    )
    return parse(STUDY + protect, folder=folder)


def _hidden(release: Release) -> dict[str, bool]:
    text = release.documents["observations.csv"].decode()
    return {row["county"]: row["OBS_STATUS"] == "Q" for row in csv.DictReader(io.StringIO(text))}


def test_three_new_reports_are_not_found_by_subtraction(tmp_path: Path) -> None:
    ledger = tmp_path / "study.ledger"
    run(_study(tmp_path, 0), out=tmp_path / "first", today=TODAY, ledger=ledger)
    assert ledger.stat().st_mode & 0o077 == 0
    careless = run(_study(tmp_path, 3), today=TODAY)
    careful = run(_study(tmp_path, 3), out=tmp_path / "second", today=TODAY, ledger=ledger)
    assert not any(_hidden(careless).values())
    assert _hidden(careful)["_T"]
    assert _hidden(careful)["A"]
    assert careful.manifest["protection"]["earlier_releases"] == 1
    assert len(json.loads(ledger.read_text())["releases"]) == 2


def test_two_more_who_said_yes_are_not_found_though_many_more_answered(tmp_path: Path) -> None:
    ledger = tmp_path / "study.ledger"
    strict = "protect: {topic: sensitive}\n"
    run(_study(tmp_path, 0, protect=strict), out=tmp_path / "out", today=TODAY, ledger=ledger)
    grown = _study(tmp_path, 40, protect=strict, yes=2)
    assert not _hidden(run(grown, today=TODAY))["A"]
    assert _hidden(run(grown, today=TODAY, ledger=ledger))["A"]


def test_the_same_release_again_is_remembered_once(tmp_path: Path) -> None:
    ledger = tmp_path / "study.ledger"
    study = _study(tmp_path, 0)
    first = run(study, out=tmp_path / "out", today=TODAY, ledger=ledger)
    before = ledger.read_bytes()
    again = run(study, out=tmp_path / "out", today=TODAY, ledger=ledger)
    assert ledger.read_bytes() == before
    assert again.documents["observations.csv"] == first.documents["observations.csv"]


def test_nothing_is_remembered_of_a_release_that_is_not_written(tmp_path: Path) -> None:
    ledger = tmp_path / "study.ledger"
    run(_study(tmp_path, 0), today=TODAY, ledger=ledger)
    assert not ledger.exists()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("out/study.ledger", None, "ledger.published"),
        ("study.ledger", "not one", "ledger.not_one"),
        ("study.ledger", '{"format": "datashift-ledger/1", "releases": [1]}', "ledger.not_one"),
        (
            "study.ledger",
            '{"format": "datashift-ledger/1", "releases": [{"figures": [["it", {}, 3, 3, 1]]}]}',
            "ledger.other_study",
        ),
    ],
)
def test_a_ledger_that_does_not_suit_is_refused(
    tmp_path: Path, name: str, text: str | None, code: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(Problem) as refused:
        run(_study(tmp_path, 0), out=tmp_path / "out", today=TODAY, ledger=tmp_path / name)
    assert refused.value.code == code
    assert not (tmp_path / "out").exists()
