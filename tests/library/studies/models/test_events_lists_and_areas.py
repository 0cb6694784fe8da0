"""Events left to chance, people on no list, and districts that borrow, from study to release."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from library.studies.models.invented_people import Told, told, write

from datashift import studies
from datashift.estimates.counts import garwood
from datashift.kit.problem import Problem

EVENTS = """\
study: 1
title: Deaths on the road
unit: death
invented: true
data: {file: events.csv}
design: {sampling: register}
time: {column: year, period: year}
indicators:
  - {id: poisson, title: Deaths, measure: count, chance: poisson, by: [[], [time]]}
  - {id: more, title: Deaths, measure: count, chance: negative-binomial, by: [[], [time]]}
  - id: rate
    title: Deaths
    measure: rate
    per: {file: people.csv}
    factor: 100000
    chance: poisson
    by: [[], [region]]
"""
LISTS = """\
study: 1
title: Cases
unit: case
invented: true
data: {file: cases.csv}
design: {sampling: register}
indicators:
  - id: three
    title: Cases
    measure: count
    by: [[], [region]]
    method: {name: capture-recapture, lists: [police, press, clinic]}
"""
LINKED = """\
study: 1
title: People killed
unit: record
invented: true
data: {file: records.csv}
design: {sampling: register}
indicators:
  - id: all
    title: People killed
    measure: count
    method:
      name: capture-recapture
      lists: source
      link: {name: name, born: date, town: place}
      draws: 10
"""
AREAS = """\
study: 1
title: Water
unit: household
invented: true
data: {file: survey.csv}
design: {sampling: probability, strata: district, cluster: [psu], weight: w}
indicators:
  - id: water
    title: Safe water
    measure: proportion
    of: water
    by: [[], [district]]
    method: {name: small-areas, area: district, areas: areas.csv, covariates: [poverty], size: people}
