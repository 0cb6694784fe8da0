"""The invented country: an island in the empty South Atlantic, its provinces and its towns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

COUNTRY = "Ruvela"
# Nobody lives within a thousand kilometres of here, so no reader can take it for a real place.
CENTRE = (-18.0, -36.0)
PROVINCES = ("Caran", "Ostel", "Mirava", "Tolune", "Besk", "Uldora", "Senne", "Halim")


@dataclass(frozen=True)
class Province:
    """A province: code, name and outline (a shapely polygon in degrees)."""

    code: str
    name: str
    outline: Any


def island(seed: int = 2024) -> tuple[Province, ...]:
    """The provinces of the island: cells around seeded points, cut by a wavy coast.

    Args:
        seed: of the outline; the same seed gives the same country.
    """
    from shapely import MultiPoint, Polygon, voronoi_polygons

    rng = np.random.default_rng(seed)
    angles = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    waves = sum(
        rng.uniform(0.04, 0.22) / k * np.cos(k * angles + rng.uniform(0, 2 * np.pi))
        for k in range(2, 9)
    )
    radius = 1.6 * (1 + waves)
    coast = Polygon(
        np.column_stack(
            [CENTRE[0] + 1.35 * radius * np.cos(angles), CENTRE[1] + radius * np.sin(angles)]
        ).round(4)
    ).buffer(0)
    around = np.linspace(0, 2 * np.pi, len(PROVINCES) - 1, endpoint=False)
    seeds = [CENTRE] + [
        (
            CENTRE[0] + 1.3 * np.cos(a) + rng.normal(0, 0.12),
            CENTRE[1] + 0.95 * np.sin(a) + rng.normal(0, 0.1),
        )
        for a in around
    ]
    cells = voronoi_polygons(MultiPoint(seeds), extend_to=coast.buffer(1)).geoms
    pieces = sorted(
        (cell.intersection(coast) for cell in cells),
        key=lambda piece: (-round(piece.centroid.y, 3), round(piece.centroid.x, 3)),
    )
    return tuple(
        Province(f"RV-{number}", name, piece)
        for number, (name, piece) in enumerate(zip(PROVINCES, pieces, strict=True), start=1)
    )


def geojson(provinces: tuple[Province, ...]) -> dict[str, Any]:
    """The provinces as a GeoJSON feature collection with `code` and `name`."""
    from shapely.geometry import mapping

    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": province.code, "name": province.name},
                "geometry": mapping(province.outline),
            }
            for province in provinces
        ],
    }


def points_inside(
    province: Province, count: int, rng: np.random.Generator
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Longitudes and latitudes of `count` places drawn evenly inside a province."""
    from shapely import contains_xy

    west, south, east, north = province.outline.bounds
    longitudes, latitudes = np.empty(0), np.empty(0)
    while len(longitudes) < count:
        x, y = rng.uniform(west, east, 4 * count), rng.uniform(south, north, 4 * count)
        inside = contains_xy(province.outline, x, y)
        longitudes = np.append(longitudes, x[inside])
        latitudes = np.append(latitudes, y[inside])
    return longitudes[:count].round(6), latitudes[:count].round(6)
