"""Bounds hold the places they should, also across the antimeridian."""

from __future__ import annotations

import pytest

from datashift import sdg
from datashift.sdg.area import Bounds


def _holds(bounds: Bounds | None, longitude: float, latitude: float, margin: float = 0.05) -> bool:
    assert bounds is not None
    west, south, east, north = bounds
    west, east = west - margin, east + margin
    across = west <= longitude or longitude <= east
    along = west <= longitude <= east
    return south - margin <= latitude <= north + margin and (across if west > east else along)


# Capitals and far ends, degrees as in any atlas.
@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("KE", 36.82, -1.29),
        ("TZ", 39.28, -6.82),
        ("NP", 85.32, 27.71),
        ("AR", -58.38, -34.60),
        ("FJ", 178.44, -18.14),
        ("FJ", -179.98, -16.80),
        ("RU", 37.62, 55.75),
        ("RU", -173.0, 64.4),
        ("US", -77.04, 38.90),
        ("US", -165.4, 64.5),
        ("US", -157.86, 21.31),
        ("NZ", 174.78, -41.29),
        ("GH", -0.19, 5.60),
        ("SO", 44.07, 9.56),
    ],
)
def test_places_lie_within_their_country(code: str, longitude: float, latitude: float) -> None:
    assert _holds(sdg.country(code).bounds, longitude, latitude)


@pytest.mark.parametrize("code", ["FJ", "RU", "US", "NZ", "KI"])
def test_a_country_across_the_antimeridian_has_its_west_greater_than_its_east(code: str) -> None:
    bounds = sdg.country(code).bounds
    assert bounds is not None
    assert bounds[0] > bounds[2]


@pytest.mark.parametrize("code", ["FJ", "RU", "KE", "AR", "NP", "TZ", "GH"])
def test_null_island_lies_in_none_of_them(code: str) -> None:
    assert not _holds(sdg.country(code).bounds, 0.0, 0.0)


@pytest.mark.parametrize("country", ["AR", "KE", "NP", "TZ"])
def test_areas_lie_within_their_country(country: str) -> None:
    outer = sdg.country(country).bounds
    drawn = [area for level in (1, 2) for area in sdg.areas(country, level) if area.bounds]
    assert len(drawn) >= 24
    for area in drawn:
        assert area.bounds is not None
        west, south, east, north = area.bounds
        # Sources differ by the width of islands and lakes: half a degree.
        assert _holds(outer, west, south, 0.5), area
        assert _holds(outer, east, north, 0.5), area


def test_nearly_every_country_has_bounds() -> None:
    without = {area.code for area in sdg.countries() if area.bounds is None}
    # Parts of countries that Natural Earth 1:50m draws with their country, or too small for it.
    assert without == {
        *("BQ", "BV", "CC", "CX", "GF", "GI", "GP", "MQ", "RE", "SJ", "TK", "TV", "UM", "YT"),
    }
