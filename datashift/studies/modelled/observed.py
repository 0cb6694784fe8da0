"""Figures with a model's range, where only what was sampled or counted may stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from datashift.disclosure import Cell
from datashift.estimates.selection import is_conditional


def as_counted(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, without the ranges of models: a difference from an official figure has none."""
    return [
        replace(cell, estimate=replace(cell.estimate, standard_error=None, lower=None, upper=None))
        if is_conditional(cell.estimate)
        else cell
        for cell in cells
    ]
