"""Outlines of areas: simplified borders with their licence, their source and the years they count.

Kept as quantised TopoJSON, one file for each country, level and year in which the areas began, so
that old and new areas never stand in one file. A folder of such files is called an atlas.

Source of the format: The TopoJSON Format Specification 1.0 (Bostock and Metcalf, 2013); our own
facts stand in its member "datashift".
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datashift.kit.problem import Problem

ENDING = ".topojson"
FORMAT = 1
Ring = NDArray[np.int32]  # shape (positions, 2), closed, in steps of the grid
Polygon = tuple[Ring, ...]  # the outer ring and the holes


@dataclass(frozen=True, eq=False)
class Outlines:
    """The areas of one country at one level, for the years in which they were the areas.

    Args:
        country: alpha-2 code, or the name of what is no country of ISO 3166.
        level: 0 for the country itself, 1 for its first-level areas, and so on.
        codes: of the areas: ours where the area is known, else the file's own.
        names: of the areas.
        polygons: of each area, on the grid.
        scale: degrees in one step of the grid, across and up.
        translate: longitude and latitude of the grid's corner. Longitudes may pass 180 where the
            areas lie on both sides of the antimeridian.
        valid_from: year in which the areas began; None for longer than our records go.
        valid_until: year in which they ended, from which on they no longer count.
        licence: of the borders.
        source: who made them, and which package or file they came in.
        dated: when the source was made or drawn, as far as it says.
        notes: what was noticed when they were made, one sentence each.
    """

    country: str
    level: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    polygons: tuple[tuple[Polygon, ...], ...] = field(repr=False)
    scale: tuple[float, float] = (1.0, 1.0)
    translate: tuple[float, float] = (0.0, 0.0)
    valid_from: int | None = None
    valid_until: int | None = None
    licence: str = ""
    source: str = ""
    dated: str = ""
    notes: tuple[str, ...] = field(default=(), repr=False)

    def count(self, first: int, last: int) -> bool:
        """Whether these were the areas in all years from `first` to `last`."""
        begun = self.valid_from is None or self.valid_from <= first
        return begun and (self.valid_until is None or last < self.valid_until)

    @property
    def years(self) -> str:
        """The years they count for, in words."""
        if self.valid_from is None and self.valid_until is None:
            return "any year we know of"
        if self.valid_until is None:
            return f"{self.valid_from} and later"
        if self.valid_from is None:
            return f"the years before {self.valid_until}"
        return f"{self.valid_from} to {self.valid_until - 1}"

    def degrees(self, ring: Ring) -> NDArray[np.float64]:
        """Longitudes and latitudes of a ring."""
        return np.asarray(ring * np.array(self.scale) + np.array(self.translate))

    def shapes(self) -> NDArray[np.object_]:
        """The areas as shapely geometries, in degrees."""
        import shapely

        found = np.empty(len(self.codes), dtype=object)
        for at, polygons in enumerate(self.polygons):
            parts: list[Any] = [
                shapely.Polygon(self.degrees(rings[0]), [self.degrees(hole) for hole in rings[1:]])
                for rings in polygons
            ]
            found[at] = shapely.MultiPolygon(parts)
        return found


def to_topojson(outlines: Outlines) -> str:
    """The outlines as a TopoJSON document; each ring is an arc of its own."""
    arcs: list[list[list[int]]] = []
    geometries = []
    for code, name, polygons in zip(outlines.codes, outlines.names, outlines.polygons, strict=True):
        numbered = []
        for rings in polygons:
            numbered.append([[len(arcs) + at] for at in range(len(rings))])
            arcs += [np.diff(ring, axis=0, prepend=0).tolist() for ring in rings]
        geometries.append(
            {
                "type": "MultiPolygon",
                "id": code,
                "properties": {"code": code, "name": name},
                "arcs": numbered,
            }
        )
    document = {
        "type": "Topology",
        "datashift": {
            "format": FORMAT,
            "country": outlines.country,
            "level": outlines.level,
            "valid_from": outlines.valid_from,
            "valid_until": outlines.valid_until,
            "licence": outlines.licence,
            "source": outlines.source,
            "dated": outlines.dated,
            "notes": outlines.notes,
        },
        "transform": {"scale": outlines.scale, "translate": outlines.translate},
        "objects": {"areas": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def from_topojson(text: str, *, file: str = "") -> Outlines:
    """The outlines that `to_topojson` wrote.

    Raises:
        Problem: it did not write this.
    """
    try:
        document = json.loads(text)
        about: Mapping[str, Any] = document["datashift"]
        arcs = [np.cumsum(np.array(arc, dtype=np.int32), axis=0) for arc in document["arcs"]]
        geometries = document["objects"]["areas"]["geometries"]
        scale, translate = document["transform"]["scale"], document["transform"]["translate"]
        return Outlines(
            country=about["country"],
            level=about["level"],
            codes=tuple(one["properties"]["code"] for one in geometries),
            names=tuple(one["properties"]["name"] for one in geometries),
            polygons=tuple(
                tuple(tuple(arcs[number] for (number,) in rings) for rings in one["arcs"])
                for one in geometries
            ),
            scale=(scale[0], scale[1]),
            translate=(translate[0], translate[1]),
            valid_from=about["valid_from"],
            valid_until=about["valid_until"],
            licence=about["licence"],
            source=about["source"],
            dated=about["dated"],
            notes=tuple(about["notes"]),
        )
    except (ValueError, TypeError, KeyError, IndexError):
        raise Problem(
            "These outlines cannot be read",
            file=file,
            do="Load the areas again with: datashift areas load",
            code="areas.damaged",
        ) from None


def path_of(atlas: Path, country: str, level: int, valid_from: int | None) -> Path:
    """Where outlines are kept."""
    return atlas / country / str(level) / f"{valid_from or 'always'}{ENDING}"


def write(atlas: Path, outlines: Outlines) -> Path:
    """Keep outlines in an atlas, in place of those of the same country, level and year."""
    path = path_of(atlas, outlines.country, outlines.level, outlines.valid_from)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}-{os.getpid()}")
    made.write_text(to_topojson(outlines), encoding="utf-8")
    made.replace(path)
    return path


def read(path: Path) -> Outlines:
    """Outlines from a file; kept in memory as long as the file stays the same.

    Raises:
        Problem: the file cannot be read.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Outlines:
    return from_topojson(path.read_text(encoding="utf-8"), file=path.name)


