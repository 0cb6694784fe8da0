"""An official file with several indicators: each figure stands beside its own only."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from datashift import studies

ROWS = "works,clean\nyes,no\nyes,yes\nno,no\nno,yes\n"
OFFICIAL = """\
INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,SOURCE
6.1.1,Ruvela,2023,40,PT,Office
7.1.2,Ruvela,2023,90,PT,Office
"""
STUDY = """\
study: 1
title: Two indicators
unit: household
data: {file: rows.csv}
design: {sampling: census}
place: {name: Ruvela}
time: {value: 2023}
variables:
  water: {from: works, map: {"yes": 1, "no": 0}}
  fuel: {from: clean, map: {"yes": 1, "no": 0}}
indicators:
  - {id: water, title: Water, sdg: 6.1.1, match: partial, measure: proportion, of: water}
  - {id: fuel, title: Fuel, sdg: 7.1.2, match: partial, measure: proportion, of: fuel}
protect: {minimum: 1}
"""


@pytest.mark.parametrize("line", ["{file: official.csv}", "{file: official.csv, indicator: 7.1.2}"])
def test_each_figure_stands_beside_its_own(tmp_path: Path, line: str) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "official.csv").write_text(OFFICIAL)
    study = studies.parse(f"{STUDY}official: [{line}]\n", folder=tmp_path)
    water, fuel = studies.run(study, today=dt.date(2026, 1, 1)).findings
    assert [item.value for item in fuel.official] == [90.0]
    assert [item.value for item in water.official] == ([40.0] if "indicator" not in line else [])


def test_a_finding_tells_only_what_concerns_it(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS.replace("yes,yes", "yes,YES"))
    (tmp_path / "official.csv").write_text(OFFICIAL)
    study = studies.parse(STUDY, folder=tmp_path)
    water, fuel = studies.run(study, today=dt.date(2026, 1, 1)).findings
    assert any(said.label == "clean" for said in fuel.checks)
    assert not any(said.label == "clean" for said in water.checks)


def test_a_share_never_stands_beside_a_mean(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("works,users\nyes,120\nno,80\n")
    (tmp_path / "official.csv").write_text(OFFICIAL)
    text = STUDY.replace(
        "- {id: fuel, title: Fuel, sdg: 7.1.2, match: partial, measure: proportion, of: fuel}",
        "- {id: users, title: Users, sdg: 6.1.1, match: proxy, measure: mean, of: users}",
    ).replace('  fuel: {from: clean, map: {"yes": 1, "no": 0}}\n', "")
    study = studies.parse(f"{text}official: [{{file: official.csv}}]\n", folder=tmp_path)
    water, users = studies.run(study, today=dt.date(2026, 1, 1)).findings
    assert [item.value for item in water.official] == [40.0]
    assert users.official == ()


@pytest.mark.parametrize("language", ["language: es\n", ""])
def test_a_reason_gives_no_english_plural_to_what_is_not_english(
    tmp_path: Path, language: str
) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "official.csv").write_text(OFFICIAL)
    text = STUDY.replace("unit: household\n", f"unit: hogar\n{language}")
    study = studies.parse(f"{text}official: [{{file: official.csv}}]\n", folder=tmp_path)
    water, _ = studies.run(study, today=dt.date(2026, 1, 1)).findings
    assert "Ours counts hogar, the official figure counts people." in [
        one.text for one in water.reasons
    ]
