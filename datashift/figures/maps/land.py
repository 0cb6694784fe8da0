"""Outlines laid flat: SVG paths of small whole numbers, written once for all maps of a page.

Equirectangular with the middle parallel true to length: at the size of a country nobody sees the
difference from a projection true to area, and north is up everywhere.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import numpy as np
from numpy.typing import NDArray

from datashift.figures.maps.coarser import coarser
from datashift.sdg.outlines import Outlines

WIDE, HIGH = 1280, 1000  # two steps for each pixel of the largest map
_EDGE = 8
_UNSEEN = 1.2  # steps: a border may be drawn as far from where it is
SMALL = 160.0  # square steps: an area smaller than this is drawn as a spot too
SPOT = 9

Flat = NDArray[np.int64]  # closed ring, shape (positions, 2), y down


@dataclass(frozen=True, eq=False)
class Land:
    """Areas as they are drawn.

    Args:
        key: begins the ids of its shapes; the same for the same outlines.
        width, height: of the drawing, in steps; a pixel has two.
        paths: code to what an SVG path needs.
        rings: code to rings, for finding points inside.
        small: codes of areas that need a spot to be seen, and where.
        corner: longitude and latitude that lie at the edge's inner corner.
        stretch: steps in a degree, across and down.
    """

    key: str
    width: int
    height: int
    paths: Mapping[str, str] = field(repr=False)
    rings: Mapping[str, tuple[Flat, ...]] = field(repr=False)
    small: Mapping[str, tuple[int, int]] = field(repr=False)
    corner: tuple[float, float]
    stretch: tuple[float, float]

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a place is on the drawing, to half a pixel of the largest map."""
        across, down = longitude - self.corner[0], latitude - self.corner[1]
        return round(across * self.stretch[0] + _EDGE), round(down * self.stretch[1] + _EDGE)

    def place(self, at: tuple[int, int]) -> tuple[float, float]:
        """Longitude and latitude of a place on the drawing."""
        return (
            (at[0] - _EDGE) / self.stretch[0] + self.corner[0],
            (at[1] - _EDGE) / self.stretch[1] + self.corner[1],
        )

    def id_of(self, code: str) -> str:
        """The id of an area's shape."""
        return f"{self.key}{list(self.paths).index(code)}"


@functools.lru_cache(maxsize=32)
def land(outlines: Outlines) -> Land:
    """Outlines laid flat."""
    degrees = {
        code: [outlines.degrees(ring) for rings in polygons for ring in rings]
        for code, polygons in zip(outlines.codes, outlines.polygons, strict=True)
    }
    every = np.concatenate([ring for rings in degrees.values() for ring in rings])
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    narrowing = max(float(np.cos(np.radians((south + north) / 2))), 0.05)
    across, up = (east - west) * narrowing or 1e-9, (north - south) or 1e-9
    scale = min((WIDE - 2 * _EDGE) / across, (HIGH - 2 * _EDGE) / up)
    corner, stretch = np.array([west, north]), np.array([scale * narrowing, -scale])
    rings = {
        code: _kept([np.rint((ring - corner) * stretch + _EDGE) for ring in found])
        for code, found in degrees.items()
    }
    return Land(
        key=f"m{_digest(outlines)}-",
        width=round(across * scale) + 2 * _EDGE,
        height=round(up * scale) + 2 * _EDGE,
        paths={code: "".join(map(_path, found)) for code, found in coarser(rings, _UNSEEN).items()},
        rings=rings,
        small={
            code: (int(found[0][:, 0].mean()), int(found[0][:, 1].mean()))
            for code, found in rings.items()
            if abs(sum(map(signed_area, found))) < SMALL
        },
        corner=(float(west), float(north)),
        stretch=(float(scale * narrowing), float(-scale)),
    )


def shapes(outlines: Outlines) -> str:
    """The shapes and the hatches that the maps of a page refer to; they stand before the first."""
    flat = land(outlines)
    paths = "".join(
        f'<path id="{flat.id_of(code)}" d="{path}"/>' for code, path in flat.paths.items()
    )
    return (
        '<svg class="shapes" width="0" height="0" aria-hidden="true"><defs>'
        f"{paths}{_HATCHES.replace('KEY', escape(flat.key))}</defs></svg>"
    )


# n: no figure; h: hidden; u: uncertain, laid over the tint.
_HATCHES = (
    '<pattern id="KEYn" width="14" height="14" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V14"/></pattern>'
    '<pattern id="KEYh" width="14" height="14" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V14M0 0H14"/></pattern>'
    '<pattern id="KEYu" width="18" height="18" patternUnits="userSpaceOnUse">'
    '<path class="speck" d="M4 4h0M13 13h0"/></pattern>'
)


def signed_area(ring: Flat) -> float:
    """Area inside a closed ring in square steps, its sign by the direction."""
    x, y = ring[:, 0], ring[:, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2


def _kept(rings: list[NDArray[np.float64]]) -> tuple[Flat, ...]:
    """Rings without repeated positions; those that shrank to nothing go, but for the largest."""
    found = []
    for ring in rings:
        whole = ring.astype(np.int64)
        moved = np.append(True, (np.diff(whole, axis=0) != 0).any(axis=1))
        found.append(whole[moved])
    real = [ring for ring in found if len(ring) >= 4 and abs(signed_area(ring)) >= 4]
    real.sort(key=lambda ring: -abs(signed_area(ring)))
    if real:
        return tuple(real)
    x, y = found[0][0]
    return (np.array([[x - 2, y], [x, y - 2], [x + 2, y], [x, y + 2], [x - 2, y]]),)


def _path(ring: Flat) -> str:
    first, steps = ring[0], np.diff(ring[:-1], axis=0)
    moved = " ".join(f"{x} {y}" for x, y in steps.tolist()).replace(" -", "-")
    return f"M{first[0]} {first[1]}l{moved}z"


def _digest(outlines: Outlines) -> str:
    said = f"{outlines.country} {outlines.level} {outlines.valid_from} {outlines.source}"
    return hashlib.sha256(f"{said} {' '.join(outlines.codes)}".encode()).hexdigest()[:6]
