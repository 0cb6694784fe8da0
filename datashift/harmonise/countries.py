"""Which country a file is about, from its coordinates and from names of areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from datashift.harmonise.evidence import Evidence
from datashift.harmonise.gazetteer import key_of
from datashift.harmonise.points import NULL_ISLAND
from datashift.sdg.area import Area, Bounds, all_areas, countries

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class NamedPlaces:
    """What areas a column names.

    Args:
        country: alpha-2 code of their country, "" when they are countries themselves.
        share: share of the rows that name one.
    """

    country: str
    share: float


def named_places(column: Evidence) -> NamedPlaces | None:
    """The areas that most rows of a column of text name, or None when hardly any row does."""
    counts: Counter[str] = Counter()
    for text, count in column.texts.items():
        counts[key_of(text)] += count
    shares = {
        country: sum(counts[key] for key in counts.keys() & known) / column.filled
        for country, known in _area_names().items()
        if column.filled
    }
    country, share = max(shares.items(), key=lambda one: one[1], default=("", 0.0))
    return NamedPlaces(country, share) if share >= 0.5 else None


def country_of_points(longitude: Numbers, latitude: Numbers) -> tuple[str, float] | None:
    """The smallest country whose box holds nearly all points, and the share of them it holds."""
    real = np.isfinite(longitude) & np.isfinite(latitude)
    real &= (np.abs(longitude) > NULL_ISLAND) | (np.abs(latitude) > NULL_ISLAND)
    longitude, latitude = longitude[real], latitude[real]
    if not len(longitude):
        return None
    boxes = {area.code: area.bounds for area in countries() if area.bounds is not None}
    shares = {code: _share(longitude, latitude, box) for code, box in boxes.items()}
    best = max(shares.values(), default=0.0)
    if best < 0.9:
        return None
    near_best = [code for code, share in shares.items() if share >= best - 0.02]
    code = min(near_best, key=lambda code: _size(boxes[code]))
    return code, shares[code]


def _share(longitude: Numbers, latitude: Numbers, box: Bounds) -> float:
    west, south, east, north = box
    if west <= east:
        across = (longitude >= west) & (longitude <= east)
    else:  # the box crosses the antimeridian
        across = (longitude >= west) | (longitude <= east)
    return float((across & (latitude >= south) & (latitude <= north)).mean())


def _size(box: Bounds) -> float:
    west, south, east, north = box
    return ((east - west) % 360) * (north - south)


@cache
def _area_names() -> Mapping[str, frozenset[str]]:
    """Folded names of the areas of each country that we know some of; "" for the countries."""
    found = {"": frozenset(_names(countries()))}
    for country in countries():
        if areas := all_areas(country.code):
            found[country.code] = frozenset(_names(areas))
    return found


def _names(areas: Iterable[Area]) -> Iterator[str]:
    for area in areas:
        yield key_of(area.name)
        yield from map(key_of, area.aliases)
