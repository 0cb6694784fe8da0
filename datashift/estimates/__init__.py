"""Estimates of proportions, means, ratios, totals, counts and rates, with their uncertainty."""

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

__all__ = [
    "Design",
    "Estimate",
    "Interval",
    "Lonely",
    "Match",
    "Measure",
    "Population",
    "Quantity",
    "Sampling",
    "estimate",
]
