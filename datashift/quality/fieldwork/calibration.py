"""How strange a score must be before it is a signal: interviews dealt anew among interviewers.

Were interviewers alike, an interview could as well have been made by any other who worked in the
same place. So interviews are dealt anew, many times, within places, and each time the strangest
interviewer over all checks is noted. A signal stronger than in all but 5 of 100 deals is reported:
of a hundred honest surveys five raise any alarm at all, however many checks and interviewers there
are (Westfall and Young 1993, single-step maxT).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datashift.quality.fieldwork.scores import Answers
from datashift.tables.arrays import Integers, Numbers


@dataclass(frozen=True)
class Calibrated:
    """Strength and chance of each signal, shape (checks, interviewers); NaN where none can be."""

    strength: NDArray[np.float64]
    chance: NDArray[np.float64]


def calibrate(
    scores: list[Numbers],
    answers: Answers,
    interviewer: Integers,
    place: Integers,
    *,
    draws: int,
    chance: np.random.Generator,
) -> Calibrated:
    """Strengths of all checks, the last of them the interviewer's effect on the answers.

    Args:
        scores: one array of shape (interviews,) per check, NaN where an interview has none.
        answers: codes, shape (interviews, questions); no questions, no effect.
        interviewer, place: numbers from 0.
        draws: deals.
    """
    size = int(interviewer.max(initial=-1)) + 1
    order = np.argsort(place, kind="stable")
    interviewer, place, answers = interviewer[order], place[order], answers[order]
    deviations = [_deviations(score[order], place) for score in scores]
    scales = [_spread(one, interviewer, place, size) for one in deviations]
    effect = _Effect(answers, interviewer, place, size) if answers.shape[1] else None
    seen = _strengths(deviations, scales, interviewer, size)
    seen_effect = effect.measured(interviewer) if effect else np.zeros(0)
    dealt = np.empty((draws, *seen.shape))
    dealt_effect = np.empty((draws, size))
    for draw in range(draws):
        # Rows stand in order of place; within a place, a random key shuffles who made which.
        mixed = interviewer[np.lexsort((chance.random(len(place)), place))]
        dealt[draw] = _strengths(deviations, scales, mixed, size)
        if effect:
            dealt_effect[draw] = effect.measured(mixed)
    if effect:
        middle, spread = dealt_effect.mean(axis=0), dealt_effect.std(axis=0)
        spread = np.where(spread > 1e-9, spread, np.nan)
        seen = np.vstack([seen, (seen_effect - middle) / spread])
        dealt = np.concatenate([dealt, ((dealt_effect - middle) / spread)[:, None]], axis=1)
    strongest = np.nan_to_num(dealt, nan=-np.inf).reshape(draws, -1).max(axis=1)
    at_least = (strongest[:, None, None] >= seen - 1e-9).sum(axis=0)
    return Calibrated(seen, np.where(np.isnan(seen), np.nan, (1 + at_least) / (1 + draws)))


def _deviations(score: Numbers, place: Integers) -> Numbers:
    """Normal scores of the ranks less the place's mean; 0 where there is no score.

    Ranks keep one odd interview from deciding; normal scores keep the checks comparable.
    """
    from scipy.stats import norm, rankdata

    known = np.isfinite(score)
    found = np.zeros(len(score))
    if not known.any():
        return found
    normal = norm.ppf((rankdata(score[known]) - 0.5) / known.sum())
    here = place[known]
    mean = np.bincount(here, weights=normal) / np.maximum(np.bincount(here), 1)
    found[known] = normal - mean[here]
    return found


def _spread(deviations: Numbers, interviewer: Integers, place: Integers, size: int) -> Numbers:
    """Standard deviation of each interviewer's sum of deviations when interviews are dealt anew."""
    places = int(place.max(initial=0)) + 1
    members = np.bincount(place, minlength=places)
    squares = np.bincount(place, weights=deviations**2, minlength=places)
    variance = squares / np.maximum(members - 1, 1)
    mine = np.bincount(interviewer * places + place, minlength=size * places).reshape(size, places)
    of_sum = (variance * mine * (members - mine) / np.maximum(members, 1)).sum(axis=1)
    return np.where(of_sum > 1e-12, np.sqrt(np.maximum(of_sum, 1e-12)), np.nan)


def _strengths(
    deviations: list[Numbers], scales: list[Numbers], interviewer: Integers, size: int
) -> NDArray[np.float64]:
    found = [
        np.bincount(interviewer, weights=one, minlength=size) / scale
        for one, scale in zip(deviations, scales, strict=True)
    ]
    return np.array(found).reshape(len(found), size)


class _Effect:
    """How far an interviewer's answers are from the place's, over all questions (chi-square)."""

    def __init__(self, answers: Answers, interviewer: Integers, place: Integers, size: int) -> None:
        sizes = answers.max(axis=0).astype(np.int64) + 1
        starts = np.concatenate([[0], np.cumsum(sizes)])
        self.cells = int(starts[-1])
        self.size = size
        given = answers >= 0
        self.rows, columns = np.nonzero(given)
        self.cell = answers[given].astype(np.int64) + starts[columns]
        places = int(place.max(initial=0)) + 1
        counts = np.bincount(
            place[self.rows] * self.cells + self.cell, minlength=places * self.cells
        ).reshape(places, self.cells)
        members = np.bincount(place, minlength=places)
        mine = np.bincount(interviewer * places + place, minlength=size * places)
        shares = mine.reshape(size, places) / np.maximum(members, 1)
        self.expected = shares @ counts

    def measured(self, interviewer: Integers) -> Numbers:
        """Cube root of the chi-square of each interviewer, which is nearly normal."""
        key = interviewer[self.rows] * self.cells + self.cell
        seen = np.bincount(key, minlength=self.size * self.cells).reshape(self.size, self.cells)
        apart = (seen - self.expected) ** 2
        terms = np.divide(apart, self.expected, out=np.zeros_like(apart), where=self.expected > 0)
        return np.asarray(np.cbrt(terms.sum(axis=1)), dtype=np.float64)
