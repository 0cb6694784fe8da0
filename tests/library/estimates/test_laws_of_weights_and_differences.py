"""Laws of ordered measures, differences and replicates, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.estimates import (
    Design,
    Measure,
    Part,
    contrasts,
    difference,
    estimate,
    make_replicates,
)
from datashift.weights import Margin, Plan, Trimming, weigh

DESIGN = Design("probability", strata="stratum", cluster=("psu",), weight="w")
ORDERED = (
    Measure("median", "median", "y"),
    Measure("gini", "gini", "y"),
    Measure("fifths", "quintile_ratio", "y"),
)
MEAN = Measure("mean", "mean", "y")
F, M = {"sex": "F"}, {"sex": "M"}
seeds = st.integers(0, 2**32 - 1)
few = settings(deadline=None, max_examples=8)


def sample(seed: int, size: int = 72) -> pa.Table:
    """Three strata of four clusters, both sexes in each."""
    chance = np.random.default_rng(seed)
    psu = np.arange(size) % 12
    return pa.table(
        {
            "stratum": psu // 4,
            "psu": psu,
            "w": np.round(chance.uniform(1, 9, size), 3),
            "sex": np.where(np.arange(size) // 12 % 2 == 0, "F", "M"),
            "answered": (chance.random(size) < 0.8).astype(int),
            "y": np.round(chance.gamma(2, 10, size) + 0.5, 2),
        }
    )


def near(one: float | None, other: float | None) -> None:
    assert one == (None if other is None else pytest.approx(other, rel=1e-9, abs=1e-9))


@given(seeds, st.sampled_from([1e-3, 7.0, 1e5]))
@few
def test_scaled_weights_change_no_distribution_and_no_difference(seed: int, by: float) -> None:
    rows = sample(seed)
    scaled = rows.set_column(2, "w", pa.array(rows["w"].to_numpy() * by))
    for one, other in zip(
        estimate(rows, DESIGN, ORDERED), estimate(scaled, DESIGN, ORDERED), strict=True
    ):
        near(other.value, one.value)
        near(other.standard_error, one.standard_error)
    apart, same = (difference(each, DESIGN, MEAN, F, M) for each in (rows, scaled))
    near(same.value, apart.value)
    near(same.standard_error, apart.standard_error)


@given(seeds)
@few
def test_the_order_of_rows_changes_no_distribution_and_no_difference(seed: int) -> None:
    rows = sample(seed)
    mixed = rows.take(np.random.default_rng(seed).permutation(rows.num_rows))
    for one, other in zip(
        estimate(rows, DESIGN, ORDERED), estimate(mixed, DESIGN, ORDERED), strict=True
    ):
        near(other.value, one.value)
        near(other.upper, one.upper)
    apart, same = (difference(each, DESIGN, MEAN, F, M) for each in (rows, mixed))
    near(same.lower, apart.lower)


@given(seeds)
@few
def test_a_difference_is_that_of_the_estimates_and_turns_with_its_sides(seed: int) -> None:
    rows = sample(seed)
    women, men = estimate(rows, DESIGN, [replace(MEAN, by=(("sex",),))])
    assert women.value is not None
    assert men.value is not None
    asked = [(Part(F, 1.0), Part(M, -1.0)), (Part(M, 1.0), Part(F, -1.0)), (Part(F, 1.0),)]
    one, turned, alone = contrasts(rows, DESIGN, MEAN, asked)
    near(one.value, women.value - men.value)
    assert one.value is not None
    near(turned.value, -one.value)
    near(turned.standard_error, one.standard_error)
    near(alone.standard_error, women.standard_error)


@given(seeds)
@few
def test_a_census_has_no_error_by_any_road(seed: int) -> None:
    rows = sample(seed).append_column("all", pa.array(np.full(72, 4)))
    whole = replace(DESIGN, population="all", weight=None)
    jackknife = make_replicates(rows, whole, "jackknife")
    found = (
        *estimate(rows, whole, ORDERED[1:]),
        *estimate(rows, whole, [MEAN], replicates=jackknife),
    )
    errors = [one.standard_error for one in found]
    errors.append(difference(rows, whole, MEAN, F, M).standard_error)
    assert errors == pytest.approx([0.0] * 4, abs=1e-9)


@given(seeds)
@few
def test_the_jackknife_of_a_mean_is_the_textbook(seed: int) -> None:
    rows = sample(seed)
    simple = Design("probability")
    jackknife = make_replicates(rows, simple, "jackknife")
    (found,) = estimate(rows, simple, [MEAN], replicates=jackknife)
    y = rows["y"].to_numpy()
    assert found.standard_error == pytest.approx(y.std(ddof=1) / len(y) ** 0.5, rel=1e-10)


@given(seeds, st.booleans())
@few
def test_every_step_of_weighting_keeps_what_it_promises(seed: int, trimmed: bool) -> None:
    rows = sample(seed)
    plan = Plan(
        "w",
        "answered",
        ("sex",),
        Trimming(times_median=3) if trimmed else None,
        "rake",
        (Margin("sex", {"F": 400, "M": 300}),),
    )
    done = weigh(rows, plan)
    sex = np.asarray(rows["sex"].to_pylist())
    assert done.weights[sex == "F"].sum() == pytest.approx(400, rel=1e-10)
    assert not done.weights[rows["answered"].to_numpy() == 0].any()
    assert done.start == pytest.approx(rows["w"].to_numpy())
    (women, men) = estimate(
        rows, DESIGN, [Measure("n", "count", None, by=(("sex",),))], calibration=done
    )
    for one in (women, men):
        assert one.standard_error == pytest.approx(0, abs=1e-8), "a known total has no error"
