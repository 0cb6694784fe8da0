"""A record has at most one partner in another list; its candidates share the probability."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from datashift.harmonise.linkage.linked import Linked, Pairs
from datashift.harmonise.linkage.people import drawn, people
from datashift.harmonise.linkage.rivals import weighed
from datashift.tables.arrays import Numbers


def exact(left: list[int], right: list[int], odds: Numbers) -> Numbers:
    """Probability of each pair from all ways to pair records off."""
    found = np.zeros(len(odds))
    total = 0.0
    for chosen in product([False, True], repeat=len(odds)):
        taken = np.flatnonzero(chosen)
        if len({left[at] for at in taken}) < len(taken) or len({right[at] for at in taken}) < len(
            taken
        ):
            continue
        weight = float(np.prod(odds[taken]))
        total += weight
        found[taken] += weight
    return found / total


def test_probabilities_equal_those_of_all_pairings_where_candidates_form_no_ring() -> None:
    left, right = [0, 0, 1, 2, 3], [0, 1, 1, 2, 4]
    factor = np.array([40.0, 300.0, 150.0, 1e4, 2.0])
    alone, together = weighed(np.array(left), np.array(right), factor, 6, 7)
    odds = alone / (1 - alone)
    assert together == pytest.approx(exact(left, right, odds), abs=1e-7)


def test_twins_are_paired_off_though_nobody_knows_which_with_which() -> None:
    left, right = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    alone, together = weighed(left, right, np.full(4, 1e6), 20, 20)
    assert together == pytest.approx(0.5, abs=0.01)
    zeros = np.zeros(4, dtype=np.int64)
    linked = Linked(
        ("a", "b"),
        (20, 20),
        Pairs(zeros, left, zeros + 1, right, alone, together),
        (),
        True,
        0.5,
        (),
    )
    assert len(people(linked)) == 38
    assert {len(drawn(linked, np.random.default_rng(seed))) for seed in range(20)} == {38}


def test_a_third_list_joins_people_without_doubling_any() -> None:
    """a0-b0 and b0-c0 are one person; c0-a1 would put a0 and a1 together and is not taken."""
    pairs = Pairs(
        left_list=np.array([0, 1, 0]),
        left_row=np.array([0, 0, 1]),
        right_list=np.array([1, 2, 2]),
        right_row=np.array([0, 0, 0]),
        alone=np.array([0.99, 0.98, 0.9]),
        probability=np.array([0.99, 0.98, 0.5]),
    )
    found = people(Linked(("a", "b", "c"), (2, 1, 1), pairs, (), True, 0.5, ()))
    assert sorted(found.sum(axis=1).tolist()) == [1, 3]
