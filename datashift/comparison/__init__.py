"""Citizen and official figures side by side: how far apart, and why."""

from datashift.comparison import official
from datashift.comparison.comparability import Comparability, Measured, comparability
from datashift.comparison.compare import compare
from datashift.comparison.complementarity import Complementarity, complementarity
from datashift.comparison.letter import Letter, letter
from datashift.comparison.series import (
    Comparison,
    Declared,
    Definition,
    Figure,
    Observation,
    OfficialFile,
    OfficialSeries,
    Reason,
)
from datashift.comparison.sources import Aggregation, Contribution, aggregate

__all__ = [
    "Aggregation",
    "Comparability",
    "Comparison",
    "Complementarity",
    "Contribution",
    "Declared",
    "Definition",
    "Figure",
    "Letter",
    "Measured",
    "Observation",
    "OfficialFile",
    "OfficialSeries",
    "Reason",
    "aggregate",
    "comparability",
    "compare",
    "complementarity",
    "letter",
    "official",
]
