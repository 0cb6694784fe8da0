"""Which area each point lies in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift.harmonise.rows import Mask, Rows
from datashift.kit.problem import Problem
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Repair, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise.boundaries import Boundaries

Numbers = NDArray[np.float64]

NOWHERE = -1
NEAR = 2.0  # kilometres
NULL_ISLAND = 0.01  # degrees around 0 north, 0 east, where nobody lives and devices write nothing
_KM_PER_DEGREE = 111.32


@dataclass(frozen=True)
class Located:
    """Where points lie.

    Args:
        area: for each point the position of its area in the boundaries, or `NOWHERE`.
        several: points in more than one area, on a shared border most often; the area that comes
            first in the file was taken.
        near: points in no area but within about `NEAR` kilometres of one.
        absent: points without coordinates.
        null_island: points at 0 north, 0 east.
    """

    area: NDArray[np.int32] = field(repr=False)
    several: Mask = field(repr=False)
    near: Mask = field(repr=False)
    absent: Mask = field(repr=False)
    null_island: Mask = field(repr=False)

    def flags(self, rows: Rows, file: str, columns: tuple[str, str]) -> tuple[Flag, ...]:
        """What to say about the points."""
        found = (self._absent(rows, columns), self._outside(rows, file), self._border(rows, file))
        return tuple(flag for flag in found if flag is not None)

    def _absent(self, rows: Rows, columns: tuple[str, str]) -> Flag | None:
        without = self.absent | self.null_island
        count, null_island = int(without.sum()), int(self.null_island.sum())
        if not count:
            return None
        said = f"; {null_island:,} of them at 0° north, 0° east" if null_island else ""
        return Flag(
            "place.no_coordinates",
            Severity.LOOK,
            f"{counted(count, 'row has', 'rows have')} no coordinates to place by{said}.",
            column=columns[1],
            rows=rows.numbers(without),
            count=count,
            values={"count": count, "null_island": null_island},
        )

    def _outside(self, rows: Rows, file: str) -> Flag | None:
        outside = (self.area == NOWHERE) & ~self.absent & ~self.null_island
        count, near = int(outside.sum()), int(self.near.sum())
        if not count:
            return None
        listed = rows.numbers(outside)
        said = f"; {near:,} of them within about {NEAR:g} km of one" if near else ""
        return Flag(
            "place.outside",
            Severity.LOOK,
            f"{counted(count, 'point is', 'points are')} in none of the areas of {file}{said}. Points "
            "are never moved.",
            rows=listed,
            count=count,
            values={"count": count, "near": near, "file": file},
            repairs=(Repair("set_aside", "place.outside", rows=listed),) if listed else (),
        )

    def _border(self, rows: Rows, file: str) -> Flag | None:
        count = int(self.several.sum())
        if not count:
            return None
        return Flag(
            "place.border",
            Severity.NOTE,
            f"{counted(count, 'point is', 'points are')} in more than one area of {file}, most often on "
            "a border; the area "
            "that comes first in the file was taken.",
            rows=rows.numbers(self.several),
            count=count,
            values={"count": count, "file": file},
        )


def locate(longitude: Numbers, latitude: Numbers, boundaries: Boundaries) -> Located:
    """Find the area of each point.

    A point on a border is in both areas, and the one that comes first in the file is taken.
    Nothing is moved: a point just off the coast is in no area.

    Args:
        longitude: degrees east, NaN where missing; shape (points,).
        latitude: degrees north, likewise.
        boundaries: the areas.
    """
    absent = ~(np.isfinite(longitude) & np.isfinite(latitude))
    first, several = _cover(longitude, latitude, boundaries)
    nowhere = first == NOWHERE
    null_island = nowhere & (np.abs(longitude) < NULL_ISLAND) & (np.abs(latitude) < NULL_ISLAND)
    near = np.zeros(len(first), dtype=bool)
    outside = np.flatnonzero(nowhere & ~absent & ~null_island)
    near[outside[_near(longitude[outside], latitude[outside], boundaries)]] = True
    return Located(first, several, near, absent, null_island)


def coordinates(column: pa.ChunkedArray, name: str) -> Numbers:
    """A column of coordinates as numbers, NaN where missing.

    Raises:
        Problem: the column holds no numbers.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind)):
        raise Problem(
            "Coordinates are expected here as numbers in degrees, and this column has none",
            column=name,
            do="Choose the column with decimal degrees, such as -6.79",
            code="place.not_numbers",
        )
    return np.asarray(pc.fill_null(column.cast(pa.float64()), np.nan).to_numpy())


def _cover(
    longitude: Numbers, latitude: Numbers, boundaries: Boundaries
) -> tuple[NDArray[np.int32], Mask]:
    """First area that covers each point, and which points have several.

    Each part answers for itself: a crossing outline is read by the even-odd rule, and parts that
    overlap add up.
    """
    import shapely

    point, part = _candidates(longitude, latitude, boundaries, 0.0)
    inside = shapely.intersects_xy(boundaries.parts[part], longitude[point], latitude[point])
    point, area = point[inside], boundaries.area[part[inside]].astype(np.int32)
    none = len(boundaries.codes)
    first = np.full(len(longitude), none, dtype=np.int32)
    np.minimum.at(first, point, area)
    last = np.full(len(longitude), NOWHERE, dtype=np.int32)
    np.maximum.at(last, point, area)
    first[first == none] = NOWHERE
    return first, (first != NOWHERE) & (first != last)


def _near(longitude: Numbers, latitude: Numbers, boundaries: Boundaries) -> Mask:
    import shapely

    close = np.zeros(len(longitude), dtype=bool)
    if not len(close):
        return close
    # Degrees of longitude shrink towards the poles; one figure for both directions is near enough.
    degrees = NEAR / _KM_PER_DEGREE / np.cos(np.radians(min(80, np.abs(latitude).mean())))
    point, part = _candidates(longitude, latitude, boundaries, degrees)
    points = np.asarray(shapely.points(longitude[point], latitude[point]))
    close[point[shapely.dwithin(boundaries.parts[part], points, degrees)]] = True
    return close


def _candidates(
    longitude: Numbers, latitude: Numbers, boundaries: Boundaries, margin: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a point and a part whose box, widened by `margin`, holds it; by part.

    The parts are prepared. Pairs stand together by part, so that its index stays in the cache.
    A sweep over the points in the order of their longitude is twice as fast as an STRtree, which
    wants an object for each point.
    """
    import shapely

    shapely.prepare(boundaries.parts)
    west, south, east, north = shapely.bounds(boundaries.parts).T
    order = np.argsort(longitude)
    across, up = longitude[order], latitude[order]
    first = np.searchsorted(across, west - margin, "left")
    last = np.searchsorted(across, east + margin, "right")
    point, part = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for at in range(len(boundaries.parts)):
        strip = up[first[at] : last[at]]
        held = np.flatnonzero((strip >= south[at] - margin) & (strip <= north[at] + margin))
        point.append(order[held + first[at]])
        part.append(np.full(len(held), at))
    return np.concatenate(point), np.concatenate(part)
