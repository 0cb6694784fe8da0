"""How near two figures can be at best, given what differs: the one table of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from datashift.comparison.series import Reason

Level = Literal["direct", "partial", "proxy", "no"]
ORDER: tuple[Level, ...] = ("direct", "partial", "proxy", "no")

# Code of a reason, or its family, to the best level it leaves. What is not here leaves "partial".
_LEAVES: Mapping[str, Level] = {
    "note": "direct",
    "concept": "proxy",
    "concept.unrelated": "no",
    "measure": "proxy",
    "unit": "proxy",
    "population": "partial",
    "population.apart": "proxy",
    "coverage": "partial",
    "area": "partial",
    "area.differs": "no",
    "period": "partial",
    "sampling": "partial",
    "wording": "partial",
    "mode": "partial",
}


def level_of(reason: Reason) -> Level:
    """The best level that a reason leaves."""
    family = reason.code.partition(".")[0]
    return _LEAVES.get(reason.code) or _LEAVES.get(family, "partial")


def weakest(levels: Iterable[Level]) -> Level:
    """The weakest of several levels, "direct" of none."""
    return max(levels, key=ORDER.index, default="direct")


def better(level: Level) -> Level | None:
    """The level above; None from "direct"."""
    at = ORDER.index(level)
    return ORDER[at - 1] if at else None
