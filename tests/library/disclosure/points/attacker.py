"""Somebody who asks for the map again and again, at every zoom, and averages the answers."""

from __future__ import annotations

import numpy as np

from datashift.disclosure.points import Clusters, publish
from datashift.disclosure.points.sphere import distance_km, on_grid
from datashift.harmonise.boundaries import Boundaries
from datashift.tables.arrays import Integers, Numbers

ZOOMS = 19


def countryside(count: int, seed: int, box: tuple[float, float, float, float]) -> Clusters:
    """Clusters strewn evenly over a box (west, south, east, north); a third are in towns."""
    chance = np.random.default_rng(seed)
    west, south, east, north = box
    return Clusters(
        tuple(f"cluster {at}" for at in range(count)),
        chance.uniform(west, east, count),
        chance.uniform(south, north, count),
        chance.random(count) < 1 / 3,
        chance.integers(10, 30, count),
    )


def one_draw_error(clusters: Clusters, boundaries: Boundaries, *, secret: bytes) -> float:
    """Median kilometres from the one published point to the true one."""
    shown = publish(clusters, boundaries, secret=secret)
    at = np.flatnonzero(shown.shown_by >= 0)
    by = shown.shown_by[at]
    apart = distance_km(
        clusters.longitude[at], clusters.latitude[at], shown.longitude[by], shown.latitude[by]
    )
    return float(np.median(apart))


def averaged_error(
    clusters: Clusters, boundaries: Boundaries, *, secret: bytes, requests: int, seed: int
) -> float:
    """Median kilometres that the best average of many requests is off.

    Each request shows some of the clusters at some zoom. A pixel's size is known, so answers are
    weighted by its inverse square: the attacker's best unbiased guess.
    """
    chance = np.random.default_rng(seed)
    sums = np.zeros((3, len(clusters.identities)))
    for turn in range(requests):
        zoom = turn % (ZOOMS + 1)
        rows = np.flatnonzero(chance.random(len(clusters.identities)) < 0.7)
        shown = publish(_some(clusters, rows), boundaries, secret=secret)
        x, y = on_grid(shown.longitude, shown.latitude, zoom)
        seen = shown.shown_by >= 0
        weight = 4.0**zoom
        _add(sums, rows[seen], weight, x[shown.shown_by[seen]], y[shown.shown_by[seen]])
    seen = sums[0] > 0
    guess = sums[1:, seen] / sums[0, seen]
    apart = distance_km(clusters.longitude[seen], clusters.latitude[seen], guess[0], guess[1])
    return float(np.median(apart))


def _add(sums: Numbers, rows: Integers, weight: float, x: Numbers, y: Numbers) -> None:
    sums[0, rows] += weight
    sums[1, rows] += weight * x
    sums[2, rows] += weight * y


def _some(clusters: Clusters, rows: Integers) -> Clusters:
    return Clusters(
        tuple(clusters.identities[at] for at in rows),
        clusters.longitude[rows],
        clusters.latitude[rows],
        clusters.urban[rows],
        clusters.households[rows],
    )
