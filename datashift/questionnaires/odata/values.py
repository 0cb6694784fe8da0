"""Answers as JSON: numbers, GeoJSON or well-known text, and everything else as it was sent."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

_WHOLE = re.compile(r"\s*[+-]?\d{1,18}(\.0*)?\s*", re.ASCII)


def value(kind: str, text: str, *, wkt: bool = False) -> Any:
    """The answer; None when it is empty, or not of its kind."""
    if not text.strip():
        return None
    read = _READERS.get(kind)
    return text if read is None else read(text, wkt)


def _integer(text: str, _: bool) -> int | None:
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else None


def _decimal(text: str, _: bool) -> float | None:
    return _number(text)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _place(text: str) -> tuple[list[float], float | None] | None:
    """Longitude, latitude and perhaps altitude; and the accuracy in metres."""
    numbers = [_number(each) for each in text.split()[:4]]
    if len(numbers) < 2 or numbers[0] is None or numbers[1] is None:
        return None
    place = [numbers[1], numbers[0]]
    if len(numbers) > 2 and numbers[2] is not None:
        place.append(numbers[2])
    return place, numbers[3] if len(numbers) > 3 else None


def _point(text: str, wkt: bool) -> Any:
    found = _place(text)
    if found is None:
        return None
    place, accuracy = found
    if wkt:
        return f"POINT ({_written(place)})"
    point: dict[str, Any] = {"type": "Point", "coordinates": place}
    return point if accuracy is None else {**point, "properties": {"accuracy": accuracy}}


def _line(text: str, wkt: bool) -> Any:
    return _places(text, wkt, "LineString", "LINESTRING (%s)", lambda places: places)


def _shape(text: str, wkt: bool) -> Any:
    return _places(text, wkt, "Polygon", "POLYGON ((%s))", lambda places: [places])


def _places(
    text: str, wkt: bool, kind: str, written: str, nested: Callable[[list[Any]], list[Any]]
) -> Any:
    found = [each for each in map(_place, text.split(";")) if each]
    if not found:
        return None
    places = [place for place, _ in found]
    if wkt:
        return written % ",".join(map(_written, places))
    shape: dict[str, Any] = {"type": kind, "coordinates": nested(places)}
    accuracies = [accuracy or None for _, accuracy in found]
    return {**shape, "properties": {"accuracies": accuracies}} if any(accuracies) else shape


def _written(place: Sequence[float]) -> str:
    return " ".join(f"{each:.15g}" for each in place)


_READERS: dict[str, Callable[[str, bool], Any]] = {
    "int": _integer,
    "decimal": _decimal,
    "geopoint": _point,
    "geotrace": _line,
    "geoshape": _shape,
}
