"""Names in real files resolve; what does not is listed here, with the reason."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared_data import shared

from datashift import sdg


def _column(path: Path, name: str) -> set[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return {row[name] for row in csv.DictReader(file)}


def _unresolved(names: set[str], country: str, at: int | None = None) -> set[str]:
    return {name for name in names if not _sure(name, country, at)}


def _sure(name: str, country: str, at: int | None) -> bool:
    found = sdg.find_areas(name, country, at=at)
    return bool(found) and found[0].how != "similar" and len(found[:1]) == 1


def test_provinces_of_the_settlement_register() -> None:
    path = shared("1_cgd/argentina_renabap_barrios_populares_2022.csv")
    assert _unresolved(_column(path, "provincia"), "AR") == set()


def test_provinces_of_the_argentine_femicide_register() -> None:
    path = shared("1_cgd/femicides_latam/argentina_femicidios_minjus_2012_2016.csv")
    assert _unresolved(_column(path, "lugar_hecho"), "AR") == set()


def test_places_of_the_kenyan_femicide_register() -> None:
    names = _column(shared("1_cgd/femicide_kenya_no_names.csv"), "Location")
    nothing = {name for name in names if not sdg.find_areas(name, "KE")}
    assert nothing == {
        *("", "Unknown", "County"),  # no place
        # Places within a county whose county is not named.
        *("Gilgil Sub County", "Gwassi East Location In Suba Sub-County", "Imenti North"),
        *("Imenti South", "Kanduyi Constituency", "Kapsabet", "Maragua Town", "Naivasha"),
        *("Nanyuki", "Ugenya Sub-County"),
    }


@pytest.mark.parametrize("year", [10, 11, 12])
def test_former_provinces_of_kenya_in_learning_assessments(year: int) -> None:
    names = _column(shared(f"1_cgd/uwezo/KE{year}.csv"), "region")
    assert _unresolved(names, "KE", at=2000 + year) == set()


@pytest.mark.parametrize("year", [10, 11, 12])
def test_regions_of_tanzania_in_learning_assessments(year: int) -> None:
    names = _column(shared(f"1_cgd/uwezo/TA{year}.csv"), "region")
    assert _unresolved(names, "TZ", at=2000 + year) == set()


def test_regions_of_the_water_point_register() -> None:
    path = shared("1_cgd/tza_waterpoints/needs_repair_all_columns_6555.csv")
    assert _unresolved(_column(path, "region"), "TZ") == set()


def test_counties_and_their_codes_in_official_series() -> None:
    path = shared("2_official/kenya_hurumap/population_by_gender_ke.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        pairs = {
            (row["geo_code"], row["name"])
            for row in csv.DictReader(file)
            if row["geo_level"] == "county"
        }
    assert len(pairs) == 47
    for code, name in pairs:
        by_code, by_name = sdg.find_areas(code, "KE", at=2019), sdg.find_areas(name, "KE", at=2019)
        assert by_code[0].area == by_name[0].area, (code, name)


def test_counties_of_the_county_list_have_their_codes() -> None:
    for county in json.loads(shared("4_boundaries/kenya_counties.json").read_text("utf-8")):
        found = sdg.find_areas(county["name"], "KE", at=2019)[0].area
        assert found.codes["knbs"] == str(county["code"])


def test_regions_of_the_census_of_tanzania() -> None:
    path = shared("2_official/tza_census2012_population_region_district_ward.json")
    names = {row["Region"] for row in json.loads(path.read_text("utf-8"))}
    assert _unresolved(names, "TZ", at=2012) == set()


def test_regions_of_the_boundary_file_have_the_codes_of_the_bureau() -> None:
    topology = json.loads(shared("4_boundaries/tz_regions.topojson").read_text("utf-8"))
    for shape in topology["objects"]["tz_regions"]["geometries"]:
        code, name = shape["properties"]["Region_Cod"], shape["properties"]["Region_Nam"]
        found = sdg.find_areas(name, "TZ", at=2012)[0].area
        assert sdg.find_areas(code, "TZ", at=2012)[0].area == found


def _features(path: str) -> Iterator[dict[str, str]]:
    for feature in json.loads(shared(path).read_text("utf-8"))["features"]:
        yield feature["properties"]


def test_provinces_and_districts_of_nepal() -> None:
    provinces = {
        row["name"] for row in _features("4_boundaries/nepal-with-provinces-acesmndr.geojson")
    }
    assert _unresolved(provinces, "NP", at=2020) == set()
    for row in _features("4_boundaries/nepal_districts.geojson"):
        found = sdg.find_areas(row["DISTRICT"], "NP", level=2, at=2020)
        assert found[0].how != "similar", row
        assert found[0].area.parent == f"NP-P{row['PROVINCE']}"


def test_names_of_countries_in_natural_earth() -> None:
    topology = json.loads(shared("4_boundaries/world_countries-50m.topojson").read_text("utf-8"))
    unknown = set()
    for shape in topology["objects"]["countries"]["geometries"]:
        try:
            found = sdg.country(shape["properties"]["name"])
        except KeyError:
            unknown.add(shape["properties"]["name"])
        else:
            assert shape["id"] in (found.codes["m49"], "158"), shape["properties"]
    assert unknown == {
        *("Ashmore and Cartier Is.", "Indian Ocean Ter."),  # Australia
        "Siachen Glacier",
        # Not in M49; our bounds of Cyprus, Serbia and Somalia include them.
        *("N. Cyprus", "Kosovo", "Somaliland"),
    }
