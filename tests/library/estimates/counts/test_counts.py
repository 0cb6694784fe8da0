"""What is said of counts and rates of events, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from datashift.estimates.counts import (
    Counting,
    Events,
    change,
    dispersion,
    garwood,
    over_periods,
    per_period,
)
from datashift.kit.problem import Problem

KILLED = Counting("killed", "random", per=100_000)
POISSON = Counting("killed", "random", per=100_000, chance="poisson")


def test_a_register_says_that_its_range_is_not_a_sampling_error() -> None:
    (found,) = per_period([Events(34, 2_000_000.0, {"TIME_PERIOD": "2015"})], KILLED)
    assert found.value == pytest.approx(1.7)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 1.7 < found.upper
    assert "not a sampling error" in found.notes[0]
    assert found.method == "counts.poisson"


def test_a_number_that_could_not_have_been_otherwise_has_no_range() -> None:
    (found,) = per_period([Events(12)], Counting("schools", "fixed"))
    assert found.value == 12
    assert found.lower is None
    assert "no range" in found.reason
    assert change(Events(12), Events(15), Counting("schools", "fixed")).p is None


def test_no_events_have_a_range_from_zero() -> None:
    (found,) = per_period([Events(0)], Counting("killed", "random"))
    assert (found.value, found.lower) == (0, 0)
    assert found.upper == pytest.approx(-np.log(0.025))


def test_few_events_make_a_rate_unstable() -> None:
    few, many = per_period([Events(7, 1e5), Events(70, 1e5)], KILLED)
    assert any("Fewer than 20" in note for note in few.notes)
    assert not any("Fewer than 20" in note for note in many.notes)


def test_periods_that_vary_too_much_get_the_wider_range() -> None:
    years = [Events(count, 1e6) for count in (12, 40, 9, 61, 18, 33, 5, 52)]
    poisson, judged = over_periods(years, POISSON), over_periods(years, KILLED)
    assert judged.method == "counts.negative_binomial"
    assert judged.standard_error is not None
    assert poisson.standard_error is not None
    assert judged.standard_error > 1.5 * poisson.standard_error
    assert any("times as much" in note for note in judged.notes)


def test_periods_that_vary_like_chance_stay_poisson() -> None:
    years = [Events(count, 1e6) for count in (21, 18, 25, 19, 22)]
    found = over_periods(years, KILLED)
    assert found.method == "counts.poisson"
    lower, upper = garwood(105)
    assert (found.lower, found.upper) == pytest.approx((lower / 50, upper / 50))


def test_a_change_is_compared_with_chance() -> None:
    small = change(Events(20), Events(26), Counting("killed", "random"))
    large = change(Events(20), Events(60), Counting("killed", "random"))
    assert "could make" in small.statement
    assert "hardly" in large.statement
    assert small.difference_lower is not None
    assert large.difference_lower is not None
    assert small.difference_lower < 0 < large.difference_lower


def test_a_change_between_years_that_vary_by_themselves_is_less_sure() -> None:
    spread = dispersion([Events(count) for count in (12, 40, 9, 61, 18, 33, 5, 52)])
    plain = change(Events(20), Events(60), Counting("killed", "random"))
    wide = change(Events(20), Events(60), Counting("killed", "random"), spread)
    assert plain.p is not None
    assert wide.p is not None
    assert plain.p < 0.05 < wide.p


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([Events(-1)], "counts.not_whole"),
        ([Events(2.5)], "counts.not_whole"),  # type: ignore[arg-type]
        ([Events(2, 0.0)], "counts.no_exposure"),
        ([Events(2, 10.0), Events(3)], "counts.some_exposure"),
    ],
)
def test_what_is_no_count_is_refused(events: list[Events], code: str) -> None:
    with pytest.raises(Problem) as problem:
        per_period(events, KILLED)
    assert problem.value.code == code


def test_two_periods_do_not_show_how_much_counts_vary() -> None:
    with pytest.raises(Problem) as problem:
        dispersion([Events(3), Events(9)])
    assert problem.value.code == "counts.few_periods"


@given(some.integers(0, 500), some.floats(1, 1e6))
@settings(max_examples=40, deadline=None)
def test_a_rate_is_its_count_over_its_exposure(count: int, exposure: float) -> None:
    (rate,) = per_period([Events(count, exposure)], KILLED)
    (plain,) = per_period([Events(count)], KILLED)
    for one, other in ((rate.lower, plain.lower), (rate.upper, plain.upper)):
        assert one is not None
        assert other is not None
        assert one == pytest.approx(other * KILLED.per / exposure)


def test_garwood_covers_at_least_as_often_as_it_says() -> None:
    chance = np.random.default_rng(3)
    for mean in (0.7, 4.0, 25.0):
        drawn = chance.poisson(mean, 2000)
        ends = {count: garwood(count) for count in np.unique(drawn).tolist()}
        held = [ends[count][0] <= mean <= ends[count][1] for count in drawn.tolist()]
        assert np.mean(held) >= 0.94


def test_the_negative_binomial_covers_nearly_as_often_as_it_says() -> None:
    chance = np.random.default_rng(5)
    counting = Counting("killed", "random", chance="negative_binomial")
    held = 0
    for _ in range(120):
        drawn = chance.negative_binomial(5, 5 / (5 + 30.0), 15).tolist()
        found = over_periods([Events(count) for count in drawn], counting)
        assert found.lower is not None
        assert found.upper is not None
        held += found.lower <= 30.0 <= found.upper
    assert held / 120 >= 0.89
