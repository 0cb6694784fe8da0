"""Whose amounts make up each sum and mean: one well, one farm or one firm may be most of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import Estimate, Measure
from datashift.estimates.estimate import Contributions
from datashift.studies.weighting.weights import Weighted
from datashift.tables.arrays import Integers, Numbers, coded, crossed, numbers

if TYPE_CHECKING:
    import pyarrow as pa

_OF_AMOUNTS = frozenset({"total", "mean", "ratio", "rate"})
_UNITS = 1_000_000
Group = frozenset[tuple[str, str]]


def with_contributions(
    data: pa.Table, weighted: Weighted, measures: Sequence[Measure], estimates: Sequence[Estimate]
) -> tuple[Estimate, ...]:
    """The estimates, those of amounts with who makes them up. Answers of 0 and 1 are no amounts.

    Args:
        data: the prepared rows.
        weighted: how the rows count; a contribution is an amount times its weight.
        measures: what was asked for.
        estimates: what was found.
    """
    asked = {one.id: one.of for one in measures if one.quantity in _OF_AMOUNTS and one.of}
    found: dict[tuple[str, Group], Contributions] = {}
    for column in sorted({of for of in asked.values() if of}):
        amounts = _amounts(data, weighted, column)
        if amounts is None:
            continue
        groups = {tuple(sorted(e.domain)) for e in estimates if asked.get(e.measure, "") == column}
        for names in sorted(groups):
            for group, made in _of_groups(data, amounts, names):
                found[column, group] = made
    return tuple(
        replace(e, contributions=found.get((asked[e.measure] or "", frozenset(e.domain.items()))))
        if e.measure in asked
        else e
        for e in estimates
    )


@dataclass(frozen=True, eq=False)
class _Amounts:
    """Of one column: the rows that have one, in whole units, and these rows by size."""

    of: str
    rows: Integers
    units: Integers
    by_size: Integers


def _amounts(data: pa.Table, weighted: Weighted, of: str) -> _Amounts | None:
    """The weighted amounts of a column; None where they are answers of 0 and 1."""
    given = numbers(data, of)
    known = given[~np.isnan(given)]
    if not len(known) or bool(np.isin(known, (0.0, 1.0)).all()):
        return None
    whole = given * _weights(data, weighted)
    rows = np.flatnonzero(~np.isnan(whole) & (whole != 0))
    units = _whole_units(whole[rows])
    return _Amounts(of, rows, units, np.argsort(np.abs(units), kind="stable"))


def _weights(data: pa.Table, weighted: Weighted) -> Numbers:
    if weighted.calibration is not None:
        return weighted.calibration.weights
    if weighted.design.weight is not None:
        return numbers(data, weighted.design.weight)
    return np.ones(data.num_rows)


def _whole_units(amounts: Numbers) -> Integers:
    """Whole numbers whose sums add up: as they are where they can be, else what is left is carried."""
    everything = float(np.abs(amounts).sum())
    if everything <= _UNITS and bool((amounts == np.round(amounts)).all()):
        return np.asarray(amounts, dtype=np.int64)
    steps = np.round(np.cumsum(amounts) * (_UNITS / max(everything, 1e-300)))
    return np.asarray(np.diff(steps, prepend=0.0), dtype=np.int64)


def _of_groups(
    data: pa.Table, amounts: _Amounts, names: tuple[str, ...]
) -> list[tuple[Group, Contributions]]:
    """Each group of a cross-classification, and who makes up its sum."""
    columns = [coded(data, name) for name in names]
    codes = [column.codes[amounts.rows] for column in columns]
    inside = np.flatnonzero(np.all([code >= 0 for code in codes], axis=0)) if codes else None
    place = np.zeros(len(amounts.rows), dtype=np.int64)
    kinds = np.zeros((1, 0), dtype=np.int64)
    if inside is not None:
        place[:] = -1
        if not len(inside):
            return []
        place[inside], kinds = crossed([code[inside] for code in codes])
    total, everything = np.zeros((2, len(kinds)), dtype=np.int64)
    here = place >= 0
    np.add.at(total, place[here], amounts.units[here])
    np.add.at(everything, place[here], np.abs(amounts.units[here]))
    first, second = _two_largest(amounts, place, len(kinds))
    return [
        (
            frozenset(
                (name, column.labels[code])
                for name, column, code in zip(names, columns, kind, strict=True)
            ),
            Contributions(
                amounts.of, *(int(one[at]) for one in (total, first, second, everything))
            ),
        )
        for at, kind in enumerate(kinds.tolist())
    ]


def _two_largest(amounts: _Amounts, place: Integers, groups: int) -> tuple[Integers, Integers]:
    """The largest and the second largest part of each group, shape (groups,)."""
    order = amounts.by_size[place[amounts.by_size] >= 0]
    parts = np.zeros((2, groups), dtype=np.int64)
    for turn in range(2):
        last = np.full(groups, -1, dtype=np.int64)
        last[place[order]] = np.arange(len(order))  # of rows of one group the largest is kept
        there = last >= 0
        parts[turn, there] = np.abs(amounts.units[order[last[there]]])
        order = np.delete(order, last[there])
    return parts[0], parts[1]
