"""Which area a text means: by code, name, alias, or likeness, with a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from datashift.sdg.area import Area, all_areas
from datashift.sdg.area import country as find_country
from datashift.sdg.plain import plain

How = Literal["code", "name", "alias", "similar"]
SCORES: Mapping[How, float] = {"code": 100.0, "name": 100.0, "alias": 97.0}
FORMER = 5.0  # taken from areas of the past when no year is given
LEAST = 75.0  # below this a likeness is chance
MOST = 95.0  # a likeness is never as sure as an alias
CONTAINED = 85.0  # all words of a name, and others
SHORT = 3  # letters; shorter names stand in other words by chance


@dataclass(frozen=True)
class Candidate:
    """An area a text may mean.

    Args:
        area: the area.
        score: 0-100; two candidates with the same score are equals, and only a person can choose.
        how: what matched.
    """

    area: Area
    score: float
    how: How


def find_areas(
    text: str, country: str, level: int = 1, limit: int = 5, at: int | None = None
) -> tuple[Candidate, ...]:
    """Areas of a country that a text may mean, best first.

    A code is surer than a name, a name than an alias, an alias than likeness. With `at` only areas
    of that year count; without it, areas of the past come after those of today.

    Args:
        text: a cell as people write it.
        country: alpha-2, alpha-3, M49 code or name.
        level: level of the areas; 0 looks for the country itself.
        limit: how many at most. Equals of the last one are never cut off.
        at: year for which the areas are wanted.

    Raises:
        KeyError: no country is called that.
    """
    key = plain(text)
    if not key:
        return ()
    code = find_country(country).code
    found: dict[str, Candidate] = {}
    for area, how in _exact(code, level).get(key, ()):
        _keep(found, Candidate(area, SCORES[how], how))
    if not found:
        for area, score in _similar(key, code, level):
            _keep(found, Candidate(area, score, "similar"))
    usable = [_dated(one, at) for one in found.values() if at is None or one.area.exists(at)]
    ordered = sorted(usable, key=lambda one: (-one.score, one.area.code))
    if len(ordered) > limit:
        last = ordered[limit - 1].score
        ordered = [one for one in ordered if one.score >= last]
    return tuple(ordered)


def _keep(found: dict[str, Candidate], one: Candidate) -> None:
    known = found.get(one.area.code)
    if known is None or known.score < one.score:
        found[one.area.code] = one


def _dated(one: Candidate, at: int | None) -> Candidate:
    if at is None and one.area.valid_until is not None:
        return Candidate(one.area, one.score - FORMER, one.how)
    return one


@cache
def _exact(country: str, level: int) -> Mapping[str, tuple[tuple[Area, How], ...]]:
    keys: dict[str, list[tuple[Area, How]]] = {}
    for area in all_areas(country, level):
        texts: list[tuple[str, How]] = [(area.code, "code")]
        texts += [(code, "code") for code in area.codes.values()]
        texts += [(area.name, "name"), *((alias, "alias") for alias in area.aliases)]
        for text, how in texts:
            keys.setdefault(plain(text), []).append((area, how))
    return {key: tuple(found) for key, found in keys.items()}


def _similar(key: str, country: str, level: int) -> list[tuple[Area, float]]:
    """Areas whose spellings resemble the text, or stand in it as whole words ("Kisumu Central")."""
    from rapidfuzz import fuzz

    words = set(key.split())
    found = []
    for spelling, areas in _spellings(country, level).items():
        score = max(fuzz.ratio(key, spelling), fuzz.token_sort_ratio(key, spelling))
        if len(spelling) > SHORT and words > set(spelling.split()):
            score = max(score, CONTAINED)
        if score >= LEAST:
            found += [(area, round(min(score, MOST), 1)) for area in areas]
    return found


@cache
def _spellings(country: str, level: int) -> Mapping[str, tuple[Area, ...]]:
    return {
        key: tuple(dict.fromkeys(area for area, how in found if how != "code"))
        for key, found in _exact(country, level).items()
        if any(how != "code" for _, how in found)
    }
