"""Credibility: what statistical offices ask of data they did not make, and what stands beside it."""

from datashift.quality.credibility.facts import Facts, Suggestion, suggest
from datashift.quality.credibility.framework import (
    Criterion,
    Framework,
    Gate,
    framework,
    frameworks,
    read,
)
from datashift.quality.credibility.sides import Side, sides
from datashift.quality.credibility.verdict import Verdict, judge

__all__ = [
    "Criterion",
    "Facts",
    "Framework",
    "Gate",
    "Side",
    "Suggestion",
    "Verdict",
    "framework",
    "frameworks",
    "judge",
    "read",
    "sides",
    "suggest",
]
