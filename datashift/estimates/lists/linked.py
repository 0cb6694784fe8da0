"""How many are on no list when it is not certain which records are one person.

Linkage is drawn many times by its probabilities and what is estimated from each is put together by
Rubin's rules. Sources: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3; the
error of linkage in capture-recapture: Ding & Fienberg (1994), Survey Methodology 20, 149-158.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from datashift.estimates.lists.average import log_normal
from datashift.estimates.lists.overlap import overlap_of
from datashift.estimates.lists.undercount import UnderCount, UnderCounting, undercount
from datashift.harmonise.linkage import Linked, drawn, people
from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity


@dataclass(frozen=True)
class Threshold:
    """The estimate when pairs from one probability on are taken for one person.

    Args:
        accept: that probability.
        found: the estimate; None where the lists then overlap too little.
        reason: why there is none, "" when there is one.
    """

    accept: float
    found: UnderCount | None
    reason: str = ""


def undercount_linked(
    linked: Linked, counting: UnderCounting, *, draws: int, seed: int
) -> UnderCount:
    """The total with the uncertainty of linkage in its error and interval.

    The models and the lists shown are those of the accepted pairs; total, error and interval are
    those of `draws` linkages drawn by the pairs' probabilities.

    Raises:
        Problem: fewer than 2 draws, or as `undercount`, of the accepted pairs or of any draw.
    """
    from scipy import special

    if draws < 2:
        raise Problem(
            "The error of linkage cannot be worked out from fewer than 2 draws",
            do="Draw 50",
            code="lists.few_draws",
        )
    accepted = undercount(overlap_of(linked.lists, people(linked)), counting)
    chance = np.random.default_rng(seed)
    found = [
        undercount(overlap_of(linked.lists, drawn(linked, chance)), counting) for _ in range(draws)
    ]
    totals = np.array([one.total for one in found])
    within = float(np.mean([one.standard_error**2 for one in found]))
    between = float(totals.var(ddof=1)) * (1 + 1 / draws)
    total, error = float(totals.mean()), (within + between) ** 0.5
    listed = float(np.mean([one.overlap.listed for one in found]))
    quantile = float(special.ndtri(0.5 + counting.level / 2))
    lower, upper = log_normal(total - listed, error, quantile)
    share = between / (within + between) if within + between else 0.0
    return replace(
        accepted,
        total=total,
        standard_error=error,
        lower=listed + lower,
        upper=listed + upper,
        flags=(*accepted.flags, _drawn(draws, seed, share), *linked.flags),
    )


def thresholds(
    linked: Linked, counting: UnderCounting, at: Sequence[float] = (0.2, 0.5, 0.8, 0.95)
) -> tuple[Threshold, ...]:
    """The estimate at several probabilities from which a pair counts as one person."""
    found = []
    for accept in at:
        try:
            one = undercount(overlap_of(linked.lists, people(linked, accept)), counting)
        except Problem as problem:
            found.append(Threshold(accept, None, str(problem)))
        else:
            found.append(Threshold(accept, one))
    return tuple(found)


def _drawn(draws: int, seed: int, share: float) -> Flag:
    return Flag(
        "lists.linkage_drawn",
        Severity.NOTE,
        f"Which records are one person was drawn {draws} times by its probability; that uncertainty "
        f"is {100 * share:.0f} % of the variance.",
        values={"draws": draws, "seed": seed, "share": round(share, 4)},
    )
