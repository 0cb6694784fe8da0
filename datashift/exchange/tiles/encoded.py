"""Areas in one vector tile, as bytes.

Source: Mapbox Vector Tile Specification 2.1, chapters 4.1 to 4.3; the message is written as Protocol
Buffers write it (Encoding, wire types 0 and 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EXTENT = 4096  # units along a tile's side
LAYER = "areas"
_MOVE, _LINE, _CLOSE = 1, 2, 7
_POLYGON = 3
_NUMBER, _BYTES = 0, 2  # wire types

Ring = NDArray[np.int64]  # closed, shape (positions, 2), x to the right, y down
Polygon = Sequence[Ring]  # the outer ring and the holes


@dataclass(frozen=True)
class Shape:
    """An area as far as it lies in a tile.

    Args:
        number: of the area, the same in every tile of its set.
        properties: its code and its name.
    """

    number: int
    properties: Sequence[tuple[str, str]]
    polygons: Sequence[Polygon]


def encoded(shapes: Iterable[Shape]) -> bytes:
    """One tile with one layer, "areas"."""
    keys: dict[str, int] = {}
    values: dict[str, int] = {}
    features = b""
    for shape in shapes:
        tags = [
            at
            for key, value in shape.properties
            for at in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]
        features += _field(
            2,
            _number(1, shape.number)
            + _field(2, _varints(tags))
            + _number(3, _POLYGON)
            + _field(4, _varints(commands(shape.polygons))),
        )
    named = b"".join(_field(3, key.encode()) for key in keys)
    valued = b"".join(_field(4, _field(1, value.encode())) for value in values)
    layer = _number(15, 2) + _field(1, LAYER.encode()) + features + named + valued
    return _field(3, layer + _number(5, EXTENT))


def commands(polygons: Iterable[Polygon]) -> list[int]:
    """Polygons as the pen draws them: outer rings clockwise as one sees them, holes against it."""
    found: list[int] = []
    pen = np.zeros(2, dtype=np.int64)
    for polygon in polygons:
        for at, ring in enumerate(polygon):
            right = ring if (_area(ring) > 0) == (at == 0) else ring[::-1]
            steps = np.diff(np.vstack([pen, right[:-1]]), axis=0)
            folded = ((steps << 1) ^ (steps >> 63)).ravel().tolist()
            found += [_MOVE | 1 << 3, *folded[:2], _LINE | len(steps) - 1 << 3, *folded[2:]]
            found.append(_CLOSE | 1 << 3)
            pen = right[-2]
    return found


def _area(ring: Ring) -> int:
    x, y = ring[:, 0], ring[:, 1]
    return int((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())


def _number(name: int, value: int) -> bytes:
    return _varints([name << 3 | _NUMBER, value])


def _field(name: int, content: bytes) -> bytes:
    return _varints([name << 3 | _BYTES, len(content)]) + content


def _varints(values: Iterable[int]) -> bytes:
    found = bytearray()
    for value in values:
        while value > 0x7F:
            found.append(value & 0x7F | 0x80)
            value >>= 7
        found.append(value)
    return bytes(found)
