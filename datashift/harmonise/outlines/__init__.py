"""Boundaries from files and packages made into outlines: repaired, matched, simplified, dated."""

from datashift.harmonise.outlines.load import Told, load, of_study
from datashift.harmonise.outlines.packages import build

__all__ = ["Told", "build", "load", "of_study"]
