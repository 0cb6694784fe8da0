"""Outlines with the positions that make a difference to the eye, shared borders kept shared.

Source: Douglas and Peucker (1973), Algorithms for the reduction of the number of points required
to represent a digitized line or its caricature, Cartographica 10(2). It bounds how far a border
moves, here to less than a pixel. `harmonise.outlines.simplify.coverage` (Visvalingam and Whyatt)
bounds areas instead: at the same weight borders move by up to ten steps, and a ring that rounding
has shrunk to a point stops it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Flat = NDArray[np.int64]  # closed ring, shape (positions, 2)
_Position = tuple[int, int]


def coarser(rings: Mapping[str, Sequence[Flat]], apart: float) -> dict[str, tuple[Flat, ...]]:
    """Rings without the positions that lie nearer than `apart` to the line without them.

    Each piece of border between two meetings of areas is taken once and by itself, so that both
    sides of it keep the same positions. A ring that would come to nothing stays as it is.
    """
    meeting = _meetings([ring for found in rings.values() for ring in found])
    return {
        code: tuple(_ring(ring, meeting, apart) for ring in found) for code, found in rings.items()
    }


def _meetings(rings: Sequence[Flat]) -> set[_Position]:
    """Positions where the lines of several areas come together or part."""
    beside: dict[_Position, set[_Position]] = {}
    for ring in rings:
        places = list(map(tuple, ring[:-1].tolist()))
        around = [places[-1], *places, places[0]]
        for before, here, after in zip(around, places, around[2:], strict=False):
            beside.setdefault(here, set()).update((before, after))
    return {here for here, others in beside.items() if len(others) > 2}


def _ring(ring: Flat, meeting: set[_Position], apart: float) -> Flat:
    ends = [at for at, (x, y) in enumerate(ring[:-1].tolist()) if (x, y) in meeting]
    first = ends[0] if ends else int(np.lexsort((ring[:-1, 1], ring[:-1, 0]))[0])
    turned = np.vstack([np.roll(ring[:-1], -first, axis=0), ring[first]])
    cuts = [at - first for at in ends] if len(ends) > 1 else [0, _farthest(turned)]
    cuts.append(len(turned) - 1)
    pieces = [_piece(turned[a : b + 1], apart)[:-1] for a, b in pairwise(cuts)]
    simple = np.vstack([*pieces, turned[-1]])
    return simple if len(simple) >= 4 else ring


def _farthest(ring: Flat) -> int:
    return int(np.argmax(((ring - ring[0]) ** 2).sum(axis=1)))


def _piece(line: Flat, apart: float) -> Flat:
    """A line by fewer positions, the same ones from either end."""
    if tuple(line[0]) > tuple(line[-1]):
        return _piece(line[::-1], apart)[::-1]
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    open_ = [(0, len(line) - 1)]
    while open_:
        a, b = open_.pop()
        if b - a < 2:
            continue
        (x, y), between = line[b] - line[a], line[a + 1 : b] - line[a]
        away = np.abs(between[:, 1] * x - between[:, 0] * y) / (np.hypot(x, y) or 1.0)
        middle = a + 1 + int(np.argmax(away))
        if away[middle - a - 1] > apart:
            keep[middle] = True
            open_ += [(a, middle), (middle, b)]
    return line[keep]
