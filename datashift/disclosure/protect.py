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
    """Hide figures about few people, and as many others as keep those from being worked out.

    Every hidden number of people could be any of at least `minimum` + 1 whole numbers, judged by
    all that stays visible: in each cross-classification, its margins, areas within areas, and
    measures that share rows or answers. The method and its limits: docs/methods/disclosure.md.

    Args:
        estimates: all figures of a release; what is protected apart is not protected together.
        minimum: the smallest number of people that a shown figure may be about; 0 and 1 hide nothing.
        parents: code to the code it lies within, where both are codes of one dimension.

    Raises:
        ValueError: the minimum is negative.
    """
    if minimum < 0:
        raise ValueError(f"minimum must not be negative: {minimum}")
    if not any(is_small(estimate, minimum) for estimate in estimates):
        return Protection(tuple(Cell(e, "A") for e in estimates), minimum, 0, 0, Audit())
    return _protect(estimates, minimum, parents or {})


def _protect(estimates: Sequence[Estimate], minimum: int, parents: Mapping[str, str]) -> Protection:
    from datashift.disclosure.reading import read_counts
    from datashift.disclosure.suppress import suppress

    gone: set[int] = set()
    found = []
    for linked in read_counts(estimates, minimum, parents):
        suppression = suppress(linked, minimum)
        found.append(suppression)
        gone.update(at for f in suppression.hidden for at in linked.figures[f].estimates)
    small = sum(is_small(estimate, minimum) for estimate in estimates)
    bounded = [each.narrowest for each in found if each.narrowest is not None]
    return Protection(
        cells=tuple(
            Cell(_stripped(e), "Q") if at in gone else Cell(e, "A")
            for at, e in enumerate(estimates)
        ),
        minimum=minimum,
        hidden_primary=small,
        hidden_complementary=len(gone) - small,
        audit=Audit(
            cells_hidden=len(gone),
            exactly_recoverable=sum(each.exact for each in found),
            narrowest_interval=min(bounded, default=None),
            ways_tried=sum(each.tried for each in found),
        ),
    )


def is_small(estimate: Estimate, minimum: int) -> bool:
    """Whether a figure is about so few people that it may not be shown."""
    rows = estimate.n + estimate.missing
    return 0 < estimate.n < minimum or (estimate.n == 0 and 0 < rows < minimum)


def _stripped(estimate: Estimate) -> Estimate:
    return Estimate(
        measure=estimate.measure,
        domain=dict(estimate.domain),
        value=None,
        method=estimate.method,
        reason=HIDDEN,
    )
