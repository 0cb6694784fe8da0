"""Places that have a page: every country, its areas, and the wholes and areas of findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.text import slugify

from datashift import sdg
from datashift.kit.language.nepal import told_period
from datashift.kit.language.territories import country_called
from datashift.web.evidence.models import Finding, FindingArea
from datashift.web.explore.queries import catalogue

# A study's own areas are taken for ours when so many of their names are.
_ENOUGH = 0.75
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Place:
    """A country, or the whole that a study is about.

    Args:
        slug: its part of the address: "tz", or "ruvela" for what is no country of ISO 3166.
        name: what it is called.
        area: the country; None for a place that only findings know.
        spellings: how findings without a country code write it.
        invented: all that is known of it is made up for demonstration.
        findings: how many there are.
    """

    slug: str
    name: str
    area: sdg.Area | None = None
    spellings: tuple[str, ...] = ()
    invented: bool = False
    findings: int = 0

    @property
    def called(self) -> str:
        """Its name in the reader's language; `name` is what figures are matched by."""
        return self.name if self.area is None else country_called(self.area.code, self.name)


@dataclass(frozen=True)
class Part:
    """An area of a place.

    Args:
        slug: its part of the address, from its code.
        name: what it is called.
        place: what it is a part of.
        area: the area as its statistical office has it; None for one that only findings know.
        written: code and name as findings write them.
    """

    slug: str
    name: str
    place: Place
    area: sdg.Area | None = None
    written: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)

    @property
    def waits(self) -> bool:
        """Whether it is one of the many small areas, and nobody has counted there."""
        return self.area is not None and self.area.level > 1 and not self.written


def place_of(finding: Finding) -> Place | None:
    """The whole that a finding is about."""
    return _place(finding.country, finding.place, invented=finding.release.invented)


def called(finding: Finding) -> str:
    """The whole that a finding is about, in the reader's language where it is a country."""
    area = _country(finding.place)
    if area is None or finding.country not in ("", area.code):
        return finding.place
    return country_called(area.code, finding.place)


def when(finding: Finding) -> str:
    """The period of a finding; of Nepal with the years of Bikram Sambat, by which it lives."""
    return told_period(finding.period, finding.country)


def places() -> list[Place]:
    """The places that findings are about, those with most findings first."""
    rows = (
        catalogue.findings()
        .order_by()
        .values_list("country", "place", "release__invented")
        .annotate(Count("pk"))
    )
    known: dict[str, Place] = {}
    for country, name, invented, number in rows:
        one = _place(country, name, invented=invented)
        if one is None:
            continue
        before = known.get(one.slug, replace(one, spellings=()))
        known[one.slug] = replace(
            before,
            spellings=before.spellings + one.spellings,
            invented=before.invented and one.invented,
            findings=before.findings + number,
        )
    return sorted(known.values(), key=lambda one: (-one.findings, one.name))


def place(slug: str) -> Place | None:
    """The place of that address; None when nobody knows it."""
    known = next((one for one in places() if one.slug == slug), None)
    if known is not None:
        return known
    country = _country(slug) if len(slug) == 2 else None
    return Place(slug, country.name, country) if country is not None else None


def findings_of(place: Place) -> QuerySet[Finding]:
    """The findings about a place as a whole."""
    code = place.area.code if place.area is not None else "-"
    return catalogue.findings().filter(Q(country=code) | Q(country="", place__in=place.spellings))


def about(place: Place, findings: Iterable[Finding]) -> list[Finding]:
    """Those of some findings that are about a place as a whole, in their order."""
    code = place.area.code if place.area is not None else "-"
    return [
        one
        for one in findings
        if one.country == code or (not one.country and one.place in place.spellings)
    ]


def parts(place: Place) -> list[Part]:
    """The areas of a place: those of its statistical office, and those of findings."""
    return list(_parts(place, catalogue.state()).values())


