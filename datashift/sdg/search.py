"""Search the framework, and guess which indicators a column heading is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from datashift.sdg.framework import Text, all_series, goals, indicators, targets

Kind = Literal["goal", "target", "indicator", "series"]


@dataclass(frozen=True)
class Hit:
    """A goal, target, indicator or series found; `score` is 0-100."""

    kind: Kind
    code: str
    score: float
    name: Text


def search(text: str, *, language: str = "en", limit: int = 10) -> tuple[Hit, ...]:
    """What of the framework a text may mean, best first."""
    from rapidfuzz import fuzz

    hits = [
        *(Hit("goal", one.code, 0.0, one.name(language)) for one in goals()),
        *(Hit("target", one.code, 0.0, one.name(language)) for one in targets()),
        *(Hit("indicator", one.code, 0.0, one.name(language)) for one in indicators()),
        *(Hit("series", one.code, 0.0, one.name(language)) for one in all_series().values()),
    ]
    scored = [
        Hit(
            hit.kind,
            hit.code,
            100.0 if hit.code == text.strip() else fuzz.WRatio(text, hit.name.text),
            hit.name,
        )
        for hit in hits
    ]
    return tuple(sorted(scored, key=lambda hit: -hit.score)[:limit])


def suggest_indicators(words: Sequence[str], limit: int = 3) -> tuple[Hit, ...]:
    """Indicators that column headings or labels may be about, best first."""
    hits = search(" ".join(words), limit=100)
    return tuple(hit for hit in hits if hit.kind == "indicator")[:limit]
