"""A boundary set as one file of tiles that any server of files can give parts of.

Source of the format: PMTiles Version 3 Specification (Protomaps); written by its own library.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from datashift.exchange.tiles.cut import finest, tiles
from datashift.exchange.tiles.encoded import LAYER, encoded
from datashift.figures.maps.draw import origin
from datashift.figures.maps.land import land
from datashift.sdg.outlines import Outlines, to_topojson

ENDING = ".pmtiles"
MEDIA = "application/vnd.pmtiles"
_VERSION = 1  # of what is written; another one makes other files


def kept(folder: Path, outlines: Outlines) -> Path:
    """The file of these outlines in a folder, made when it is not there yet."""
    path = folder / f"{digest(outlines)}{ENDING}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".{path.name}-{os.getpid()}")
        with made.open("wb") as out:
            archive(outlines, out)
        made.replace(path)
    return path


@lru_cache(maxsize=64)
def digest(outlines: Outlines) -> str:
    """Names what the file of these outlines holds."""
    flat = land(outlines)
    said = f"{_VERSION} {flat.place((0, 0))} {flat.place((1, 1))} {to_topojson(outlines)}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def archive(outlines: Outlines, out: BinaryIO) -> None:
    """Write the tiles of one boundary set; the same outlines give the same bytes.

    The metadata say how a place on our drawing of the same areas becomes degrees, so that a map
    which is moved can show what is on the drawing.
    """
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    writer = Writer(out)
    for zoom in range(finest(outlines) + 1):
        found = {zxy_to_tileid(zoom, one.column, one.row): one for one in tiles(outlines, zoom)}
        for number in sorted(found):
            writer.write_tile(number, gzip.compress(encoded(found[number].shapes), mtime=0))
    bounds = _bounds(outlines)
    west, south, east, north = bounds
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": _e7(-180 if east > 180 else west),  # the format knows no longitude past it
        "min_lat_e7": _e7(south),
        "max_lon_e7": _e7(min(east, 180)),
        "max_lat_e7": _e7(north),
        "center_zoom": 0,
        "center_lon_e7": _e7(min((west + east) / 2, 180)),
        "center_lat_e7": _e7((south + north) / 2),
    }
    flat = land(outlines)
    corner, beside = flat.place((0, 0)), flat.place((1, 1))
    metadata = {
        "vector_layers": [{"id": LAYER, "fields": {"code": "String", "name": "String"}}],
        "attribution": origin(outlines),
        "bounds": bounds,
        "drawing": {"corner": corner, "step": (beside[0] - corner[0], beside[1] - corner[1])},
    }
    writer.finalize(header, metadata)


def _e7(degrees: float) -> int:
    return round(degrees * 1e7)


def _bounds(outlines: Outlines) -> tuple[float, float, float, float]:
    import shapely

    west, south, east, north = shapely.total_bounds(outlines.shapes()).tolist()
    return west, south, east, north
