"""A study's map of points: moved once and for ever, with enough rows behind, and only when asked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datashift.disclosure.points.sphere import distance_km
from datashift.kit.problem import Problem
from datashift.studies import Release, Study, parse, run
from datashift.studies.points import key_in

TODAY = date(2026, 1, 1)
STUDY = """\
study: 1
title: Wells
unit: household
data: {file: wells.csv}
design: {sampling: volunteer}
place: {name: Ruvela, longitude: x, latitude: y, areas: {file: areas.json, name: name}}
indicators:
  - {id: safe, title: Safe, measure: proportion, of: safe, by: [[], [place]]}
protect: {topic: TOPIC, points: {cluster: village}}
"""
VILLAGES = {"A": (0.3, 0.5, 30), "B": (0.7, 0.4, 12), "C": (1.4, 0.5, 25), "D": (1.6, 0.6, 4)}


def _study(folder: Path, *, topic: str = "ordinary", aside: float = 0.0, small: int = 0) -> Study:
    """Four villages in two districts; `small` rows in a third district."""
    folder.mkdir(exist_ok=True)
    rows = [
        f"{name},{x + aside},{y},{at % 2}\n"
        for name, (x, y, count) in VILLAGES.items()
        for at in range(count)
    ]
    rows += [f"E,2.5,0.5,{at % 2}\n" for at in range(small)]
    (folder / "wells.csv").write_text("village,x,y,safe\n" + "".join(rows))
    squares = [
        {
            "type": "Feature",
            "properties": {"name": f"District {at}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[at, 0], [at + 1, 0], [at + 1, 1], [at, 1], [at, 0]]],
            },
        }
        for at in range(3)
    ]
    areas = {"type": "FeatureCollection", "features": squares}
    (folder / "areas.json").write_text(json.dumps(areas))
    return parse(STUDY.replace("TOPIC", topic), folder=folder)


def _points(release: Release) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(release.documents["points.geojson"])["features"]
    return features


def test_villages_with_enough_rows_are_shown_where_they_are_not(tmp_path: Path) -> None:
    release = run(_study(tmp_path), out=tmp_path / "out", today=TODAY, points_key=tmp_path / "key")
    written = json.loads((tmp_path / "out" / "points.geojson").read_text())
    assert [each["properties"]["area"] for each in written["features"]] == [
        "District 0",
        "District 0",
        "District 1",
    ]
    assert set(written["features"][0]["properties"]) == {"area", "name"}
    for feature, (x, y, _) in zip(_points(release), VILLAGES.values(), strict=False):
        at = [np.array([number]) for number in (*feature["geometry"]["coordinates"], x, y)]
        assert 0.4 < float(distance_km(*at)[0]) < 10.1
    assert "points.geojson" in release.manifest["outputs"]
    assert "points.joined" in {flag.code for flag in release.flags}


def test_the_same_point_for_ever_whatever_is_asked_again(tmp_path: Path) -> None:
    """New rows at other places do not move a point: the difference would lead to them."""
    key, ledger = tmp_path / "key", tmp_path / "ledger"
    asked = [
        _points(
            run(
                _study(tmp_path, aside=aside),
                out=tmp_path / "out",
                today=TODAY,
                points_key=key,
                ledger=ledger,
            )
        )
        for aside in (0.0, 0.0, 0.004)
    ]
    assert asked[0] == asked[1] == asked[2]
    assert key.stat().st_mode & 0o077 == 0


def test_another_key_is_another_draw(tmp_path: Path) -> None:
    study = _study(tmp_path)
    one, other = (run(study, today=TODAY, points_key=tmp_path / name) for name in ("a", "b"))
    assert _points(one) != _points(other)


@pytest.mark.parametrize("topic", ["sensitive", "sealed"])
def test_of_what_could_hurt_only_areas_are_shown(tmp_path: Path, topic: str) -> None:
    release = run(_study(tmp_path, topic=topic), today=TODAY, points_key=tmp_path / "key")
    assert "points.geojson" not in release.documents
    assert "points.area_only" in {flag.code for flag in release.flags}


def test_points_do_not_tell_of_an_area_whose_figure_is_hidden(tmp_path: Path) -> None:
    """Few rows in one district hide another as well; points there would say it has many."""
    release = run(_study(tmp_path, small=3), today=TODAY, points_key=tmp_path / "key")
    hidden = {
        row.name
        for finding in release.findings
        for breakdown in finding.breakdowns
        for row in breakdown.rows
        if row.hidden
    }
    assert len(hidden) == 2
    assert not hidden & {each["properties"]["name"] for each in _points(release)}


def test_without_a_key_no_point_leaves_and_that_is_said(tmp_path: Path) -> None:
    release = run(_study(tmp_path), today=TODAY)
    assert "points.geojson" not in release.documents
    assert "points.no_key" in {flag.code for flag in release.flags}


def test_a_key_is_never_published(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="would be published"):
        key_in(tmp_path / "out" / "key", out=tmp_path / "out")
