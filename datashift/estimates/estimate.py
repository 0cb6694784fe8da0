"""What estimation takes and gives: designs, measures, estimates. All frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from datashift.estimates.reliability import Reliability

Sampling = Literal["census", "probability", "volunteer", "register", "sensor"]
Quantity = Literal[
    "proportion",
    "mean",
    "ratio",
    "total",
    "count",
    "rate",
    "median",
    "quantile",
    "gini",
    "quintile_ratio",
]
Match = Literal["direct", "partial", "proxy"]
Lonely = Literal["centred", "certainty", "average", "error"]
Interval = Literal["usual", "logit", "beta", "wilson", "t"]


@dataclass(frozen=True)
class Design:
    """How the rows came about. Names are columns of the prepared table.

    Args:
        sampling: how the units were chosen.
        strata: column of the stratum.
        cluster: columns of the clusters, first stage first.
        weight: column of the design (or final) weight.
        population: column with the number of first-stage units in the row's stratum (fpc).
        later_populations: columns with the number of units of each later stage in the unit above:
            second-stage units in the row's PSU, and so on; none counts the first stage only.
        lonely: what a stratum with one sampled cluster adds to the variance: "centred" its squared
            distance from the overall mean (never too small), "certainty" nothing (the cluster was
            certain to be chosen), "average" as much as the mean of the other strata, "error" stop.
    """

    sampling: Sampling
    strata: str | None = None
    cluster: tuple[str, ...] = ()
    weight: str | None = None
    population: str | None = None
    later_populations: tuple[str, ...] = ()
    lonely: Lonely = "centred"


@dataclass(frozen=True)
class Population:
    """How many people (or units) a domain has, from outside the rows; the denominator of a rate."""

    domain: Mapping[str, str]
    size: float


@dataclass(frozen=True)
class Measure:
    """One figure to be estimated in several cross-classifications.

    Args:
        id: short name, unique in the study.
        quantity: what is computed.
        of: column of the numerator (0/1 for a proportion); None for a count.
        over: denominator column of a ratio.
        per: denominator column of a rate: the rate is the sum of `of` (rows, if None) over its sum.
        by: cross-classifications; each is a tuple of columns, () is the overall figure.
        factor: multiplies the value of a rate (1,000 for "per thousand").
        populations: denominators of a rate by domain, instead of `per`.
        interval: "usual" is logit for proportions and t for the rest. Of a median or quantile it
            is that of the share below, carried back to amounts.
        at: the share below a quantile, between 0 and 1.
    """

    id: str
    quantity: Quantity
    of: str | None
    over: str | None = None
    per: str | None = None
    by: tuple[tuple[str, ...], ...] = ((),)
    factor: float = 1.0
    populations: tuple[Population, ...] = ()
    interval: Interval = "usual"
    at: float = 0.5


@dataclass(frozen=True)
class Contributions:
    """Who makes up the sum behind a figure, in whole units: disclosure control needs it.

    Args:
        of: the column that is summed.
        total: the sum, weighted; units are so large that the sum of all is at most a million.
        largest: the largest part that one row has in it.
        second: the second largest.
        everything: the sum of all parts without their signs; the total where none is negative.
    """

    of: str
    total: int
    largest: int
    second: int
    everything: int


@dataclass(frozen=True)
class Estimate:
    """One figure with all that it needs to be believed. Proportions are shares, 0-1.

    Args:
        measure: id of the measure.
        domain: the group it is for, column to code; empty for all.
        value: the estimate; None when there is nothing to estimate from.
        standard_error: None unless the design is a probability sample (or the method says so).
        lower: lower end of the 95 % interval, None like the standard error.
        upper: upper end.
        n: rows with a usable answer.
        n_effective: n divided by the design effect; None without a standard error.
        missing: rows of the domain without a usable answer.
        numerator: unweighted sum of `of` in the domain (the number of "yes" for a proportion);
            disclosure control needs it.
        design_effect: variance over that of a simple random sample of the same n.
        degrees_of_freedom: of the interval.
        method: name of the method, the page under docs/methods.
        reason: why there is no interval, one plain sentence; "" when there is one.
        notes: what else a reader must know, plain sentences.
        sensitivity: what takes the place of an interval that was not earned: how the figure would
            move if some answers were likelier to be in the data than others; "" with an interval.
        unplaced: rows in no domain of this cross-classification, because a code is missing; they
            are in the overall figure.
        reliability: of a proportion with an interval, by the NCHS standards; the reason is a note.
        contributions: of a sum or mean of amounts, where somebody asked who makes it up. They
            never leave.
    """

    measure: str
    domain: Mapping[str, str]
    value: float | None
    standard_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    n_effective: float | None = None
    missing: int = 0
    numerator: float | None = None
    design_effect: float | None = None
    degrees_of_freedom: float | None = None
    method: str = ""
    reason: str = ""
    notes: tuple[str, ...] = field(default=())
    sensitivity: str = ""
    unplaced: int = 0
    reliability: Reliability = ""
    contributions: Contributions | None = None


def cube(columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Every cross-classification of the columns, from the overall figure to all of them."""
    every = range(len(columns) + 1)
    return tuple(by for size in every for by in combinations(columns, size))
