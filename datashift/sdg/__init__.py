"""The global indicator framework, its code lists, and the areas numbers are for."""

from datashift.sdg.area import Area, Bounds, all_areas, areas, countries, country
from datashift.sdg.dimension import Code, Dimension, dimension, dimensions, find_code
from datashift.sdg.framework import (
    LANGUAGES,
    Goal,
    Indicator,
    Series,
    Target,
    Text,
    all_series,
    goal,
    goals,
    indicator,
    indicators,
    series,
    target,
    targets,
)
from datashift.sdg.places import Candidate, find_areas
from datashift.sdg.search import Hit, search, suggest_indicators

__all__ = [
    "LANGUAGES",
    "Area",
    "Bounds",
    "Candidate",
    "Code",
    "Dimension",
    "Goal",
    "Hit",
    "Indicator",
    "Series",
    "Target",
    "Text",
    "all_areas",
    "all_series",
    "areas",
    "countries",
    "country",
    "dimension",
    "dimensions",
    "find_areas",
    "find_code",
    "goal",
    "goals",
    "indicator",
    "indicators",
    "search",
    "series",
    "suggest_indicators",
    "target",
    "targets",
]
