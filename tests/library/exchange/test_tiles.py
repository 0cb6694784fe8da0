"""Tiles: every area in every zoom, where its outline is; read by readers that are not ours."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pmtiles.reader import MemorySource, Reader, all_tiles

from datashift.exchange.tiles import archive
from datashift.exchange.tiles.cut import finest, tiles
from datashift.exchange.tiles.encoded import EXTENT, commands
from datashift.figures.maps.land import land
from datashift.sdg.outlines import Outlines

STEP = 0.002  # degrees


def fields(message: bytes) -> dict[int, list[Any]]:
    """What a message of Protocol Buffers holds, by number: whole numbers and bytes."""
    found: dict[int, list[Any]] = {}
    rest = message
    while rest:
        key, rest = varint(rest)
        value: Any
        value, rest = varint(rest)
        if key & 7 == 2:
            value, rest = rest[:value], rest[value:]
        found.setdefault(key >> 3, []).append(value)
    return found


def varint(message: bytes) -> tuple[int, bytes]:
    last = next(at for at, byte in enumerate(message) if byte < 0x80)
    return sum((message[at] & 0x7F) << 7 * at for at in range(last + 1)), message[last + 1 :]


def varints(message: bytes) -> list[int]:
    found = []
    while message:
        value, message = varint(message)
        found.append(value)
    return found


def rings(geometry: list[int]) -> Iterator[list[tuple[int, int]]]:
    """What the pen draws, by chapter 4.3 of the specification."""
    x = y = at = 0
    ring: list[tuple[int, int]] = []
    while at < len(geometry):
        command, count = geometry[at] & 7, geometry[at] >> 3
        at += 1
        if command == 7:
            yield [*ring, ring[0]]
            ring = []
            continue
        for _ in range(count):
            x += (geometry[at] >> 1) ^ -(geometry[at] & 1)
            y += (geometry[at + 1] >> 1) ^ -(geometry[at + 1] & 1)
            at += 2
            ring.append((x, y))


def decoded(packed: bytes) -> dict[str, Any]:
    """The areas of a tile by code, in its units."""
    (layer,) = map(fields, fields(gzip.decompress(packed))[3])
    assert (layer[15], layer[1], layer[5]) == ([2], [b"areas"], [EXTENT])
    keys, values = layer[3], [fields(value)[1][0] for value in layer[4]]
    found: dict[str, Any] = {}
    for feature in map(fields, layer[2]):
        tags = varints(feature[2][0])
        told = {keys[key]: values[at] for key, at in zip(tags[::2], tags[1::2], strict=True)}
        shape: Any = shapely.Polygon()
        for ring in rings(varints(feature[4][0])):  # a hole is taken out, an outer ring put in
            shape = shape.symmetric_difference(shapely.make_valid(shapely.Polygon(ring)))
        code = told[b"code"].decode()
        found[code] = shape.union(found.get(code, shapely.Polygon()))
    return found


def strips(borders: list[list[int]], corner: tuple[float, float]) -> Outlines:
    """Areas side by side, between wavy borders that run from south to north."""
    lines = [
        np.array([(1000 * (at + 1) + away, 100 * up) for up, away in enumerate(border)])
        for at, border in enumerate(borders)
    ]
    polygons = tuple(
        ((np.vstack([one, two[::-1], one[:1]]).astype(np.int32),),) for one, two in pairwise(lines)
    )
    codes = tuple(f"RV-{at}" for at in range(len(polygons)))
    return Outlines("RV", 1, codes, codes, polygons, (STEP, STEP), corner, licence="CC0")


def written(outlines: Outlines) -> bytes:
    out = io.BytesIO()
    archive(outlines, out)
    return out.getvalue()


def mercator(places: Any, zoom: int) -> Any:
    """Degrees in units of the tiles of a zoom (OGC 17-083r4, annex D: WebMercatorQuad)."""
    longitude, latitude = np.asarray(places, dtype=float).T
    down = np.arcsinh(np.tan(np.radians(latitude)))
    return np.column_stack(((longitude + 180) / 360, (1 - down / np.pi) / 2)) * EXTENT * 2**zoom


@pytest.mark.parametrize(
    ("polygons", "numbers"),
    [
        ([[[(3, 6), (8, 12), (20, 34), (3, 6)]]], [9, 6, 12, 18, 10, 12, 24, 44, 15]),
        (
            [
                [[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]],
                [
                    [(11, 11), (20, 11), (20, 20), (11, 20), (11, 11)],
                    [(13, 13), (13, 17), (17, 17), (17, 13), (13, 13)],
                ],
            ],
            [
                *(9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15),
                *(9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15),
            ],
        ),
    ],
)
def test_the_pen_draws_the_examples_of_the_specification(
    polygons: list[list[list[tuple[int, int]]]], numbers: list[int]
) -> None:
    """Examples 4.3.5.5 and 4.3.5.6; the first goes the other way round there too."""
    drawn = commands([[np.array(ring) for ring in polygon] for polygon in polygons])
    assert drawn == numbers


wave = st.lists(st.integers(-400, 400), min_size=5, max_size=5)


@settings(max_examples=10)
@given(
    st.lists(wave, min_size=2, max_size=5),
    st.sampled_from([(36.0, -2.0), (176.0, 50.0), (-70.0, -40.0)]),
)
def test_every_area_is_at_every_zoom_and_where_its_outline_is(
    borders: list[list[int]], corner: tuple[float, float]
) -> None:
    outlines = strips(borders, corner)
    source = MemorySource(written(outlines))
    header = Reader(source).header()
    assert (header["min_zoom"], header["max_zoom"]) == (0, finest(outlines))
    by_zoom: dict[int, dict[tuple[int, int], dict[str, Any]]] = {}
    for (zoom, column, row), packed in all_tiles(source):
        by_zoom.setdefault(zoom, {})[column, row] = decoded(packed)
    shapes = outlines.shapes()
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes))
    for zoom, there in by_zoom.items():
        assert {code for areas in there.values() for code in areas} == set(outlines.codes)
        for code, place in zip(outlines.codes, mercator(inside, zoom), strict=True):
            column, row = (place // EXTENT).astype(int).tolist()
            areas = there[column % 2**zoom, row]
            at = shapely.Point(place - np.array([column, row]) * EXTENT)
            assert areas[code].distance(at) <= 1


def test_the_same_outlines_give_the_same_bytes_and_say_whose_they_are() -> None:
    outlines = strips([[0, 90, -90, 30, 0], [0] * 5, [5] * 5], (36.0, -2.0))
    content = written(outlines)
    assert content == written(outlines)
    told = Reader(MemorySource(content)).metadata()
    assert told["attribution"] == "Licence: CC0."
    assert json.dumps(told["vector_layers"])
    flat = land(outlines)
    x, y = flat.at(36.5, -1.8)
    corner, step = np.array(told["drawing"]["corner"]), np.array(told["drawing"]["step"])
    assert np.allclose(corner + step * (x, y), (36.5, -1.8), atol=0.01)


def test_a_border_is_the_same_on_both_its_sides() -> None:
    outlines = strips([[0] * 5, [0, 300, -300, 150, 0], [0] * 5], (36.0, -2.0))
    for zoom in range(finest(outlines) + 1):
        for tile in tiles(outlines, zoom):
            one, two = (
                shapely.union_all([shapely.Polygon(polygon[0]) for polygon in shape.polygons])
                for shape in tile.shapes
            )
            assert one.intersection(two).area == 0 or zoom == 0
