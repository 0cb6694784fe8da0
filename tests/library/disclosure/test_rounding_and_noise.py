"""Tables that keep every number, changed on purpose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.disclosure.tabulated import Made, made

from datashift.disclosure import rules_for
from datashift.disclosure.tables.cell_key import Noise
from datashift.disclosure.tables.protect import blurred, rounded_off
from datashift.disclosure.tables.rounding import rounded

SECRET = b"a secret of more than sixteen bytes"


@settings(deadline=None, max_examples=20)
@given(
    st.sampled_from([Made((6,)), Made((5, 4)), Made((6, 3), nested=2), Made((4, 3, 3))]),
    st.integers(0, 2**32 - 1),
    st.sampled_from([3, 5, 10]),
)
def test_rounded_numbers_add_up(shape: Made, seed: int, base: int) -> None:
    counted = made(shape, seed, 12.0)
    result = rounded(counted.cube, counted.counts, base)
    assert not (result.cells % base).any()
    assert counted.cube.is_sum(result.cells)
    assert (result.cells >= 0).all()
    if len(shape.sizes) <= 2:
        assert result.restricted
        assert result.furthest < base


def test_a_base_of_one_is_refused() -> None:
    counted = made(Made((3,)), 1, 12.0)
    with pytest.raises(ValueError, match="1"):
        rounded(counted.cube, counted.counts, 1)


def test_rounding_says_that_numbers_were_changed() -> None:
    table = rounded_off(made(Made((4, 3)), 1, 12.0), rules_for(), base=5)
    assert set(table.status) <= {"A", "E"}
    assert table.loss.mean_change > 0


@given(st.floats(0.5, 5.0), st.integers(5, 12))
@settings(deadline=None, max_examples=20)
def test_noise_has_the_mean_and_variance_it_says(variance: float, deviation: int) -> None:
    table = Noise(variance, deviation).probabilities
    steps = np.arange(-deviation, deviation + 1)
    for count in range(1, deviation + 1):
        chances = table[count]
        assert chances.sum() == pytest.approx(1, abs=1e-9)
        assert chances @ steps == pytest.approx(0, abs=1e-6)
        assert chances @ steps**2 == pytest.approx(variance, rel=1e-5)
        assert not chances[steps < -count].any()


def test_the_same_question_gets_the_same_noise() -> None:
    """Asking again, or in another table, or averaging over a thousand times, tells no more."""
    small = made(Made((6, 4)), 4, 12.0)
    draws = [blurred(small, rules_for(), secret=SECRET).counts for _ in range(5)]
    assert all((draw == draws[0]).all() for draw in draws)
    other = blurred(small, rules_for(), secret=b"another secret of enough bytes")
    assert (other.counts != draws[0]).any()
    mean_error = np.abs(np.mean(draws, axis=0) - small.counts.ravel()).mean()
    assert mean_error == np.abs(draws[0] - small.counts.ravel()).mean()


def test_noise_keeps_nobody_nobody_and_no_number_under_nought() -> None:
    counted = made(Made((20, 10)), 2, 3.0)
    table = blurred(counted, rules_for(), secret=SECRET)
    truth = counted.counts.ravel()
    assert not table.counts[truth == 0].any()
    assert (table.counts >= 0).all()
    assert np.abs(table.counts - truth).max() <= 6
    changed = table.counts[truth > 0] - truth[truth > 0]
    assert abs(changed.mean()) < 0.5
    assert 2.5 < changed.var() < 5.5


def test_a_variance_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="variance"):
        Noise(variance=9.0, deviation=3)
