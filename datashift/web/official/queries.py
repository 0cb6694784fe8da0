"""Official figures as pages read them: the catalogue from SQL, the figures from Parquet."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Length

from datashift.comparison import OfficialSeries, holdings
from datashift.comparison.holdings import glanced, unpacked
from datashift.web.official import models
from datashift.web.official.models import Arrival, Renewal, Series, SeriesArea, Source, Version

_VERSION = tuple(
    f"series__version__{name}"
    for name in ("source__slug", "number", "source__kind", "source__name", "loaded_at", "licence",
                 "address")
)  # fmt: skip
_HELD = ("series__number", "series__told", "area", "packed", *_VERSION)

Packed = Iterable[tuple[Any, ...]]
"""Official figures as the catalogue holds them, by source and series."""


@dataclass(frozen=True)
class Official:
    """A series with its figures, and where it comes from.

    Args:
        kind: "official", or "big" for a series made from sensors, satellites or traces.
        source: who published it.
        version: number of the version.
        loaded: the day it was loaded.
        licence, address: "" when nobody said.
        series: definition and figures, of the areas that were asked for.
    """

    kind: str
    source: str
    version: int
    loaded: date
    licence: str
    address: str
    series: OfficialSeries


@dataclass(frozen=True)
class Glimpse:
    """A series of which nobody has made figures yet.

    Args:
        kind, source: as of `Official`.
        code, title, unit: as its series says them.
        areas: columns of figures by area, as `holdings.glanced` has them.
    """

    kind: str
    source: str
    code: str
    title: str
    unit: str
    areas: Mapping[str, Mapping[str, Sequence[Any]]]


def figures(
    indicator: str, *, areas: Collection[str] | None = None, within: str = ""
) -> tuple[Official, ...]:
    """The newest official figures of an indicator, by source and series.

    Args:
        indicator: SDG code, such as 6.1.1.
        areas: keep figures of these areas, as sources write them (ISO 3166 where it is known).
        within: keep figures of this area and its parts.
    """
    return figures_of([indicator], areas=areas, within=within)


def figures_of(
    indicators: Collection[str], *, areas: Collection[str] | None = None, within: str = ""
) -> tuple[Official, ...]:
    """The same of several indicators, with each version opened once."""
    held = _newest(areas, within).filter(series__indicator__in=indicators)
    return opened(held.values_list(*_HELD), areas=areas, within=within)


def held_within(area: str) -> Mapping[str, Packed]:
    """The newest official figures of an area and its parts, packed, by indicator."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for indicator, *held in _newest(None, area).values_list("series__indicator", *_HELD):
        found.setdefault(indicator, []).append(tuple(held))
    return found


def packed_of(indicator: str, within: str) -> Packed:
    """The same of one indicator."""
    return list(_newest(None, within).filter(series__indicator=indicator).values_list(*_HELD))


def opened(
    packed: Packed, *, areas: Collection[str] | None = None, within: str = ""
) -> tuple[Official, ...]:
    """Official figures that were read packed, of an indicator or several.

    Args:
        areas, within: what they were asked for of.
    """
    found: list[Official] = []
    for version, of_version in groupby(packed, _of_version):
        by_series = [
            sorted(rows, key=itemgetter(2)) for _, rows in groupby(of_version, itemgetter(0))
        ]
        if all(row[3] is not None for rows in by_series for row in rows):
            read = [unpacked(rows[0][1], map(itemgetter(3), rows)) for rows in by_series]
        else:
            numbers = tuple(rows[0][0] for rows in by_series)
            wanted = None if areas is None else frozenset(areas)
            read = list(_read(models.holdings(), *version[:2], numbers, wanted, within))
        found += (_official(version, one) for one in read)
    return tuple(found)


def glimpsed(packed: Packed) -> list[Glimpse] | None:
    """Series that were read packed; None where one of them was catalogued without its figures."""
    found = []
    for version, of_version in groupby(packed, _of_version):
        _slug, _number, kind, source, *_ = version
        for (_place, told), rows in groupby(of_version, itemgetter(0, 1)):
            kept = {row[2]: row[3] for row in rows}
            if not told or None in kept.values():
                return None
            about = json.loads(told)
            unit = about["definition"].get("measure_unit", "")
            areas = {area: glanced(each) for area, each in kept.items()}
            found.append(Glimpse(kind, source, about["code"], about["title"], unit, areas))
    return found


def areas_of(indicator: str) -> Mapping[str, int]:
    """The areas of which somebody holds official figures of an indicator, and how many."""
    found = SeriesArea.objects.filter(
        series__version__newest=True, series__indicator=indicator
    ).values_list("area", "figures")
    counted: dict[str, int] = {}
    for area, number in found:
        counted[area] = counted.get(area, 0) + number
    return counted


