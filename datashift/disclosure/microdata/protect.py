"""Records made safe to leave: columns left out, answers recoded, single keys taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from datashift.disclosure.microdata import columns
from datashift.disclosure.microdata.cells import Counted, Key, counted, key, weights
from datashift.disclosure.microdata.columns import LeftOut
from datashift.disclosure.microdata.gate import Rules, Verdict, gate
from datashift.disclosure.microdata.groups import microaggregate
from datashift.disclosure.microdata.propose import Proposal, propose
from datashift.disclosure.microdata.recode import ladder
from datashift.disclosure.microdata.suppress import Answers, punched
from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Numbers, column, numbers
from datashift.tables.table import Table

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Parts:
    """What the columns of a file of records are to somebody who looks for a person.

    Args:
        keys: what can be known of a person from elsewhere: sex, age, place, ...
        sensitive: answers that would hurt if they became known.
        weight: how many people a record stands for; without it the records are everybody.
        amounts: numbers that are nobody's alone only in groups: income, land, ...
        within: for a key the column of its coarser values, such as district to region.
        keep: further columns that somebody decided to let leave.
        categories: keys whose numbers are names, such as district 17, and have no order.
    """

    keys: tuple[str, ...]
    sensitive: tuple[str, ...] = ()
    weight: str | None = None
    amounts: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        weight = () if self.weight is None else (self.weight,)
        return (*self.keys, *self.sensitive, *weight, *self.amounts, *self.keep)


@dataclass(frozen=True)
class ProtectedRecords:
    """Records that may leave, and what that took.

    Args:
        data: the records, sorted by what is shown, so that their order says nothing.
        rows: for each of them the position of its record in the table; never to be published.
        before: how the records did as they came.
        proposal: what was changed; its verdict is how they do now.
        keys: names of the keys, in the order of `proposal.recodings`.
        left_out: columns that stay back.
        amounts_lost: share of the amounts' variance that grouping took, 0-1; None without amounts.
    """

    data: pa.Table = field(repr=False)
    rows: Integers = field(repr=False)
    before: Verdict
    proposal: Proposal
    keys: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    amounts_lost: float | None


def look_at(table: Table, parts: Parts, rules: Rules | None = None) -> Verdict:
    """How the records do as they are.

    Raises:
        Problem: a column is not there, or its weights cannot be used.
    """
    rules = rules or Rules()
    _, records = _counted(table, parts)
    return gate(records.cells, rules, answers=_answers(table, parts, records, rules))


def protect_records(
    table: Table, parts: Parts, rules: Rules | None = None, *, today: date
) -> ProtectedRecords:
    """Change records as little as was found possible until they pass the gate.

    Args:
        table: one record in each row.
        parts: what the columns are.
        rules: what is asked; the published defaults when omitted.
        today: later days lie in the future.

    Raises:
        Problem: a column is not there or cannot be used, or nothing that was tried passes.
    """
    rules = rules or Rules()
    keys, records = _counted(table, parts)
    answers = _answers(table, parts, records, rules)
    out = columns.left_out(table, parts.named, k=rules.k, today=today)
    _check(table, parts, {each.column: each.why for each in out})
    before = gate(records.cells, rules, answers=answers)
    ladders = [ladder(each, _records_of(each), _outer(table, parts, each.name)) for each in keys]
    proposal = propose(records.cells, ladders, rules, answers=answers)
    if proposal is None:
        raise Problem(
            "No way was found to let these records leave safely: " + before.reasons[0],
            file=table.source.name,
            safe="Nothing was written",
            do="Publish tables instead (datashift protect --by), or ask for less, such as --named 0.03",
            code="microdata.no_way",
        )
    stays = np.flatnonzero(~proposal.suppression.withheld[proposal.cell[records.of_record]])
    cell = proposal.cell[records.of_record][stays]
    amounts, lost = _amounts(table, parts, stays, rules.k)
    out_of_it = {each.column for each in out if each.column not in parts.keep}
    data = _shown(table, parts, keys, proposal, stays, cell, amounts, out_of_it)
    order = _order(data)
    return ProtectedRecords(
        data.take(order), stays[order.to_numpy()], before, proposal, parts.keys, out, lost
    )


def _counted(table: Table, parts: Parts) -> tuple[list[Key], Counted]:
    if len(table) == 0:
        raise Problem("There are no records", file=table.source.name, code="microdata.empty")
    data = _named(table.data, parts.categories)
    keys = [key(data, name) for name in dict.fromkeys(parts.keys)]
    weight = None if parts.weight is None else weights(table.data, parts.weight)
    return keys, counted(keys, weight)


def _named(data: pa.Table, categories: Sequence[str]) -> pa.Table:
    """Numbers that are names, as text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name in categories:
        texts = pc.cast(column(data, name), pa.string())
        data = data.set_column(data.column_names.index(name), name, texts)
    return data


