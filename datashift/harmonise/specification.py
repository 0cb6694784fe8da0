"""What a study says about its variables, places and periods. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Period = Literal["year", "quarter", "month", "day"]


@dataclass(frozen=True)
class Variable:
    """A column of ours, made from theirs: by a mapping, by an expression, or taken as it is.

    Args:
        name: how it is called from here on.
        source: their column; needed with a mapping, alone it is taken as it is.
        mapping: their code to our value; a range such as "15-24" or ">= 65" is a code too, and
            None stands for a missing value, on either side.
        expression: a sentence of the small language; see `expression.parse`.
        line: line of the study it stands on, for messages.
    """

    name: str
    source: str | None = None
    mapping: Mapping[object, object] | None = None
    expression: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class AreasFile:
    """A boundaries file (GeoJSON or TopoJSON) and the properties to use.

    Args:
        file: where it is.
        name: property with the areas' names.
        code: property with their codes; without one the name is the code.
    """

    file: Path
    name: str
    code: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a row belongs: a point, a column of names or codes, or both.

    With both, the point decides and the column serves the rows that have none.

    Args:
        country: ISO code or name; None when the areas file says it all.
        longitude: column, degrees east (WGS 84).
        latitude: column, degrees north.
        column: column with names or codes of areas.
        areas: boundaries; None for the areas this package knows of the country.
        level: 0 or "country" for whole countries; a number, or the country's own word for what the
            areas are ("district"); otherwise the first level below.
    """

    country: str | None = None
    longitude: str | None = None
    latitude: str | None = None
    column: str | None = None
    areas: AreasFile | None = None
    level: str | int | None = None


@dataclass(frozen=True)
class Time:
    """When a row belongs: a column of dates, years or periods, or one value for all rows."""

    column: str | None = None
    period: Period | None = None
    value: str | int | None = None