def of_countries(indicator: str) -> bool:
    """Whether somebody holds official figures of any country as a whole."""
    series = Series.objects.filter(version__newest=True, indicator=indicator)
    of_one = SeriesArea.objects.annotate(letters=Length("area")).filter(
        series=OuterRef("pk"), letters=2
    )
    return series.filter(Exists(of_one)).exists()


def newest() -> list[tuple[Any, ...]]:
    """What changes with the newest versions and with what is said of them."""
    found = Version.objects.filter(newest=True).order_by("pk")
    return list(found.values_list("pk", "source__name", "source__kind", "licence", "address"))


def indicators_of(*, areas: Collection[str] | None = None, within: str = "") -> list[str]:
    """The indicators of which somebody holds official figures of the areas."""
    newest = tuple(Version.objects.filter(newest=True).order_by("pk").values_list("pk", flat=True))
    return list(_indicators_of(newest, None if areas is None else frozenset(areas), within))


@lru_cache(maxsize=256)
def _indicators_of(
    versions: tuple[UUID, ...], areas: frozenset[str] | None, within: str
) -> Sequence[str]:
    """A version never changes, so that what it has is asked once."""
    held = Series.objects.filter(version__in=versions).exclude(indicator="")
    found = held.filter(_with_areas(areas, within)).order_by()
    return sorted(set(found.values_list("indicator", flat=True)))


def hashes() -> Mapping[str, str]:
    """By indicator, what its official figures come from: it changes when one of them may have."""
    found = (
        Series.objects.filter(version__newest=True)
        .order_by("indicator", "version__sha256")
        .values_list("indicator", "version__sha256")
        .distinct()
    )
    told: dict[str, str] = {}
    for indicator, sha256 in found:
        told[indicator] = told.get(indicator, "") + sha256
    return told


def sources() -> list[Source]:
    """All sources, each with its versions, newest first."""
    newest_first = Version.objects.order_by("-number").select_related("loaded_by")
    return list(Source.objects.prefetch_related(Prefetch("versions", queryset=newest_first)))


def versions_of(source: Source) -> QuerySet[Version]:
    """The versions of a source, newest first, those put aside too."""
    return source.versions.order_by("-number").select_related("loaded_by", "put_aside_by")


def series_of(version: Version) -> QuerySet[Series]:
    """The series of a version, with the number of their areas."""
    return version.series.annotate(area_count=Count("areas")).order_by("indicator", "number")


@dataclass(frozen=True)
class Unseen:
    """What a version has that no page shows: series without an indicator, figures without a place."""

    indicator: int
    place: int

    @property
    def any(self) -> bool:
        return bool(self.indicator or self.place)


def unseen(version: Version) -> Unseen:
    """What no page shows of a version, because its file did not say it."""
    nowhere = SeriesArea.objects.filter(series__version=version, area="")
    return Unseen(
        version.series.filter(indicator="").count(),
        nowhere.aggregate(number=Sum("figures"))["number"] or 0,
    )


def open_arrivals() -> QuerySet[Arrival]:
    """Files that wait, are read, or could not be read, newest first."""
    return Arrival.objects.exclude(state=Arrival.State.READY)


def renewals() -> QuerySet[Renewal]:
    """The sources that are renewed by themselves."""
    return Renewal.objects.all()


def _newest(areas: Collection[str] | None, within: str) -> QuerySet[SeriesArea]:
    """What the newest versions have of the areas, by source and series."""
    order = ("series__version__source__name", "series__version", "series__number")
    held = SeriesArea.objects.filter(_here(areas, within), series__version__newest=True)
    return held.order_by(*order)


def _with_areas(areas: Collection[str] | None, within: str) -> Exists:
    """Series that have something of the areas, each looked up by itself: joined with their areas
    there would be 200,000 rows to tell apart."""
    return Exists(SeriesArea.objects.filter(_here(areas, within), series=OuterRef("pk")))


def _here(areas: Collection[str] | None, within: str) -> Q:
    here = Q() if areas is None else Q(area__in=areas)
    if within:
        here &= Q(area=within) | Q(area__startswith=f"{within}-")
    return here


def _of_version(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[4:]


def _official(version: tuple[Any, ...], series: OfficialSeries) -> Official:
    _slug, number, kind, source, loaded_at, licence, address = version
    return Official(kind, source, number, loaded_at.date(), licence, address, series)


@lru_cache(maxsize=32)
def _read(
    into: Path,
    slug: str,
    number: int,
    only: tuple[int, ...],
    areas: frozenset[str] | None,
    within: str,
) -> Iterable[OfficialSeries]:
    """A version never changes, so that it is read once."""
    return holdings.read(into, source=slug, number=number, only=only, areas=areas, within=within)
