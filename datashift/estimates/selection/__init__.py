"""Data that are not a random sample: who is in them, what follows, and what it would take."""

from datashift.estimates.selection.assumption import assumption, is_conditional
from datashift.estimates.selection.known_totals import quasi_randomise_to_totals
from datashift.estimates.selection.pseudo import Balance, PseudoWeights, pseudo_weights
from datashift.estimates.selection.reference import (
    QuasiRandomisation,
    QuasiRandomised,
    quasi_randomise,
)
from datashift.estimates.selection.tipping import (
    Tipping,
    extremes,
    tilt_to_reach,
    tipping_difference,
    tipping_mean,
    tipping_official,
    tipping_share,
)

__all__ = [
    "Balance",
    "PseudoWeights",
    "QuasiRandomisation",
    "QuasiRandomised",
    "Tipping",
    "assumption",
    "extremes",
    "is_conditional",
    "pseudo_weights",
    "quasi_randomise",
    "quasi_randomise_to_totals",
    "tilt_to_reach",
    "tipping_difference",
    "tipping_mean",
    "tipping_official",
    "tipping_share",
]
