"""Weights as they came to be used, and what the variance must know of how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datashift.tables.arrays import Integers, Mask, Numbers
from datashift.weights.auxiliaries import Auxiliaries
from datashift.weights.distance import Bounds

Method = Literal["poststratify", "rake", "linear", "logit"]


@dataclass(frozen=True)
class Responded:
    """Adjustment classes laid over the rows.

    Args:
        answered: whether each row answered, shape (rows,).
        codes: class of each row, from 0.
        labels: codes of the classes, in words.
        asked: weights of all rows before, shape (rows,).
        adjusted: weights after, 0 where nobody answered.
    """

    answered: Mask
    codes: Integers
    labels: tuple[str, ...]
    asked: Numbers
    adjusted: Numbers


@dataclass(frozen=True)
class Calibrated:
    """Weights in the order of the rows.

    Args:
        method: of the calibration; None when the weights were not calibrated.
        base: the weights before calibration, shape (rows,).
        weights: the weights to use.
        auxiliaries: the variables they were calibrated on; without columns when they were not.
        rounds: iterations it took; 0 for a closed form.
        notes: what a reader must know, plain sentences.
        bounds: lowest and highest ratio of a weight to its base, where there were bounds.
        responded: the adjustment for those who did not answer, made before.
        trimming: ratio of each weight after trimming to before; None when nothing was trimmed.
    """

    method: Method | None
    base: Numbers
    weights: Numbers
    auxiliaries: Auxiliaries
    rounds: int
    notes: tuple[str, ...] = ()
    bounds: Bounds | None = None
    responded: Responded | None = None
    trimming: Numbers | None = None

    @property
    def start(self) -> Numbers:
        """The weights of the design, before anything was done to them, shape (rows,)."""
        if self.responded is not None:
            return self.responded.asked
        return self.base if self.trimming is None else self.base / self.trimming

    @property
    def answered(self) -> Mask | None:
        """Whether each row answered at all; None when all did."""
        return None if self.responded is None else self.responded.answered
