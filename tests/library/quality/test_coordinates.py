"""Points that lie where nothing can be. Nairobi is at 36.8 E, 1.3 S."""

from __future__ import annotations

import pytest
from library.quality.tables_at_hand import codes, flags, the

from datashift.kit.problem import Problem

NAIROBI = (36.82, -1.29)


def test_null_island_is_found_also_with_one_half_missing() -> None:
    found = flags(
        {
            "longitude": [36.8, 0.0, None, 1e-9, 36.9, None, 0.5],
            "latitude": [-1.3, 0.0, -2e-08, -0.001, -1.2, -1.1, 0.0],
        }
    )
    flag = the(found, "coordinates.null_island")
    assert flag.rows == (3, 4, 5)
    assert flag.message == (
        "3 rows lie at longitude 0, latitude 0, which is in the sea: "
        "most likely the phone had no signal."
    )
    assert flag.severity == "look"
    assert the(found, "coordinates.missing").rows == (7,)


def test_a_point_on_the_equator_without_longitude_is_missing_not_null_island() -> None:
    found = flags({"lon": [36.8, None], "lat": [-1.3, 0.0005]})
    assert codes(found) == ["coordinates.missing"]


def test_numbers_that_are_nowhere_on_earth() -> None:
    found = flags({"lon": [36.8, 368.1, -181.0], "lat": [-1.3, -1.3, -91.0]}, country="KE")
    assert the(found, "coordinates.out_of_range").rows == (3, 4)
    assert "coordinates.outside_country" not in codes(found)


def test_points_in_another_country_are_found_and_the_country_is_named() -> None:
    found = flags({"lon": [36.8, 33.0, 2.35], "lat": [-1.3, -8.0, 48.85]}, country="KE")
    flag = the(found, "coordinates.outside_country")
    assert flag.rows == (3, 4)
    assert flag.message == "2 rows lie outside Kenya."
    assert flag.repairs[0].action == "set_aside"


def test_points_are_not_outside_when_nobody_said_where() -> None:
    assert codes(flags({"lon": [36.8, 33.0, 2.35], "lat": [-1.3, -8.0, 48.85]})) == []


def test_longitude_and_latitude_exchanged_are_found_by_country() -> None:
    found = flags({"lon": [36.8, -1.3, -0.1], "lat": [-1.3, 36.8, 34.7]}, country="Kenya")
    flag = the(found, "coordinates.swapped")
    assert flag.rows == (3, 4)
    assert flag.repairs[0].action == "swap_coordinates"
    assert codes(found) == ["coordinates.swapped"]


def test_without_a_country_only_an_impossible_latitude_tells_of_an_exchange() -> None:
    found = flags({"lon": [-34.6, -1.3], "lat": [120.98, 36.8]})
    assert the(found, "coordinates.swapped").rows == (2,)


def test_a_country_across_the_antimeridian_has_an_inside() -> None:
    fiji = {"lon": [178.4, -179.2, 150.0], "lat": [-18.1, -16.7, -18.0]}
    assert the(flags(fiji, country="FJ"), "coordinates.outside_country").rows == (4,)


def test_many_rows_on_one_point_look_like_the_middle_of_a_town() -> None:
    lon = [36.0 + step / 1000 for step in range(40)] + [36.82] * 12
    lat = [-1.0 - step / 1000 for step in range(40)] + [-1.29] * 12
    flag = the(flags({"lon": lon, "lat": lat}), "coordinates.repeated")
    assert flag.rows == tuple(range(42, 54))
    assert flag.severity == "note"


def test_sites_visited_many_times_are_not_suspicious() -> None:
    assert codes(flags({"lon": [36.1, 36.2, 36.3] * 20, "lat": [-1.1, -1.2, -1.3] * 20})) == []


@pytest.mark.parametrize(
    ("east", "north"),
    [
        ("LONGITUDE", "LATITUDE"),
        ("long_wgs84", "lat_wgs84"),
        ("store_gps.Longitude", "store_gps.Latitude"),
        ("_gps_longitude", "_gps_latitude"),
        ("longitud", "latitud"),
        ("देशान्तर", "अक्षांश"),
        ("X", "Y"),
    ],
)
def test_headings_of_points_are_known(east: str, north: str) -> None:
    assert codes(flags({north: [0.0, -1.3], east: [0.0, 36.8]})) == ["coordinates.null_island"]


def test_two_places_in_a_row_are_both_checked() -> None:
    found = flags(
        {
            "home_lon": [36.8, 0.0], "school_lon": [0.0, 36.8],
            "home_lat": [-1.3, 0.0], "school_lat": [0.0, -1.3],
        }
    )  # fmt: skip
    islands = [flag for flag in found if flag.code == "coordinates.null_island"]
    assert [(flag.column, flag.rows) for flag in islands] == [
        ("home_lon", (3,)),
        ("school_lon", (2,)),
    ]


def test_columns_named_by_the_study_are_used() -> None:
    columns = {"east": [36.8, 0.0], "north": [-1.3, 0.0]}
    assert codes(flags(columns)) == []
    found = flags(columns, longitude="east", latitude="north")
    assert codes(found) == ["coordinates.null_island"]


def test_a_country_that_does_not_exist_is_a_problem() -> None:
    with pytest.raises(Problem, match='No country is called "Atlantis"'):
        flags({"lon": [1.5], "lat": [1.5]}, country="Atlantis")


def test_a_column_that_does_not_exist_is_a_problem() -> None:
    with pytest.raises(Problem, match='column "east": The table has no such column'):
        flags({"lon": [1.5], "lat": [1.5]}, longitude="east", latitude="lat")