"""
FIRST = ("Ama", "Kofi", "Nia", "Baraka", "Zuri", "Juma", "Asha", "Tatu", "Imani", "Sefu", "Lulu")
LAST = ("Okoro", "Mensah", "Kamau", "Otieno", "Mwangi", "Banda", "Phiri", "Zulu", "Dube", "Moyo")


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("events")
    chance = np.random.default_rng(4)
    counts = [30, 55, 18, 40, 70, 0, 25, 44]  # nobody died in 2020
    rows = [(2015 + at, "NS"[chance.integers(2)]) for at, n in enumerate(counts) for _ in range(n)]
    write(folder / "events.csv", ("year", "region"), rows)
    write(folder / "people.csv", ("region", "population"), [("N", 400_000), ("S", 200_000)])
    return told(folder, EVENTS)


def test_the_range_of_a_register_is_what_chance_could_do(events: Told) -> None:
    whole = events.row("poisson")
    assert float(whole["OBS_VALUE"]) == 282
    ends = tuple(float(whole[name]) for name in ("MODEL_LOWER", "MODEL_UPPER"))
    assert ends == pytest.approx(garwood(282), rel=1e-9)
    assert (whole["CI_LOWER"], whole["METHOD"]) == ("", "poisson")
    north = events.row("rate", region="N")
    lower = garwood(int(north["N"]))[0] / 4
    assert float(north["MODEL_LOWER"]) == pytest.approx(lower, rel=1e-9)
    assert "how far chance alone could move the number" in events.findings[0]["assumption"]


def test_years_that_differ_by_more_than_chance_widen_the_range(events: Told) -> None:
    plain, wide = events.row("poisson"), events.row("more")
    assert wide["OBS_VALUE"] == plain["OBS_VALUE"]
    assert float(wide["MODEL_STD_ERROR"]) > 2 * float(plain["MODEL_STD_ERROR"])
    assert events.row("more", TIME_PERIOD="2016")["MODEL_LOWER"] == ""
    assert len(events.manifest["methods"]["more"]["periods"]) == 8, "a year without deaths is one"
    assert "A single period does not show" in events.report
    assert "far fewer events" not in events.report


def test_those_on_no_list_are_counted_where_lists_overlap_enough(tmp_path: Path) -> None:
    chance = np.random.default_rng(11)
    marks = chance.random((600, 3)) < (0.5, 0.4, 0.3)
    regions = np.repeat(["North", "South"], [585, 15])
    listed = np.flatnonzero(marks.any(axis=1))
    rows = [(*marks[at].astype(int), regions[at]) for at in listed]
    write(tmp_path / "cases.csv", ("police", "press", "clinic", "region"), rows)
    release = told(tmp_path, LISTS)
    whole = release.row("three")
    assert int(whole["N"]) == len(listed)
    assert float(whole["MODEL_LOWER"]) < 600 < float(whole["MODEL_UPPER"])
    south = release.row("three", region="South")
    assert (south["OBS_VALUE"], south["OBS_STATUS"]) in {("", "M"), ("", "Q")}
    models = release.manifest["methods"]["three"]["models"]
    assert sum(one["weight"] for one in models) == pytest.approx(1, abs=0.01)
    assert {"dependences", "weight"} == set(models[0]), (
        "nothing that tells how few are on all lists"
    )
    assert "That all lists depend on each other" in release.report


def test_records_are_linked_and_nobody_leaves_by_name(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    people = [
        (
            f"{FIRST[chance.integers(11)]} {LAST[chance.integers(10)]}",
            f"{chance.integers(1950, 2005)}-{chance.integers(1, 13):02d}-{chance.integers(1, 29):02d}",
            f"Town {chance.integers(12)}",
        )
        for _ in range(400)
    ]
    rows = [
        (source, *person)
        for source, share in (("police", 0.5), ("press", 0.4))
        for person in people
        if chance.random() < share
    ]
    write(tmp_path / "records.csv", ("source", "name", "born", "town"), rows)
    release = told(tmp_path, LINKED)
    whole = release.row("all")
    assert float(whole["MODEL_LOWER"]) < 400 < float(whole["MODEL_UPPER"])
    assert int(whole["N"]) == len(rows)
    facts = release.manifest["methods"]["all"]
    assert (facts["seed"], facts["draws"], facts["lists"]) == (1, 10, ["police", "press"])
    for file in (tmp_path / "release").iterdir():
        text = file.read_text()
        assert not any(name in text for name, _, _ in people), file.name
    assert "two lists nothing can test" in release.report


def test_a_district_borrows_and_a_small_one_stays_hidden(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    rows, areas = [], []
    for district in range(16):
        name, poverty = f"D{district:02d}", chance.random()
        areas.append((name, round(poverty, 3), 1000 + district))
        share = 1 / (1 + np.exp(2 * poverty - 1))
        asked = 8 if district < 14 else 2 if district == 14 else 0  # D14: 4 answers, D15: none
        for psu in range(3 if district < 14 else 2):
            rows += [(name, f"{name}-{psu}", 1, int(chance.random() < share)) for _ in range(asked)]
    write(tmp_path / "survey.csv", ("district", "psu", "w", "water"), rows)
    write(tmp_path / "areas.csv", ("district", "poverty", "people"), areas)
    release = told(tmp_path, AREAS)
    whole = release.row("water")
    assert whole["CI_LOWER"], "the whole keeps its sampling range"
    assert not whole["METHOD"]
    own = release.row("water", district="D03")
    assert own["MODEL_LOWER"]
    assert not own["CI_LOWER"]
    assert release.row("water", district="D14")["OBS_STATUS"] == "Q"
    nobody = release.row("water", district="D15")
    assert (nobody["N"], nobody["METHOD"]) == ("0", "small-areas")
    assert nobody["MODEL_LOWER"]
    finding = release.findings[0]
    assert not finding["overall"]["conditional"]
    shown = {row["name"]: row for row in finding["breakdowns"][0]["rows"]}
    assert shown["D15"]["own"] == 0
    assert shown["D14"]["own"] is None
    assert "By a model." in release.report


def test_a_first_year_that_was_not_counted_whole_is_noticed(tmp_path: Path) -> None:
    counts = {2015: 3, 2016: 40, 2017: 55, 2018: 38}
    rows = [(year, "N") for year, count in counts.items() for _ in range(count)]
    write(tmp_path / "events.csv", ("year", "region"), rows)
    text = EVENTS.partition("  - id: rate")[0]
    release = studies.run(studies.parse(text, folder=tmp_path), today=dt.date(2026, 1, 1))
    assert "chance.short_period" in {flag.code for flag in release.flags}


def test_periods_too_few_are_refused_with_their_line(tmp_path: Path) -> None:
    write(tmp_path / "events.csv", ("year", "region"), [(2015 + at % 2, "N") for at in range(40)])
    study = studies.parse(EVENTS.partition("  - id: rate")[0], folder=tmp_path)
    with pytest.raises(Problem, match="at least 3 periods") as caught:
        studies.run(study, today=dt.date(2026, 1, 1))
    assert caught.value.line == 10
