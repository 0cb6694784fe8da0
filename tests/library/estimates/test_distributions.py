"""What holds of quantiles and inequality whatever the amounts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.estimates import Design, Measure, Quantity, estimate
from datashift.estimates.ordered import Ordered, below, inequality, quantiles
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers

SIMPLE = Design("probability", weight="w")
INEQUALITIES: tuple[Quantity, ...] = ("gini", "quintile_ratio")


def one_domain(y: Numbers, w: Numbers) -> Ordered:
    order = np.argsort(y, kind="stable")
    return Ordered(order, np.array([0, len(y)]), y[order], w[order])


@given(st.integers(3, 40), st.integers(0, 2**32 - 1), st.sampled_from(INEQUALITIES))
@settings(deadline=None, max_examples=12)
def test_the_linearised_variable_is_the_derivative_by_each_weight(
    size: int, seed: int, quantity: Quantity
) -> None:
    """Of the ratio it is that of smoothed sums; its weighted total is 0, and it ignores scale."""
    chance = np.random.default_rng(seed)
    y, w = np.round(chance.gamma(2, 10, size), 1) + 1, chance.uniform(0.5, 3, size)
    measure = Measure("m", quantity, "y")
    (value,), z = inequality(measure, one_domain(y, w), size)
    if quantity == "gini":
        for row in range(size):
            more = w.copy()
            more[row] += 1e-5
            (moved,), _ = inequality(measure, one_domain(y, more), size)
            assert (moved - value) / 1e-5 == pytest.approx(z[row], abs=1e-4)
        assert (w * z).sum() == pytest.approx(0, abs=1e-9)
    (scaled,), _ = inequality(measure, one_domain(1000 * y, 7 * w), size)
    assert scaled == pytest.approx(value, rel=1e-9)


@given(st.integers(1, 30), st.integers(0, 2**32 - 1), st.floats(0.01, 0.99))
@settings(deadline=None, max_examples=20)
def test_a_quantile_is_the_first_amount_that_reaches_the_share(
    size: int, seed: int, share: float
) -> None:
    chance = np.random.default_rng(seed)
    y, w = chance.integers(0, 9, size).astype(float), chance.uniform(0.1, 5, size)
    ordered = one_domain(y, w)
    (found,) = quantiles(ordered, np.array([share]))
    reached, _ = below(ordered, np.array([found]), size)
    assert reached[0] >= share - 1e-9
    assert (w * (y < found)).sum() / w.sum() < share


def test_alike_is_no_inequality_and_one_with_all_is_nearly_one() -> None:
    equal = one_domain(np.full(50, 3.0), np.ones(50))
    assert inequality(Measure("g", "gini", "y"), equal, 50)[0] == pytest.approx([0])
    alone = one_domain(np.append(np.zeros(49), 1.0), np.ones(50))
    assert inequality(Measure("g", "gini", "y"), alone, 50)[0] == pytest.approx([49 / 50])


def test_intervals_cover() -> None:
    """Of 600 stratified samples of 240, 95 % intervals cover the population's value in 92-98 %."""
    chance = np.random.default_rng(20261121)
    size, take, samples = 12_000, 240, 600
    amounts = chance.lognormal(3, 0.6, size) + np.repeat([0, 10, 25], size // 3)
    drawn = np.concatenate(
        [
            part * (size // 3) + chance.choice(size // 3, take // 3, replace=False)
            for _ in range(samples)
            for part in range(3)
        ]
    )
    table = pa.table(
        {
            "y": amounts[drawn],
            "w": np.full(len(drawn), size / take),
            "sample": np.repeat(np.arange(samples), take),
            "h": np.repeat(np.arange(3 * samples), take // 3),
        }
    )
    by = (("sample",),)
    quantities: tuple[Quantity, ...] = ("median", *INEQUALITIES)
    measures = [Measure(name, name, "y", by=by) for name in quantities]
    whole = pa.table({"y": amounts, "w": np.ones(size)})
    truths = {
        name: estimate(whole, Design("census"), [Measure(name, name, "y")])[0].value
        for name in quantities
    }
    covered = dict.fromkeys(quantities, 0)
    for one in estimate(table, replace(SIMPLE, strata="h"), measures):
        truth = truths[one.measure]  # type: ignore[index]
        assert one.lower is not None
        assert one.upper is not None
        assert truth is not None
        covered[one.measure] += bool(one.lower <= truth <= one.upper)  # type: ignore[index]
    for name, count in covered.items():
        assert 0.92 <= count / samples <= 0.98, (name, count)


def test_a_census_has_values_without_errors() -> None:
    table = pa.table({"y": [1.0, 2.0, None, 10.0]})
    found = estimate(table, Design("census"), [Measure("m", "median", "y")])
    assert (found[0].value, found[0].n, found[0].missing) == (2.0, 3, 1)
    assert found[0].lower is None
    assert found[0].reason.startswith("Every unit was counted")


def test_what_does_not_suit_is_one_plain_sentence() -> None:
    table = pa.table({"y": [1.0, -2.0, 3.0], "w": [1.0, 1.0, 1.0]})
    with pytest.raises(Problem, match="there is a negative one"):
        estimate(table, SIMPLE, [Measure("g", "gini", "y")])
    with pytest.raises(Problem, match="must be between 0 and 1"):
        estimate(table, SIMPLE, [Measure("q", "quantile", "y", at=1.0)])
    (found,) = estimate(table, SIMPLE, [Measure("q", "median", "y")])
    assert found.lower is None
    assert found.reason.startswith("Too few answers lie on one side")
