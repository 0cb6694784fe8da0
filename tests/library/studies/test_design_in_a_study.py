"""What the estimator can do, said in study.yaml: the release has the figures of the library."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

import datashift.studies as studies
from datashift.estimates import Design, Measure, difference, estimate, make_replicates
from datashift.kit.problem import Problem
from datashift.studies import Release, to_yaml
from datashift.weights import Margin, Plan, Trimming, weigh

TODAY = date(2026, 11, 20)
HEAD = """study: 1
title: Walks
unit: person
data: {file: people.csv}
"""
REST = """indicators:
  - {id: far, title: Walks far, measure: proportion, of: far, by: [[], [sex]]}
  - {id: minutes, title: Minutes, measure: mean, of: minutes, unit_words: minutes}
"""
MEASURES = (
    Measure("far", "proportion", "far", by=((), ("sex",))),
    Measure("minutes", "mean", "minutes"),
)
PLAIN = "sampling: probability, strata: stratum, cluster: [area], weight: w"
DESIGN = Design("probability", strata="stratum", cluster=("area",), weight="w")
TOTALS = {"F": 3000.0, "M": 2600.0}
SEXES = (Margin("sex", TOTALS),)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with rows of a stratified cluster sample, and known totals."""
    folder = tmp_path_factory.mktemp("people")
    chance = np.random.default_rng(4)
    size = 480
    area = np.arange(size) // 20
    answered = chance.random(size) < 0.8
    minutes = np.round(chance.gamma(3, 9, size) + area % 4, 1)
    table = pa.table(
        {
            "stratum": area // 4,
            "area": area % 4,
            "w": np.round(chance.uniform(5, 20, size) * (1 + 9 * (chance.random(size) < 0.02)), 2),
            "areas": np.full(size, 10),
            "people_in_area": np.full(size, 60),
            "sex": pa.array(chance.choice(["F", "M"], size)),
            "region": pa.array(np.array(["N", "S", "E"])[area // 8]),
            "year": pa.array(chance.choice(["2020", "2024"], size)),
            "answered": answered.astype(int),
            "minutes": pa.array(minutes, mask=~answered | (chance.random(size) < 0.05)),
            "far": pa.array((minutes > 30).astype(int), mask=~answered),
            "r_1": np.round(chance.uniform(5, 20, size), 3),
            "r_2": np.round(chance.uniform(5, 20, size), 3),
            "r_3": np.round(chance.uniform(5, 20, size), 3),
        }
    )
    pyarrow.csv.write_csv(table, folder / "people.csv")
    rows = [f"sex,{category},{total}" for category, total in TOTALS.items()]
    (folder / "margins.csv").write_text("\n".join(["variable,category,total", *rows]))
    return folder


def rows(folder: Path) -> pa.Table:
    return pyarrow.csv.read_csv(folder / "people.csv")


def run(folder: Path, design: str, rest: str = REST) -> Release:
    text = f"{HEAD}design: {{{design}}}\n{rest}"
    study = studies.parse(text, folder=folder)
    assert studies.parse(to_yaml(study)).specification == study.specification
    return studies.run(study, today=TODAY)


def agree(release: Release, figures: object) -> None:
    expected = list(figures)  # type: ignore[call-overload]
    assert len(release.observations) == len(expected)
    for ours, theirs in zip(release.observations, expected, strict=True):
        by = 100 if theirs.measure == "far" else 1
        for mine, other in (
            (ours.value, theirs.value),
            (ours.standard_error, theirs.standard_error),
            (ours.lower, theirs.lower),
            (ours.upper, theirs.upper),
        ):
            assert mine == pytest.approx(by * other, rel=1e-12)


def test_later_stages_and_lonely_clusters(people: Path) -> None:
    release = run(people, f"{PLAIN}, population: areas, later_populations: people_in_area")
    later = Design("probability", "stratum", ("area",), "w", "areas", ("people_in_area",))
    agree(release, estimate(rows(people), later, MEASURES))
    where = REST.replace("indicators:", "indicators:", 1)
    text = HEAD.replace("people.csv", "people.csv, where: area == 0 or stratum > 1")
    study = studies.parse(f"{text}design: {{{PLAIN}, lonely: certainty}}\n{where}", folder=people)
    (far, *_) = studies.run(study, today=TODAY).findings
    assert "2 strata have only one sampled cluster; each was taken as certain" in far.method


def test_weights_go_through_non_response_trimming_and_calibration(people: Path) -> None:
    steps = (
        "nonresponse: {answered: answered, classes: [region]}, trim: {times_median: 4}, "
        "calibrate: {method: linear, to: margins.csv, bounds: [0.2, 5]}"
    )
    release = run(people, f"{PLAIN}, {steps}")
    plan = Plan("w", "answered", ("region",), Trimming(times_median=4), "linear", SEXES, (0.2, 5.0))
    done = weigh(rows(people), plan)
    agree(release, estimate(rows(people), DESIGN, MEASURES, calibration=done))
    (far, minutes) = release.findings
    assert far.missing == 0, "who did not answer at all is no missing answer"
    assert far.overall.n == int(rows(people)["answered"].to_numpy().sum())
    assert 0 < minutes.missing < 40
    unanswered = minutes.overall.unanswered
    assert unanswered is not None
    assert 2 < unanswered < 9
    weights = release.manifest["weights"]
    assert weights["asked"] == 480
    assert weights["steps"] == ["nonresponse", "trim", "linear"]
    assert any("Extreme weights were cut off" in said.text for said in far.weighting)


@pytest.mark.parametrize("made", ["jackknife", "bootstrap"])
def test_replicates_are_made_and_calibrated(people: Path, made: str) -> None:
    extra = ", number: 60, seed: 9" if made == "bootstrap" else ""
    release = run(
        people,
        f"{PLAIN}, calibrate: {{method: poststratify, to: margins.csv}}, "
        f"replicates: {{make: {made}{extra}}}",
    )
    data = rows(people)
    done = weigh(data, Plan("w", method="poststratify", margins=SEXES))
    chance = np.random.default_rng(9)
    replicates = make_replicates(data, DESIGN, made, number=60, chance=chance)  # type: ignore[arg-type]
    agree(release, estimate(data, DESIGN, MEASURES, calibration=done, replicates=replicates))
    assert "replicates of the sample" in release.findings[0].method


def test_replicates_are_read_from_columns(people: Path) -> None:
    given = 'replicates: {columns: "r_*", method: BRR}'
    release = run(people, f"sampling: probability, weight: w, {given}")
    data = rows(people)
    far = np.nan_to_num(data["far"].to_numpy())
    known = data["far"].is_valid().to_numpy()
    whole = np.average(far, weights=data["w"].to_numpy() * known)
    deviations = [
        np.average(far, weights=data[name].to_numpy() * known) - whole
        for name in ("r_1", "r_2", "r_3")
    ]
    error = 100 * np.sqrt(np.mean(np.square(deviations)))
    assert release.observations[0].standard_error == pytest.approx(error, rel=1e-12)


DIFFERENCES = """indicators:
  - id: far
    title: Walks far
    measure: proportion
    of: far
    by: [[]]
    differences:
      - {between: sex, one: F, other: M, by: [[], [region]]}
      - {between: year, one: 2024, other: 2020}
      - {between: region, other: N}
      - {between: region, times: {N: 1, S: -0.5, E: -0.5}}
  - {id: minutes, title: Minutes, measure: mean, of: minutes, interval: t}
"""


def test_differences_have_the_error_of_a_difference(people: Path) -> None:
    release = run(people, PLAIN, DIFFERENCES)
    assert {row.indicator for row in release.observations} == {"far", "minutes"}
    assert len(release.observations) == 2, "groups that are only compared are not published"
    found = list(csv.DictReader(io.StringIO(release.documents["differences.csv"].decode())))
    assert [(row["ONE"], row["OTHER"], row["region"]) for row in found] == [
        ("F", "M", "_T"),
        *(("F", "M", region) for region in "ENS"),
        ("2024", "2020", "_T"),
        ("E", "N", "_T"),
        ("S", "N", "_T"),
        ("N less 0.5 × S less 0.5 × E", "", "_T"),
    ]
    apart = difference(rows(people), DESIGN, MEASURES[0], {"sex": "F"}, {"sex": "M"})
    assert apart.value is not None
    assert apart.standard_error is not None
    assert float(found[0]["DIFFERENCE"]) == pytest.approx(100 * apart.value, rel=1e-11)
    assert float(found[0]["STD_ERROR"]) == pytest.approx(100 * apart.standard_error, rel=1e-11)
    (far, _) = release.findings
    assert far.differences[0].said.startswith("F: ")
    assert "in 100" in far.differences[0].said
    assert far.differences[0].said in release.documents["report.html"].decode()


def test_a_difference_of_a_hidden_figure_is_hidden(people: Path) -> None:
    rest = DIFFERENCES + "protect: {minimum: 62}\n"
    found = list(
        csv.DictReader(io.StringIO(run(people, PLAIN, rest).documents["differences.csv"].decode()))
    )
    hidden = [row for row in found if row["OBS_STATUS"] == "Q"]
    assert hidden
    for row in hidden:
        assert not any(row[name] for name in ("DIFFERENCE", "STD_ERROR", "CI_LOWER", "N_ONE"))
    shown = [row for row in found if row["OBS_STATUS"] == "A"]
    assert all(int(row["N_ONE"]) >= 62 for row in shown)


@pytest.mark.parametrize(
    ("design", "rest", "said"),
    [
        (f"{PLAIN}, lonley: error", REST, "`lonley` is not a known key of `design`; did you mean `lonely`"),
        (f"{PLAIN}, lonely: ignore", REST, "`lonely` is `ignore`; it must be one of"),
        (f"{PLAIN}, later_populations: [areas]", REST, "that of the first is not"),
        (f"{PLAIN}, replicates: {{make: jackknife, number: 4}}", REST, "`number` is for the bootstrap"),
        (f"{PLAIN}, replicates: {{columns: 'r_*'}}", REST, "Nothing says how the replicates were made"),
        (f"{PLAIN}, replicates: {{make: brr, columns: r_1}}", REST, "exactly one"),
        (f"{PLAIN}, replicates: {{columns: 'q_*', method: BRR}}", REST, "There is no column `q_*`"),
        (f"{PLAIN}, trim: {{}}", REST, "`trim` gives no bound"),
        (f"{PLAIN}, nonresponse: {{classes: [sex]}}", REST, "`answered` is missing from `nonresponse`"),
        (f"{PLAIN}, calibrate: {{method: rake, to: x.csv, bounds: [0.5, 2]}}", REST, "`bounds` belong to"),
        (f"{PLAIN}, nest: false", REST, "A cluster has rows in two strata"),
        ("sampling: volunteer, replicates: {make: jackknife}", REST, "belongs to a probability sample"),
        (PLAIN, DIFFERENCES.replace("one: F", "one: X"), "There is no group `X` in `sex`"),
        (PLAIN, DIFFERENCES.replace("other: M", "another: M"), "`another` is not a known key of a difference"),
        (PLAIN, DIFFERENCES.replace("[region]", "[sex]"), "cannot be a group of it"),
        (PLAIN, REST.replace("of: minutes", "of: minutes, interval: wilson"), "is for proportions"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(
    people: Path, design: str, rest: str, said: str
) -> None:
    with pytest.raises(Problem, match="") as caught:
        run(people, design, rest)
    problem = caught.value
    assert said in str(problem)
    assert problem.line is not None
