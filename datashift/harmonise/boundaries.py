"""Boundaries of areas from GeoJSON (RFC 7946) or TopoJSON, as polygons with names and codes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from datashift.harmonise.distinct import as_text
from datashift.harmonise.expression.kinds import nearest
from datashift.harmonise.rows import listed
from datashift.harmonise.topology import Points, assemble, decode_arcs, flat
from datashift.kit.documents import json_of
from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    from datashift.harmonise.specification import AreasFile

LARGEST = 64 << 20  # bytes; the document must fit in memory at once
_DEGREES = ("4326", "crs84", "wgs84", "wgs 84")


@dataclass(frozen=True)
class Boundaries:
    """Areas and their polygons.

    Args:
        codes: code of each area, in the order of the file; unique.
        names: name of each area.
        parts: shapely polygons; an area of several islands has several.
        area: for each part the position of its area.
        flags: what was noticed in the file.
        file: its name.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    parts: NDArray[np.object_] = field(repr=False)
    area: NDArray[np.int64] = field(repr=False)
    flags: tuple[Flag, ...]
    file: str


@dataclass(frozen=True)
class _Shape:
    """A feature: its properties and, for each of its polygons, the rings."""

    properties: Mapping[str, Any]
    polygons: Sequence[Sequence[Any]]


def read(areas: AreasFile) -> Boundaries:
    """Read a boundaries file; its form is told by its content.

    Raises:
        Problem: not such a file, not in degrees, or without the properties that are named.
    """
    name = areas.file.name
    document = opened(areas.file, name)
    try:
        if document.get("type") == "Topology":
            return _topology(document, areas)
        shapes = list(_features(document))
        if not shapes:
            raise unreadable(name)
        rings = [
            flat(np.asarray(ring, dtype=np.float64))
            for shape in shapes
            for polygon in shape.polygons
            for ring in polygon
        ]
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
    ):
        raise unreadable(name) from None
    points = np.concatenate(rings) if rings else np.empty((0, 2))
    _check_crs(document, name)
    return _boundaries(shapes, points, np.array([len(ring) for ring in rings]), areas)