@lru_cache(maxsize=32)
def _parts(place: Place, of: catalogue.State) -> Mapping[str, Part]:
    """By their place in the address, in the order of their names."""
    del of  # what is kept stands as long as nothing is published or withdrawn
    found: dict[str, Part] = {}
    if place.area is not None:
        for own in (*sdg.areas(place.area.code), *sdg.areas(place.area.code, 2)):
            found[slugify(own.code)] = Part(slugify(own.code), own.name, place, own)
    for code, name, area in _written(place):
        slug = slugify(area.code if area is not None else code) or slugify(name)
        if not slug:
            continue
        known = found.get(slug) or Part(slug, area.name if area is not None else name, place, area)
        found[slug] = replace(known, written=known.written | {(code, name)})
    return {one.slug: one for one in sorted(found.values(), key=lambda one: one.name)}


def part(place: Place, slug: str) -> Part | None:
    """The area of that address; None when nobody knows it."""
    return _parts(place, catalogue.state()).get(slug)


def figures_of(part: Part) -> Sequence[FindingArea]:
    """What findings say about an area, in the order of the goals."""
    codes = {code for code, _ in part.written}
    found = (
        FindingArea.objects.filter(finding__in=findings_of(part.place), code__in=codes)
        .select_related("finding__release__study__organisation")
        .order_by("finding__goal", "finding__sdg", "finding__position")
    )
    return [one for one in found if (one.code, one.name) in part.written]


def _place(country: str, name: str, *, invented: bool) -> Place | None:
    """A place from what a finding says; a country written out is that country."""
    area = _country(country or name)
    spellings = () if country else (name,)
    if area is not None:
        return Place(area.code.lower(), area.name, area, spellings, invented)
    slug = slugify(name)
    return Place(slug, name, None, spellings, invented) if slug else None


def _country(key: str) -> sdg.Area | None:
    try:
        return sdg.country(key)
    except KeyError:
        return None


def _written(place: Place) -> list[tuple[str, str, sdg.Area | None]]:
    """The areas as releases write them, each with the area of ours it is."""
    rows = (
        FindingArea.objects.filter(finding__in=findings_of(place))
        .order_by()
        .annotate(of=Cast("finding__release", CharField()))  # thousands of them, only told apart
        .values_list("of", "finding__period", "code", "name")
        .distinct()
    )
    if place.area is None:
        return [(code, name, None) for _, _, code, name in rows]
    by_release: dict[Any, list[tuple[str, str, str]]] = {}
    for release, period, code, name in rows:
        by_release.setdefault(release, []).append((period, code, name))
    same = {tuple(sorted(told)) for told in by_release.values()}  # round after round
    return [one for told in sorted(same) for one in _recognised(place.area.code, told)]


@lru_cache(maxsize=256)
def _recognised(
    country: str, told: tuple[tuple[str, str, str], ...]
) -> list[tuple[str, str, sdg.Area | None]]:
    """Areas of one release by code, or by name where nearly all of its names are ours.

    A few names alone prove nothing: districts are often called like the region they are in.
    """
    found = [(code, name, *_same(country, code, name, period)) for period, code, name in told]
    by_name = sum(area is not None for *_, area in found) >= _ENOUGH * len(found)
    return [
        (code, name, coded or (named if by_name else None)) for code, name, coded, named in found
    ]


def _same(
    country: str, code: str, name: str, period: str
) -> tuple[sdg.Area | None, sdg.Area | None]:
    """The first-level area of that code, and the one of that code or name."""
    years = _YEAR.findall(period)
    at = int(years[-1]) if years else None
    coded = next((one for one in sdg.all_areas(country) if one.code == code), None)
    if coded is not None:
        return coded, coded
    candidates = [one for one in sdg.find_areas(name, country, at=at) if one.how != "similar"]
    sole = len(candidates) == 1 or (
        len(candidates) > 1 and candidates[0].score > candidates[1].score
    )
    return None, candidates[0].area if sole else None
