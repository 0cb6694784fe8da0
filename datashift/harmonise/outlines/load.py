"""A file of boundaries made into outlines of a country's areas."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift import sdg
from datashift.harmonise import boundaries
from datashift.harmonise.outlines.match import likeliest_level, match
from datashift.harmonise.outlines.simplify import Simplified, simplify, sketch
from datashift.harmonise.rows import listed
from datashift.harmonise.specification import AreasFile
from datashift.kit.problem import Problem
from datashift.quality.words import counted
from datashift.sdg.outlines import Outlines
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    from datashift.harmonise.boundaries import Boundaries

MOST_AREAS = 5_000
MOST_FILES = 500
FILE = "file"  # property with the name of the file, for folders with one file for each area
_ROUND = 1.0  # degrees that boundaries may reach past the box of their country


@dataclass(frozen=True)
class Told:
    """What is said of boundaries when they are loaded.

    Args:
        country: code or name of the country.
        level: 1 for its first-level areas, and so on.
        valid_from, valid_until: the years they count for; None where they are open.
        licence: under which the borders may be shown.
        source: who made them.
        dated: when they were made or drawn.
    """

    country: str
    level: int
    valid_from: int | None = None
    valid_until: int | None = None
    licence: str = ""
    source: str = ""
    dated: str = ""


def load(
    files: Sequence[Path], told: Told, *, name: str, code: str | None = None
) -> tuple[Outlines, tuple[Flag, ...]]:
    """Read boundaries, match them to the areas we know, simplify them.

    Args:
        files: one GeoJSON or TopoJSON, or several GeoJSON files.
        told: what they are.
        name: property with the areas' names; "file" for the names of the files.
        code: property with their codes.

    Raises:
        Problem: they cannot be used, lie elsewhere, or have latitude before longitude.
    """
    country = _country(told.country)
    _check_years(told)
    with tempfile.TemporaryDirectory() as folder:
        single = _one_file(files, Path(folder))
        found = boundaries.read(AreasFile(single, name=name, code=code))
    at = told.valid_from if told.valid_from is not None else None
    if at is None and told.valid_until is not None:
        at = told.valid_until - 1
    _check_place(found, country)
    matched = match(
        found.codes, found.names, country=country.code, level=told.level, at=at, file=found.file
    )
    found = replace(found, codes=matched.codes, names=matched.names)
    outlines, flags = _outlines(found, replace(told, country=country.code))
    return outlines, (*flags, *matched.flags)


def of_study(areas: AreasFile, *, country: str, level: str = "", source: str = "") -> Outlines:
    """The outlines of a study's own areas, under the codes that its figures have.

    Args:
        level: what an area is, as the study says it; where that tells no level, the one whose areas
            most of their names are of.

    Raises:
        Problem: the file cannot be used.
    """
    found = boundaries.read(areas)
    told = Told(country, _level(found, country, level), source=source)
    return _outlines(found, told, sketch)[0]


def _level(found: Boundaries, country: str, said: str) -> int:
    try:
        code = sdg.country(country).code
    except KeyError:
        return int(said) if said.isdecimal() and int(said) else 1
    return sdg.level_called(code, said) or likeliest_level(found.names, code)


def _outlines(
    found: Boundaries, told: Told, how: Callable[..., Simplified] = simplify
) -> tuple[Outlines, tuple[Flag, ...]]:
    if len(found.codes) > MOST_AREAS:
        raise Problem(
            f"The file has {len(found.codes):,} areas; at most {MOST_AREAS:,} make one map",
            file=found.file,
            do="Load one level of areas at a time",
            code="areas.too_many",
        )
    if not len(found.parts):
        raise Problem(
            "None of the areas in the file has an outline", file=found.file, code="areas.empty"
        )
    simple = how(found.parts, found.area, len(found.codes))
    kept = [at for at in range(len(found.codes)) if at not in simple.empty]
    flags = [flag for flag in found.flags if flag.code != "boundaries.crossing"]
    if simple.crossing:
        flags.append(_repaired([found.names[at] for at in simple.crossing], found.file))
    if simple.apart:
        flags.append(_apart([found.names[at] for at in simple.apart], found.file))
    outlines = Outlines(
        country=told.country,
        level=told.level,
        codes=tuple(found.codes[at] for at in kept),
        names=tuple(found.names[at] for at in kept),
        polygons=tuple(simple.polygons[at] for at in kept),
        scale=simple.scale,
        translate=simple.translate,
        valid_from=told.valid_from,
        valid_until=told.valid_until,
        licence=told.licence,
        source=told.source or found.file,
        dated=told.dated,
        notes=tuple(flag.message for flag in flags if flag.severity is not Severity.NOTE),
    )
    return outlines, tuple(flags)


def _one_file(files: Sequence[Path], folder: Path) -> Path:
    """The file itself, or several GeoJSON files put into one; each area knows its file's name."""
    if len(files) == 1 and _has_features(files[0]):
        return files[0]
    if not 0 < len(files) <= MOST_FILES:
        raise Problem(f"Name one file, or up to {MOST_FILES}", code="areas.too_many_files")
    size = sum(path.stat().st_size for path in files if path.exists())
    if size > boundaries.LARGEST:
        raise Problem(
            f"The files have {size >> 20:,} MB together; at most {boundaries.LARGEST >> 20} MB are read",
            do="Simplify their outlines, or keep only the areas you need",
            code="boundaries.too_large",
        )
    features = [feature for path in files for feature in _features(path)]
    merged = folder / (files[0].name if len(files) == 1 else f"{files[0].parent.name} (folder)")
    merged.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return merged


