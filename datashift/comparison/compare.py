"""Citizen figures beside official ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from datashift.comparison.series import Comparison, Definition, OfficialSeries
from datashift.estimates.estimate import Estimate, Match


class Cell(Protocol):
    """A figure that passed disclosure control, as `disclosure.Cell` is one."""

    @property
    def estimate(self) -> Estimate: ...

    @property
    def hidden(self) -> bool: ...


def compare(
    cells: Sequence[Cell],
    official: Sequence[OfficialSeries],
    *,
    measure: str,
    definition: Definition,
    match: Match = "direct",
) -> tuple[Comparison, ...]:
    """Put each visible cell of a measure beside the nearest official observation."""
    return ()
