"""What disclosure control gives: cells that may leave, and what an attacker could still find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from datashift.disclosure.policy import Policy
from datashift.estimates.estimate import Estimate

Status = Literal["A", "Q"]
"""Observation status, SDMX CL_OBS_STATUS: A normal, Q missing because suppressed."""


@dataclass(frozen=True)
class Cell:
    """One figure as it may leave.

    Args:
        estimate: the estimate; of a hidden cell only the measure, the domain, the method and the
            reason are left: its numbers are None, or 0 where a number is due.
        status: "A" shown, "Q" hidden to protect people.
    """

    estimate: Estimate
    status: Status

    @property
    def hidden(self) -> bool:
        """Whether the numbers were taken out."""
        return self.status == "Q"


@dataclass(frozen=True)
class Audit:
    """What an attacker who knows the rules and every visible figure could find.

    Args:
        cells_hidden: hidden cells.
        exactly_recoverable: hidden counts of people that the visible ones determine; 0 unless
            the number of rows that a breakdown leaves out tells one by itself.
        narrowest_interval: the narrowest range, largest minus smallest possible number of people,
            into which the attacker can place any hidden cell; None when nothing is hidden or no
            visible figure bounds a hidden one.
        ways_tried: optimisation problems solved to bound hidden cells.
        hidden_for_earlier: cells hidden only because of what earlier releases showed.
        told: no hidden number is worked out even by somebody who is told which of them are small.
    """

    cells_hidden: int = 0
    exactly_recoverable: int = 0
    narrowest_interval: int | None = None
    ways_tried: int = 0
    hidden_for_earlier: int = 0
    told: bool = False


@dataclass(frozen=True)
class Protection:
    """Every cell, hidden or shown, in the order of the estimates.

    Args:
        cells: one per estimate.
        minimum: the smallest number of people a shown cell is about.
        hidden_primary: cells about fewer people than that.
        hidden_complementary: cells hidden so that those cannot be worked out.
        audit: what an attacker could still find.
        policy: the rules; they say how much being recognised could hurt, and whether two people
            must agree before this is published.
    """

    cells: tuple[Cell, ...]
    minimum: int
    hidden_primary: int
    hidden_complementary: int
    audit: Audit
    policy: Policy = field(default_factory=Policy)