def _has_features(path: Path) -> bool:
    document = boundaries.opened(path, path.name)
    return document.get("type") in {"FeatureCollection", "Feature", "Topology"}


def _features(path: Path) -> list[dict[str, Any]]:
    document = boundaries.opened(path, path.name)
    if document.get("type") == "Topology":
        raise Problem(
            "Only one TopoJSON file can be loaded at a time", file=path.name, code="areas.several"
        )
    found = document.get("features", [document])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise boundaries.unreadable(path.name)
    return [
        {
            "type": "Feature",
            "properties": {FILE: path.stem, **(one.get("properties") or {})},
            "geometry": one.get("geometry") if one.get("type") == "Feature" else one,
        }
        for one in found
    ]


def _country(key: str) -> sdg.Area:
    try:
        return sdg.country(key)
    except KeyError:
        raise Problem(
            f'There is no country "{key}"',
            do="Write its two letters, such as KE, or its English name",
            code="areas.no_country",
        ) from None


def _check_years(told: Told) -> None:
    begin, end = told.valid_from, told.valid_until
    if begin is not None and end is not None and begin >= end:
        raise Problem(
            f"Areas that began in {begin} cannot have ended in {end}",
            do="Say the year from which they no longer count",
            code="areas.no_years",
        )


def _check_place(found: Boundaries, country: sdg.Area) -> None:
    """Refuse areas that do not lie in their country, most of all with latitude first."""
    import shapely

    if country.bounds is None or not len(found.parts):
        return
    west, south, east, north = country.bounds
    box = shapely.bounds(found.parts)
    middle = (box[:, :2] + box[:, 2:]) / 2

    def inside(across: Any, up: Any) -> float:
        between = (
            (across >= west - _ROUND) & (across <= east + _ROUND)
            if west <= east
            else (across >= west - _ROUND) | (across <= east + _ROUND)
        )
        return float((between & (up >= south - _ROUND) & (up <= north + _ROUND)).mean())

    if inside(middle[:, 0], middle[:, 1]) >= 0.5:
        return
    if inside(middle[:, 1], middle[:, 0]) >= 0.5:
        raise Problem(
            f"The positions have latitude before longitude: the other way round they lie in {country.name}",
            file=found.file,
            safe="Nothing was loaded",
            do="Save the file again with longitude first, as GeoJSON asks",
            code="areas.latitude_first",
        )
    raise Problem(
        f"Most of the areas do not lie in {country.name}",
        file=found.file,
        safe="Nothing was loaded",
        do="Look whether the country and the coordinates are right",
        code="areas.elsewhere",
    )


def _repaired(names: Sequence[str], file: str) -> Flag:
    return Flag(
        "areas.repaired",
        Severity.LOOK,
        f"The outlines of {counted(len(names), 'area', 'areas')} in {file} crossed themselves and "
        f"were repaired: {listed(names)}.",
        count=len(names),
        values={"file": file, "areas": list(names)},
    )


def _apart(names: Sequence[str], file: str) -> Flag:
    return Flag(
        "areas.gaps",
        Severity.NOTE,
        f"The borders of {counted(len(names), 'area', 'areas')} in {file} are not those of their "
        f"neighbours everywhere, so that there are slivers between or over them: {listed(names)}.",
        count=len(names),
        values={"file": file, "areas": list(names)},
    )
