"""Multilevel regression and post-stratification: small groups that borrow from each other."""

from datashift.estimates.multilevel.poststratify import model_and_poststratify
from datashift.estimates.multilevel.specification import (
    Borrowed,
    Effect,
    Model,
    Modelled,
    Multilevel,
    Varying,
)

__all__ = [
    "Borrowed",
    "Effect",
    "Model",
    "Modelled",
    "Multilevel",
    "Varying",
    "model_and_poststratify",
]
