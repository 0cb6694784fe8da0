"""Volunteers beside a sample, beside totals, and in a model: a range that says what it rests on."""

from __future__ import annotations

from pathlib import Path

import pytest
from library.studies.models.invented_people import People, Told, told

from datashift import studies
from datashift.figures import Finding

STUDY = """\
study: 1
title: Water at home
unit: household
invented: true
data: {file: came.csv}
design: {sampling: volunteer}
variables: {sex: {from: gender, map: {woman: F, man: M}}}
indicators:
  - {id: plain, title: Safe water, measure: proportion, of: water, threshold: 40}
  - id: sample
    title: Safe water, beside a sample
    measure: proportion
    of: water
    by: [[], [sex], [region]]
    method:
      name: quasi-randomisation
      covariates: [sex, age]
      reference:
        file: sample.csv
        design: {sampling: probability, weight: w}
        variables: {sex: {from: s1, map: {woman: F, man: M}}}
  - id: totals
    title: Minutes to water
    measure: mean
    of: minutes
    unit_words: minutes
    method: {name: quasi-randomisation, totals: totals.csv}
  - id: cells
    title: Safe water, by a model
    measure: proportion
    of: water
    by: [[], [region]]
    method: {name: multilevel, groups: [region, age], fixed: [gender], cells: cells.csv, draws: 400}
"""


@pytest.fixture(scope="module")
def people() -> People:
    return People()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, people: People) -> Told:
    folder = tmp_path_factory.mktemp("volunteers")
    people.write(folder)
    return told(folder, STUDY)


def between(row: dict[str, str], truth: float) -> bool:
    return float(row["MODEL_LOWER"]) <= truth <= float(row["MODEL_UPPER"])


def test_the_models_find_what_the_volunteers_alone_do_not(release: Told, people: People) -> None:
    water, minutes = 100 * people.water.mean(), people.minutes.mean()
    assert float(release.row("plain")["OBS_VALUE"]) > water + 4
    assert between(release.row("sample"), water)
    assert between(release.row("cells"), water)
    assert between(release.row("totals"), minutes)
    assert people.minutes[people.came].mean() > float(release.row("totals")["MODEL_UPPER"])


def test_a_range_of_a_model_is_never_that_of_a_sample(release: Told) -> None:
    for row in release.rows:
        assert row["STD_ERROR"] == row["CI_LOWER"] == row["CI_UPPER"] == row["N_EFFECTIVE"] == ""
        assert (row["METHOD"] == "") == (row["INDICATOR"] == "plain")
    for values in release.findings[1:]:
        finding = Finding.from_json(values)
        assert finding.overall.conditional
        assert "by a model" in finding.range
        assert "not a sampling range: it holds only if" in finding.range
        assert finding.assumption in finding.range
        assert Finding.from_json(finding.to_json()) == finding
    assert "95 of 100 such ranges" not in release.report
    assert "95 % confidence interval" not in release.report
    assert release.report.count("A model&#39;s range: holds only as its sentence says") == 3


def test_the_plain_figure_says_what_it_would_take(release: Told) -> None:
    plain = release.findings[0]
    assert not plain["overall"]["conditional"]
    assert plain["range"].startswith("People chose themselves")
    assert plain["sensitivity"].startswith('For the true share to be 40 in 100, "yes" would have')


def test_a_model_says_how_well_it_fits(release: Told) -> None:
    sample = release.manifest["methods"]["sample"]
    assert abs(sample["balance"]["sex"]["before"]) > 0.4
    assert abs(sample["balance"]["sex"]["after"]) < 0.1
    assert sample["rows_effective"] < sample["rows"]
    cells = release.manifest["methods"]["cells"]
    assert (cells["seed"], cells["draws"]) == (1, 400)
    assert 0 < cells["own_share"]["lowest"] <= cells["own_share"]["middle"] < 100
    assert '<td class="n">−0.' in release.report
    assert "own share" in release.report


def test_what_is_borrowed_does_not_free_a_small_group(release: Told) -> None:
    """Four came from the island; the model has a figure for it, and nobody sees it."""
    for indicator in ("sample", "cells"):
        island = release.row(indicator, region="Island")
        assert island["OBS_STATUS"] == "Q"
        assert not any(island[name] for name in ("OBS_VALUE", "N", "MODEL_LOWER", "MODEL_UPPER"))
    assert "Island" not in str(release.manifest["methods"])
    hidden = [row for row in release.findings[3]["breakdowns"][0]["rows"] if row["hidden"]]
    assert {row["own"] for row in hidden} == {None}


def test_the_same_files_give_the_same_bytes(tmp_path: Path, people: People) -> None:
    people.write(tmp_path)
    bootstrap = "errors: bootstrap\n      replicates: 50\n      reference:"
    study = STUDY.partition("  - id: totals")[0].replace("reference:", bootstrap)
    study = study.replace("by: [[], [sex], [region]]", "by: [[]]")
    first = told(tmp_path, study, "one")
    assert first.bytes == told(tmp_path, study, "two").bytes
    assert first.manifest["methods"]["sample"]["seed"] == 1
    other = study.replace("replicates: 50", "replicates: 50\n      seed: 2")
    assert told(tmp_path, other, "three").bytes != first.bytes


@pytest.mark.parametrize(
    ("said", "line", "sentence"),
    [
        ("method: multilevel", 12, "`groups` are missing"),
        (
            "method: {name: multilevel, groups: [region], cells: a.csv, lists: [a, b]}",
            12,
            "`lists`",
        ),
        ("method: small-areas", 12, "not for `sampling: volunteer`"),
        ("method: {name: quasi-randomisation, covariates: [sex]}", 12, "needs a `reference`"),
        ("method: {name: quasirandom}", 12, "did you mean `quasi-randomisation`?"),
        ("chance: poisson", 12, "`chance` is for a count or a rate"),
    ],
)
def test_a_method_that_cannot_be_meant_is_refused_with_its_line(
    said: str, line: int, sentence: str
) -> None:
    start = STUDY.partition("  - {id: plain")[0]
    text = f"{start}  - id: safe\n    title: Safe\n    measure: proportion\n    {said}\n    of: water\n"
    found = studies.problems(text)
    assert any(one.line == line and sentence in str(one) for one in found), found