def properties(file: Path, *, name: str) -> tuple[dict[str, str], int]:
    """What the areas of a boundaries file are described by, and how many areas there are.

    Args:
        file: GeoJSON or TopoJSON.
        name: what to call the file in messages.

    Returns:
        Property names with the first value of each, and the number of areas (of the layer with
        the most).

    Raises:
        Problem: not such a file.
    """
    document = opened(file, name)
    try:
        layers = (
            [list(_layer(layer)) for layer in document["objects"].values()]
            if document.get("type") == "Topology"
            else [list(_features(document))]
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise unreadable(name) from None
    shapes = max(layers, key=len, default=[])
    if not shapes:
        raise unreadable(name)
    first = {
        key: str(value)
        for shape in reversed(shapes)
        for key, value in shape.properties.items()
        if isinstance(value, str | int | float)
    }
    return first, len(shapes)


def opened(file: Path, name: str) -> dict[str, Any]:
    """A JSON document from a file of bounded size.

    Raises:
        Problem: it cannot be opened, is too large, or is no JSON object.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise Problem(
                f"The boundaries file has {size >> 20:,} MB; at most {LARGEST >> 20} MB are read",
                file=name,
                do="Simplify its outlines, or keep only the areas you need",
                code="boundaries.too_large",
            )
        document = json_of(file.read_bytes())
    except OSError:
        raise Problem(
            "The boundaries file cannot be opened", file=name, code="boundaries.no_file"
        ) from None
    except (ValueError, RecursionError):
        raise unreadable(name) from None
    if not isinstance(document, dict):
        raise unreadable(name)
    return document


def _topology(document: Mapping[str, Any], areas: AreasFile) -> Boundaries:
    layers = [list(_layer(layer)) for layer in document["objects"].values()]
    layers = [layer for layer in layers if layer] or [[]]
    # A file may hold countries and land: the layer whose areas have the name is meant.
    shapes = next((layer for layer in layers if areas.name in _properties(layer)), layers[0])
    if not shapes:
        raise unreadable(areas.file.name)
    rings = [ring for shape in shapes for polygon in shape.polygons for ring in polygon]
    points, sizes = assemble(rings, *decode_arcs(document))
    return _boundaries(shapes, points, sizes, areas)


def _layer(geometry: Mapping[str, Any]) -> Iterator[_Shape]:
    if geometry.get("type") == "GeometryCollection" and not geometry.get("properties"):
        for inner in geometry["geometries"]:
            yield from _layer(inner)
    else:
        yield _Shape(_with_id(geometry), tuple(_polygons(geometry, "arcs")))


def _features(document: Mapping[str, Any]) -> Iterator[_Shape]:
    if document.get("type") == "FeatureCollection":
        for feature in document["features"]:
            yield from _features(feature)
    elif document.get("type") == "Feature":
        yield _Shape(_with_id(document), tuple(_polygons(document.get("geometry"), "coordinates")))


def _with_id(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Properties; the feature's own `id` is one, unless a property is called that."""
    properties = dict(feature.get("properties") or {})
    if feature.get("id") is not None:
        properties.setdefault("id", feature["id"])
    return properties


def _polygons(geometry: Mapping[str, Any] | None, content: str) -> Iterator[Sequence[Any]]:
    kind = geometry.get("type") if geometry else None
    if geometry is None or kind is None:
        return
    if kind == "Polygon":
        yield geometry[content]
    elif kind == "MultiPolygon":
        yield from geometry[content]
    elif kind == "GeometryCollection":
        for inner in geometry["geometries"]:
            yield from _polygons(inner, content)
    else:
        raise ValueError(f"a {kind} encloses nothing")


def _boundaries(
    shapes: Sequence[_Shape], points: Points, sizes: NDArray[np.int64], areas: AreasFile
) -> Boundaries:
    import shapely

    if not len(sizes):
        raise unreadable(areas.file.name)
    _check_degrees(points, areas.file.name)
    names = _values(shapes, areas.name, areas)
    codes = _values(shapes, areas.code, areas) if areas.code else names
    positions = _positions(codes, names, areas)
    polygon = np.repeat(
        np.arange(sum(len(shape.polygons) for shape in shapes)),
        [len(rings) for shape in shapes for rings in shape.polygons],
    )
    area = np.repeat(
        [positions[code] for code in codes], [len(shape.polygons) for shape in shapes]
    ).astype(np.int64)
    parts, whole = _build(points, sizes, polygon)
    crossing = np.unique(area[whole][~shapely.is_valid(parts)])
    distinct = dict(zip(codes, names, strict=True))
    empty = sorted(set(range(len(distinct))) - set(area[whole].tolist()))
    found = Boundaries(
        tuple(distinct), tuple(distinct.values()), parts, area[whole], (), areas.file.name
    )
    flags = (*_crossing(crossing, found), *_empty(empty, found), *_merged(codes, found))
    return replace(found, flags=flags)


def _build(
    points: Points, sizes: NDArray[np.int64], polygon: NDArray[np.int64]
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Polygons from rings, and which polygons have an outline at all.

    Rounding shrinks islets to two points: such rings go, and with an outline its polygon.
    """
    import shapely

    ring = np.repeat(np.arange(len(sizes)), sizes)
    real = sizes >= 4
    outline = np.diff(polygon, prepend=-1) != 0
    real &= np.isin(polygon, polygon[outline & real])
    kept = real[ring]
    place = np.cumsum(real) - 1
    rings = np.asarray(shapely.linearrings(points[kept], indices=place[ring[kept]]))
    whole, belongs = np.unique(polygon[real], return_inverse=True)
    return np.asarray(shapely.polygons(rings, indices=belongs)), whole


def _values(shapes: Sequence[_Shape], key: str, areas: AreasFile) -> list[str]:
    properties = _properties(shapes)
    if key not in properties:
        near = nearest(key, tuple(properties))
        first = {name: str(value) for name, value in shapes[0].properties.items()}
        shown = [
            f'{name} (such as "{first[name][:40]}")' if name in first else name
            for name in properties
        ]
        said = f"Its areas have {', '.join(shown[:12])}" if shown else "Its areas have none"
        raise Problem(
            f'The boundaries have no property "{key}"',
            file=areas.file.name,
            safe=said,
            do=f"Did you mean {near}?" if near else "Name one of these in the study",
            code="boundaries.no_property",
        )
    values = [shape.properties.get(key) for shape in shapes]
    nameless = [at for at, value in enumerate(values, 1) if value is None or not as_text(value)]
    if nameless:
        raise Problem(
            f'{len(nameless):,} of {len(values):,} areas have no "{key}"; the first is number '
            f"{nameless[0]:,} in the file",
            file=areas.file.name,
            do="Choose a property that every area has, or fill the gaps",
            code="boundaries.nameless",
        )
    return [as_text(value) for value in values]


def _positions(codes: Sequence[str], names: Sequence[str], areas: AreasFile) -> dict[str, int]:
    """Position of each code; several features with one code and one name are one area."""
    known: dict[str, str] = {}
    for code, name in zip(codes, names, strict=True):
        if known.setdefault(code, name) != name:
            raise Problem(
                f'"{code}" is the {areas.code} of two areas, {known[code]} and {name}',
                file=areas.file.name,
                do="Choose a property that tells every area from the others",
                code="boundaries.same_code",
            )
    return {code: position for position, code in enumerate(known)}


def _properties(shapes: Sequence[_Shape]) -> dict[str, None]:
    return dict.fromkeys(key for shape in shapes for key in shape.properties)


def _crossing(areas: NDArray[np.int64], found: Boundaries) -> tuple[Flag, ...]:
    if not len(areas):
        return ()
    names = [found.names[at] for at in areas]
    return (
        Flag(
            "boundaries.crossing",
            Severity.NOTE,
            f"The outlines of {len(names):,} of {len(found.codes):,} areas in {found.file} touch or "
            f"cross themselves, as rounded outlines do: {listed(names)}; what an outline goes round "
            "an odd number of times was taken as inside.",
            count=len(names),
            values={"file": found.file, "areas": names},
        ),
    )


def _empty(areas: Sequence[int], found: Boundaries) -> tuple[Flag, ...]:
    if not areas:
        return ()
    names = [found.names[at] for at in areas]
    return (
        Flag(
            "boundaries.empty",
            Severity.LOOK,
            f"{len(names):,} areas in {found.file} have no outline, so no point can be in them: "
            f"{listed(names)}.",
            count=len(names),
            values={"file": found.file, "areas": names},
        ),
    )


def _merged(codes: Sequence[str], found: Boundaries) -> tuple[Flag, ...]:
    names = dict(zip(found.codes, found.names, strict=True))
    repeated = {names[code]: count for code, count in Counter(codes).items() if count > 1}
    if not repeated:
        return ()
    return (
        Flag(
            "boundaries.merged",
            Severity.LOOK,
            f"Shapes of the same name in {found.file} were taken as one area: {listed(repeated)}; if "
            "they are different places, give the study a property that tells them apart.",
            count=len(repeated),
            values={"file": found.file, "areas": repeated},
        ),
    )


def _check_degrees(points: Points, file: str) -> None:
    if not np.isfinite(points).all() or (np.abs(points) > (361, 91)).any():
        raise Problem(
            "The boundaries are not in degrees of longitude and latitude",
            file=file,
            do="Save them again in WGS 84 (EPSG:4326)",
            code="boundaries.not_degrees",
        )


def _check_crs(document: Mapping[str, Any], file: str) -> None:
    crs = document.get("crs")
    if crs and not any(word in json.dumps(crs).lower() for word in _DEGREES):
        _check_degrees(np.array([[np.nan, np.nan]]), file)


def unreadable(file: str) -> Problem:
    """What is said of a file without areas."""
    return Problem(
        "This is not a GeoJSON or TopoJSON file with areas",
        file=file,
        do="Give a file whose features are polygons, with their names as properties",
        code="boundaries.unreadable",
    )
