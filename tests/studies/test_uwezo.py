"""Learning scores that come already averaged: means stay means, never percentages."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from real_study import real_study, rows
from shared_data import shared


def expected(country: str) -> pd.DataFrame:
    files = [shared(f"1_cgd/uwezo/{country}{year}.csv") for year in (10, 11, 12)]
    table = pd.concat([pd.read_csv(file) for file in files])
    table["gender"] = table.gender.str.strip()
    table["region"] = table.region.str.strip()
    return table


@pytest.mark.parametrize(("country", "study"), [("KE", "uwezo_kenya"), ("TA", "uwezo_tanzania")])
def test_means_by_year_and_sex_are_those_of_pandas(country: str, study: str) -> None:
    table = expected(country)
    groups = table.groupby(["year", "gender"]).math
    means, sizes = groups.mean(), groups.size()
    observed = [row for row in rows(real_study(study), "math") if _by_year_and_sex(row)]
    assert len(observed) == len(means) == 6
    for row in observed:
        gender = {"M": "Male", "F": "Female"}[row["SEX"]]
        group = (int(row["TIME_PERIOD"]), gender)
        assert float(row["OBS_VALUE"]) == pytest.approx(means[group], rel=1e-11)
        assert int(row["N"]) == sizes[group]


@pytest.mark.parametrize("study", ["uwezo_kenya", "uwezo_tanzania"])
def test_scores_are_not_passed_off_as_percentages(study: str) -> None:
    release = real_study(study)
    assert {row["UNIT_MEASURE"] for row in rows(release)} == {"SCORE"}
    assert all(0 < float(row["OBS_VALUE"]) < 10 for row in rows(release) if row["OBS_VALUE"])
    report = release.documents["report.html"].decode()
    assert "points" in report
    assert all(finding.unit_measure != "PT" for finding in release.findings)


def test_three_files_are_one_table_and_rows_keep_their_file() -> None:
    release = real_study("uwezo_kenya")
    inputs = release.manifest["inputs"]
    assert [item["file"] for item in inputs] == ["KE10.csv", "KE11.csv", "KE12.csv"]
    assert release.manifest["rows"]["read"] == len(expected("KE"))
    quality = json.loads(release.documents["quality.json"])
    names = [row for flag in quality["flags"] for row in flag["rows"]]
    assert all(str(row).startswith("KE1") for row in names)


def test_regions_that_split_are_kept_apart_by_year() -> None:
    table = expected("TA")
    means = table.groupby(["region", "year"]).math.mean()
    observed = {
        (row["AREA_NAME"], int(row["TIME_PERIOD"])): row
        for row in rows(real_study("uwezo_tanzania"), "math")
        if row["REF_AREA"] != "_T"
    }
    known = [key for key in means.index if (key[0], key[1]) in observed]
    assert len(known) >= 0.8 * len(means)
    for region, year in known:
        value = float(observed[region, year]["OBS_VALUE"])
        assert value == pytest.approx(means.loc[(region, year)], rel=1e-11)


def _by_year_and_sex(row: dict[str, str]) -> bool:
    others = [name for name in row if name in {"REF_AREA", "region"}]
    return (
        row["TIME_PERIOD"] != "_T"
        and row["SEX"] != "_T"
        and all(row[name] == "_T" for name in others)
    )