def _answers(table: Table, parts: Parts, records: Counted, rules: Rules) -> dict[str, Answers]:
    found = {}
    for name in parts.sensitive:
        codes = key(table.data, name).codes
        size = int(codes.max(initial=0)) + 2
        pairs = np.unique(records.of_record * size + codes + 1)
        found[name] = Answers(pairs // size, pairs % size - 1, rules.answers)
    return found


def _records_of(each: Key) -> Integers:
    return np.bincount(each.codes[each.codes >= 0], minlength=len(each.values))


def _outer(table: Table, parts: Parts, name: str) -> Key | None:
    return key(table.data, parts.within[name]) if name in parts.within else None


def _check(table: Table, parts: Parts, out: Mapping[str, str]) -> None:
    for name in parts.named:
        if name not in table.data.column_names:
            key(table.data, name)  # says which there are
        if name in out and name not in parts.keep:
            raise Problem(
                "This column may not leave, whatever else is changed",
                file=table.source.name,
                column=name,
                safe=out[name],
                do="Do not name it",
                code="microdata.personal",
            )


def _shown(
    table: Table,
    parts: Parts,
    keys: Sequence[Key],
    proposal: Proposal,
    stays: Integers,
    cell: Integers,
    amounts: Mapping[str, Numbers],
    out: Collection[str],
) -> pa.Table:
    """The columns as they leave, records in the order of the table."""
    import pyarrow as pa

    shown: dict[str, pa.Array] = {}
    for name in table.data.column_names:
        if name in parts.keys:
            at = parts.keys.index(name)
            recoding = proposal.recodings[at]
            if recoding is None or not recoding.leaves_out:
                shown[name] = _key_values(keys[at], proposal, at, cell)
        elif name == parts.weight:
            shown[name] = pa.array(_mean_weights(proposal, cell))
        elif name in amounts:
            shown[name] = pa.array(amounts[name], mask=np.isnan(amounts[name]))
        elif name not in out and name not in parts.within.values():
            shown[name] = _plain(table.data.column(name).take(pa.array(stays)))
    return pa.table(shown)


def _order(data: pa.Table) -> pa.Array:
    """Sorted by everything that is shown: the order of the table says who came after whom."""
    import pyarrow.compute as pc

    # Arrow reads a text that begins with a dot as a path.
    keys = [(pc.field(name), "ascending") for name in data.column_names]
    return pc.sort_indices(data, sort_keys=keys)


def _key_values(each: Key, proposal: Proposal, at: int, cell: Integers) -> pa.Array:
    import pyarrow as pa

    recoding = proposal.recodings[at]
    values = each.values if recoding is None else pa.array(recoding.labels)
    codes = np.where(proposal.suppression.holes[:, at], -1, proposal.recoded.codes[:, at])[cell]
    return _plain(values.take(pa.array(np.maximum(codes, 0), mask=codes < 0)))


def _plain(values: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Without a dictionary, which could not be sorted."""
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        return values.cast(values.type.value_type)
    return values


def _mean_weights(proposal: Proposal, cell: Integers) -> Numbers:
    """The mean weight of those who look alike: a weight of one's own would tell the stratum."""
    stays = ~proposal.suppression.withheld
    released, group = proposal.recoded.only(stays).recoded(
        punched(proposal.recoded, proposal.suppression)[stays]
    )
    mean = np.round(released.weight / released.records, 6)
    return np.asarray(mean[group[(np.cumsum(stays) - 1)[cell]]], dtype=np.float64)


def _amounts(
    table: Table, parts: Parts, stays: Integers, k: int
) -> tuple[dict[str, Numbers], float | None]:
    if not parts.amounts:
        return {}, None
    given = np.column_stack([numbers(table.data, name)[stays] for name in parts.amounts])
    known = np.isfinite(given).all(axis=1)
    shown = np.full(given.shape, np.nan)
    if int(known.sum()) < k:
        return dict(zip(parts.amounts, shown.T, strict=True)), 1.0
    grouped = microaggregate(given[known], k)
    shown[known] = grouped.values
    return dict(zip(parts.amounts, shown.T, strict=True)), grouped.lost