def known(atlas: Path, country: str = "*", level: int | str = "*") -> list[Path]:
    """The files of an atlas, of a country and a level when they are given, the newest areas first."""
    found = atlas.glob(f"{country}/{level}/[!.]*{ENDING}")
    return sorted(
        found, key=lambda path: (path.parts[-3], path.parts[-2], -_year(path.stem), path.stem)
    )


def _year(stem: str) -> int:
    return int(stem) if stem.isdigit() else 0


@dataclass(frozen=True)
class Chosen:
    """Outlines to draw figures on, or why there are none.

    Args:
        outlines: None when none may be used.
        why: one sentence for people; "" when there are outlines.
    """

    outlines: Outlines | None
    why: str = ""


def choose(
    atlas: Path, country: str, codes: Sequence[str], years: tuple[int, int] | None
) -> Chosen:
    """The outlines of the areas that figures are for, in the years they are for.

    Every code must be one of the outlines' codes, and the outlines must count in every one of the
    years: areas of different times are never mixed, however alike their names.

    Args:
        atlas: the folder of outlines.
        country: alpha-2 code.
        codes: of the areas with figures.
        years: first and last year of the figures; None takes the areas of today.
    """
    files = [path for path in known(atlas, country) if path.parts[-2] != "0"]
    if not files:
        return Chosen(None, "No boundaries of these areas are loaded, so there is no map.")
    fitting = [one for one in map(read, files) if codes and set(codes) <= set(one.codes)]
    for one in fitting:
        if one.valid_until is None if years is None else one.count(*years):
            return Chosen(one)
    said = "" if years is None else "–".join(dict.fromkeys(map(str, years)))
    if fitting:
        return Chosen(
            None,
            f"No map: the figures are for {said or 'the areas of today'}, and the boundaries we "
            f"know are those of {fitting[0].years}.",
        )
    return Chosen(
        None,
        "No map: the figures are for other areas than those whose boundaries are loaded "
        f"({', '.join(dict.fromkeys(read(path).years for path in files))}).",
    )
