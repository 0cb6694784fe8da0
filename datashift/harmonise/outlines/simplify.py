"""Shapes put on a grid and simplified so that shared borders stay shared.

Source of the simplification: Visvalingam and Whyatt (1993), Line generalisation by repeated
elimination of points, The Cartographic Journal 30(1), as GEOS does it on a coverage.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datashift.sdg.outlines import Polygon

Shapes = NDArray[np.object_]

STEPS = 4_096  # of the grid, along the longer side of what is drawn: half a pixel and finer
FINEST = 1 / 2_500  # of the longer side: below one pixel on any page
MOST = 7_000  # positions of all areas together: what a map may weigh
Numbers = NDArray[np.int64]
_SURFACES = (3, 6)  # polygon, multipolygon


@dataclass(frozen=True, eq=False)
class Simplified:
    """Areas on a grid.

    Args:
        polygons: of each area.
        scale: degrees in a step.
        translate: corner of the grid.
        crossing: areas whose outline crossed itself and was repaired.
        apart: areas whose border is not that of the neighbour: gaps or overlaps.
        empty: areas that came to nothing on the grid; they have no polygons.
    """

    polygons: tuple[tuple[Polygon, ...], ...] = field(repr=False)
    scale: tuple[float, float]
    translate: tuple[float, float]
    crossing: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()
    empty: tuple[int, ...] = ()


def simplify(parts: Shapes, area: Numbers, count: int) -> Simplified:
    """Areas on a grid, with no more positions than a map needs.

    Rounding comes first and takes every position by itself, so that what two areas share stays
    shared; repairing the few thousand positions that are left is then quick, however detailed the
    file was.

    Args:
        parts: polygons in degrees; they may cross themselves.
        area: for each part the number of its area.
        count: how many areas there are.
    """
    import shapely

    crossing = np.unique(area[~shapely.is_valid(parts)])
    parts = _beside_each_other(parts)
    step = _side(parts) / STEPS
    parts, kept = rounded(parts, step)
    area = area[kept]
    invalid = ~shapely.is_valid(parts)
    parts[invalid] = shapely.make_valid(parts[invalid], method="structure", keep_collapsed=False)
    whole = np.array([joined(parts[area == at]) for at in range(count)], dtype=object)
    there = np.flatnonzero(~shapely.is_empty(whole))
    found = _light(whole[there], _side(whole[there]) * FINEST)
    simple = _gridded(found, step)
    polygons = dict(zip(there.tolist(), simple.polygons, strict=True))
    return replace(
        simple,
        polygons=tuple(polygons.get(at, ()) for at in range(count)),
        crossing=tuple(crossing.tolist()),
        apart=tuple(there[_apart(whole[there])].tolist()),
        empty=tuple(at for at in range(count) if at not in polygons),
    )


def sketch(parts: Shapes, area: Numbers, count: int) -> Simplified:
    """As `simplify`, in a tenth of the time and unrepaired: to be looked at, not computed with.

    For the map of a study, which must not take longer than the study.
    """
    import shapely

    parts = _beside_each_other(parts)
    step = 2 * _side(parts) / STEPS
    parts, kept = rounded(parts, step)
    area = area[kept]
    try:
        parts = _light(parts, _side(parts) * 3 * FINEST)
    except shapely.errors.GEOSException:
        return simplify(parts, area, count)
    simple = _gridded(parts, step)
    polygons: dict[int, tuple[Polygon, ...]] = {}
    for at, found in zip(area.tolist(), simple.polygons, strict=True):
        polygons[at] = (*polygons.get(at, ()), *found)
    return replace(
        simple,
        polygons=tuple(polygons.get(at, ()) for at in range(count)),
        empty=tuple(at for at in range(count) if at not in polygons),
    )


def rounded(parts: Shapes, step: float) -> tuple[Shapes, Numbers]:
    """Polygons with their positions on a grid, repeated positions and spikes gone.

    Returns:
        The polygons that are left, and which they were. One that shrank to nothing becomes a
        square of one step, so that no area is lost for being small.
    """
    import shapely

    rings, polygon = shapely.get_rings(parts, return_index=True)
    positions, ring = shapely.get_coordinates(rings, return_index=True)
    places = np.rint(positions / step)
    changed = (np.diff(places, axis=0) != 0).any(axis=1) | (np.diff(ring) != 0)
    kept = np.append(True, changed)
    places, ring = _without_spikes(places[kept], ring[kept])
    real = np.bincount(ring, minlength=len(rings)) >= 4
    outer = np.append(True, np.diff(polygon) != 0)
    real &= np.isin(polygon, polygon[outer & real])
    used = real[ring]
    number = np.cumsum(real) - 1
    made = np.asarray(shapely.linearrings(places[used] * step, indices=number[ring[used]]))
    which, belongs = np.unique(polygon[real], return_inverse=True)
    found = np.asarray(shapely.polygons(made, indices=belongs), dtype=object)
    gone = np.setdiff1d(np.arange(len(parts)), which)
    west, south, _, _ = shapely.bounds(parts[gone]).T
    corner = np.rint(np.column_stack([west, south]) / step) * step
    squares = shapely.box(*corner.T, *(corner + step).T)
    large_enough = np.append(found, np.asarray(squares, dtype=object))
    return large_enough, np.append(which, gone).astype(np.int64)


def _without_spikes(
    places: NDArray[np.float64], ring: Numbers
) -> tuple[NDArray[np.float64], Numbers]:
    """Positions without those where a line turns back on itself."""
    while True:
        turns = np.zeros(len(places), dtype=bool)
        turns[1:-1] = (places[:-2] == places[2:]).all(axis=1) & (ring[:-2] == ring[2:])
        at = np.flatnonzero(turns)
        if not len(at):
            return places, ring
        at = at[np.append(True, np.diff(at) > 1)]
        kept = np.ones(len(places), dtype=bool)
        kept[at] = kept[at + 1] = False
        # The last position of a ring is its first: taking it away would open the ring.
        ends = np.append(np.diff(ring) != 0, True)
        last = np.flatnonzero(ends & ~kept)
        kept[last], kept[last - 2] = True, False
        places, ring = places[kept], ring[kept]


def _light(shapes: Shapes, tolerance: float) -> Shapes:
    """As `coverage`, ever coarser until few enough positions are left."""
    import shapely

    found = coverage(shapes, tolerance)
    for _ in range(12):
        if shapely.get_num_coordinates(found).sum() <= MOST:
            break
        tolerance *= 1.7
        found = coverage(shapes, tolerance)
    return found


def joined(parts: Shapes) -> Any:
    """One shape of several; joining is slow, and parts that do not touch need none."""
    import shapely

    if len(parts) == 1:
        return polygonal(parts[0])
    if (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON).all():
        whole = shapely.multipolygons(parts)
        if shapely.is_valid(whole):
            return whole
    return polygonal(shapely.union_all(parts))


def coverage(shapes: Shapes, tolerance: float) -> Shapes:
    """Areas without the positions that matter least; what two areas share stays shared."""
    import shapely

    found = shapely.coverage_simplify(shapes, tolerance)
    return np.where(shapely.is_empty(found), shapes, found)


def gridded(shape: Any, *, finest: float) -> Simplified:
    """One shape on a grid of its own, no coarser than `finest` degrees, with all its positions."""
    shapes = _beside_each_other(np.array([shape], dtype=object))
    return _gridded(shapes, min(_side(shapes) / STEPS, finest))


def _side(shapes: Shapes) -> float:
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    return float(max(east - west, north - south)) or 1.0


def _gridded(shapes: Shapes, step: float) -> Simplified:
    import shapely

    west, south, _, _ = shapely.total_bounds(shapes)
    corner = (float(np.floor(west / step) * step), float(np.floor(south / step) * step))
    return Simplified(tuple(_on_grid(one, corner, step) for one in shapes), (step, step), corner)


def polygonal(shape: Any) -> Any:
    """Only what has an inside: repairing and rounding leave lines and points behind."""
    import shapely

    if shapely.get_type_id(shape) in _SURFACES:
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.area(parts) > 0])


def _beside_each_other(shapes: Shapes) -> Shapes:
    """Longitudes past 180 where areas lie on both sides of the antimeridian and closely so."""
    import shapely

    west, _, east, _ = shapely.total_bounds(shapes)
    if east - west <= 180:
        return shapes
    parts, belongs = shapely.get_parts(shapes, return_index=True)
    bounds = shapely.bounds(parts)
    far = bounds[:, 2] <= 0
    moved = parts.copy()
    moved[far] = shapely.transform(parts[far], lambda points: points + np.array([360.0, 0.0]))
    west, _, east, _ = shapely.total_bounds(moved)
    if east - west >= 359:  # the whole world
        return shapes
    return np.array(
        [shapely.multipolygons(moved[belongs == at]) for at in range(len(shapes))], dtype=object
    )


def _apart(shapes: Shapes) -> NDArray[np.int64]:
    import shapely

    return np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))


def _on_grid(shape: Any, corner: tuple[float, float], step: float) -> tuple[Polygon, ...]:
    import shapely

    polygons = []
    for polygon in shapely.get_parts(shape):
        rings = []
        for at, ring in enumerate(shapely.get_rings(polygon)):
            points = np.rint((shapely.get_coordinates(ring) - corner) / step).astype(np.int32)
            if len(points) >= 4 or at == 0:
                rings.append(points)
        if rings:  # rounding to the grid may leave an empty polygon
            polygons.append(tuple(rings))
    return tuple(polygons)
