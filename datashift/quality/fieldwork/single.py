"""What is odd about one submission beside the others: a reason to look at it, never a verdict.

Every function takes arrays of one value per submission, in the order in which they came, and gives
one `Noticed` for each that stands out; nothing where there is too little to compare with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from datashift.quality.fieldwork.impossible import kilometres
from datashift.tables.arrays import Numbers

Codes = NDArray[np.int32]

FEWEST = 20  # submissions before one can be unlike the others
HASTE = 1 / 3  # of the median time
NEAREST = 20.0  # km from the middle that never count as far
DEVIATIONS = 5.0  # a modified z-score beyond which a number is looked at
_SURE = 10.0  # bits beyond chance: fewer than one false pair in a thousand questionnaires
_UNLIKE = 0.1  # share of answers in which two of the same may differ
_USUAL = 0.95  # share of submissions that answer a question which "everybody" answers
_BLOCK = 128


@dataclass(frozen=True)
class Noticed:
    """One thing about one submission.

    Args:
        check: its name.
        row: position of the submission, from 0.
        about: name of the column, where it is about one answer.
        other: position of the submission that it is like; -1 for none.
        values: the numbers that its sentence names.
    """

    check: str
    row: int
    about: str = ""
    other: int = -1
    values: Mapping[str, float] = field(default_factory=dict)


def near_duplicates(answers: Codes) -> list[Noticed]:
    """Submissions that agree with an earlier one more than chance can explain.

    An answer that nearly everybody gives says little when two share it, a rare one says much: two
    answers shared by chance with probability p weigh -log2(p), as in record linkage (Fellegi and
    Sunter 1969). A pair is noticed when its shared answers weigh more than the number of pairs
    explains, and it differs in at most a tenth of the answers that both gave.

    Args:
        answers: codes, shape (submissions, questions), -1 where missing.
    """
    size, questions = answers.shape
    if size < 2 or not questions:
        return []
    weights = np.stack([_surprise(answers[:, at]) for at in range(questions)], axis=1)
    needed = np.log2(size * (size - 1) / 2) + _SURE
    given = answers >= 0
    found = []
    for start in range(0, size, _BLOCK):
        stop = min(start + _BLOCK, size)
        both = given[start:stop].astype(np.float32) @ given[:stop].T.astype(np.float32)
        equal, weight = np.zeros_like(both), np.zeros_like(both)
        for at in range(questions):
            mine = answers[start:stop, at, None]
            same = (mine == answers[None, :stop, at]) & (mine >= 0)
            equal += same
            weight += same * weights[start:stop, at, None]
        later = np.arange(start, stop)[:, None] > np.arange(stop)[None, :]
        alike = later & (weight >= needed) & (equal >= (1 - _UNLIKE) * both)
        for row in np.flatnonzero(alike.any(axis=1)).tolist():
            other = int(np.where(alike[row], weight[row], -1).argmax())
            shared = {"same": float(equal[row, other]), "of": float(both[row, other])}
            found.append(Noticed("near_duplicate", start + row, other=other, values=shared))
    return found


def _surprise(codes: Codes) -> NDArray[np.float32]:
    """Bits that two who share each submission's answer tell: -log2 of its share."""
    known = codes[codes >= 0]
    if not len(known):
        return np.zeros(len(codes), dtype=np.float32)
    shares = np.bincount(known) / len(known)
    bits = -np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.where(codes >= 0, bits[np.maximum(codes, 0)], 0).astype(np.float32)


def hasty(minutes: Numbers) -> list[Noticed]:
    """Filled in less than a third of the time that half of them took.

    Args:
        minutes: NaN where missing.
    """
    known = minutes[np.isfinite(minutes) & (minutes >= 0)]
    if len(known) < FEWEST:
        return []
    usual = float(np.median(known))
    return [
        Noticed("too_fast", row, values={"minutes": float(minutes[row]), "usual": usual})
        for row in np.flatnonzero((minutes >= 0) & (minutes < HASTE * usual)).tolist()
    ]


def far_off(longitude: Numbers, latitude: Numbers) -> list[Noticed]:
    """Made far from where the others were made: Tukey's outer fence on the distance to the middle.

    Args:
        longitude, latitude: degrees, NaN where missing.
    """
    known = np.isfinite(longitude) & np.isfinite(latitude)
    if known.sum() < FEWEST:
        return []
    middle = np.median(longitude[known]), np.median(latitude[known])
    size = len(longitude)
    away = kilometres(np.full(size, middle[0]), np.full(size, middle[1]), longitude, latitude)
    low, high = np.quantile(away[known], [0.25, 0.75])
    fence = max(NEAREST, float(high + 3 * (high - low)))
    return [
        Noticed("far", row, values={"kilometres": float(away[row])})
        for row in np.flatnonzero(known & (away > fence)).tolist()
    ]


def outlying(name: str, numbers: Numbers) -> list[Noticed]:
    """Numbers far from the others: a modified z-score beyond 5.

    Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); they look from 3.5 on.

    Args:
        name: of the column.
        numbers: NaN where missing.
    """
    known = numbers[np.isfinite(numbers)]
    if len(known) < FEWEST:
        return []
    middle = float(np.median(known))
    spread = 1.4826 * float(np.median(np.abs(known - middle)))
    if spread <= 0:
        return []
    with np.errstate(invalid="ignore"):
        odd = np.abs(numbers - middle) > DEVIATIONS * spread
    return [
        Noticed("outlier", row, name, values={"value": float(numbers[row]), "usual": middle})
        for row in np.flatnonzero(odd).tolist()
    ]


def left_open(answers: Codes) -> list[Noticed]:
    """Leaves a fifth or more, and at least two, of the questions open that nearly all answer.

    Args:
        answers: codes, shape (submissions, questions), -1 where missing.
    """
    if len(answers) < FEWEST:
        return []
    given = answers >= 0
    usual = given.mean(axis=0) >= _USUAL
    open_ = (~given[:, usual]).sum(axis=1)
    asked = int(usual.sum())
    return [
        Noticed("left_open", row, values={"open": float(open_[row]), "of": float(asked)})
        for row in np.flatnonzero((open_ >= 2) & (open_ >= 0.2 * asked)).tolist()
    ]


def clock_wrong(started: Numbers, ended: Numbers, received: Numbers) -> list[Noticed]:
    """Ended before it began, or was made more than a day after it came.

    Args:
        started, ended, received: minutes on one clock, NaN where missing.
    """
    day = 24 * 60
    with np.errstate(invalid="ignore"):
        odd = (ended < started) | (started > received + day)
    return [Noticed("clock", row) for row in np.flatnonzero(odd).tolist()]
