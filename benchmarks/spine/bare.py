"""The same work without any care: scan, placement and group-by, and nothing else.

Usage: python bare.py POINTS.csv REGIONS.topojson
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import shapely


def polygons(path: str) -> tuple[list[str], list[Any]]:
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    scale, shift = np.array([1.0, 1.0]), np.array([0.0, 0.0])
    if transform := topology.get("transform"):
        scale, shift = np.array(transform["scale"]), np.array(transform["translate"])
    arcs = []
    for arc in topology["arcs"]:
        points = np.array(arc, dtype=float)
        arcs.append(np.cumsum(points, axis=0) * scale + shift if transform else points)

    def ring(indexes: list[int]) -> Any:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        return np.concatenate([part if k == 0 else part[1:] for k, part in enumerate(parts)])

    names, shapes = [], []
    for geometry in next(iter(topology["objects"].values()))["geometries"]:
        coordinates = geometry["arcs"]
        if geometry["type"] == "Polygon":
            coordinates = [coordinates]
        outlines = [[ring(indexes) for indexes in rings] for rings in coordinates]
        parts = [
            shapely.Polygon(rings[0], [hole for hole in rings[1:] if len(hole) > 3])
            for rings in outlines
            if len(rings[0]) > 3  # quantisation leaves islands of two points
        ]
        names.append(geometry["properties"]["Region_Nam"])
        shapes.append(shapely.MultiPolygon(parts))
    return names, shapes


def main(points: str, regions: str) -> None:
    database = duckdb.connect()
    rows = database.sql(
        "select longitude, latitude, status_group from read_csv($file)", params={"file": points}
    ).to_arrow_table()
    names, shapes = polygons(regions)
    places = shapely.points(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    # Asking a tree of points with polygons lets GEOS prepare each polygon once.
    area, point = shapely.STRtree(places).query(shapes, predicate="intersects")
    region = np.full(len(places), -1)
    region[point] = area
    database.register("placed", rows.append_column("region", pa.chunked_array([region])))
    shares = database.execute(
        "select region, avg((status_group = 'functional')::int), count(*) from placed "
        "group by region order by region"
    ).fetchall()
    for code, share, count in shares:
        print(names[code] if code >= 0 else "nowhere", share, count)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
