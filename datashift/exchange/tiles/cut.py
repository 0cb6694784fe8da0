"""Outlines cut into tiles of Web Mercator, from the whole world in one down to their own grid."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datashift.exchange.tiles.encoded import EXTENT, Polygon, Ring, Shape
from datashift.sdg.outlines import Outlines

FINEST = 12  # no boundary that we hold is finer
_BESIDE = 64  # units that a tile holds of its neighbours, so that no border shows where they meet
_HIGHEST = math.degrees(2 * math.atan(math.exp(math.pi)) - math.pi / 2)  # latitude of its edge

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Tile:
    """What lies in one tile.

    Args:
        zoom, column, row: its place; rows from north to south.
        shapes: the areas in it.
    """

    zoom: int
    column: int
    row: int
    shapes: tuple[Shape, ...]


def finest(outlines: Outlines) -> int:
    """The zoom from which a unit of a tile is no longer than a step of the outlines' grid."""
    step = min(outlines.scale)
    return min(FINEST, max(0, math.ceil(math.log2(360 / EXTENT / step))))


def tiles(outlines: Outlines, zoom: int) -> list[Tile]:
    """The tiles of a zoom that areas lie in.

    An area is numbered by its place in the set. Where it is smaller than a unit it is drawn as four,
    so that every area is somewhere at every zoom. Borders that areas share stay shared: positions
    are rounded each by itself, and none is left out but where several come to one.
    """
    import shapely

    side = 2**zoom
    scaled = _flat(outlines.shapes(), side * EXTENT)
    seen = np.floor(shapely.get_coordinates(shapely.point_on_surface(scaled))).astype(np.int64)
    tree = shapely.STRtree(scaled)
    found: dict[tuple[int, int], list[Shape]] = {}
    for column, row in _places(scaled, side):
        corner = np.array([column, row]) * EXTENT
        near = shapely.box(*(corner - _BESIDE), *(corner + EXTENT + _BESIDE))
        for at in sorted(tree.query(near).tolist()):
            if polygons := _inside(scaled[at], corner) or _spot(seen[at] - corner):
                code, name = outlines.codes[at], outlines.names[at]
                # Longitudes may pass 180, where the world begins again.
                shapes = found.setdefault((column % side, row), [])
                shapes.append(Shape(at, (("code", code), ("name", name)), polygons))
    return [Tile(zoom, *place, tuple(shapes)) for place, shapes in found.items()]


def _places(scaled: Shapes, side: int) -> Iterator[tuple[int, int]]:
    """Column and row of the tiles that may hold something."""
    import shapely

    west, north, east, south = (shapely.total_bounds(scaled) // EXTENT).astype(int).tolist()
    rows = range(max(north, 0), min(south, side - 1) + 1)
    yield from ((column, row) for column in range(west, east + 1) for row in rows)


def _flat(shapes: Shapes, world: int) -> Shapes:
    """Degrees as units of a world of so many, from its north-western corner."""
    import shapely

    def project(places: NDArray[np.float64]) -> NDArray[np.float64]:
        up = np.radians(np.clip(places[:, 1], -_HIGHEST, _HIGHEST))
        down = 0.5 - np.log(np.tan(np.pi / 4 + up / 2)) / (2 * np.pi)
        return np.column_stack([places[:, 0] / 360 + 0.5, down]) * world

    return np.asarray(shapely.transform(shapes, project))


def _inside(shape: Any, corner: NDArray[np.int64]) -> list[Polygon]:
    """What of a shape lies in a tile, in its units."""
    import shapely

    low, high = corner - _BESIDE, corner + EXTENT + _BESIDE
    found: list[Polygon] = []
    for part in shapely.get_parts(shapely.clip_by_rect(shape, *low, *high)):
        if shapely.get_type_id(part) != shapely.GeometryType.POLYGON:
            continue  # a border that only touches the tile
        outer, *holes = (_rounded(ring, corner) for ring in shapely.get_rings(part))
        if outer is not None:
            found.append([outer, *(hole for hole in holes if hole is not None)])
    return found


def _rounded(ring: Any, corner: NDArray[np.int64]) -> Ring | None:
    """A ring in whole units; None where nothing is left inside it."""
    import shapely

    whole = np.rint(shapely.get_coordinates(ring) - corner).astype(np.int64)
    kept = whole[np.append(True, (np.diff(whole, axis=0) != 0).any(axis=1))]
    x, y = kept[:, 0], kept[:, 1]
    empty = len(kept) < 4 or not (x[:-1] * y[1:] - x[1:] * y[:-1]).sum()
    return None if empty else kept


def _spot(middle: NDArray[np.int64]) -> list[Polygon]:
    """Four units in place of an area that rounding has closed, in the one tile it is seen in."""
    if (middle < 0).any() or (middle >= EXTENT).any():
        return []
    return [[middle + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])]]
