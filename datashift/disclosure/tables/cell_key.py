"""The cell-key method: the same question gets the same noise.

Every record has a secret key; a cell's key is the sum of those of its records, so it depends on who is in
the cell and on nothing else. A table of probabilities turns the key and the count into a whole
number to add (Fraser and Wooton 2005; Thompson, Broadfoot and Elazar 2013; the table by maximum
entropy with a given variance and largest deviation, Marley and Leaver 2011). Sums are not kept:
every cell is perturbed by itself.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from datashift.disclosure.tables.cube import Integers
from datashift.disclosure.tables.walk import Numbers

_KEYS = 2**32


def record_keys(secret: bytes, names: Sequence[str]) -> Integers:
    """One key per record (or inner cell), from its name and the secret; shape (names,)."""
    return np.array(
        [
            int.from_bytes(hmac.new(secret, name.encode(), hashlib.sha256).digest()[:4], "big")
            for name in names
        ],
        dtype=np.int64,
    )


def cell_keys(summed: Integers) -> Integers:
    """Keys of cells from the sums of the keys of their records."""
    return np.asarray(summed % _KEYS)


@dataclass(frozen=True)
class Noise:
    """A table of probabilities.

    Args:
        variance: of what is added, the same for every count but 0.
        deviation: the largest number added or taken away. A count stays at least 0; 0 stays 0.
    """

    variance: float = 4.0
    deviation: int = 6

    def __post_init__(self) -> None:
        if not 0 < self.variance <= self.deviation:
            raise ValueError("the variance must be above 0 and at most the deviation")

    @cached_property
    def probabilities(self) -> Numbers:
        """Row for each count (the last for all above), column for each of -deviation to deviation."""
        far = self.deviation
        steps = np.arange(-far, far + 1, dtype=np.float64)
        table = np.zeros((far + 1, len(steps)))
        table[0, far] = 1.0
        for count in range(1, far + 1):
            table[count, far - count :] = _spread(steps[far - count :], self.variance)
        return table

    def added(self, counts: Integers, keys: Integers) -> Integers:
        """What is added to each count."""
        ends = np.cumsum(self.probabilities, axis=1)
        ends[:, -1] = 1.0
        row = np.minimum(counts, self.deviation)
        place = (keys + 0.5) / _KEYS
        return np.asarray((ends[row] < place[..., None]).sum(axis=-1) - self.deviation)


def _spread(steps: Numbers, variance: float) -> Numbers:
    """Of all distributions on these steps with mean 0 and this variance, the one of most entropy."""
    powers = np.stack([steps, steps**2])
    wanted = np.array([0.0, variance])
    slope = np.zeros(2)
    for _ in range(200):
        chance = _tilted(slope @ powers)
        means = powers @ chance
        spread = (powers * chance) @ powers.T - np.outer(means, means)
        step = np.linalg.solve(spread + 1e-12 * np.eye(2), wanted - means)
        size = 1.0
        while size > 1e-6 and _miss(slope + size * step, powers, wanted) > _miss(
            slope, powers, wanted
        ):
            size /= 2
        slope = slope + size * step
        if np.abs(means - wanted).max() < 1e-12:
            break
    return _tilted(slope @ powers)


def _tilted(exponent: Numbers) -> Numbers:
    weights = np.exp(exponent - exponent.max())
    return np.asarray(weights / weights.sum())


def _miss(slope: Numbers, powers: Numbers, wanted: Numbers) -> float:
    """The dual of the entropy problem, which the right slope makes least."""
    exponent = slope @ powers
    top = exponent.max()
    return float(np.log(np.exp(exponent - top).sum()) + top - slope @ wanted)
