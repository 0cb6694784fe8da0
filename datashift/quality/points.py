"""Which columns hold longitude and latitude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datashift.quality.headings import folded, words
from datashift.tables.table import Column

_LONGITUDE = folded("longitude long lon lng longitud longitudo longi देशान्तर x xcoord lonx")
_LATITUDE = folded("latitude lat latitud latitudo lati अक्षांश y ycoord laty")
# "x" and "y" mean coordinates only when nothing but such a word stands beside them.
_PLAIN = folded("x y")
_BESIDE_PLAIN = folded("coord coordinate coordinates coordenada gps point wgs 84")


@dataclass(frozen=True)
class Point:
    """The two columns of a point."""

    longitude: str
    latitude: str


def find(columns: Sequence[Column]) -> tuple[Point, ...]:
    """Pairs of numeric columns whose headings differ only in "longitude" and "latitude"."""
    numeric = [column.name for column in columns if column.kind in ("integer", "number")]
    eastward, northward = _named(numeric, _LONGITUDE), _named(numeric, _LATITUDE)
    return tuple(
        Point(name, northward[rest]) for rest, name in eastward.items() if rest in northward
    )


def _named(names: Sequence[str], wanted: frozenset[str]) -> dict[tuple[str, ...], str]:
    """What else the heading says to the heading; of two that say the same, the first."""
    found: dict[tuple[str, ...], str] = {}
    for name in names:
        heading = words(name)
        rest = tuple(word for word in heading if word not in wanted)
        if len(rest) == len(heading):
            continue
        if _PLAIN & frozenset(heading) and not frozenset(rest) <= _BESIDE_PLAIN:
            continue
        found.setdefault(rest, name)
    return found
