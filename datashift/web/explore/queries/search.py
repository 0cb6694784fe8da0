"""Search over indicators, places and findings, forgiving of spelling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from datashift import sdg
from datashift.kit.text import fold
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import catalogue
from datashift.web.explore.queries.places import Part, Place, parts, places

_LIKE = 82.0  # of 100; below this two spellings are two words
_LOOKED_AT = 5000  # newest findings whose words are compared
_SHORT = 3


@dataclass(frozen=True)
class Found:
    """What a search found, each kind best first."""

    framework: tuple[sdg.Hit, ...]
    places: tuple[Place | Part, ...]
    findings: tuple[Finding, ...]

    def __bool__(self) -> bool:
        return bool(self.framework or self.places or self.findings)


def search(text: str, *, language: str = "en", limit: int = 10) -> Found:
    """Everything that a text may mean."""
    text = text.strip()[:200]
    if not fold(text):
        return Found((), (), ())
    hits = [hit for hit in sdg.search(text, language=language, limit=limit) if hit.kind != "series"]
    codes = [hit.code for hit in hits if hit.kind == "indicator" and hit.score >= 40]
    return Found(tuple(hits[:limit]), find_places(text, limit), find_findings(text, codes, limit))


def find_places(text: str, limit: int) -> tuple[Place | Part, ...]:
    """Places and areas called like this."""
    wanted = fold(text)
    found: list[tuple[float, Place | Part]] = []
    for one in _known():
        if (score := _likeness(wanted, one)) >= _LIKE:
            found.append((score + 1, one))  # a whole before an area of the same name
        if one.area is None or one.slug in _with_areas():
            liked = ((_likeness(wanted, area), area) for area in parts(one))
            found += [pair for pair in liked if pair[0] >= _LIKE]
    found.sort(key=lambda pair: -pair[0])
    return tuple(one for _, one in found[:limit])


def _known() -> list[Place]:
    """Every place: first those that findings are about."""
    known = places()
    slugs = {one.slug for one in known}
    countries = (Place(one.code.lower(), one.name, one) for one in sdg.countries())
    return known + [one for one in countries if one.slug not in slugs]


def _likeness(wanted: str, one: Place | Part) -> float:
    """How much a name or former name of the place is like the wanted one, 0-100."""
    from rapidfuzz import fuzz

    names = (one.name, *(one.area.aliases if one.area is not None else ()))
    return max(fuzz.ratio(wanted, fold(name)) for name in names)


def find_findings(text: str, codes: list[str], limit: int) -> tuple[Finding, ...]:
    """Findings with these words, or words like them, and then those of these indicators."""
    from rapidfuzz import fuzz

    wanted = [word for word in fold(text).split() if len(word) >= _SHORT] or [fold(text)]
    scored: list[tuple[float, int, UUID]] = []
    rows = catalogue.findings().values_list("pk", "headline", "title", "place", "sdg")
    for order, (pk, headline, title, where, sdg_code) in enumerate(rows[:_LOOKED_AT]):
        words = fold(f"{headline} {title} {where}").replace(",", " ").split()
        likeness = [max(fuzz.ratio(one, word) for word in words) for one in wanted]
        if min(likeness) >= _LIKE:
            scored.append((sum(likeness) / len(likeness), -order, pk))
        elif sdg_code in codes:
            scored.append((50.0 - codes.index(sdg_code), -order, pk))
    best = [pk for *_, pk in sorted(scored, key=lambda row: row[:2], reverse=True)[:limit]]
    found = {one.pk: one for one in catalogue.findings().filter(pk__in=best)}
    return tuple(found[pk] for pk in best if pk in found)


@cache
def _with_areas() -> frozenset[str]:
    """The countries whose first-level areas we know."""
    return frozenset(one.code.lower() for one in sdg.countries() if sdg.areas(one.code))
