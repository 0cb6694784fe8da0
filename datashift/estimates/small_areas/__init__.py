"""Small areas: what their own answers say, strengthened by what is known of all areas."""

from datashift.estimates.small_areas.areas import Area, FayHerriot, from_estimates
from datashift.estimates.small_areas.benchmark import benchmarked
from datashift.estimates.small_areas.predict import SmallArea, SmallAreas, small_areas
from datashift.estimates.small_areas.variance import ModelFit

__all__ = [
    "Area",
    "FayHerriot",
    "ModelFit",
    "SmallArea",
    "SmallAreas",
    "benchmarked",
    "from_estimates",
    "small_areas",
]
