"""Points inside an area that say nothing about where anything is.

They come from the outline and a number alone: the R2 sequence (Roberts 2018, The unreasonable
effectiveness of quasirandom sequences) laid over the area's box, evenly and always in one order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from datashift.figures.maps.land import Flat

_PLASTIC = 1.32471795724474602596
_TRIES = 4_000


def points(rings: Sequence[Flat], count: int, *, margin: float = 7.0) -> Flat:
    """Places for `count` dots inside an area, away from its border as far as it is wide enough.

    Args:
        rings: of the area.
        count: how many.
        margin: from the border, in steps.

    Returns:
        Positions, shape (count, 2), or fewer where even the whole box has hardly any inside.
    """
    candidates = _candidates(rings, max(8 * count + 64, 256))
    for near in (margin, margin / 2, 0.0):
        found = candidates[_inside(candidates, rings, near)]
        if len(found) >= count:
            return np.rint(found[:count]).astype(np.int64)
    more = _candidates(rings, _TRIES)
    found = more[_inside(more, rings, 0.0)]
    if not len(found):
        return np.repeat(rings[0][:1], min(count, 1), axis=0)
    return np.rint(found[:count]).astype(np.int64)


def middle(rings: Sequence[Flat]) -> tuple[int, int]:
    """The roomiest place inside an area, for a label."""
    candidates = _candidates(rings, 400)
    found = candidates[_inside(candidates, rings, 0.0)]
    if not len(found):
        return int(rings[0][0][0]), int(rings[0][0][1])
    border = np.concatenate(rings)
    away = ((found[:, None, :] - border[None, :, :]) ** 2).sum(axis=2).min(axis=1)
    x, y = found[int(away.argmax())]
    return round(float(x)), round(float(y))


def _candidates(rings: Sequence[Flat], count: int) -> NDArray[np.float64]:
    every = np.concatenate(rings)
    low, high = every.min(axis=0), every.max(axis=0)
    number = np.arange(1, count + 1)[:, None]
    even = (0.5 + number * np.array([1 / _PLASTIC, 1 / _PLASTIC**2])) % 1.0
    return np.asarray(low + even * (high - low))


def _inside(places: NDArray[np.float64], rings: Sequence[Flat], margin: float) -> NDArray[np.bool_]:
    """By the even-odd rule, for the place and for four places around it."""
    moved = np.array([[0, 0], [margin, 0], [-margin, 0], [0, margin], [0, -margin]])
    found = np.ones(len(places), dtype=bool)
    for step in moved if margin else moved[:1]:
        left = np.flatnonzero(found)
        found[left] = _odd(places[left] + step, rings)
    return found


def _odd(places: NDArray[np.float64], rings: Sequence[Flat]) -> NDArray[np.bool_]:
    odd = np.zeros(len(places), dtype=bool)
    x, y = places[:, 0], places[:, 1]
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True):
            if y1 != y2:
                between = (y1 > y) != (y2 > y)
                odd ^= between & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return odd
