"""The gate that every figure passes before it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from datashift.disclosure.protection import Audit, Cell, Protection
from datashift.estimates.estimate import Estimate

HIDDEN = "Hidden to protect people."


def protect(
    estimates: Sequence[Estimate],
    *,
    minimum: int = 10,
    parents: Mapping[str, str] | None = None,
) -> Protection:
    """Hide figures about few people, and as many others as keep those from being worked out."""
    primary = {i for i, e in enumerate(estimates) if e.n < minimum}
    hidden = {i for i, e in enumerate(estimates) if i in primary or (primary and e.domain)}
    cells = tuple(
        Cell(_stripped(e), "Q") if i in hidden else Cell(e, "A") for i, e in enumerate(estimates)
    )
    return Protection(
        cells, minimum, len(primary), len(hidden) - len(primary), Audit(cells_hidden=len(hidden))
    )


def _stripped(estimate: Estimate) -> Estimate:
    return Estimate(
        measure=estimate.measure,
        domain=dict(estimate.domain),
        value=None,
        method=estimate.method,
        reason=HIDDEN,
    )
