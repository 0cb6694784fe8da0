"""A release quotes no answer: what one person typed may be a name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from datashift.studies import load, run

NAME = "Wanjiru of the third house"
STUDY = """\
study: 1
title: Pumps of Kisima
producer: Kisima Watch
licence: CC0-1.0
unit: pump
data: {file: pumps.csv}
design: {sampling: register}
place: {name: Kisima}
time: {value: 2024}
variables:
  works: {from: state, map: {works: 1, broken: 0}}
indicators:
  - {id: works, title: Pumps that work, measure: proportion, of: works, by: [[]]}
"""


def released(tmp_path: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of the release, and what is said only to those who hold the rows."""
    rows = [f"{state},{years}" for state in ("works", "broken") for years in range(1, 41)]
    rows += [f"{NAME},5", "unsure,987654"]
    (tmp_path / "pumps.csv").write_text("\n".join(["state,years", *rows]) + "\n")
    (tmp_path / "study.yaml").write_text(STUDY)
    release = run(load(tmp_path / "study.yaml"), today=date(2024, 6, 1))
    return {name: told.decode() for name, told in release.documents.items()}, release.unsaid


def test_no_answer_stands_in_any_file_of_a_release(tmp_path: Path) -> None:
    files, unsaid = released(tmp_path)
    for said in (NAME, "987,654"):
        assert any(said in sentence for sentence in unsaid)
        assert not [name for name, text in files.items() if said in text]


def test_that_there_were_such_rows_is_said(tmp_path: Path) -> None:
    files, _ = released(tmp_path)
    flags = {flag["code"]: flag for flag in json.loads(files["quality.json"])["flags"]}
    unmapped = flags["harmonise.unmapped"]
    assert unmapped["count"] == 2
    assert unmapped["message"] == (
        '2 rows of "state" were noticed by a check; what they say is not published.'
    )
    assert unmapped["repairs"][0]["values"] == {"values": []}
