from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from datashift.estimates.selection.tipping import (
    extremes,
    silent_value,
    tilt_to_reach,
    tipping_difference,
    tipping_mean,
    tipping_official,
    tipping_share,
)
from datashift.estimates.sensitivity import defect, ratio_to_reach

SHARES = st.floats(0.01, 0.99)
PEOPLE = st.lists(
    st.tuples(st.integers(-1000, 1000), st.booleans()), min_size=3, max_size=60
).filter(lambda people: 0 < sum(inside for _, inside in people) < len(people))


@given(PEOPLE)
def test_meng_s_identity_is_exact_in_any_finite_population(
    people: list[tuple[int, bool]],
) -> None:
    y = np.array([value for value, _ in people], dtype=float)
    inside = np.array([answered for _, answered in people])
    assume(y.std() > 0 and y[inside].mean() != y.mean())
    found = defect(y[inside].mean(), y.mean(), float(y.std()), int(inside.sum()), len(y))
    assert found is not None
    assert found.correlation == pytest.approx(np.corrcoef(y, inside)[0, 1], abs=1e-9)


@given(PEOPLE)
def test_the_silent_mean_is_that_of_the_people_who_are_not_in_the_data(
    people: list[tuple[int, bool]],
) -> None:
    y = np.array([value for value, _ in people], dtype=float)
    inside = np.array([answered for _, answered in people])
    needed = silent_value(y[inside].mean(), y.mean(), int(inside.sum()), len(y))
    assert needed == pytest.approx(y[~inside].mean(), abs=1e-6)


@given(SHARES, st.integers(1, 500), st.integers(1, 5000))
def test_the_extremes_are_all_silent_no_and_all_silent_yes(
    share: float, n: int, silent: int
) -> None:
    low, high = extremes(share, n, n + silent)
    assert silent_value(share, low, n, n + silent) == pytest.approx(0, abs=1e-9)
    assert silent_value(share, high, n, n + silent) == pytest.approx(1, abs=1e-9)


@given(SHARES, SHARES, st.integers(1, 500), st.integers(1, 5000))
def test_a_threshold_is_possible_exactly_between_the_extremes(
    share: float, threshold: float, n: int, silent: int
) -> None:
    low, high = extremes(share, n, n + silent)
    assume(min(abs(threshold - low), abs(threshold - high), abs(threshold - share)) > 1e-9)
    found = tipping_share(share, threshold, n, n + silent)
    assert found is not None
    assert found.possible == (low < threshold < high)


@given(st.integers(1, 199), SHARES)
def test_the_tilt_of_yes_and_no_is_the_ratio_of_odds(yes: int, truth: float) -> None:
    values = np.repeat([1.0, 0.0], [yes, 200 - yes])
    share = yes / 200
    tilt = tilt_to_reach(values, np.ones(200), truth)
    ratio = ratio_to_reach(share, truth)
    assert tilt is not None
    assert ratio is not None
    spread = (share * (1 - share)) ** 0.5
    assert np.log(tilt) / spread == pytest.approx(np.log(ratio), abs=1e-8)


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=40), st.floats(0.1, 5))
def test_the_tilt_puts_the_mean_of_the_selected_where_the_data_have_it(
    amounts: list[float], factor: float
) -> None:
    y = np.array(amounts)
    assume(y.std() > 0.1)
    scaled = (y - y.mean()) / y.std()
    truth = float(np.average(y, weights=factor**-scaled))
    assume(y.min() + 1e-6 < truth < y.max() - 1e-6)
    assert tilt_to_reach(y, np.ones(len(y)), truth) == pytest.approx(factor, rel=1e-6)


def test_what_it_takes_for_a_share_in_words() -> None:
    found = tipping_share(0.56, 0.5, n=1000, population=10_000)
    assert found is not None
    assert found.silent == 9000
    assert found.differing == 600
    assert found.statement == (
        "For the true share to be 50 in 100, 49 in 100 of the 9,000 people who are not in the data "
        'would have to say "yes", where 56 in 100 of those in the data did: 600 of them differing '
        'from what the data lead to expect. It takes "yes" being 1.3 times as likely to be in the '
        'data as "no".'
    )


def test_a_share_that_no_silence_can_overturn() -> None:
    found = tipping_share(0.9, 0.5, n=800, population=1000)
    assert found is not None
    assert not found.possible
    assert found.differing is None
    assert found.statement == (
        'Even if all 200 people who are not in the data had said "no", the share would be 72 in 100, '
        "not 50 in 100."
    )


def test_without_a_known_population_only_the_ratio_is_said() -> None:
    found = tipping_share(0.4, 0.5, n=1000)
    assert found is not None
    assert found.statement == (
        'For the true share to be 50 in 100, "no" would have to be 1.5 times as likely to be in the '
        'data as "yes".'
    )


def test_a_share_inside_the_official_range_has_nothing_to_explain() -> None:
    assert tipping_official(0.4, (0.35, 0.45), 100) is None
    found = tipping_official(0.5, (0.35, 0.45), 100)
    assert found is not None
    assert found.threshold == 0.45


def test_what_it_takes_for_a_mean_in_words() -> None:
    minutes = np.repeat([20.0, 40.0], 500)
    found = tipping_mean(minutes, 33.0, population=11_000, limits=(0.0, 600.0), unit="minutes")
    assert found is not None
    assert found.silent_value == pytest.approx(33.3)
    assert found.ratio == pytest.approx((1 - 0.65) ** 0.5 / 0.65**0.5)
    assert found.statement == (
        "For the true mean to be 33 minutes, the 10,000 people who are not in the data would have to "
        "have 33.3 minutes on average, where those in the data have 30 minutes. It takes people 10 "
        "minutes lower being 1.4 times as likely to be in the data."
    )


def test_a_mean_that_would_need_amounts_beyond_all_limits() -> None:
    found = tipping_mean(np.array([20.0, 40.0]), 10.0, population=3, limits=(0.0, 600.0))
    assert found is not None
    assert not found.possible
    assert found.statement == (
        "Even if the one person who is not in the data had 0, the mean would be 20, not 10."
    )


@given(SHARES, SHARES)
def test_equal_and_opposite_selection_makes_a_difference_vanish(
    first: float, second: float
) -> None:
    assume(abs(first - second) > 1e-6)
    found = tipping_difference(first, second, ("the town", "the villages"))
    assert found is not None
    assert found.ratio is not None

    def truth(share: float, ratio: float) -> float:
        return share / (share + ratio * (1 - share))

    high, low = max(first, second), min(first, second)
    assert truth(high, found.ratio) == pytest.approx(truth(low, 1 / found.ratio))
    assert truth(high, found.ratio**2) == pytest.approx(low)


def test_nothing_tips_where_everybody_was_asked() -> None:
    assert tipping_share(0.4, 0.5, 100, 100) is None
    assert tipping_mean(np.array([1.0, 2.0]), 1.2, population=2) is None
    assert tipping_share(0.4, 0.4, 100) is None
