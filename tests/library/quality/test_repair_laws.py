"""Laws of repairing, whatever the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from library.quality.tables_at_hand import TODAY, table

from datashift.quality import check, repair
from datashift.tables.flag import Repair
from datashift.tables.table import Table

COUNTRY = "KE"

_degrees = st.sampled_from([0.0, 36.8, -1.3, 36.81, 500.0, 2.35, 48.85, None, -2e-08])
_words = st.sampled_from(
    ["Principal ", "Principal", "PRINCIPAL", "Vinculado", "Vincualado", "Vinculadoo", "tap", "Tap",
     "tapp", "water, food, ", "food, water", "food", "water", None]
)  # fmt: skip
_whole = st.sampled_from([0, 1, 2, 3, 5, 8, 13, 21, 34, 900, 100_000, 999, -9, None])
_days = st.sampled_from(
    [date(1899, 12, 30), date(1970, 1, 1), date(2020, 5, 4), date(2021, 1, 1), date(2199, 1, 1)]
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A short list of odd rows, repeated in a drawn order: dirt beside much that is ordinary."""
    distinct = draw(st.integers(3, 12))
    odd: dict[str, list[Any]] = {
        name: draw(st.lists(cells, min_size=distinct, max_size=distinct))
        for name, cells in {
            "id": st.integers(0, 10_000),
            "longitude": _degrees,
            "latitude": _degrees,
            "tipo": _words,
            "population": _whole,
            "day": _days,
            "remark": st.text("ab 12", max_size=6),
        }.items()
    }
    picked = draw(st.lists(st.integers(0, distinct - 1), min_size=4, max_size=30))
    ordinary = draw(st.sampled_from([0, 40]))
    return table(
        {
            "id": _typed([odd["id"][row] for row in picked] + [*range(20_000, 20_000 + ordinary)]),
            "longitude": _typed(
                [odd["longitude"][row] for row in picked]
                + np.linspace(36, 37, ordinary).round(3).tolist(),
                pa.float64(),
            ),
            "latitude": _typed(
                [odd["latitude"][row] for row in picked]
                + np.linspace(-1, 1, ordinary).round(3).tolist(),
                pa.float64(),
            ),
            "tipo": _typed(
                [odd["tipo"][row] for row in picked] + ["Vinculado", "tap"] * (ordinary // 2),
                pa.string(),
            ),
            "population": _typed(
                [odd["population"][row] for row in picked] + [*range(20, 20 + ordinary)], pa.int64()
            ),
            "day": _typed([odd["day"][row] for row in picked] + [date(2022, 3, 1)] * ordinary),
            "remark": _typed(
                [odd["remark"][row] for row in picked] + [f"r {n}" for n in range(ordinary)],
                pa.string(),
            ),
        }
    )


def _typed(values: Sequence[Any], arrow: pa.DataType | None = None) -> pa.Array:
    return pa.array(values, arrow)


@given(tables())
@settings(max_examples=20, deadline=None)
def test_setting_aside_leaves_out_exactly_the_flagged_rows_and_ends_the_flag(one: Table) -> None:
    for flag in check(one, country=COUNTRY, today=TODAY):
        if not flag.rows:
            continue
        answer = Repair("set_aside", flag.code, flag.column)
        repaired = repair(one, [answer], country=COUNTRY, today=TODAY)
        assert repaired.set_aside == {flag.code: flag.rows}
        left = [row for row in one.row_numbers.to_pylist() if row not in flag.rows]
        assert repaired.table.row_numbers.to_pylist() == left
        again = check(repaired.table, country=COUNTRY, today=TODAY)
        assert (flag.code, flag.column) not in {(one.code, one.column) for one in again}


@given(tables())
@settings(max_examples=12, deadline=None)
def test_the_best_repair_ends_the_flag_and_repeating_it_changes_nothing(one: Table) -> None:
    for flag in check(one, country=COUNTRY, today=TODAY):
        best = flag.repairs[0]
        once = repair(one, [best], country=COUNTRY, today=TODAY).table
        twice = repair(once, [best], country=COUNTRY, today=TODAY).table
        assert twice.data.equals(once.data)
        assert twice.row_numbers.equals(once.row_numbers)
        if best.action != "keep":
            again = check(once, country=COUNTRY, today=TODAY)
            assert (flag.code, flag.column) not in {(one.code, one.column) for one in again}


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_values_stay_beside_their_row_numbers(one: Table, chance: Any) -> None:
    repairs = [flag.repairs[0] for flag in check(one, country=COUNTRY, today=TODAY)]
    chance.shuffle(repairs)
    repaired = repair(one, repairs, country=COUNTRY, today=TODAY)
    before = dict(zip(one.row_numbers.to_pylist(), one.data["id"].to_pylist(), strict=True))
    after = zip(
        repaired.table.row_numbers.to_pylist(), repaired.table.data["id"].to_pylist(), strict=True
    )
    assert all(before[row] == identifier for row, identifier in after)
    gone = {row for rows in repaired.set_aside.values() for row in rows}
    assert gone.isdisjoint(repaired.table.row_numbers.to_pylist())
    assert len(repaired.table) + len(gone) == len(one)


@given(tables())
@settings(max_examples=20, deadline=None)
def test_keeping_changes_nothing(one: Table) -> None:
    found = check(one, country=COUNTRY, today=TODAY)
    kept = [Repair("keep", flag.code, flag.column) for flag in found]
    assert repair(one, kept, country=COUNTRY, today=TODAY).table is one
