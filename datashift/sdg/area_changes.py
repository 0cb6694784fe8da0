"""Areas out of which others were carved, or that others replaced."""

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
        taken_from: the older areas that its land belonged to.
        replaced: whether those ended with it, such as the provinces of Kenya; else they live on,
            smaller.
    """

    year: int
    code: str
    taken_from: tuple[str, ...]
    replaced: bool = False


def redrawn(code: str, earlier: int, later: int) -> tuple[Carved, ...]:
    """What was carved out of an area between two years: the same code, but less land.

    Empty where our records know of nothing; they are of Tanzania, Kenya and Nepal.
    """
    carved = (one for one in parts_of(code) if not one.replaced)
    return tuple(one for one in carved if earlier < one.year <= later)


def parts_of(code: str) -> tuple[Carved, ...]:
    """The areas that land of this one went to, in the order of our records."""
    return _changes().get(code, ())


def made_from(code: str, older: str) -> Carved | None:
    """How an area was made out of an older one; None where it was not."""
    return next((one for one in parts_of(older) if one.code == code), None)


@cache
def _changes() -> Mapping[str, tuple[Carved, ...]]:
    found: dict[str, list[Carved]] = {}
    for row in rows("area_changes.csv"):
        sources = parts(row["taken_from"])
        one = Carved(int(row["year"]), row["code"], sources, row["how"] == "replaced")
        for code in one.taken_from:
            found.setdefault(code, []).append(one)
    return MappingProxyType({code: tuple(ones) for code, ones in found.items()})
