"""What the clock and the map exclude: two interviews at once, and travel faster than a car."""

from __future__ import annotations

import numpy as np

from datashift.kit.words import how_many
from datashift.quality.fieldwork.signals import Impossible
from datashift.tables.arrays import Integers, Numbers

FASTEST = 120.0  # km/h between two interviews of one person on one day
_APART = 1.0  # km; below it the error of a phone's position gives any speed
_EARTH = 6371.0088  # km, mean radius (IUGG)


def overlapping(
    interviewer: Integers, labels: tuple[str, ...], started: Numbers, ended: Numbers
) -> list[Impossible]:
    """Interviews of one person that began before the one before had ended.

    Args:
        started, ended: minutes, NaN where missing.
    """
    known = np.isfinite(started) & np.isfinite(ended) & (interviewer >= 0)
    order = np.flatnonzero(known)[np.lexsort((started[known], interviewer[known]))]
    found = []
    for number, rows in _by_person(interviewer, order):
        latest = np.maximum.accumulate(ended[rows])
        late = rows[1:][started[rows[1:]] < latest[:-1]]
        if len(late):
            message = f"{how_many(len(late), 'interview', 'interviews')} of {labels[number]} began before the one before had ended."
            found.append(
                Impossible("overlap", labels[number], tuple(sorted(late.tolist())), message)
            )
    return found


def too_fast(
    interviewer: Integers,
    labels: tuple[str, ...],
    started: Numbers,
    longitude: Numbers,
    latitude: Numbers,
) -> list[Impossible]:
    """Interviews of one person that are further from the one before than a car goes in the time.

    Args:
        started: minutes, NaN where missing.
    """
    known = np.isfinite(started) & np.isfinite(longitude) & np.isfinite(latitude)
    known &= interviewer >= 0
    order = np.flatnonzero(known)[np.lexsort((started[known], interviewer[known]))]
    found = []
    for number, rows in _by_person(interviewer, order):
        before, after = rows[:-1], rows[1:]
        distance = kilometres(
            longitude[before], latitude[before], longitude[after], latitude[after]
        )
        hours = (started[after] - started[before]) / 60
        late = after[(distance > _APART) & (distance > FASTEST * hours)]
        if len(late):
            message = f"{how_many(len(late), 'interview', 'interviews')} of {labels[number]} would need travel at more than {FASTEST:.0f} km/h."
            found.append(Impossible("speed", labels[number], tuple(sorted(late.tolist())), message))
    return found


def kilometres(west: Numbers, south: Numbers, east: Numbers, north: Numbers) -> Numbers:
    """Great-circle distance by the haversine formula, degrees in and kilometres out."""
    one, two = np.radians(south), np.radians(north)
    half = np.sin((two - one) / 2) ** 2
    half += np.cos(one) * np.cos(two) * np.sin(np.radians(east - west) / 2) ** 2
    return np.asarray(2 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def _by_person(interviewer: Integers, order: Integers) -> list[tuple[int, Integers]]:
    if not len(order):
        return []
    people, starts = np.unique(interviewer[order], return_index=True)
    return list(zip(people.tolist(), np.split(order, starts[1:]), strict=True))
