"""What can be searched, each kind in an index of its own.

An index is made when the first person searches after something was published or withdrawn, and is
kept in memory: 10,000 findings take 4 MB and one second to make (docs/dashboard.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from uuid import UUID

from babel import Locale

from datashift import sdg
from datashift.kit.language import LANGUAGES
from datashift.web.explore.queries import catalogue, methods
from datashift.web.explore.queries.catalogue import State
from datashift.web.explore.queries.places import Part, Place, parts, places
from datashift.web.explore.queries.search.index import Index


@lru_cache(maxsize=1)
def findings(of: State) -> Index[UUID]:
    """Findings by their sentence, title, place, indicator and who counted; newest first."""
    said = ("headline", "title", "place", "sdg", "release__study__organisation__name")
    rows = catalogue.findings().values_list("pk", *said).iterator(chunk_size=2000)
    return Index((row[0], " ".join(row[1:])) for row in rows)


@lru_cache(maxsize=1)
def organisations(of: State) -> Index[int]:
    """Organisations that have published."""
    rows = catalogue.organisations().order_by("name").values_list("pk", "name", "slug")
    return Index((pk, each) for pk, *names in rows for each in names)


@lru_cache(maxsize=1)
def where(of: State) -> Index[Place | Part]:
    """Places and their areas by every name: first those that findings are about, a whole before
    its parts."""
    known = _known()
    whole: list[tuple[Place | Part, str]] = [(one, name) for one in known for name in names_of(one)]
    inside: list[tuple[Place | Part, str]] = [
        (part, name)
        for one in known
        if one.area is None or one.slug in _with_areas()
        for part in parts(one)
        for name in names_of(part)
    ]
    return Index(whole + inside)


@cache
def ways() -> Index[str]:
    """Pages about methods: their heading, and what they begin with."""
    found = methods.methods().values()
    return Index((one.slug, text) for one in found for text in (one.title, one.summary, one.slug))


def names_of(one: Place | Part) -> Iterator[str]:
    """What a place is and was called, a country in each of our languages."""
    yield one.name
    if one.area is None:
        return
    yield from one.area.aliases
    if isinstance(one, Place):
        for language in LANGUAGES:
            name = Locale(language).territories.get(one.area.code)
            if name:
                yield name


def _known() -> list[Place]:
    """Every place: first those that findings are about."""
    known = places()
    slugs = {one.slug for one in known}
    countries = (Place(one.code.lower(), one.name, one) for one in sdg.countries())
    return known + [one for one in countries if one.slug not in slugs]


@cache
def _with_areas() -> frozenset[str]:
    """The countries whose first-level areas we know."""
    return frozenset(one.code.lower() for one in sdg.countries() if sdg.areas(one.code))
