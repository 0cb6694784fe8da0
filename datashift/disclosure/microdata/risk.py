"""The risk that a record is found, as sdcMicro defines it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from datashift.disclosure.microdata.cells import Cells
from datashift.disclosure.microdata.frequencies import Frequencies, Holes, frequencies
from datashift.tables.arrays import Integers, Numbers


@dataclass(frozen=True)
class Risk:
    """How likely it is that records are found.

    Args:
        cell: for each cell the probability that one of its records is found, shape (cells,).
        expected: how many records are found on average: the sum over records.
        overall: the same as a share of all records, 0-1 ("global risk").
        largest: the highest probability of any record.
        smallest_k: the fewest records that any record shares its keys with, itself included.
        frequencies: what the probabilities rest on.
    """

    cell: Numbers = field(repr=False)
    expected: float
    overall: float
    largest: float
    smallest_k: int
    frequencies: Frequencies = field(repr=False)

    def below(self, k: int, cells: Cells) -> int:
        """Records that share their keys with fewer than k."""
        return int(cells.records[self.frequencies.sample < k].sum())


def risk(cells: Cells, *, holes: Holes = "wildcard") -> Risk:
    """Individual risk (Benedetti and Franconi 1998) and its sum.

    For a sample, the posterior mean of 1/F_k under a negative binomial F_k given f_k, by the
    approximation of Franconi and Polettini (2004) for f_k > 2, as sdcMicro's `indivRisk`; for
    everybody (no weights) 1/f_k. Formulas: docs/methods/microdata.md.

    Args:
        cells: the combinations that occur.
        holes: what a missing key is to the attacker; sdcMicro takes "wildcard".
    """
    found = frequencies(cells, holes=holes)
    each = individual(found.sample, found.population) if cells.sample else 1.0 / found.sample
    expected = float(cells.records @ each)
    return Risk(
        each,
        expected,
        expected / cells.total if cells.total else 0.0,
        float(each.max(initial=0.0)),
        int(found.sample.min(initial=cells.total)),
        found,
    )


def individual(sample: Integers, population: Numbers) -> Numbers:
    """Individual risk from f_k and F_k, each of shape (cells,)."""
    share = sample / population
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = share / (1 - share)
        surprise = -np.log(share)
        each = share / (sample - (1 - share))
        each = np.where(sample == 2, odds - odds**2 * surprise, each)
        each = np.where(sample == 1, odds * surprise, each)
    return np.where(sample == population, 1 / sample, each)


def household_risk(each: Numbers, household: Integers) -> Numbers:
    """The risk that somebody of the household is found, for each record.

    Args:
        each: individual risk, shape (records,).
        household: number of the household from 0, shape (records,).
    """
    with np.errstate(divide="ignore"):
        nobody = np.exp(np.bincount(household, weights=np.log1p(-each)))
    return (1 - nobody)[household]
