"""Search the framework, and suggest which indicators a column heading is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from datashift.sdg import phrases
from datashift.sdg.framework import (
    Text,
    all_series,
    goal,
    indicator,
    indicators,
    series,
    target,
    targets,
)

Kind = Literal["goal", "target", "indicator", "series"]
LEAST = 12.0  # below this a likeness is chance
CODE = re.compile(
    r"^(?:sdg|ods|odd|goal|target|indicator|indicador|indicateur|meta|cible|objetivo|objectif)?"
    r"[\s_:#-]*(\d{1,2})(?:[.\-_ ](\d{1,2}|[a-d])(?:[.\-_ ](\d{1,2}))?)?\.?$",
    re.IGNORECASE,
)
ORDER: dict[str, int] = {"indicator": 0, "target": 1, "goal": 2, "series": 3}


@dataclass(frozen=True)
class Hit:
    """A goal, target, indicator or series found.

    Args:
        kind: what it is.
        code: its code.
        score: 0-100; 100 is a code or name given exactly.
        name: its name in the language asked for, or in English.
    """

    kind: Kind
    code: str
    score: float
    name: Text


def search(text: str, *, language: str = "en", limit: int = 10) -> tuple[Hit, ...]:
    """Goals, targets, indicators and series that a text may mean, best first.

    A code in any usual spelling ("6.1.1", "6-1-1", "SDG 6.1", "VC_VAW_MARR") comes first with what
    belongs to it; words are looked for in all five languages and forgiven their spelling.

    Args:
        text: what somebody typed.
        language: language of the names in the result.
        limit: how many at most.
    """
    found = _by_code(text)
    if not found:
        found = {key: score for key, score in phrases.scores(text).items() if score >= LEAST}
    return _hits(found, language, limit)


def suggest_indicators(
    words: Sequence[str], limit: int = 3, *, language: str = "en"
) -> tuple[Hit, ...]:
    """Current indicators that a column may be about, best first; empty when nothing fits.

    Args:
        words: the heading, and what else is known of the column: its label, its values. Each is
            looked at by itself; what several agree on counts more.
        limit: how many at most.
        language: language of the names in the result.
    """
    found: dict[tuple[str, str], float] = {}
    for text in words:
        for (kind, code), score in (_by_code(text) or phrases.scores(text)).items():
            if kind == "indicator" and score >= LEAST:
                best, other = sorted((found.get((kind, code), 0.0), score), reverse=True)
                found[kind, code] = min(100.0, best + other / 4)
    return _hits(found, language, limit)


def _hits(found: dict[tuple[str, str], float], language: str, limit: int) -> tuple[Hit, ...]:
    ranked = sorted(found.items(), key=lambda item: (-item[1], ORDER[item[0][0]], item[0][1]))
    return tuple(
        Hit(cast("Kind", kind), code, round(score, 1), _name(kind, code, language))
        for (kind, code), score in ranked[:limit]
    )


def _name(kind: str, code: str, language: str) -> Text:
    if kind == "goal":
        return goal(code).name(language)
    if kind == "target":
        return target(code).name(language)
    if kind == "indicator":
        return indicator(code).name(language)
    return series(code).name(language)


def _by_code(text: str) -> dict[tuple[str, str], float]:
    """What a code means, and what belongs to it a little lower; empty when it is no code."""
    written = text.strip()
    if written.upper() in all_series():
        one = series(written.upper())
        found = {("series", one.code): 100.0}
        found.update({("indicator", code): 95.0 for code in one.indicators})
        return found
    match = CODE.match(written)
    if not match:
        return {}
    code = ".".join(part.lower().lstrip("0") or "0" for part in match.groups() if part is not None)
    return _with_children(code)


def _with_children(code: str) -> dict[tuple[str, str], float]:
    try:
        if code.count(".") == 2:
            one = indicator(code)
            return {
                ("indicator", code): 100.0,
                ("target", one.target): 90.0,
                **{("series", name): 80.0 for name in one.series},
            }
        if code.count(".") == 1:
            children = {("indicator", one.code): 90.0 for one in indicators(code)}
            return {("target", code): 100.0, **children}
        return {
            ("goal", goal(code).code): 100.0,
            **{("target", one.code): 90.0 for one in targets(code)},
        }
    except KeyError:
        return {}
