"""GeoJSON (RFC 7946): points become longitude and latitude, other shapes stay as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity
from datashift.tables.flatten import GEOMETRIES, Flattener, compact, point
from datashift.tables.raw import Raw, Request

TYPES = frozenset(("FeatureCollection", "Feature"))
_DEGREES = ("CRS84", "4326")
_LONGITUDE, _LATITUDE, _GEOMETRY = "longitude", "latitude", "geometry"


def read(
    document: Mapping[str, Any],
    request: Request,
    details: Mapping[str, Any],
    flags: tuple[Flag, ...] = (),
) -> Raw:
    """One row per feature: its properties flattened, then its place.

    Raises:
        Problem: there are no features, or something in their list is none.
    """
    import pyarrow as pa

    features = [document] if document["type"] == "Feature" else document.get("features")
    if not isinstance(features, list) or not features:
        raise Problem("The GeoJSON holds no features", code="file.no_rows")
    properties, places = Flattener(request.limits), Flattener(request.limits)
    for number, feature in enumerate(features, 2):
        if not isinstance(feature, dict):
            raise Problem("This feature is no GeoJSON object", row=number, code="file.broken_json")
        inner = feature.get("properties")
        record = dict(inner) if isinstance(inner, dict) else {}
        if isinstance(feature.get("id"), str | int) and "id" not in record:
            record = {"id": feature["id"], **record}
        properties.add(record)
        places.add(_place(feature.get("geometry")))
        if number % 10_000 == 0:
            request.progress("Reading records", number, len(features))
    shapes = tuple(
        replace(field, geometry=field.written == _GEOMETRY)
        for field in places.fields()
        if field.values.null_count < len(features)
    )
    flags = (*flags, *properties.flags(), *_crs(document), *_no_place(features))
    numbers = pa.array(range(2, len(features) + 2), pa.int64())
    return Raw("geojson", (*properties.fields(), *shapes), numbers, flags, details)


def _place(geometry: Any) -> dict[str, Any]:
    if not isinstance(geometry, dict):
        return {}
    spot = point(geometry)
    if spot:
        return {_LONGITUDE: spot[0], _LATITUDE: spot[1]}
    if str(geometry.get("type")) in GEOMETRIES:
        return {_GEOMETRY: compact(geometry)}
    return {}


def _crs(document: Mapping[str, Any]) -> tuple[Flag, ...]:
    """Older GeoJSON may name another reference system than degrees on WGS 84."""
    name = _crs_name(document.get("crs"))
    if not name or any(name.endswith(ending) for ending in _DEGREES):
        return ()
    return (
        Flag(
            "coordinates.reference_system",
            Severity.LOOK,
            f"The file says its coordinates are in {name[:80]}; they are read as degrees.",
            values={"crs": name},
        ),
    )


def _crs_name(crs: Any) -> str:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _no_place(features: list[dict[str, Any]]) -> tuple[Flag, ...]:
    rows = tuple(n for n, feature in enumerate(features, 2) if not _place(feature.get("geometry")))
    if not rows:
        return ()
    return (
        Flag(
            "reading.no_geometry",
            Severity.LOOK,
            f"{len(rows):,} features have no place.",
            rows=rows,
            count=len(rows),
            values={"count": len(rows)},
        ),
    )
