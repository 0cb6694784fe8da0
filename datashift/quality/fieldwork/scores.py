"""One score per interview and check; the higher, the stranger.

Args common to all: `answers` are codes of shape (interviews, questions), -1 where missing; `place`
numbers the place of each interview. Scores have shape (interviews,), NaN where there is none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datashift.tables.arrays import Integers, Numbers

Answers = NDArray[np.int32]
PIECE = 4_000  # interviews of one place that are compared with each other
_TOGETHER = 10  # questions two interviews must share before their likeness means anything
_BLOCK = 64


def likeness(answers: Answers, place: Integers) -> Numbers:
    """The largest share of equal answers with another interview in the same place.

    Source: Kuriakose and Robbins, Don't get duped (2016), "maximum percent match". Places with
    more than 4,000 interviews are compared in pieces, in the order of the rows.
    """
    found = np.full(len(answers), np.nan)
    least = min(_TOGETHER, answers.shape[1])
    for number in np.unique(place):
        members = np.flatnonzero(place == number)
        for start in range(0, len(members), PIECE):
            piece = members[start : start + PIECE]
            found[piece] = _closest(answers[piece], least)
    return found


def _closest(answers: Answers, least: int) -> Numbers:
    given = answers >= 0
    closest = np.full(len(answers), np.nan)
    for start in range(0, len(answers), _BLOCK):
        stop = min(start + _BLOCK, len(answers))
        both = given[start:stop].astype(np.float32) @ given.T.astype(np.float32)
        equal = np.zeros_like(both)
        for question in range(answers.shape[1]):
            column = answers[:, question]
            mine = column[start:stop, None]
            equal += (mine == column) & (mine >= 0)
        share = np.where(both >= least, equal / np.maximum(both, 1), -1.0)
        share[np.arange(stop - start), np.arange(start, stop)] = -1.0
        best = share.max(axis=1)
        closest[start:stop] = np.where(best >= 0, best, np.nan)
    return closest


def commonness(answers: Answers, place: Integers) -> Numbers:
    """How common its answers are in the place, on average: those who invent give the usual answer.

    Source: the low variance of made-up interviews (Schraepler and Wagner 2005; Menold and others
    2013).
    """
    total = np.zeros(len(answers))
    asked = np.zeros(len(answers))
    for question in range(answers.shape[1]):
        column = answers[:, question].astype(np.int64)
        given = column >= 0
        size = int(column.max(initial=0)) + 1
        cell = place * size + np.maximum(column, 0)
        counts = np.bincount(cell[given], minlength=int(place.max(initial=0) + 1) * size)
        answered = np.bincount(place[given], minlength=int(place.max(initial=0)) + 1)
        share = counts[cell] / np.maximum(answered[place], 1)
        total += np.where(given, share, 0.0)
        asked += given
    return _mean(total, asked)


def straightness(scales: Answers) -> Numbers:
    """Share of neighbouring answers on a scale that are equal (straight-lining)."""
    left, right = scales[:, :-1], scales[:, 1:]
    given = (left >= 0) & (right >= 0)
    return _mean(((left == right) & given).sum(axis=1), given.sum(axis=1))


def unanswered(answers: Answers) -> Numbers:
    """Share of questions without an answer."""
    return np.asarray((answers < 0).mean(axis=1), dtype=np.float64)


def haste(minutes: Numbers) -> Numbers:
    """The shorter, the higher; negative durations are no durations."""
    return np.where(minutes >= 0, -minutes, np.nan)


def roundness(amounts: Numbers, base: int) -> Numbers:
    """Share of the numbers, shape (interviews, columns), that are multiples of `base`."""
    given = np.isfinite(amounts)
    whole = np.where(given, amounts, 1.0)
    return _mean(((whole % base == 0) & given).sum(axis=1), given.sum(axis=1))


def same_point(longitude: Numbers, latitude: Numbers) -> Numbers:
    """1 where another interview has the same point to a metre, else 0."""
    known = np.isfinite(longitude) & np.isfinite(latitude)
    points = np.round(np.column_stack([longitude, latitude])[known], 5)
    found = np.full(len(longitude), np.nan)
    if len(points):
        _, number, counts = np.unique(points, axis=0, return_inverse=True, return_counts=True)
        found[known] = counts[np.asarray(number).reshape(-1)] > 1
    return found


def _mean(total: np.ndarray, count: np.ndarray) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(count > 0, total / count, np.nan), dtype=np.float64)
