"""The strata of a whole file, from what its row groups tell of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from datashift.estimates.compiled.units import Unit
from datashift.estimates.estimate import Design
from datashift.estimates.moments import Strata
from datashift.estimates.sample import agreed_population, unsampled
from datashift.tables.arrays import Integers, Numbers


@dataclass(frozen=True)
class Laid:
    """Strata and PSUs of some rows, in their order.

    Args:
        stratum, psu: of each PSU; empty without clusters.
        runs, rows: strata of consecutive rows, and how many.
        lowest, highest: population that the rows of each run name; empty without one.
    """

    stratum: Integers
    psu: Integers
    runs: Integers
    rows: Integers
    lowest: Numbers
    highest: Numbers

    @classmethod
    def of(cls, unit: Unit, starts: Integers, design: Design) -> Laid:
        """Of the rows of a unit, whose PSUs begin at `starts`."""
        nobody, none = np.zeros(0, np.int64), np.zeros(0)
        if design.sampling != "probability" or not unit.rows:
            return cls(nobody, nobody, nobody, nobody, none, none)
        heads = starts[:-1]
        strata = unit.stratum[heads] if len(unit.stratum) else np.zeros(len(heads), np.int64)
        first = np.concatenate([[0], np.flatnonzero(strata[1:] != strata[:-1]) + 1])
        begin = heads[first]
        lowest, highest = none, none
        if design.population:
            lowest = np.minimum.reduceat(unit.population, begin)
            highest = np.maximum.reduceat(unit.population, begin)
        return cls(
            stratum=strata if design.cluster else nobody,
            psu=unit.psu[heads] if design.cluster else nobody,
            runs=strata[first],
            rows=np.diff(begin, append=unit.rows),
            lowest=lowest,
            highest=highest,
        )


@dataclass(frozen=True)
class Whole:
    """The strata of the file: their keys, sorted, and what is known of each."""

    keys: Integers
    strata: Strata


def laid_out(parts: Sequence[Laid], design: Design, name_of: Callable[[int], str]) -> Whole | None:
    """The strata of the file; None when the rows of a PSU do not stand together.

    Args:
        name_of: the name of the stratum with a key.

    Raises:
        Problem: the population of a stratum varies or is smaller than its sample.
    """
    runs = np.concatenate([one.runs for one in parts])
    keys, place = np.unique(runs, return_inverse=True)
    if design.sampling != "probability":
        return Whole(np.zeros(1, np.int64), Strata(np.zeros(0, np.int64), np.zeros(0)))
    if design.cluster:
        stratum = np.concatenate([one.stratum for one in parts])
        psu = np.concatenate([one.psu for one in parts])
        again = (stratum[1:] == stratum[:-1]) & (psu[1:] == psu[:-1])  # over the end of a unit
        new = np.concatenate([[True], ~again])
        stratum, psu = stratum[new], psu[new]
        if not _are_distinct(stratum, psu):
            return None
        psus = np.bincount(np.searchsorted(keys, stratum), minlength=len(keys))
    else:
        rows = np.concatenate([one.rows for one in parts])
        psus = np.bincount(place, weights=rows, minlength=len(keys)).astype(np.int64)
    left, population = np.ones(len(keys)), None
    if design.population:
        lowest, highest = np.full(len(keys), np.inf), np.full(len(keys), -np.inf)
        np.minimum.at(lowest, place, np.concatenate([one.lowest for one in parts]))
        np.maximum.at(highest, place, np.concatenate([one.highest for one in parts]))
        population = agreed_population(lowest, highest, psus, design.population)
        left = unsampled(population, psus)
    names = tuple(map(name_of, keys.tolist())) if design.strata else ("",)
    return Whole(keys, Strata(psus.astype(np.int64), left, names, population))


def _are_distinct(stratum: Integers, psu: Integers) -> bool:
    up = (stratum[1:] > stratum[:-1]) | ((stratum[1:] == stratum[:-1]) & (psu[1:] > psu[:-1]))
    if up.all():
        return True
    pairs = np.column_stack([stratum, psu])
    return len(np.unique(pairs, axis=0)) == len(pairs)
