"""How many records, and how many people, could be the one that is looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from datashift.disclosure.microdata.cells import MISSING, Cells
from datashift.tables.arrays import Integers, Numbers, renumbered

Holes = Literal["wildcard", "value"]
"""What a missing key is to the attacker: it fits everything, or it is an answer like another."""


@dataclass(frozen=True)
class Frequencies:
    """For each cell, whom its records could be mistaken for.

    Args:
        sample: records that fit (f_k), shape (cells,).
        population: people they stand for (F_k), the sum of weights, shape (cells,).
    """

    sample: Integers = field(repr=False)
    population: Numbers = field(repr=False)


def frequencies(cells: Cells, *, holes: Holes = "wildcard") -> Frequencies:
    """Count for each cell the records whose keys agree wherever both are known.

    With `wildcard` as sdcMicro's `freqCalc` does at alpha = 1: a missing key stands for any value,
    of the record itself and of the others. With `value` only the same holes are the same.

    Args:
        cells: the combinations that occur.
        holes: what a missing key is.
    """
    missing = cells.codes == MISSING
    if holes == "value" or not missing.any():
        return Frequencies(cells.records, cells.weight)
    return _with_wildcards(cells.codes, missing, cells.records, cells.weight)


def _with_wildcards(
    codes: Integers, missing: NDArray[np.bool_], records: Integers, weight: Numbers
) -> Frequencies:
    """Pairs of patterns of holes, compared on the keys that both know."""
    patterns, pattern = np.unique(missing, axis=0, return_inverse=True)
    members = [np.flatnonzero(pattern.reshape(-1) == at) for at in range(len(patterns))]
    sample, population = np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes))
    for own, holes in zip(members, patterns, strict=True):
        for others, their_holes in zip(members, patterns, strict=True):
            known = ~(holes | their_holes)
            both = projected(codes[np.concatenate([own, others])][:, known])
            ours, theirs = both[: len(own)], both[len(own) :]
            size = int(both.max(initial=-1)) + 1
            counted = np.bincount(theirs, weights=records[others], minlength=size)
            sample[own] += np.rint(counted[ours]).astype(np.int64)
            population[own] += np.bincount(theirs, weights=weight[others], minlength=size)[ours]
    return Frequencies(sample, population)


def projected(codes: Integers) -> Integers:
    """Number the rows of `codes`, equal rows alike, from 0; shape (rows, keys) to (rows,)."""
    number = np.zeros(len(codes), dtype=np.int64)
    size = 1
    for part in codes.T:
        low = int(part.min(initial=0))
        width = int(part.max(initial=0)) - low + 1
        if size * width > 1 << 61:
            _, number = np.unique(number, return_inverse=True)
            number = number.astype(np.int64)
            size = int(number.max(initial=0)) + 1
        number = number * width + (part - low)
        size *= width
    return renumbered(number, size)[1]
