"""Counts and rates of events: how far chance alone could move them."""

from datashift.estimates.counts.compare import Change, change
from datashift.estimates.counts.dispersion import Dispersion, dispersion
from datashift.estimates.counts.events import Counting, Events
from datashift.estimates.counts.rates import garwood, over_periods, per_period

__all__ = [
    "Change",
    "Counting",
    "Dispersion",
    "Events",
    "change",
    "dispersion",
    "garwood",
    "over_periods",
    "per_period",
]
