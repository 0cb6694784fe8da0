"""Findings in words and pictures, without a server: sentences, dots, plots, report.html."""

from datashift.estimates.estimate import Quantity
from datashift.figures.finding import (
    Apart,
    Breakdown,
    Finding,
    Grid,
    OfficialFigure,
    Row,
    Said,
)
from datashift.figures.render import leading_figure, report, sections

__all__ = [
    "Apart",
    "Breakdown",
    "Finding",
    "Grid",
    "OfficialFigure",
    "Quantity",
    "Row",
    "Said",
    "leading_figure",
    "report",
    "sections",
]
