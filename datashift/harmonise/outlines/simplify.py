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
_SURFACES = (3, 6)  # polygon, multipolygon

STEPS = 16_384  # of the grid, along the longer side of what is drawn
FINEST = 1 / 2_500  # of the longer side: below one pixel on any page
MOST = 7_000  # positions of all areas together: what a map may weigh


@dataclass(frozen=True, eq=False)
class Simplified:
    """Areas on a grid.

    Args:
        polygons: of each area.
        scale: degrees in a step.
        translate: corner of the grid.
        apart: positions of areas whose border is not that of the neighbour: gaps or overlaps.
    """

    polygons: tuple[tuple[Polygon, ...], ...] = field(repr=False)
    scale: tuple[float, float]
    translate: tuple[float, float]
    apart: tuple[int, ...] = ()


def simplify(shapes: Shapes) -> Simplified:
    """Areas on a grid, with no more positions than a map needs.

    Args:
        shapes: a valid geometry for each area, in degrees, none of them empty.
    """
    import shapely

    shapes = _beside_each_other(shapes)
    side = _side(shapes)
    step = side / STEPS
    snapped = np.array(
        [polygonal(one) for one in shapely.set_precision(shapes, step)], dtype=object
    )
    # An islet smaller than a step vanishes; an area that is nothing else keeps its own shape.
    snapped = np.where(shapely.is_empty(snapped), shapes, snapped)
    fine = side * FINEST
    found = coverage(snapped, fine)
    while shapely.get_num_coordinates(found).sum() > MOST and fine < side:
        fine *= 1.4
        found = coverage(snapped, fine)
    return replace(_gridded(found, step), apart=_apart(snapped))


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


def _apart(shapes: Shapes) -> tuple[int, ...]:
    import shapely

    edges = shapely.coverage_invalid_edges(shapes)
    return tuple(np.flatnonzero(~shapely.is_empty(edges)).tolist())


def _on_grid(shape: Any, corner: tuple[float, float], step: float) -> tuple[Polygon, ...]:
    import shapely

    polygons = []
    for polygon in shapely.get_parts(shape):
        rings = []
        for at, ring in enumerate(shapely.get_rings(polygon)):
            points = np.rint((shapely.get_coordinates(ring) - corner) / step).astype(np.int32)
            if len(points) >= 4 or at == 0:
                rings.append(points)
        polygons.append(tuple(rings))
    return tuple(polygons)
