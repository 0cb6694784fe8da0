"""The global indicator framework, its code lists, and the areas numbers are for."""

from datashift.sdg.area import Area, Bounds, all_areas, areas, countries, country
from datashift.sdg.area_changes import Carved, made_from, parts_of, redrawn
from datashift.sdg.constraints import TOTAL, Constraint, constraint
from datashift.sdg.counted import says_count
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
from datashift.sdg.levels import level_called
from datashift.sdg.places import Candidate, find_areas
from datashift.sdg.search import Hit, as_code, search, suggest_indicators

__all__ = [
    "LANGUAGES",
    "TOTAL",
    "Area",
    "Bounds",
    "Candidate",
    "Carved",
    "Code",
    "Constraint",
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
    "as_code",
    "constraint",
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
    "level_called",
    "made_from",
    "parts_of",
    "redrawn",
    "says_count",
    "search",
    "series",
    "suggest_indicators",
    "target",
    "targets",
]
