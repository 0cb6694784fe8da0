"""The result of a calibration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datashift.tables.arrays import Numbers
from datashift.weights.auxiliaries import Auxiliaries

Method = Literal["poststratify", "rake", "linear", "logit"]


@dataclass(frozen=True)
class Calibrated:
    """Weights that meet known totals, and what the variance must know of how they were made.

    Args:
        method: how.
        base: the weights before, shape (rows,).
        weights: the weights after, in the order of the rows.
        auxiliaries: the variables they were calibrated on.
        rounds: iterations it took; 0 for a closed form.
        notes: what a reader must know, plain sentences.
    """

    method: Method
    base: Numbers
    weights: Numbers
    auxiliaries: Auxiliaries
    rounds: int
    notes: tuple[str, ...] = ()
