"""Who measures what, where nobody does, and where they disagree."""

from datashift.comparison.complementarity.grid import Complementarity, Source, complementarity
from datashift.comparison.complementarity.observed import Kind, Observed, of_cells, of_series
from datashift.comparison.complementarity.squares import Square, State

__all__ = [
    "Complementarity",
    "Kind",
    "Observed",
    "Source",
    "Square",
    "State",
    "complementarity",
    "of_cells",
    "of_series",
]
