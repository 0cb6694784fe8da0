"""The invented country is the same every time, and it is nowhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from datashift import demonstration
from datashift.demonstration.land import PROVINCES, island


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    demonstration.write(tmp_path / "one")
    demonstration.write(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_provinces_share_the_island_without_overlap() -> None:
    provinces = island()
    assert sorted(province.name for province in provinces) == sorted(PROVINCES)
    whole = provinces[0].outline
    for province in provinces[1:]:
        assert whole.intersection(province.outline).area < 1e-9
        whole = whole.union(province.outline)
    assert abs(whole.area - sum(province.outline.area for province in provinces)) < 1e-9


def test_the_survey_has_strata_clusters_weights_and_twenty_indicators(tmp_path: Path) -> None:
    demonstration.write(tmp_path)
    with (tmp_path / "survey.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["stratum"] for row in rows}) == 16
    assert len({row["area"] for row in rows}) == 168
    assert all(float(row["weight"]) > 0 for row in rows)
    yes_no = [name for name in rows[0] if {row[name] for row in rows} <= {"yes", "no", ""}]
    assert len(yes_no) >= 20


def test_no_real_country_is_near(tmp_path: Path) -> None:
    demonstration.write(tmp_path)
    shapes = json.loads((tmp_path / "provinces.geojson").read_text(encoding="utf-8"))
    points = [
        point
        for feature in shapes["features"]
        for ring in feature["geometry"]["coordinates"]
        for point in ring
    ]
    # Gough Island, the nearest land, lies at 9.9° W, 40.3° S.
    assert all(-21 < x < -15 and -38.5 < y < -33.5 for x, y in points)
