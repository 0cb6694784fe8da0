"""What holds whatever the records are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.disclosure.microdata.cells import MISSING, Cells, Counted, counted, key
from datashift.disclosure.microdata.frequencies import frequencies
from datashift.disclosure.microdata.gate import gate
from datashift.disclosure.microdata.groups import microaggregate
from datashift.disclosure.microdata.suppress import Answers, punched, suppress

VALUE = st.one_of(st.none(), st.integers(0, 3))
RECORDS = st.lists(st.tuples(VALUE, VALUE, VALUE), min_size=1, max_size=60)


def records(rows: list[tuple[int | None, ...]]) -> Counted:
    data = pa.table({str(at): pa.array([row[at] for row in rows], pa.int64()) for at in range(3)})
    return counted([key(data, name) for name in data.column_names])


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_a_missing_key_fits_everything(rows: list[tuple[int | None, ...]]) -> None:
    found = records(rows)
    fits = [
        sum(
            all(a is None or b is None or a == b for a, b in zip(row, other, strict=True))
            for other in rows
        )
        for row in rows
    ]
    assert frequencies(found.cells).sample[found.of_record].tolist() == fits


@settings(max_examples=40, deadline=None)
@given(RECORDS, st.integers(2, 6))
def test_after_suppression_nobody_stands_alone(rows: list[tuple[int | None, ...]], k: int) -> None:
    cells = records(rows).cells
    for holes in ("wildcard", "value"):
        found = suppress(cells, k, holes=holes)
        after, _ = cells.only(~found.withheld).recoded(punched(cells, found)[~found.withheld])
        if found.withheld.any():
            assert found.records_withheld < k
        if holes == "value" or not found.withheld.any():
            assert (frequencies(after, holes=holes).sample >= k).all()


@settings(max_examples=40, deadline=None)
@given(RECORDS, st.data())
def test_groups_stay_varied(rows: list[tuple[int | None, ...]], data: st.DataObject) -> None:
    found = records(rows)
    codes = np.array(
        data.draw(st.lists(st.integers(-1, 2), min_size=len(rows), max_size=len(rows)))
    )
    answers = Answers(found.of_record, codes, 2)
    chosen = suppress(found.cells, 2, answers=(answers,))
    stays = ~chosen.withheld[found.of_record]
    shown = punched(found.cells, chosen)[found.of_record][stays]
    for row in np.unique(shown, axis=0) if len(shown) else ():
        told = codes[stays][(shown == row).all(axis=1)]
        assert len(set(told[told != MISSING])) != 1


def test_the_minimality_attack_that_wildcards_do_not_stop() -> None:
    """Ten farmers and a teacher: a hole beside the farmers can only be the teacher."""
    rows: list[tuple[int | None, ...]] = [*[(1, 1, 0)] * 10, (1, 1, 1)]
    cells = records(rows).cells
    seen_through = suppress(cells, 3, holes="wildcard")
    assert (seen_through.removed, seen_through.records_withheld) == (1, 0)
    kept_back = suppress(cells, 3, holes="value")
    assert (kept_back.removed, kept_back.records_withheld) == (0, 1)


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 7), st.integers(0, 2**32 - 1), st.integers(7, 120))
def test_groups_have_k_members_and_keep_the_means(k: int, seed: int, size: int) -> None:
    amounts = np.random.default_rng(seed).lognormal(0, 2, (size, 3)).round(1)
    found = microaggregate(amounts, k)
    assert np.bincount(found.group).min() >= k
    assert np.allclose(found.values.mean(axis=0), amounts.mean(axis=0))


@pytest.mark.parametrize("k", [3, 10])
def test_compiled_loops_and_numpy_make_the_same_groups(k: int) -> None:
    """Blocks, the worst groups anew, and neighbours sharing: every way a group is made."""
    pytest.importorskip("numba", reason="the compiled loops need numba (extra: fast)")
    amounts = np.random.default_rng(k).lognormal(0, 1, (1_100, 3))
    ours, theirs = (microaggregate(amounts, k, rounds=9, compiled=c) for c in (True, False))
    assert ours.group.tolist() == theirs.group.tolist()


def test_the_gate_says_why_not() -> None:
    cells = Cells(np.array([[0], [1]]), np.array([1, 9]), np.array([1.0, 9.0]), False)
    verdict = gate(cells)
    assert not verdict.passes
    assert verdict.reasons == (
        "1 record shares the identifying answers with fewer than 4 others.",
        "Of 100 records, 20 would be found on average; it must be fewer than 3.",
        "The record most at risk would be found with a probability of 1.00; at most 0.20 is allowed.",
    )
