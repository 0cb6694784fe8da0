"""The design laid over the rows: strata, first-stage clusters, weights, sampled fractions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.estimate import Design
from datashift.estimates.moments import Strata
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import (
    Integers,
    Mask,
    Numbers,
    coded,
    column,
    counted,
    crossed,
    numbered,
    numbers,
)
from datashift.weights import Calibrated

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Sample:
    """The rows as a sample. Strata are numbered from 0, PSUs from 0 in order of their stratum.

    Args:
        weights: weight of each row; 0 where it is missing.
        weighed: whether a row has a weight; None when all have.
        psu: PSU of each row; None when every row is its own PSU (or there is no variance).
        stratum: stratum of each PSU (of each row when `psu` is None).
        strata: PSUs and unsampled share of each stratum; empty when there is no variance.
    """

    weights: Numbers
    weighed: Mask | None
    psu: Integers | None
    stratum: Integers
    strata: Strata

    @property
    def rows(self) -> int:
        return len(self.weights)


def sample(data: pa.Table, design: Design, calibration: Calibrated | None = None) -> Sample:
    """Lay the design over the rows; calibrated weights take the place of the design's.

    Raises:
        Problem: a row of a probability sample has no stratum or cluster, a weight is negative, or
            the population of a stratum varies or is smaller than its sample.
    """
    weights, weighed = weights_of(data, design, calibration)
    rows = data.num_rows
    if design.sampling != "probability":
        nowhere = np.zeros(0, np.int64)
        return Sample(weights, weighed, None, nowhere, Strata(nowhere, np.zeros(0)))
    strata = design_codes(data, design.strata) if design.strata else np.zeros(rows, np.int64)
    stratum, _ = crossed([strata])
    psu: Integers | None = None
    stratum_of_psu = stratum
    if design.cluster:
        psu, combinations = crossed([stratum, design_codes(data, design.cluster[0])])
        stratum_of_psu = combinations[:, 0]
    psus = counted(stratum_of_psu, int(stratum_of_psu.max(initial=-1)) + 1)
    left, population = np.ones(len(psus)), None
    if design.population is not None:
        population = population_of(data, design.population, stratum, psus)
        left = unsampled(population, psus)
    names = names_of(data, design.strata, stratum, len(psus)) if design.strata else ("",)
    laid = Strata(psus, left, names, population)
    return Sample(weights, weighed, psu, stratum_of_psu, laid)


def weights_of(
    data: pa.Table, design: Design, calibration: Calibrated | None = None
) -> tuple[Numbers, Mask | None]:
    """The weight of each row, 0 where it is missing, and whether it has one; None when all have.

    Raises:
        Problem: a weight is negative.
    """
    if calibration is not None:
        if len(calibration.weights) != data.num_rows:
            raise ValueError("the calibration belongs to other rows")
        return calibration.weights, calibration.answered
    if design.weight is None:
        return np.ones(data.num_rows), None
    weights = numbers(data, design.weight)
    if len(weights) and weights.min() >= 0:  # false where one is not a number
        return weights, None
    refuse_negative(int((weights < 0).sum()), design.weight)
    weighed = ~np.isnan(weights)
    return (weights, None) if weighed.all() else (np.where(weighed, weights, 0.0), weighed)


def design_codes(data: pa.Table, name: str) -> Integers:
    """The strata or clusters of a column, as numbers.

    Raises:
        Problem: a row has none.
    """
    codes = numbered(data, name)
    refuse_missing(int((codes < 0).sum()), name)
    return codes


def names_of(data: pa.Table, name: str, stratum: Integers, strata: int) -> tuple[str, ...]:
    """The names of the strata as text, from a row of each."""
    import pyarrow as pa

    row = np.zeros(strata, np.int64)
    row[stratum] = np.arange(len(stratum))
    found = coded(pa.table({name: column(data, name).take(pa.array(row))}), name)
    return tuple(found.labels[code] for code in found.codes.tolist())


def refuse_negative(rows: int, name: str) -> None:
    """Raises Problem if there are rows with a negative weight."""
    if rows:
        raise Problem(
            f"{how_many(rows, 'row has', 'rows have')} a negative weight",
            column=name,
            do="Correct the weights: a row cannot stand for less than nobody",
            code="estimates.negative_weight",
        )


def refuse_missing(rows: int, name: str) -> None:
    """Raises Problem if there are rows without a stratum or cluster."""
    if rows:
        raise Problem(
            f"{how_many(rows, 'row has', 'rows have')} no value here, and the design needs one",
            column=name,
            do="Fill the values in, or set these rows aside",
            code="estimates.design_missing",
        )


def population_of(data: pa.Table, population: str, stratum: Integers, psus: Integers) -> Numbers:
    """N of each stratum, from a column.

    Args:
        stratum: of each row.
        psus: n of each stratum.

    Raises:
        Problem: N differs within a stratum, is missing, or is smaller than n.
    """
    sizes = numbers(data, population)
    highest = np.full(len(psus), -np.inf)
    lowest = np.full(len(psus), np.inf)
    np.maximum.at(highest, stratum, sizes)
    np.minimum.at(lowest, stratum, sizes)
    return agreed_population(lowest, highest, psus, population)


def agreed_population(
    lowest: Numbers, highest: Numbers, psus: Integers, name: str | None
) -> Numbers:
    """N of each stratum, from the lowest and highest that its rows name.

    Raises:
        Problem: they differ or are missing, or N is smaller than n.
    """
    if not np.array_equal(highest, lowest):
        raise Problem(
            "The population size is missing or not the same in all rows of a stratum",
            column=name,
            do="Give every row the number of first-stage units in its stratum",
            code="estimates.population_varies",
        )
    if (highest < psus).any():
        raise Problem(
            "The population size of a stratum is smaller than the number of units sampled from it",
            column=name,
            do="Give the number of first-stage units (clusters, when there are clusters)",
            code="estimates.population_small",
        )
    return highest


def unsampled(population: Numbers, psus: Integers) -> Numbers:
    """1 - n/N of each stratum."""
    return np.asarray(1.0 - psus / population, dtype=np.float64)
