"""Names and codes of areas, and what a text in a column may mean by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from datashift.kit.text import fold
from datashift.sdg.area import Area, all_areas, areas, countries, country
from datashift.sdg.places import find_areas

if TYPE_CHECKING:
    from datashift.harmonise.boundaries import Boundaries

How = Literal["code", "name", "alias", "similar", "several", "unknown"]
LEAST = 70.0  # likeness below which nothing is suggested
_MARKS = str.maketrans({"-": " ", "/": " ", ".": " ", ",": " ", "'": None})


@dataclass(frozen=True)
class Meaning:
    """What a text means.

    Args:
        text: as written, without spaces around it.
        how: "similar" and "several" are suggestions and never applied.
        code: code of the area, or of the likeliest one; "" when unknown.
        name: its name.
        score: 0-100.
        until: year in which the area ended, None for an area of today.
        others: names of the areas that are as likely.
    """

    text: str
    how: How
    code: str = ""
    name: str = ""
    score: float = 0.0
    until: int | None = None
    others: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the text is a code, name or alias of one area."""
        return self.how in ("code", "name", "alias")


@dataclass(frozen=True)
class Gazetteer:
    """Areas that rows may belong to.

    Args:
        names: code to name of every area.
        find: what a text means, in a year or today.
    """

    names: Mapping[str, str]
    find: Callable[[str, int | None], Meaning] = field(repr=False)


def of_country(name: str, level: int = 1) -> Gazetteer:
    """The areas of a country at a level.

    Raises:
        KeyError: no country is called that.
    """
    code = country(name).code
    # Past areas have names too, for the rows that speak of them.
    known = {area.code: area.name for area in (*areas(code, level), *all_areas(code, level))}

    def find(text: str, year: int | None) -> Meaning:
        found = find_areas(text, code, level, limit=5, at=year)
        if not found:
            return Meaning(text, "unknown")
        best = found[0]
        others = tuple(one.area.name for one in found[1:] if one.score == best.score)
        how: How = "several" if others and best.how != "similar" else best.how
        area = best.area
        return Meaning(text, how, area.code, area.name, best.score, area.valid_until, others)

    return Gazetteer(known, find)


def of_world() -> Gazetteer:
    """All countries."""
    names = {area.code: area.name for area in countries()}
    spellings = {key_of(text): area for area in countries() for text in (area.name, *area.aliases)}

    def find(text: str, _: int | None) -> Meaning:
        try:
            area = country(text)
        except KeyError:
            return _similar(text, {key: (a.code, a.name) for key, a in spellings.items()})
        how: How = "name" if fold(text) == fold(area.name) else "alias"
        return Meaning(
            text, "code" if text in area.codes.values() else how, area.code, area.name, 100
        )

    return Gazetteer(names, find)


def of_boundaries(boundaries: Boundaries, country_name: str | None) -> Gazetteer:
    """The areas of a boundaries file, known by what they are called there and by our aliases.

    Raises:
        KeyError: no country is called `country_name`.
    """
    names = dict(zip(boundaries.codes, boundaries.names, strict=True))
    book = _FileNames(names, country(country_name).code if country_name else None)
    return Gazetteer(names, book.find)


@dataclass(frozen=True)
class _FileNames:
    names: Mapping[str, str]
    country: str | None

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name to the codes of the areas that have it."""
        found: dict[str, tuple[str, ...]] = {}
        for code, name in self.names.items():
            found[key_of(name)] = (*found.get(key_of(name), ()), code)
        return found

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Our code of an area to the file's."""
        found = {}
        for code, name in self.names.items():
            area = self.area(name)
            if area is not None:
                found[area.code] = code
        return found

    def area(self, text: str) -> Area | None:
        """The one area of ours that a text names, or None."""
        if self.country is None:
            return None
        found = [one for one in find_areas(text, self.country) if one.how != "similar"]
        alone = len(found) == 1 or (len(found) > 1 and found[0].score > found[1].score)
        return found[0].area if alone else None

    def find(self, text: str, _: int | None) -> Meaning:
        if text in self.names:
            return Meaning(text, "code", text, self.names[text], 100)
        codes = self.keys.get(key_of(text), ())
        if len(codes) == 1:
            return Meaning(text, "name", codes[0], self.names[codes[0]], 100)
        if codes:
            others = tuple(self.names[code] for code in codes[1:])
            return Meaning(text, "several", codes[0], self.names[codes[0]], 100, others=others)
        area = self.area(text)
        if area is not None and area.code in self.known:
            code = self.known[area.code]
            return Meaning(text, "alias", code, self.names[code], 97)
        return _similar(text, {k: (c[0], self.names[c[0]]) for k, c in self.keys.items()})


def _similar(text: str, spellings: Mapping[str, tuple[str, str]]) -> Meaning:
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        key_of(text), list(spellings), scorer=fuzz.WRatio, score_cutoff=LEAST
    )
    if found is None:
        return Meaning(text, "unknown")
    code, name = spellings[found[0]]
    return Meaning(text, "similar", code, name, min(float(found[1]), 95.0))


def key_of(text: str) -> str:
    """A name without what spellings differ in: case, accents, hyphens, apostrophes, spaces."""
    return " ".join(fold(text).translate(_MARKS).split())
