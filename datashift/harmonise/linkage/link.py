"""Link lists: how likely each pair of records is one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from datashift.harmonise.linkage.blocking import Rule
from datashift.harmonise.linkage.degrees import AGREES
from datashift.harmonise.linkage.linked import Agreement, Linked, Pairs
from datashift.harmonise.linkage.model import (
    PRIOR,
    Model,
    engine,
    evidence,
    learnt,
    possible,
    quiet,
    trained,
    without_matches,
)
from datashift.harmonise.linkage.prepared import prepared
from datashift.harmonise.linkage.rivals import weighed
from datashift.harmonise.linkage.specification import Linkage, refuse_unfit
from datashift.kit.words import how_many
from datashift.tables.arrays import Integers
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    import pyarrow as pa

FAINT = 0.01  # a pair less likely than this is not kept


def link(lists: Mapping[str, pa.Table], linkage: Linkage) -> Linked:
    """How likely records of different lists are the same person or event.

    A list is taken to hold nobody twice. The same lists and seed give the same result.

    Args:
        lists: name to table; values that stand for missing must be null already.

    Raises:
        Problem: fewer than two lists or columns, an empty list, a column that is absent or does not
            suit its role, or the linkage extra is not installed.
    """
    refuse_unfit(lists, linkage)
    names = [f"list{at}" for at in range(len(lists))]
    sizes = [table.num_rows for table in lists.values()]
    ready = {name: prepared(table, linkage.fields) for name, table in lists.items()}
    with quiet(), engine(ready) as connection:
        model, taught, rules = trained(connection, linkage, names, sizes)
        first = _pairs(evidence(connection, names, model), sizes)
        model = without_matches(model, float(first.probability.sum()) / possible(sizes))
        if taught:
            model = learnt(connection, names, model) or model
        pairs = _pairs(evidence(connection, names, model), sizes)
    return Linked(
        lists=tuple(lists),
        sizes=tuple(sizes),
        pairs=pairs,
        agreements=_agreements(model, linkage),
        learnt=taught,
        accept=linkage.accept,
        flags=_flags(pairs, taught, rules, linkage),
    )


def _pairs(found: pa.Table, sizes: list[int]) -> Pairs:
    def position(name: str) -> Integers:
        text = found.column(name).to_pylist()
        return np.array([int(one.removeprefix("list")) for one in text], dtype=np.int64)

    def rows(name: str) -> Integers:
        return np.asarray(found.column(name).to_numpy(), dtype=np.int64)

    weight = np.asarray(found.column("weight").to_numpy(), dtype=np.float64)
    factor = np.exp2(np.clip(weight - np.log2(PRIOR / (1 - PRIOR)), -60, 60))
    a, i, b, j = position("left_list"), rows("left_row"), position("right_list"), rows("right_row")
    turned = a > b
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    i, j = np.where(turned, j, i), np.where(turned, i, j)
    alone, probability = np.zeros(len(a)), np.zeros(len(a))
    for left in range(len(sizes)):
        for right in range(left + 1, len(sizes)):
            here = np.flatnonzero((a == left) & (b == right))
            alone[here], probability[here] = weighed(
                i[here], j[here], factor[here], sizes[left], sizes[right]
            )
    order = np.lexsort((j, b, i, a, -alone))
    return Pairs(a, i, b, j, alone, probability).where(order[alone[order] >= FAINT])


def _agreements(model: Model, linkage: Linkage) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(
            field.column,
            level["label_for_charts"],
            float(level["m_probability"]),
            float(level["u_probability"]),
        )
        for field, one in zip(linkage.fields, model["comparisons"], strict=True)
        for level in one["comparison_levels"]
        if not level.get("is_null_level")
    )


def _flags(
    pairs: Pairs, taught: bool, rules: tuple[Rule, ...], linkage: Linkage
) -> tuple[Flag, ...]:
    found = [
        Flag(
            "linkage.no_duplicates",
            Severity.NOTE,
            "Each list was taken to hold nobody twice.",
        )
    ]
    if not taught:
        found.append(
            Flag(
                "linkage.fixed_weights",
                Severity.LOOK,
                "How often records of one person agree could not be learnt from these lists; it was "
                f"assumed that they agree in each column {100 * AGREES:.0f} times in 100.",
            )
        )
    if () not in rules:
        found.append(
            Flag(
                "linkage.not_all_compared",
                Severity.NOTE,
                "The lists are long, so only records that agree exactly in a column that tells people "
                "apart, or in two others, were compared.",
            )
        )
    unsure = int(((pairs.probability >= 0.1) & (pairs.probability < 0.9)).sum())
    if unsure:
        found.append(
            Flag(
                "linkage.unsure",
                Severity.LOOK,
                f"{how_many(unsure, 'pair of records needs', 'pairs of records need')} somebody who "
                "knows the lists to say whether they are the same person.",
                count=unsure,
                values={"count": unsure, "accept": linkage.accept},
            )
        )
    rivals = int(((pairs.alone >= 0.9) & (pairs.probability < 0.6)).sum())
    if rivals:
        found.append(
            Flag(
                "linkage.rivals",
                Severity.LOOK,
                f"{how_many(rivals, 'pair of records fits', 'pairs of records fit')} well, but "
                "another pair fits as well: a list may hold somebody twice.",
                count=rivals,
                values={"count": rivals},
            )
        )
    return tuple(found)
