"""How many there are on overlapping registers: counted together, never added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.estimates.lists import UnderCount
    from datashift.harmonise.linkage import Linkage


@dataclass(frozen=True)
class Together:
    """Registers counted together.

    Args:
        lists: their names.
        sizes: records of each.
        listed: people (or events) on at least one list, the mean over linkages drawn by their
            probabilities.
        listed_lower, listed_upper: the middle 95 % of those linkages.
        total: people in all, on a list or on none; None where the lists overlap too little.
        reason: why there is no total, "" when there is one.
        flags: what was assumed.
    """

    lists: tuple[str, ...]
    sizes: tuple[int, ...]
    listed: float
    listed_lower: float
    listed_upper: float
    total: UnderCount | None
    reason: str
    flags: tuple[Flag, ...]

    @property
    def added_up(self) -> int:
        """What adding the lists up would say; it counts some twice."""
        return sum(self.sizes)

    @property
    def overlap(self) -> float:
        """Records that adding up would count again."""
        return self.added_up - self.listed

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        said = (
            f"The lists hold {self.added_up:,} records of about {self.listed:,.0f} people or events "
            f"({self.listed_lower:,.0f} to {self.listed_upper:,.0f}): about {self.overlap:,.0f} are "
            "on more than one."
        )
        if self.total is None:
            return said
        return (
            f"{said} With those on no list there are about {self.total.total:,.0f} "
            f"({self.total.lower:,.0f} to {self.total.upper:,.0f})."
        )


def counted_together(
    lists: Mapping[str, pa.Table], linkage: Linkage, *, draws: int = 50, seed: int = 0
) -> Together:
    """Count overlapping registers: linkage for who is on both, capture-recapture for the rest.

    Methods: docs/methods/lists.md.

    Args:
        lists: name to rows, with the columns of the linkage.
        draws: linkages drawn by the pairs' probabilities.

    Raises:
        Problem: as `link`.
    """
    from datashift.estimates.lists import UnderCounting, undercount_linked
    from datashift.harmonise.linkage import drawn, link

    linked = link(lists, linkage)
    chance = np.random.default_rng(seed)
    listed = np.array([len(drawn(linked, chance)) for _ in range(draws)], dtype=float)
    total, reason = None, ""
    try:
        total = undercount_linked(linked, UnderCounting("together"), draws=draws, seed=seed)
    except Problem as problem:
        reason = str(problem)
    low, high = np.quantile(listed, [0.025, 0.975])
    return Together(
        lists=linked.lists,
        sizes=linked.sizes,
        listed=float(listed.mean()),
        listed_lower=float(low),
        listed_upper=float(high),
        total=total,
        reason=reason,
        flags=linked.flags if total is None else total.flags,
    )
