"""59,400 water points: placed by their point, null island set aside, compared with the JMP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from command import process
from numpy.typing import NDArray
from real_study import FOLDER, real_study, rows
from shared_data import shared

pytestmark = pytest.mark.slow

POINTS = "1_cgd/tza_waterpoints/waterpoints_59400.csv"
REGIONS = "4_boundaries/tz_regions.topojson"


def regions() -> dict[str, Any]:
    """Polygons straight from the TopoJSON, by region code."""
    topology = json.loads(shared(REGIONS).read_text())
    transform = topology.get("transform")
    arcs = []
    for arc in topology["arcs"]:
        points = np.array(arc, dtype=float)
        if transform:
            points = np.cumsum(points, axis=0) * transform["scale"] + transform["translate"]
        arcs.append(points)

    def ring(indexes: list[int]) -> NDArray[np.float64]:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        joined: NDArray[np.float64] = np.concatenate(
            [part if position == 0 else part[1:] for position, part in enumerate(parts)]
        )
        return joined

    shapes = {}
    for geometry in topology["objects"]["tz_regions"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        outlines = [[ring(indexes) for indexes in rings] for rings in polygons]
        parts = [
            shapely.Polygon(rings[0], [hole for hole in rings[1:] if len(hole) > 3])
            for rings in outlines
            if len(rings[0]) > 3
        ]
        shapes[geometry["properties"]["Region_Cod"]] = shapely.union_all(
            [shapely.make_valid(part) for part in parts]
        )
    return shapes


def nowhere(points: pd.DataFrame) -> pd.Series[bool]:
    """Phones without a signal wrote 0 (here: nothing) as longitude and -2e-08 as latitude."""
    return (points.longitude.fillna(0).abs() < 0.1) & (points.latitude.abs() < 0.1)


def expected() -> pd.DataFrame:
    points = pd.read_csv(shared(POINTS))
    points = points[~nowhere(points)].copy()
    points["works"] = points.status_group == "functional"
    points["region"] = ""
    for code, shape in regions().items():
        shapely.prepare(shape)
        inside = shapely.intersects_xy(shape, points.longitude, points.latitude)
        points.loc[inside & (points.region == ""), "region"] = code
    return points


def test_the_share_that_works_is_that_of_pandas_and_shapely() -> None:
    points = expected()
    observed = {row["REF_AREA"]: row for row in rows(real_study("tanzania_water_points"))}
    overall = observed.pop("_T")
    assert int(overall["N"]) == len(points)
    assert float(overall["OBS_VALUE"]) == pytest.approx(100 * points.works.mean(), rel=1e-11)
    groups = points[points.region != ""].groupby("region").works
    large = groups.mean()[groups.size() >= 10]
    shown = {code: row for code, row in observed.items() if row["OBS_STATUS"] == "A"}
    assert set(shown) == set(large.index)
    for code, row in shown.items():
        # 8 of 57,588 points lie on a border; which side they fall on is nobody's error.
        assert int(row["N"]) == pytest.approx(groups.size()[code], abs=2)
        assert float(row["OBS_VALUE"]) == pytest.approx(100 * large[code], abs=0.05)


def test_a_register_gets_no_sampling_interval_and_says_why() -> None:
    release = real_study("tanzania_water_points")
    assert all(row["CI_LOWER"] == row["STD_ERROR"] == "" for row in rows(release))
    finding = release.findings[0]
    assert finding.headline == "55 in 100 water points work"
    assert "not a random sample" in finding.range
    assert finding.sensitivity


def test_null_island_is_set_aside_and_reported() -> None:
    points = pd.read_csv(shared(POINTS))
    lost = nowhere(points)
    assert lost.sum() == 1_812
    quality = json.loads(real_study("tanzania_water_points").documents["quality.json"])
    assert quality["set_aside"]["coordinates.null_island"]["count"] == lost.sum()
    flag = next(one for one in quality["flags"] if one["code"] == "coordinates.null_island")
    assert flag["answered"]
    assert flag["count"] == lost.sum()
    assert len(flag["rows"]) == 1_000
    assert flag["rows"][0] == int(np.flatnonzero(lost)[0]) + 2


def test_the_match_is_a_proxy_with_its_reason() -> None:
    finding = real_study("tanzania_water_points").findings[0]
    assert (finding.sdg, finding.match) == ("6.1.1", "proxy")
    assert finding.match_reason.startswith("It counts water points, not people")


def test_the_jmp_figure_stands_beside_it() -> None:
    water = pd.read_csv(shared("2_official/psyteachr_sdg/water_long.csv"))
    safe = water[(water.country_code == "TZA") & (water.year == 2013) & (water.access == "safe")]
    finding = real_study("tanzania_water_points").findings[0]
    (beside,) = finding.official
    assert beside.what == "People using safely managed drinking water"
    assert beside.value == pytest.approx(safe.pcnt.item())
    assert beside.value is not None
    assert beside.difference == pytest.approx((finding.overall.value or 0) - beside.value)
    assert beside.difference_lower is None
    assert "Ours counts water points, the official figure counts people." in {
        reason.text for reason in finding.reasons
    }


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = real_study("tanzania_water_points")
    ended = process("run", FOLDER / "tanzania_water_points.yaml", "--out", tmp_path / "release")
    assert ended.code == 0, ended.err
    for name in ("observations.csv", "findings.json", "report.html", "study.yaml"):
        assert (tmp_path / "release" / name).read_bytes() == first.documents[name]


def test_the_report_is_small_and_needs_no_script_or_network() -> None:
    report = real_study("tanzania_water_points").documents["report.html"]
    assert len(report) < 300_000
    text = report.decode()
    assert "<script" not in text
    assert 'src="http' not in text
    assert "Njombe" in text
