"""Their columns and codes become ours: variables, places, periods."""

from datashift.harmonise.expression import Expression, parse
from datashift.harmonise.specification import AreasFile, Place, Time, Variable

__all__ = ["AreasFile", "Expression", "Place", "Time", "Variable", "parse"]
