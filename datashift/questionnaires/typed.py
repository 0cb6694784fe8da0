"""Answers as written, turned into typed columns."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from datashift.questionnaires.questionnaire import Question

if TYPE_CHECKING:
    import pyarrow as pa

Written = Sequence[str | None]

_WHOLE = re.compile(r"[+-]?\d{1,18}(\.0*)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d{1,40}(\.\d{0,60})?|\.\d{1,60})([eE][+-]?\d{1,3})?", re.ASCII)
_MOMENTS = {"datetime", "start", "end"}
_DAYS = {"date", "today"}
_POINTS = {"geopoint", "start-geopoint", "background-geopoint"}


@dataclass(frozen=True)
class Typed:
    """What one question's answers become.

    Args:
        columns: ending of the column's name ("" for the question's own) to values.
        unreadable: places of answers that are not what the question asks for.
    """

    columns: Mapping[str, pa.Array]
    unreadable: tuple[int, ...] = ()


def kind_of(question: Question) -> str:
    """How the answers are read: `integer`, `decimal`, `date`, `moment`, `point`, `line`, `shape`,
    `several`, `rank` or `text`."""
    kind, bound = question.kind, question.bind.get("type", "")
    if kind in {"integer", "decimal"}:
        return kind
    if kind in {"range", "calculate", "hidden"}:
        if kind == "range":
            parts = [question.parameters.get(name, "") for name in ("start", "end", "step")]
            bound = "decimal" if "." in "".join(parts) else "int"
        return {
            "int": "integer",
            "decimal": "decimal",
            "date": "date",
            "dateTime": "moment",
            "geopoint": "point",
        }.get(bound, "text")
    if kind in _DAYS:
        return "date"
    if kind in _MOMENTS:
        return "moment"
    if kind in _POINTS:
        return "point"
    if kind in {"select_multiple", "rank"}:
        return "rank" if kind == "rank" else "several"
    return {"geotrace": "line", "geoshape": "shape"}.get(kind, "text")


def typed(kind: str, written: Written, choices: Sequence[str] = ()) -> Typed:
    """Read a column of answers; empty ones are missing.

    Args:
        kind: as `kind_of` says.
        written: answers, None where the question was not there.
        choices: names of the answers offered, for `several` and `rank`.
    """
    return _READERS[kind](written, choices)


def is_readable(kind: str, text: str, choices: Collection[str] = ()) -> bool:
    """Whether one answer is what the question asks for, by the same rules as a whole column.

    Args:
        kind: as `kind_of` says.
        choices: names of the answers offered, for `several` and `rank`; none where nobody knows.
    """
    if kind in {"several", "rank"}:
        return not choices or all(name in choices for name in text.split())
    read = _SINGLE.get(kind)
    return read is None or read(text) is not None


def _each(written: Written, read: Callable[[str], Any]) -> tuple[list[Any], tuple[int, ...]]:
    """Every answer read, each distinct one once; places of those that cannot be."""
    known: dict[str, Any] = {}
    values: list[Any] = []
    unreadable: list[int] = []
    for place, text in enumerate(written):
        if not text:
            values.append(None)
            continue
        if text not in known:
            known[text] = read(text)
        if known[text] is None:
            unreadable.append(place)
        values.append(known[text])
    return values, tuple(unreadable)


def _text(written: Written, _: Sequence[str]) -> Typed:
    import pyarrow as pa

    return Typed({"": pa.array([text or None for text in written], pa.string())})


def _integers(written: Written, _: Sequence[str]) -> Typed:
    import pyarrow as pa

    values, unreadable = _each(written, _integer)
    return Typed({"": pa.array(values, pa.int64())}, unreadable)


def _integer(text: str) -> int | None:
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else None


def _decimals(written: Written, _: Sequence[str]) -> Typed:
    import pyarrow as pa

    values, unreadable = _each(written, _decimal)
    return Typed({"": pa.array(values, pa.float64())}, unreadable)


def _decimal(text: str) -> float | None:
    if not _DECIMAL.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _dates(written: Written, _: Sequence[str]) -> Typed:
    import pyarrow as pa

    values, unreadable = _each(written, _date)
    return Typed({"": pa.array(values, pa.date32())}, unreadable)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text[10:11] in {"", "T", " ", "+", "Z"} else None
    except ValueError:
        return None


def _moments(written: Written, _: Sequence[str]) -> Typed:
    """The moment in universal time, the minutes by which the phone was ahead, and its own day.

    A year begins with the day of whoever was asked: at 2:00 in Nepal it is still the day before
    in universal time.
    """
    import pyarrow as pa

    values, unreadable = _each(written, _moment)
    moments = [None if value is None else value[0] for value in values]
    offsets = [None if value is None else value[1] for value in values]
    days = [None if value is None else value[2] for value in values]
    return Typed(
        {
            "": pa.array(moments, pa.timestamp("us", tz="UTC")),
            "offset": pa.array(offsets, pa.int32()),
            "day": pa.array(days, pa.date32()),
        },
        unreadable,
    )


def _moment(text: str) -> tuple[datetime, int | None, date] | None:
    try:
        moment = datetime.fromisoformat(text)
        offset = moment.utcoffset()
        if offset is None:
            return moment.replace(tzinfo=UTC), None, moment.date()
        return moment.astimezone(UTC), round(offset.total_seconds() / 60), moment.date()
    except (ValueError, OverflowError):
        return None


def _points(written: Written, _: Sequence[str]) -> Typed:
    import pyarrow as pa

    values, unreadable = _each(written, _point)
    names = ("latitude", "longitude", "altitude", "accuracy")
    columns = {
        name: pa.array([value and value[at] for value in values], pa.float64())
        for at, name in enumerate(names)
    }
    ordered = ("longitude", "latitude", "altitude", "accuracy")
    return Typed({name: columns[name] for name in ordered}, unreadable)


def _point(text: str) -> tuple[float | None, ...] | None:
    """Latitude, longitude, altitude, accuracy as ODK writes them."""
    parts = text.split()
    numbers = [_decimal(part) for part in parts]
    if not 2 <= len(parts) <= 4 or None in numbers:
        return None
    latitude, longitude = numbers[:2]
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return (*numbers, *[None] * (4 - len(numbers)))


def _lines(written: Written, _: Sequence[str]) -> Typed:
    return _geometries(written, _line)


def _shapes(written: Written, _: Sequence[str]) -> Typed:
    return _geometries(written, _shape)


def _geometries(written: Written, read: Callable[[str], str | None]) -> Typed:
    import pyarrow as pa

    values, unreadable = _each(written, read)
    return Typed({"": pa.array(values, pa.string())}, unreadable)


def _line(text: str) -> str | None:
    return _geometry(text, "LineString", 2)


def _shape(text: str) -> str | None:
    return _geometry(text, "Polygon", 4)


def _geometry(text: str, kind: str, least: int) -> str | None:
    """GeoJSON; longitude comes first in it."""
    points = [_point(part) for part in text.split(";") if part.strip()]
    if len(points) < least or None in points:
        return None
    corners: Any = [[point[1], point[0]] for point in points if point]
    if kind == "Polygon":
        corners = [corners if corners[0] == corners[-1] else [*corners, corners[0]]]
    return json.dumps({"type": kind, "coordinates": corners})


def _several(written: Written, choices: Sequence[str]) -> Typed:
    """The answers as written, and for each choice whether it is among them."""
    import pyarrow as pa

    chosen, unknown = _split(written, choices)
    columns = {
        choice: pa.array([None if one is None else choice in one for one in chosen], pa.bool_())
        for choice in choices
    }
    return Typed({**_text(written, ()).columns, **columns}, unknown)


def _ranks(written: Written, choices: Sequence[str]) -> Typed:
    """The order as written, and for each choice its place in it, counted from 1."""
    import pyarrow as pa

    chosen, unknown = _split(written, choices)
    columns = {
        choice: pa.array(
            [one.index(choice) + 1 if one and choice in one else None for one in chosen],
            pa.int32(),
        )
        for choice in choices
    }
    return Typed({**_text(written, ()).columns, **columns}, unknown)


def _split(
    written: Written, choices: Sequence[str]
) -> tuple[list[tuple[str, ...] | None], tuple[int, ...]]:
    offered = set(choices)
    chosen = [tuple(text.split()) if text else None for text in written]
    unknown = tuple(
        place for place, one in enumerate(chosen) if one and offered and not offered.issuperset(one)
    )
    return chosen, unknown


_READERS: Mapping[str, Callable[[Written, Sequence[str]], Typed]] = {
    "text": _text,
    "integer": _integers,
    "decimal": _decimals,
    "date": _dates,
    "moment": _moments,
    "point": _points,
    "line": _lines,
    "shape": _shapes,
    "several": _several,
    "rank": _ranks,
}
_SINGLE: Mapping[str, Callable[[str], object]] = {
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "moment": _moment,
    "point": _point,
    "line": _line,
    "shape": _shape,
}
