"""TopoJSON arcs put together into rings.

Source of the format: The TopoJSON Format Specification 1.0 (Bostock and Metcalf, 2013).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def flat(points: Points) -> Points:
    """Positions without heights, shape (points, 2).

    Raises:
        ValueError: they are not positions.
    """
    if not len(points):
        return np.empty((0, 2))
    if points.ndim != 2 or points.shape[1] < 2:
        raise ValueError("these are not positions")
    return points[:, :2]


def decode_arcs(topology: Mapping[str, Any]) -> tuple[Points, NDArray[np.int64]]:
    """All points of all arcs in degrees, and where each arc starts (one more entry than arcs).

    Quantised arcs hold a first position and then the steps from point to point, as whole numbers
    to be scaled and moved; arcs without a transform hold positions.

    Raises:
        ValueError, TypeError, KeyError: the arcs are not lists of positions.
    """
    arcs = topology["arcs"]
    starts = np.zeros(len(arcs) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, arcs), np.int64, len(arcs)), out=starts[1:])
    points = np.array(list(chain.from_iterable(arcs)), dtype=np.float64)
    points = flat(points)
    transform = topology.get("transform")
    if transform is None:
        return points, starts
    running = np.concatenate([np.zeros((1, 2)), np.cumsum(points, axis=0)])
    steps = running[1:] - np.repeat(running[starts[:-1]], np.diff(starts), axis=0)
    return steps * transform["scale"] + transform["translate"], starts


def assemble(
    rings: Sequence[Sequence[int]], points: Points, starts: NDArray[np.int64]
) -> tuple[Points, NDArray[np.int64]]:
    """The points of all rings one after the other, and the number of points of each ring.

    A ring is a list of arc numbers; ``~number`` is that arc backwards. The first point of an arc
    is the last of the arc before it and is written once.

    Raises:
        ValueError: an arc is named that is not there.
    """
    lengths = np.fromiter(map(len, rings), np.int64, len(rings))
    named = np.fromiter(chain.from_iterable(rings), np.int64, int(lengths.sum()))
    backwards = named < 0
    arc = np.where(backwards, ~named, named)
    if arc.size and arc.max() >= len(starts) - 1:
        raise ValueError("a ring names an arc that is not in the file")
    ring = np.repeat(np.arange(len(rings)), lengths)
    joined = np.diff(ring, prepend=-1) == 0
    size = starts[arc + 1] - starts[arc]
    kept = np.maximum(size - joined, 0)
    ends = np.cumsum(kept)
    step = np.arange(int(kept.sum())) - np.repeat(ends - kept, kept) + np.repeat(joined, kept)
    forwards = np.repeat(starts[arc], kept) + step
    reverse = np.repeat(starts[arc + 1] - 1, kept) - step
    found = points[np.where(np.repeat(backwards, kept), reverse, forwards)]
    return found, np.bincount(ring, weights=kept, minlength=len(rings)).astype(np.int64)
