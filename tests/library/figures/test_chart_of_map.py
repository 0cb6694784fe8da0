"""A map as a Vega-Lite specification: the areas, their sentences, and nothing that is hidden."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from library.figures.test_pictures import FINDING, PLACE

from datashift.figures import Breakdown, Row
from datashift.figures.maps import Ground
from datashift.figures.pictures import bounded, chart_of_map, fonts, picture
from datashift.kit.problem import Problem
from datashift.sdg.outlines import Outlines

SQUARE = np.array([[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]], dtype=np.int32)
HOLE = np.array([[20, 20], [40, 20], [40, 40], [20, 40], [20, 20]], dtype=np.int32)
NAMES = ("Kisumu", "Turkana", "Lamu", "Nairobi")
OUTLINES = Outlines(
    "KE",
    1,
    ("KE-17", "KE-43", "KE-21", "KE-30"),
    NAMES,
    tuple(
        ((SQUARE + np.array([100 * at, 0], dtype=np.int32), HOLE + np.array([100 * at, 0], dtype=np.int32)),)
        for at in range(4)
    ),
    scale=(0.01, 0.01),
    translate=(35.0, -1.0),
)  # fmt: skip
GROUND = Ground(OUTLINES)


def turn(ring: list[list[float]]) -> float:
    """Twice the area inside, negative when the ring goes clockwise."""
    x, y = np.array(ring).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())


def test_a_map_holds_each_area_with_its_sentence_and_no_hidden_figure() -> None:
    spec = chart_of_map.of_map(FINDING, GROUND)
    assert spec is not None
    assert "url" not in json.dumps(spec)
    features = spec["layer"][0]["data"]["values"]["features"]
    told = {one["properties"]["name"]: one["properties"] for one in features}
    assert told["Kisumu"]["value"] == 75.0
    assert told["Kisumu"]["told"] == "Kisumu: 75.0\u00a0%, between 61.2 and 88.8, n = 40"
    assert told["Lamu"] == {"code": "KE-21", "name": "Lamu", "told": "Lamu: hidden"}
    assert told["Nairobi"]["told"] == "Nairobi: no figure"


def test_rings_are_wound_as_d3_reads_them() -> None:
    """Reference: d3-geo, "exterior rings are clockwise, interior rings counter-clockwise"."""
    spec = chart_of_map.of_map(FINDING, GROUND)
    assert spec is not None
    for one in spec["layer"][0]["data"]["values"]["features"]:
        outer, hole = one["geometry"]["coordinates"][0]
        assert turn(outer) < 0 < turn(hole)


def test_a_count_is_dots_inside_its_area() -> None:
    rows = (Row("Kisumu", {"REF_AREA": "KE-17"}, 30.0), Row("Turkana", {"REF_AREA": "KE-43"}, 9.0))
    counted = dataclasses.replace(
        FINDING, quantity="count", breakdowns=(Breakdown("By county", ("REF_AREA",), rows),)
    )
    spec = chart_of_map.of_map(counted, GROUND)
    assert spec is not None
    dots = spec["layer"][1]["data"]["values"]
    assert sum(35.0 < one["longitude"] < 36.0 for one in dots) == 30
    assert len(dots) == 39


def test_vega_draws_the_map_in_our_tints(tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = tmp_path_factory.mktemp("map")
    spec = chart_of_map.of_map(FINDING, GROUND)
    assert spec is not None
    svg = bounded.drawn("vega", spec=spec, fonts=str(fonts.unpacked(kept))).decode()
    assert svg.count("#b8470b") == 2
    assert "Kisumu: 75.0" in svg


def test_without_outlines_there_is_no_map(tmp_path: Path) -> None:
    assert chart_of_map.of_map(FINDING, Ground(why="No borders are known.")) is None
    with pytest.raises(Problem, match="nothing to draw"):
        picture("map.vl.json", FINDING, PLACE, fonts_in=tmp_path)
