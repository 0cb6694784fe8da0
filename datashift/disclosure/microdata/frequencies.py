"""How many records, and how many people, could be the one that is looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from datashift.disclosure.microdata.cells import MISSING, Cells, projected
from datashift.tables.arrays import Integers, Numbers

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
    if holes == "value" or not (cells.codes == MISSING).any():
        return Frequencies(cells.records, cells.weight)
    everybody = np.arange(len(cells.codes))
    return fitting(cells.codes, cells.records, cells.weight, everybody)


def fitting(codes: Integers, records: Integers, weight: Numbers, asked: Integers) -> Frequencies:
    """Count what fits some of the rows of `codes`, pattern of holes by pattern of holes.

    Args:
        codes: keys, -1 where missing, shape (rows, keys); rows may be alike.
        records, weight: of each row, shape (rows,).
        asked: positions of the rows to count for.

    Returns:
        Frequencies of shape (asked,).
    """
    missing = codes == MISSING
    pattern = projected(missing.astype(np.int64))
    sample, population = np.zeros(len(asked), dtype=np.int64), np.zeros(len(asked))
    for their_pattern in range(int(pattern.max(initial=-1)) + 1):
        others = np.flatnonzero(pattern == their_pattern)
        their_holes = missing[others[0]]
        for own_pattern in np.unique(pattern[asked]):
            place = np.flatnonzero(pattern[asked] == own_pattern)
            own = asked[place]
            known = ~(missing[own[0]] | their_holes)
            both = projected(codes[np.concatenate([own, others])][:, known])
            ours, theirs = both[: len(own)], both[len(own) :]
            size = int(both.max(initial=-1)) + 1
            counted = np.bincount(theirs, weights=records[others], minlength=size)
            sample[place] += np.rint(counted[ours]).astype(np.int64)
            population[place] += np.bincount(theirs, weights=weight[others], minlength=size)[ours]
    return Frequencies(sample, population)
