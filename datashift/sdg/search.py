"""Search the framework, and suggest which indicators a column heading is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from datashift.kit.text import with_plain_digits
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

_RUN_TOGETHER = tuple(
    re.compile(rf"({first})({second})({third})", re.IGNORECASE)
    for first, second, third in (
        (r"\d", r"[\da-d]", r"\d"),
        (r"\d\d", r"[\da-d]", r"\d"),
        (r"\d", r"[\da-d]", r"\d\d"),
        (r"\d\d", r"\d\d", r"\d"),
    )
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

    A code in any usual spelling ("6.1.1", "6-1-1", "611", "SDG 6.1", "VC_VAW_MARR", in the digits of
    any script) comes first with what belongs to it; words are looked for in all five languages and
    forgiven their spelling.

    Args:
        text: what somebody typed.
        language: language of the names in the result.
        limit: how many at most.
    """
    found = _by_code(as_code(text) or text)
    if not found:
        found = {key: score for key, score in phrases.scores(text).items() if score >= LEAST}
    return _hits(found, language, limit)


def as_code(text: str) -> str | None:
    """The code of the target or indicator that a text is, as the framework writes it.

    >>> as_code("SDG 6-1-1"), as_code("611"), as_code("६.१"), as_code("16b1"), as_code("water")
    ('6.1.1', '6.1.1', '6.1', '16.b.1', None)
    """
    said = with_plain_digits(text).strip()
    together = (form.fullmatch(said) for form in _RUN_TOGETHER)
    for one in (CODE.match(said), *together):
        if one is None or one[2] is None:
            continue
        code = _dotted(one)
        if _with_children(code):
            return code
    return None


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
    return _with_children(_dotted(match))


def _dotted(match: re.Match[str]) -> str:
    return ".".join(part.lower().lstrip("0") or "0" for part in match.groups() if part is not None)


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
