"""Groups that lie inside other groups: wards inside districts, though the study says nothing of it.

A reader knows the map. Figures by district and figures by ward are then one table with margins, and
a hidden ward is its district minus the other wards. So the crossed groups go through disclosure
control with the rest, and are never published.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from datashift.disclosure import is_small
from datashift.estimates import Estimate, Measure

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.disclosure import Protection

Group = tuple[str, ...]


def with_crossings(data: pa.Table, measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures, asked also for the crossing of groups of which one lies inside the other.

    Args:
        data: the prepared rows.
        measures: what the study asks for.
    """
    nested = functools.cache(functools.partial(_nested, data))
    return tuple(
        dataclasses.replace(measure, by=(*measure.by, *_crossings(measure.by, nested)))
        for measure in measures
    )


def _crossings(by: Sequence[Group], nested: Callable[[Group, Group], bool]) -> list[Group]:
    """Crossings of nested groups that are not asked for anyway."""
    known = {frozenset(group) for group in by}
    found: dict[frozenset[str], Group] = {}
    for outer, inner in itertools.permutations((group for group in by if group), 2):
        both = tuple(dict.fromkeys((*outer, *inner)))
        if frozenset(both) not in known and nested(outer, inner):
            found.setdefault(frozenset(both), both)
    return list(found.values())


def _nested(data: pa.Table, outer: Group, inner: Group) -> bool:
    """Whether each inner group lies in one outer group, and some outer group holds several."""
    both = _distinct(data, {*outer, *inner})
    return both == _distinct(data, {*inner}) > _distinct(data, {*outer}) > 1


def _distinct(data: pa.Table, columns: set[str]) -> int:
    import pyarrow.compute as pc

    names = sorted(columns)
    keys = [pc.field(name) for name in names]  # Arrow reads a text that begins with a dot as a path
    return len(data.select(names).drop_null().group_by(keys).aggregate([]))


def published(
    protection: Protection, estimates: Sequence[Estimate], measures: Sequence[Measure]
) -> Protection:
    """The protection with only the groups that were asked for.

    Args:
        protection: of all estimates, in their order.
        estimates: asked for or added by `with_crossings`.
        measures: as the study asks for them.
    """
    asked = {(measure.id, frozenset(group)) for measure in measures for group in measure.by}
    shares = {measure.id for measure in measures if measure.quantity == "proportion"}
    kept = [
        (cell, is_small(estimate, protection.policy, share=estimate.measure in shares))
        for cell, estimate in zip(protection.cells, estimates, strict=True)
        if (estimate.measure, frozenset(estimate.domain)) in asked
    ]
    hidden = sum(cell.hidden for cell, _ in kept)
    small = sum(small for _, small in kept)
    return dataclasses.replace(
        protection,
        cells=tuple(cell for cell, _ in kept),
        hidden_primary=small,
        hidden_complementary=hidden - small,
    )
