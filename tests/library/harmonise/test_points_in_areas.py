"""Each point is in the area that covers it; nothing is moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from library.harmonise.at_hand import codes, column, flag, the

from datashift.harmonise import AreasFile, Boundaries, Place, harmonise
from datashift.harmonise.points import NOWHERE, locate
from datashift.kit.problem import Problem


def box(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    """A rectangle as GeoJSON writes it."""
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


@pytest.fixture
def areas(tmp_path: Path) -> AreasFile:
    """Two squares that share a border, and an island."""
    shapes: dict[str, Any] = {"West": box(10, 0, 11, 1), "East": box(11, 0, 12, 1)}
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "code": f"X{at}"},
            "geometry": {"type": "Polygon", "coordinates": shape},
        }
        for at, (name, shape) in enumerate(shapes.items(), start=1)
    ]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return AreasFile(path, "name", "code")


def test_points_are_placed_flagged_and_never_moved(areas: AreasFile) -> None:
    table = the(
        {
            "lon": [10.5, 11.5, 11.0, 12.01, 12.5, 0.0, None, 200.0],
            "lat": [0.5, 0.5, 0.5, 0.5, 0.5, -2e-8, 0.5, 0.5],
        }
    )
    found = harmonise(table, place=Place(longitude="lon", latitude="lat", areas=areas))
    assert column(found, "REF_AREA") == ["X1", "X2", "X1", None, None, None, None, None]
    assert found.areas == {"X1": "West", "X2": "East"}
    assert flag(found.flags, "place.border").rows == (4,)
    outside = flag(found.flags, "place.outside")
    assert (outside.rows, outside.values["near"]) == ((5, 6, 9), 1)
    absent = flag(found.flags, "place.no_coordinates")
    assert (absent.rows, absent.values["null_island"]) == ((7, 8), 1)


def test_flags_count_only_the_rows_that_are_used(areas: AreasFile) -> None:
    table = the({"lon": [10.5, 50.0, 60.0], "lat": [0.5, 0.5, 0.5], "use": [True, False, True]})
    place = Place(longitude="lon", latitude="lat", areas=areas)
    found = harmonise(table, place=place, where="use")
    assert flag(found.flags, "place.outside").rows == (4,)
    assert column(found, "REF_AREA") == ["X1", None]


def test_where_points_and_names_are_given_the_point_decides(areas: AreasFile) -> None:
    table = the(
        {
            "lon": [10.5, 10.5, None, 10.5, 70.0],
            "lat": [0.5, 0.5, None, 0.5, 0.5],
            "region": ["west", "East", "EAST ", "Nord", None],
        }
    )
    place = Place(longitude="lon", latitude="lat", column="region", areas=areas)
    found = harmonise(table, place=place)
    assert column(found, "REF_AREA") == ["X1", "X1", "X2", "X1", None]
    assert flag(found.flags, "place.disagree").values["pairs"] == {"East → West": 1}
    assert flag(found.flags, "place.by_column").rows == (4,)
    assert flag(found.flags, "place.unknown").rows == (5,)


shapes = st.lists(
    st.tuples(*[st.integers(0, 20)] * 2, *[st.integers(1, 8)] * 2, st.integers(0, 3)),
    min_size=1,
    max_size=6,
)
points = st.lists(st.tuples(st.integers(-4, 60), st.integers(-4, 60)), min_size=1, max_size=40)


@given(shapes, points)
def test_the_first_area_that_covers_a_point_has_it(
    boxes: list[tuple[int, ...]], at: list[tuple[int, int]]
) -> None:
    parts = np.array([shapely.box(w, s, w + a, s + b) for w, s, a, b, _ in boxes])
    area = np.array([owner for *_, owner in boxes])
    found = Boundaries(tuple("ABCD"), tuple("ABCD"), parts, area, (), "boxes")
    x, y = (np.array(axis, dtype=np.float64) / 2 for axis in zip(*at, strict=True))
    located = locate(x, y, found)
    for point, mine, several in zip(
        np.asarray(shapely.points(x, y)), located.area, located.several, strict=True
    ):
        covering = {o for part, o in zip(parts, area, strict=True) if part.covers(point)}
        assert mine == min(covering, default=NOWHERE)
        assert several == (len(covering) > 1)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(longitude="lon", latitude="lat"), "Points need the boundaries"),
        (Place(longitude="lon"), "needs both longitude and latitude"),
        (Place(country="TZ"), "no column for it"),
        (Place(longitude="lon", latitude="latt"), 'Did you mean "lat"?'),
        (Place(column="name"), "but not their country"),
        (Place(column="name", country="Atlantis"), 'There is no country "Atlantis"'),
    ],
)
def test_places_that_cannot_be_are_refused_in_words(place: Place, said: str) -> None:
    with pytest.raises(Problem) as caught:
        harmonise(the({"lon": [1.0], "lat": [1.0], "name": ["x"]}), place=place)
    assert said in str(caught.value)


def test_coordinates_in_words_are_refused(areas: AreasFile) -> None:
    place = Place(longitude="lon", latitude="lat", areas=areas)
    with pytest.raises(Problem, match="expected here as numbers"):
        harmonise(the({"lon": ["10° E"], "lat": ["0° N"]}), place=place)


def test_a_clean_table_raises_no_flag(areas: AreasFile) -> None:
    table = the({"lon": [10.5], "lat": [0.5]})
    place = Place(longitude="lon", latitude="lat", areas=areas)
    assert codes(harmonise(table, place=place).flags) == set()
