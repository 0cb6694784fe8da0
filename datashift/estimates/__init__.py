"""Estimates of shares, means, totals, rates, quantiles and inequality, with their uncertainty."""

from datashift.estimates.choice import tabulate
from datashift.estimates.contrasts import Contrast, Part, contrast, contrasts, difference
from datashift.estimates.domains import Columns, columns, estimate, from_moments
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
    cube,
)
from datashift.estimates.merged import merged
from datashift.estimates.reliability import Reliability
from datashift.estimates.replicate_columns import read_replicates
from datashift.estimates.replicates import Replicates
from datashift.estimates.replication import make_replicates, weighed_again
from datashift.estimates.stored import load_moments, store_moments
from datashift.tables.sorted_rows import Parquet, sorted_store

__all__ = [
    "Columns",
    "Contrast",
    "Design",
    "Estimate",
    "Interval",
    "Lonely",
    "Match",
    "Measure",
    "Parquet",
    "Part",
    "Population",
    "Quantity",
    "Reliability",
    "Replicates",
    "Sampling",
    "columns",
    "contrast",
    "contrasts",
    "cube",
    "difference",
    "estimate",
    "from_moments",
    "load_moments",
    "make_replicates",
    "merged",
    "read_replicates",
    "sorted_store",
    "store_moments",
    "tabulate",
    "weighed_again",
]
