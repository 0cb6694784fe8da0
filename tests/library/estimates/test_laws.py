"""Laws that hold for any sample, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.estimates import Design, Estimate, Measure, estimate

BY = ((), ("place",))
MEASURES = (
    Measure("share", "proportion", "yes", by=BY),
    Measure("mean", "mean", "amount", by=BY),
    Measure("ratio", "ratio", "yes", over="amount", by=BY),
    Measure("total", "total", "amount", by=BY),
    Measure("count", "count", None, by=BY),
)
CLUSTERED = Design("probability", strata="stratum", cluster=("psu",), weight="w")


@st.composite
def samples(draw: st.DrawFn) -> pa.Table:
    """Rows of a stratified cluster sample with gaps; places need not be in every stratum."""
    size = draw(st.integers(12, 60))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    unknown = chance.random(size) < draw(st.sampled_from([0.0, 0.2]))
    return pa.table(
        {
            "stratum": chance.integers(0, draw(st.integers(1, 4)), size),
            "psu": chance.integers(0, draw(st.integers(2, 8)), size),
            "w": np.round(chance.uniform(0.5, 20, size), 3),
            "place": chance.choice(["A", "B", "C"], size),
            "yes": pa.array(chance.integers(0, 2, size).astype(float), mask=unknown),
            "amount": np.round(chance.uniform(1, 100, size), 2),
        }
    )


def same(ours: Estimate, theirs: Estimate, *, by: float = 1.0, names: tuple[str, ...]) -> None:
    for name in names:
        expected = getattr(theirs, name)
        if expected is None:
            assert getattr(ours, name) is None
        else:
            near = pytest.approx(expected * by, rel=1e-9, abs=1e-9)
            assert getattr(ours, name) == near, name


@given(samples(), st.sampled_from([1e-3, 7.0, 1e5]))
@settings(deadline=None, max_examples=12)
def test_scaling_the_weights_changes_no_ratio_and_scales_totals(rows: pa.Table, by: float) -> None:
    scaled = rows.set_column(2, "w", pa.array(rows["w"].to_numpy() * by))
    before, after = (estimate(table, CLUSTERED, MEASURES) for table in (rows, scaled))
    for one, other in zip(before, after, strict=True):
        totals = one.measure in ("total", "count")
        same(other, one, by=by if totals else 1.0, names=("value", "standard_error"))
        same(other, one, names=("degrees_of_freedom", "n", "missing", "numerator"))


@given(samples(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=12)
def test_the_order_of_rows_does_not_matter(rows: pa.Table, chance: object) -> None:
    order = list(range(rows.num_rows))
    chance.shuffle(order)  # type: ignore[attr-defined]
    before, after = (estimate(one, CLUSTERED, MEASURES) for one in (rows, rows.take(order)))
    assert [one.domain for one in before] == [one.domain for one in after]
    for one, other in zip(before, after, strict=True):
        same(other, one, names=("value", "standard_error", "lower", "upper", "n", "missing"))


@given(samples())
@settings(deadline=None, max_examples=12)
def test_domains_that_partition_add_up_to_the_total(rows: pa.Table) -> None:
    found = estimate(rows, CLUSTERED, MEASURES)
    for measure in ("total", "count"):
        overall, *parts = [one for one in found if one.measure == measure]
        assert sum(one.value or 0 for one in parts) == pytest.approx(overall.value)
        assert sum(one.n for one in parts) == overall.n
    shares = [one for one in found if one.measure == "share"]
    assert sum(one.numerator or 0 for one in shares[1:]) == shares[0].numerator
    assert sum(one.missing for one in shares[1:]) == shares[0].missing


@given(samples())
@settings(deadline=None, max_examples=12)
def test_a_sample_of_everybody_has_no_sampling_error(rows: pa.Table) -> None:
    strata = rows["stratum"].to_pylist()
    sizes = [strata.count(stratum) for stratum in strata]
    design = Design("probability", strata="stratum", population="size")
    for one in estimate(rows.append_column("size", pa.array(sizes)), design, MEASURES):
        assert one.standard_error == 0 or one.value is None


@given(samples())
@settings(deadline=None, max_examples=12)
def test_doubling_every_cluster_halves_the_variance_of_a_mean(rows: pa.Table) -> None:
    copies = rows.set_column(1, "psu", pa.array(rows["psu"].to_numpy() + 1000))
    design = replace(CLUSTERED, strata=None)
    measure = (Measure("mean", "mean", "amount"),)
    (once,), (twice,) = (
        estimate(table, design, measure) for table in (rows, pa.concat_tables([rows, copies]))
    )
    clusters = len(set(rows["psu"].to_pylist()))
    if clusters < 2 or once.standard_error is None or twice.standard_error is None:
        return
    # n/(n-1) of n clusters becomes 2n/(2n-1); the sum of squares doubles and N^2 is four times
    ratio = (clusters - 1) / (2 * clusters - 1)
    assert twice.value == pytest.approx(once.value)
    assert twice.standard_error**2 == pytest.approx(once.standard_error**2 * ratio, rel=1e-9)


@given(samples())
@settings(deadline=None, max_examples=8)
def test_the_same_rows_give_the_same_bits(rows: pa.Table) -> None:
    assert estimate(rows, CLUSTERED, MEASURES) == estimate(rows, CLUSTERED, MEASURES)


@pytest.mark.parametrize("offset", [0, 10**6, 10**9])
def test_no_digits_are_lost_when_values_vary_little_around_a_large_one(offset: int) -> None:
    chance = np.random.default_rng(5)
    size = 300
    psu = chance.integers(0, 30, size)
    w = chance.integers(1, 50, size)
    y = offset + chance.integers(0, 1000, size) / 64  # exact in binary
    table = pa.table({"psu": psu, "w": w, "y": y})
    design = Design("probability", cluster=("psu",), weight="w")
    (found,) = estimate(table, design, [Measure("m", "mean", "y")])

    weights, values = ([Fraction(float(x)) for x in column] for column in (w, y))
    population = sum(weights)
    mean = sum(a * b for a, b in zip(weights, values, strict=True)) / population
    totals: dict[int, Fraction] = {}
    for cluster, a, b in zip(psu.tolist(), weights, values, strict=True):
        totals[cluster] = totals.get(cluster, Fraction(0)) + Fraction(a * (b - mean) / population)
    n = len(totals)
    variance = Fraction(n, n - 1) * sum(total**2 for total in totals.values())
    assert found.value == float(mean)
    assert found.standard_error == pytest.approx(float(variance) ** 0.5, rel=1e-12)
