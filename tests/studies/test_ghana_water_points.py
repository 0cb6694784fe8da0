"""712 reports as JSON, 38 to 44 keys each, with names and device numbers in them."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from real_study import real_study, rows
from shared_data import shared


def expected() -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = json.loads(
        shared("1_cgd/ona_water_points_ghana.json").read_text()
    )
    return reports


def test_the_share_that_works_is_counted_from_the_json() -> None:
    answers = Counter(report["water_functioning"] for report in expected())
    yes, no = answers["yes"], answers["no"]
    overall = next(
        row
        for row in rows(real_study("ghana_water_points"))
        if row["districts_divisions"] == row["locations_wards"] == "_T"
    )
    assert int(overall["N"]) == yes + no
    assert float(overall["OBS_VALUE"]) == pytest.approx(100 * yes / (yes + no), rel=1e-11)


def test_wards_are_counted_from_the_json() -> None:
    reports = [one for one in expected() if one["water_functioning"] in {"yes", "no"}]
    sizes = Counter(one["locations_wards"] for one in reports)
    working = Counter(
        one["locations_wards"] for one in reports if one["water_functioning"] == "yes"
    )
    observed = {row["locations_wards"]: row for row in rows(real_study("ghana_water_points"))}
    shown = {
        ward: row for ward, row in observed.items() if ward != "_T" and row["OBS_STATUS"] == "A"
    }
    assert shown
    for ward, row in shown.items():
        assert sizes[ward] >= 10
        assert int(row["N"]) == sizes[ward]
        assert float(row["OBS_VALUE"]) == pytest.approx(100 * working[ward] / sizes[ward])


def test_personal_data_is_found() -> None:
    quality = json.loads(real_study("ghana_water_points").documents["quality.json"])
    personal = {one["column"] for one in quality["flags"] if one["code"].startswith("personal")}
    assert {"research_asst_name", "water_manager_name", "deviceid"} <= personal


def test_nobody_is_named_in_the_release() -> None:
    names = {
        report[key]
        for report in expected()
        for key in ("research_asst_name", "deviceid")
        if len(report.get(key) or "") > 6
    }
    everything = b"".join(real_study("ghana_water_points").documents.values()).decode()
    assert not [name for name in names if name in everything]


def test_volunteers_get_no_sampling_interval() -> None:
    release = real_study("ghana_water_points")
    assert all(row["CI_LOWER"] == "" for row in rows(release))
    assert "chose themselves" in release.findings[0].range
