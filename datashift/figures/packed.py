"""A finding packed by area: a page of a country reads its sixty figures, not those of every part.

What is said of the finding lies before its figures; the figures of each area lie together, as JSON,
compressed. It is made of `findings.json` and can be made again at any time.
"""

from __future__ import annotations

import dataclasses
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datashift.figures.finding import Finding, Row

LAYOUT = 1  # of what is packed; another one is packed again
_AREA, _PERIOD = "REF_AREA", "TIME_PERIOD"
_FIELDS = tuple(one.name for one in dataclasses.fields(Row))
_LONG = ("differences", "grids")  # that no page of several voices shows


@dataclass(frozen=True)
class Packed:
    """A finding as it is kept.

    Args:
        told: what is said of it, and where the figures of each area lie.
        figures: those of the areas, one after the other.
    """

    told: bytes
    figures: bytes


@dataclass(frozen=True)
class Opened:
    """A packed finding, its figures still packed.

    Args:
        told: all that is said of it; its breakdowns have no rows, and tables and differences
            between groups are left out.
        periods: of its figures of groups.
        places: where the figures of each area lie; "" is the whole.
    """

    told: Finding
    periods: tuple[str, ...]
    places: Mapping[str, tuple[int, int]]
    figures: bytes

    def rows(self, areas: Iterable[str] | None = None) -> Iterator[Row]:
        """The figures of groups of some areas, or of all, in the order of the finding."""
        wanted = self.places if areas is None else [one for one in areas if one in self.places]
        parts = [self._part(area) for area in wanted]
        if len(parts) == 1:
            return (row for _, row in parts[0])
        every = [numbered for part in parts for numbered in part]
        return (row for _, row in sorted(every, key=lambda one: one[0]))

    def _part(self, area: str) -> list[tuple[int, Row]]:
        begin, end = self.places[area]
        columns: list[Any] = json.loads(zlib.decompress(self.figures[begin:end]))
        number, numbers, *rest = columns
        told = (one if isinstance(one, list) else [one] * number for one in rest)
        return [(at, Row(*row)) for at, *row in zip(numbers, *told, strict=True)]


def packed(finding: Finding) -> Packed:
    """A finding packed by area."""
    rows = [row for breakdown in finding.breakdowns for row in breakdown.rows]
    by_area: dict[str, list[tuple[int, Row]]] = {}
    for at, row in enumerate(rows):
        by_area.setdefault(row.domain.get(_AREA, ""), []).append((at, row))
    figures = bytearray()
    places: dict[str, tuple[int, int]] = {}
    for area, numbered in by_area.items():
        begin = len(figures)
        figures += zlib.compress(_text(_columns(numbered)), 6)
        places[area] = (begin, len(figures))
    bare = tuple(dataclasses.replace(one, rows=()) for one in finding.breakdowns)
    head = dataclasses.replace(finding, breakdowns=bare, differences=(), grids=())
    content = {
        "periods": list(dict.fromkeys(row.domain.get(_PERIOD, finding.period) for row in rows)),
        "places": places,
        "finding": {name: told for name, told in head.to_json().items() if name not in _LONG},
    }
    return Packed(zlib.compress(_text(content), 6), bytes(figures))


def opened(kept: Packed) -> Opened:
    """A packed finding, to be read."""
    content: dict[str, Any] = json.loads(zlib.decompress(kept.told))
    return Opened(
        told=Finding.from_json(content["finding"]),
        periods=tuple(content["periods"]),
        places={area: (begin, end) for area, (begin, end) in content["places"].items()},
        figures=kept.figures,
    )


def _columns(numbered: Sequence[tuple[int, Row]]) -> list[Any]:
    """The figures as columns; one that says the same of all of them says it once."""
    columns: list[Any] = [len(numbered), [at for at, _ in numbered]]
    for name in _FIELDS:
        column = [getattr(row, name) for _, row in numbered]
        plain = [dict(one) for one in column] if name == "domain" else column
        columns.append(plain[0] if all(_same(one, plain[0]) for one in plain) else plain)
    return columns


def _same(one: object, other: object) -> bool:
    """Alike in JSON too, where 1, 1.0 and true are three things."""
    return type(one) is type(other) and one == other


def _text(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
