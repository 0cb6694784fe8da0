"""An official series of the United Nations beside an invented survey: its bounds are kept."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from real_study import FOLDER, TODAY
from shared_data import shared

from datashift.studies import Release, parse, run

SERIES = "2_official/un_gender_minset/8100__V_1__Ia8b55125__S9a5e3c3a.csv"


@pytest.fixture
def release(tmp_path: Path) -> Release:
    chance = random.Random(521)
    lines = ["stratum,cluster,weight,answer"]
    for cluster in range(60):
        risk = chance.betavariate(4, 12)
        for _ in range(20):
            answer = "yes" if chance.random() < risk else "no"
            lines.append(f"{cluster % 6},{cluster},{1 + cluster % 3},{answer}")
    (tmp_path / "survey.csv").write_text("\n".join(lines) + "\n")
    text = (FOLDER / "kenya_violence.yaml").read_text()
    text = text.replace(f"../../../shared/data/{SERIES}", str(shared(SERIES)))
    return run(parse(text, folder=tmp_path), today=TODAY)


def test_the_official_figure_keeps_its_bounds(release: Release) -> None:
    table = pd.read_csv(shared(SERIES), sep="\t")
    kenya = table[(table.ISO3 == "KEN") & (table.TIME_PERIOD == 2018)]
    published = {(row.OBS_VALUE, row.LOWER_BOUND, row.UPPER_BOUND) for row in kenya.itertuples()}
    beside = [(one.value, one.lower, one.upper) for one in release.findings[0].official]
    assert beside
    assert set(beside) <= published
    assert (22.8, 15.1, 32.8) in published


def test_both_have_a_range_and_so_has_their_difference(release: Release) -> None:
    finding = release.findings[0]
    assert finding.overall.lower is not None
    one = finding.official[0]
    assert one.period == "2018"
    assert one.value is not None
    assert one.difference is not None
    assert one.difference == pytest.approx((finding.overall.value or 0) - one.value)
    assert one.difference_lower is not None
    assert one.difference_upper is not None
    assert one.difference_lower < one.difference < one.difference_upper
    assert one.could_be_the_same is (one.difference_lower <= 0 <= one.difference_upper)


def test_nothing_depends_on_the_day(release: Release, tmp_path: Path) -> None:
    again = run(release.study, today=date(2031, 1, 1))
    assert again.documents["observations.csv"] == release.documents["observations.csv"]
    assert again.manifest == release.manifest
