"""Indexes of digit preference, at the values their definitions fix."""

from __future__ import annotations

import numpy as np
import pytest

from datashift.quality.fieldwork import benford, myers, whipple


def test_whipple_runs_from_a_hundred_to_five_hundred() -> None:
    assert whipple(np.arange(0.0, 100)) == 100
    assert whipple(np.full(7, 40.0)) == 500
    assert whipple(np.array([31.0, 32.0, np.nan])) == 0
    assert whipple(np.array([12.0, np.nan])) is None


def test_myers_runs_from_nothing_to_ninety() -> None:
    assert myers(np.arange(10.0, 100)) == pytest.approx(0)
    assert myers(np.full(7, 40.0)) == pytest.approx(90)
    assert myers(np.array([np.nan])) is None


def test_myers_is_not_misled_by_fewer_old_people() -> None:
    """A population that falls by 2 % with each year of age has no preference for 0 over 9."""
    ages = np.repeat(np.arange(10.0, 100), np.round(10_000 * 0.98 ** np.arange(90)).astype(int))
    plain = np.abs(100 * np.bincount(ages.astype(int) % 10) / len(ages) - 10).sum() / 2
    index = myers(ages)
    assert index is not None
    assert index < 1 < plain


def test_powers_of_two_follow_benford() -> None:
    found = benford(np.float_power(2, np.arange(1000)))
    assert found is not None
    assert found.deviation < 0.001
    assert found.chance > 0.99
    assert found.shares[0] == pytest.approx(0.301)


def test_benford_is_not_asked_where_it_cannot_hold() -> None:
    assert benford(np.geomspace(1, 2_000_000, 300)) is not None
    assert benford(np.arange(1.0, 1000)) is None
    assert benford(np.float_power(2, np.arange(299))) is None


def test_invented_amounts_do_not_follow_benford() -> None:
    chance = np.random.default_rng(5)
    found = benford(chance.integers(1, 10, 500) * 10.0 ** chance.integers(0, 6, 500))
    assert found is not None
    assert found.chance < 1e-6
