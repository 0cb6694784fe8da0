"""Areas that kept their name and code while others were carved out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from datashift.sdg.files import parts, rows


@dataclass(frozen=True)
class Carved:
    """A new area, and where its land came from.

    Args:
        year: the first year in which it counts.
        code: the new area.
        taken_from: the older areas that became smaller.
    """

    year: int
    code: str
    taken_from: tuple[str, ...]


def redrawn(code: str, earlier: int, later: int) -> tuple[Carved, ...]:
    """What was carved out of an area between two years: the same code, but less land.

    Empty where our records know of nothing; they are of Tanzania's regions only.
    """
    return tuple(one for one in _changes().get(code, ()) if earlier < one.year <= later)


@cache
def _changes() -> Mapping[str, tuple[Carved, ...]]:
    found: dict[str, list[Carved]] = {}
    for row in rows("area_changes.csv"):
        one = Carved(int(row["year"]), row["code"], parts(row["taken_from"]))
        for code in one.taken_from:
            found.setdefault(code, []).append(one)
    return MappingProxyType({code: tuple(ones) for code, ones in found.items()})
