"""Nested records made flat: one column per path, written with slashes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity
from datashift.tables.limits import Limits
from datashift.tables.raw import Field

if TYPE_CHECKING:
    import pyarrow as pa

_KOBO_POINT = "_geolocation"  # KoboToolbox and Ona write [latitude, longitude]


@dataclass
class Flattener:
    """Columns growing as records come; a record without a key leaves its cell empty."""

    limits: Limits
    columns: dict[str, list[str | None]] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
    rows: int = 0
    _empty: list[tuple[str, int]] = field(default_factory=list)
    _sizes: set[int] = field(default_factory=set)

    def add(self, record: Mapping[str, Any]) -> None:
        """Add one record as a row.

        Raises:
            Problem: too deeply nested, too many columns or rows.
        """
        before = self.rows
        self._object(record, "", 0)
        self._sizes.add(len(record))
        self.rows = before + 1
        if self.rows > self.limits.rows:
            raise Problem(f"There are more than {self.limits.rows:,} records", code="file.too_long")

    def put(self, path: str, value: Any) -> None:
        """Write a scalar into a column of the current row."""
        text = scalar(value)
        if text is None:
            self._column(path)
            return
        column = self._column(path)
        column.extend([None] * (self.rows - len(column)))
        if len(column) == self.rows:
            column.append(text)

    def fields(self) -> tuple[Field, ...]:
        """The columns, in order of first appearance."""
        for path, row in self._empty:
            if path in self.counted:
                column = self._column(f"{path}/count")
                column.extend([None] * (row + 1 - len(column)))
                column[row] = "0"
            else:
                self._column(path)
        return tuple(
            Field(path, _array(column, self.rows)) for path, column in self.columns.items()
        )

    def flags(self) -> tuple[Flag, ...]:
        """What was done to nested and varying records."""
        found: list[Flag] = []
        if self.counted:
            names = sorted(self.counted)
            found.append(
                Flag(
                    "reading.repeats",
                    Severity.LOOK,
                    f"Repeated groups are only counted, not read: {', '.join(names[:6])}.",
                    count=len(names),
                    values={"paths": names},
                )
            )
        if len(self._sizes) > 1:
            low, high = min(self._sizes), max(self._sizes)
            found.append(
                Flag(
                    "reading.varying_keys",
                    Severity.NOTE,
                    f"The records do not all have the same questions (from {low} to {high} of "
                    f"{len(self.columns)}); what is absent is missing.",
                    values={"from": low, "to": high, "of": len(self.columns)},
                )
            )
        return tuple(found)

    def _column(self, path: str) -> list[str | None]:
        column = self.columns.get(path)
        if column is None:
            if len(self.columns) >= self.limits.columns:
                raise Problem(
                    f"The records have more than {self.limits.columns:,} different keys",
                    row=self.rows + 2,
                    do="Check that keys are questions and not answers",
                    code="file.too_wide",
                )
            column = self.columns[path] = []
        return column

    def _object(self, value: Mapping[str, Any], prefix: str, depth: int) -> None:
        if depth > self.limits.depth:
            raise Problem(
                f"The record is nested more than {self.limits.depth} levels deep",
                row=self.rows + 2,
                code="file.too_deep",
            )
        for key, inner in value.items():
            path = f"{prefix}/{key}" if prefix else key
            if isinstance(inner, dict):
                self._inner(path, inner, depth)
            elif isinstance(inner, list):
                self._list(path, inner, key)
            else:
                self.put(path, inner)

    def _inner(self, path: str, value: dict[str, Any], depth: int) -> None:
        spot = point(value)
        if spot:
            self.put(f"{path}/longitude", spot[0])
            self.put(f"{path}/latitude", spot[1])
        elif str(value.get("type")) in GEOMETRIES and "coordinates" in value:
            self.put(path, compact(value))
        elif value:
            self._object(value, path, depth + 1)
        else:
            self._column(path)

    def _list(self, path: str, items: list[Any], key: str) -> None:
        if not items:
            self._empty.append((path, self.rows))
        elif key == _KOBO_POINT and len(items) == 2:
            self.put(f"{path}/latitude", items[0])
            self.put(f"{path}/longitude", items[1])
        elif all(isinstance(item, dict) for item in items):
            self.counted.add(path)
            self.put(f"{path}/count", len(items))
        elif any(isinstance(item, dict | list) for item in items):
            self.put(path, compact(items))
        else:
            self.put(path, " ".join(filter(None, map(scalar, items))))


GEOMETRIES = frozenset(
    (
        "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
        "GeometryCollection",
    )
)  # fmt: skip


def point(value: Mapping[str, Any]) -> tuple[float, float] | None:
    """Longitude and latitude of a GeoJSON point, None when it is none."""
    spot = value.get("coordinates")
    if value.get("type") != "Point" or not isinstance(spot, list) or len(spot) < 2:
        return None
    if not all(isinstance(part, int | float) and not isinstance(part, bool) for part in spot[:2]):
        return None
    return spot[0], spot[1]


def scalar(value: Any) -> str | None:
    """A JSON scalar as text; None for what is missing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value)


def compact(value: Any) -> str:
    """JSON on one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _array(values: Sequence[str | None], rows: int) -> pa.ChunkedArray:
    import pyarrow as pa

    padded = [*values, *[None] * (rows - len(values))]
    try:
        return pa.chunked_array([pa.array(padded, pa.string())])
    except UnicodeEncodeError:  # half of a surrogate pair, written as an escape
        mended = [v and v.encode("utf-8", "replace").decode() for v in padded]
        return pa.chunked_array([pa.array(mended, pa.string())])
