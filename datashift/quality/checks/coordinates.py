"""Points that lie where nothing can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from datashift.quality.checks.missing import MANY
from datashift.quality.inspection import Inspection, Mask, Numbers
from datashift.quality.offers import keep, set_aside, swap
from datashift.quality.points import Point
from datashift.quality.words import counted, percent
from datashift.tables.flag import Flag, Severity

# Degrees. There is no land within 500 km of 0,0; a hundredth of a degree is about 1.1 km.
NULL_ISLAND = 0.01
# With one half missing the other must be zero but for rounding: the equator crosses countries.
ZERO = 1e-6
# Degrees around a country's box, for points on a shore or a border and coarse boundaries.
MARGIN = 0.1
# Rows on one point from which it looks like the middle of a town rather than a place visited.
MANY_ON_ONE = 10


@dataclass(frozen=True)
class _Places:
    """The points of the table, sorted into where they lie."""

    longitude: Numbers
    latitude: Numbers

    @property
    def missing(self) -> Mask:
        return (np.isnan(self.longitude) | np.isnan(self.latitude)) & ~self.null_island

    @property
    def null_island(self) -> Mask:
        far = np.fmax(np.abs(self.longitude), np.abs(self.latitude))
        half = np.isnan(self.longitude) ^ np.isnan(self.latitude)
        return np.where(half, far < ZERO, far < NULL_ISLAND)

    @property
    def impossible(self) -> Mask:
        return (np.abs(self.longitude) > 180) | (np.abs(self.latitude) > 90)

    @property
    def exchanged(self) -> _Places:
        return _Places(self.latitude, self.longitude)


def check(inspection: Inspection) -> Iterator[Flag]:
    """`coordinates.null_island`, `.missing`, `.swapped`, `.out_of_range`, `.outside_country`,
    `.repeated`."""
    for point in inspection.points:
        places = _Places(inspection.numbers(point.longitude), inspection.numbers(point.latitude))
        if not (np.isnan(places.longitude) & np.isnan(places.latitude)).all():
            with np.errstate(invalid="ignore"):
                yield from _point(inspection, point, places)


def _point(inspection: Inspection, point: Point, places: _Places) -> Iterator[Flag]:
    null_island, missing, impossible = places.null_island, places.missing, places.impossible
    yield from _null_island(inspection, point, null_island)
    yield from _missing(inspection, point, missing)
    located = ~null_island & ~missing
    swapped = located & _swapped(inspection, places)
    yield from _exchanged(inspection, point, swapped)
    yield from _impossible(inspection, point, located & impossible & ~swapped)
    if inspection.country is not None and inspection.country.bounds is not None:
        outside = located & ~impossible & ~swapped & ~_inside(places, inspection.country.bounds)
        yield from _outside(inspection, point, outside)
    yield from _repeated(inspection, point, located & ~impossible)


def _inside(places: _Places, bounds: tuple[float, float, float, float]) -> Mask:
    west, south, east, north = bounds
    west, south, east, north = west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN
    if west > east:  # across the antimeridian
        beside = (places.longitude >= west) | (places.longitude <= east)
    else:
        beside = (places.longitude >= west) & (places.longitude <= east)
    return beside & (places.latitude >= south) & (places.latitude <= north)


def _swapped(inspection: Inspection, places: _Places) -> Mask:
    if inspection.country is None or inspection.country.bounds is None:
        return places.impossible & ~places.exchanged.impossible
    bounds = inspection.country.bounds
    return ~_inside(places, bounds) & _inside(places.exchanged, bounds)


def _null_island(inspection: Inspection, point: Point, chosen: Mask) -> Iterator[Flag]:
    lie = counted(int(chosen.sum()), "row lies", "rows lie")
    yield from _flag(
        inspection,
        "coordinates.null_island",
        point,
        chosen,
        f"{lie} at longitude 0, latitude 0, which is in the sea: "
        "most likely the phone had no signal.",
    )


def _missing(inspection: Inspection, point: Point, chosen: Mask) -> Iterator[Flag]:
    count, rows = int(chosen.sum()), len(inspection)
    have = counted(count, "row has", "rows have")
    for flag in _flag(
        inspection,
        "coordinates.missing",
        point,
        chosen,
        f"{have} no longitude or no latitude ({percent(count, rows)}) and cannot be put on a map.",
        severity=Severity.LOOK if count > MANY * rows else Severity.NOTE,
    ):
        # They count in the total: leaving them out is the lesser answer.
        yield replace(flag, repairs=flag.repairs[::-1])


def _exchanged(inspection: Inspection, point: Point, chosen: Mask) -> Iterator[Flag]:
    have = counted(int(chosen.sum()), "row has", "rows have")
    where = f", where they would lie in {inspection.country.name}" if inspection.country else ""
    for flag in _flag(
        inspection,
        "coordinates.swapped",
        point,
        chosen,
        f"{have} longitude and latitude the wrong way round{where}.",
    ):
        yield replace(flag, repairs=(swap(flag.code, point.longitude), *flag.repairs))


def _impossible(inspection: Inspection, point: Point, chosen: Mask) -> Iterator[Flag]:
    have = counted(int(chosen.sum()), "row has", "rows have")
    yield from _flag(
        inspection,
        "coordinates.out_of_range",
        point,
        chosen,
        f"{have} a longitude beyond 180 or a latitude beyond 90, which is nowhere on Earth.",
    )


def _outside(inspection: Inspection, point: Point, chosen: Mask) -> Iterator[Flag]:
    assert inspection.country is not None
    name = inspection.country.name
    lie = counted(int(chosen.sum()), "row lies", "rows lie")
    yield from _flag(
        inspection,
        "coordinates.outside_country",
        point,
        chosen,
        f"{lie} outside {name}.",
        country=name,
    )


def _repeated(inspection: Inspection, point: Point, located: Mask) -> Iterator[Flag]:
    rows = np.flatnonzero(located)
    east, north = inspection.distinct(point.longitude), inspection.distinct(point.latitude)
    spots = east.places[rows].astype(np.int64) * (len(north) + 1) + north.places[rows]
    _, which, counts = np.unique(spots, return_inverse=True, return_counts=True)
    # Few spots and many rows: the column says which site, and sites repeat.
    if not len(counts) or counts.max() < MANY_ON_ONE or len(counts) < len(rows) / 2:
        return
    chosen = np.zeros(len(inspection), dtype=bool)
    chosen[rows[counts[which] >= MANY_ON_ONE]] = True
    busy = int((counts >= MANY_ON_ONE).sum())
    count, most = int(chosen.sum()), int(counts.max())
    for flag in _flag(
        inspection,
        "coordinates.repeated",
        point,
        chosen,
        f"{count:,} rows lie on {counted(busy, 'point', 'points')} with {MANY_ON_ONE} rows or "
        f"more each, {most:,} on the busiest: perhaps the middle of a town, not the spot.",
        severity=Severity.NOTE,
        points=busy,
        most=most,
    ):
        yield replace(flag, repairs=flag.repairs[::-1])


def _flag(
    inspection: Inspection,
    code: str,
    point: Point,
    chosen: Mask,
    message: str,
    *,
    severity: Severity = Severity.LOOK,
    **values: object,
) -> Iterator[Flag]:
    rows = inspection.rows(chosen)
    if rows:
        yield Flag(
            code=code,
            severity=severity,
            message=message,
            column=point.longitude,
            rows=rows,
            count=len(rows),
            values={
                "count": len(rows),
                "longitude": point.longitude,
                "latitude": point.latitude,
                **values,
            },
            repairs=(set_aside(code, point.longitude), keep(code, point.longitude)),
        )
