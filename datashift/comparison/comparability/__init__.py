"""How comparable what a study measures is with an SDG series, or with another study."""

from datashift.comparison.comparability.breakdown import GroupFit
from datashift.comparison.comparability.comparability import Comparability, comparability
from datashift.comparison.comparability.levels import Level
from datashift.comparison.comparability.measured import Measured, Mode, Question, series
from datashift.comparison.comparability.parts import POINTS, WEIGHTS, Part

__all__ = [
    "POINTS",
    "WEIGHTS",
    "Comparability",
    "GroupFit",
    "Level",
    "Measured",
    "Mode",
    "Part",
    "Question",
    "comparability",
    "series",
]
