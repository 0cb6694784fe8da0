"""How many are on no list, when two or more lists of the same people or events overlap."""

from datashift.estimates.lists.linked import Threshold, thresholds, undercount_linked
from datashift.estimates.lists.loglinear import LogLinear, fitted, hierarchical
from datashift.estimates.lists.overlap import Overlap, overlap, overlap_of
from datashift.estimates.lists.profile import profile_interval
from datashift.estimates.lists.undercount import UnderCount, UnderCounting, undercount

__all__ = [
    "LogLinear",
    "Overlap",
    "Threshold",
    "UnderCount",
    "UnderCounting",
    "fitted",
    "hierarchical",
    "overlap",
    "overlap_of",
    "profile_interval",
    "thresholds",
    "undercount",
    "undercount_linked",
]
