"""Estimates of shares, means, totals, rates, quantiles and inequality, with their uncertainty."""

from datashift.estimates.contrasts import Contrast, Part, contrast, contrasts, difference
from datashift.estimates.domains import estimate
from datashift.estimates.estimate import (
    Design,
    Estimate,
    Interval,
    Lonely,
    Match,
    Measure,
    Population,
    Quantity,
    Sampling,
)
from datashift.estimates.reliability import Reliability
from datashift.estimates.replicate_columns import read_replicates
from datashift.estimates.replicates import Replicates
from datashift.estimates.replication import make_replicates, weighed_again

__all__ = [
    "Contrast",
    "Design",
    "Estimate",
    "Interval",
    "Lonely",
    "Match",
    "Measure",
    "Part",
    "Population",
    "Quantity",
    "Reliability",
    "Replicates",
    "Sampling",
    "contrast",
    "contrasts",
    "difference",
    "estimate",
    "make_replicates",
    "read_replicates",
    "weighed_again",
]
