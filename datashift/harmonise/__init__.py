"""Their columns and codes become ours: variables, places, periods."""

from datashift.harmonise.boundaries import Boundaries
from datashift.harmonise.expression import Expression, parse
from datashift.harmonise.harmonise import Harmonised, harmonise
from datashift.harmonise.specification import AreasFile, Place, Time, Variable
from datashift.harmonise.suggestions import Suggestion, suggest_columns

__all__ = [
    "AreasFile",
    "Boundaries",
    "Expression",
    "Harmonised",
    "Place",
    "Suggestion",
    "Time",
    "Variable",
    "harmonise",
    "parse",
    "suggest_columns",
]
