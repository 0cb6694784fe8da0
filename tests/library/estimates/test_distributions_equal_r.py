"""Quantiles and inequality against R (tests/reference/estimates/distributions.R)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import ibis
import pyarrow.compute as pc
import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates import Design, Interval, Measure, Quantity, estimate, make_replicates

SCHOOLS = Design("probability", weight="pw", population="fpc")
HOUSEHOLDS = Design(
    "probability", strata="stratum", cluster=("cluster",), weight="weight", population="population"
)
CASES: dict[str, tuple[str, Design, str, str]] = {
    "strat": ("apistrat", replace(SCHOOLS, strata="stype"), "awards", "enroll"),
    "clus1": ("apiclus1", replace(SCHOOLS, cluster=("dnum",)), "awards", "enroll"),
    "house": ("households", HOUSEHOLDS, "sex", "minutes"),
}
INTERVALS: dict[Interval, str] = {"t": "mean", "logit": "xlogit", "beta": "beta"}


def smallest(case: str, domain: Mapping[str, str]) -> float:
    """The smallest amount; R 4.1's rule skips it when the share is less than its weight."""
    name, _, _, of = CASES[case]
    table = rows(name)
    for column, code in domain.items():
        table = table.filter(pc.equal(table[column], code))
    return float(pc.min(table[of]).as_py())


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("at", [0.1, 0.5, 0.8])
@pytest.mark.parametrize("interval", INTERVALS)
def test_quantiles(case: str, at: float, interval: Interval) -> None:
    name, design, by, of = CASES[case]
    measure = Measure("q", "quantile", of, at=at, by=((), (by,)), interval=interval)
    theirs = figures("distributions")[f"{case}:{INTERVALS[interval]}:{at:g}"]
    for one in estimate(rows(name), design, [measure]):
        figure = theirs[one.domain.get(by, "")]
        assert one.value == figure["value"]
        if math.isnan(figure["lower"]) or math.isnan(figure["upper"]):
            assert one.lower is None
        elif one.lower != smallest(case, one.domain):
            assert (one.lower, one.upper) == (figure["lower"], figure["upper"])
            assert one.standard_error == pytest.approx(figure["error"], rel=1e-12)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("quantity", ["gini", "quintile_ratio"])
def test_inequality(case: str, quantity: Quantity) -> None:
    name, design, by, of = CASES[case]
    theirs = figures("distributions")[f"{case}:{quantity}"]
    for one in estimate(rows(name), design, [Measure("g", quantity, of, by=((), (by,)))]):
        figure = theirs[one.domain.get(by, "")]
        assert one.value == pytest.approx(figure["value"], rel=1e-12)
        assert one.standard_error == pytest.approx(figure["error"], rel=1e-11)


def test_the_jackknife_of_a_median_is_that_of_the_share_below() -> None:
    table = rows("households")
    table = table.filter(pc.less_equal(table["stratum"], 6))
    made = make_replicates(table, HOUSEHOLDS, "jackknife")
    measure = Measure("q", "median", "minutes")
    (one,) = estimate(table, HOUSEHOLDS, [measure], replicates=made)
    theirs = figures("distributions")["house.jackknife:mean:0.5"][""]
    assert (one.value, one.lower, one.upper) == (theirs["value"], theirs["lower"], theirs["upper"])


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_rows_in_an_engine_give_the_same() -> None:
    name, design, by, of = CASES["house"]
    measures = [Measure("q", "median", of, by=((), (by,))), Measure("m", "mean", of)]
    there = ibis.duckdb.connect().create_table("rows", rows(name))
    ours, theirs = (estimate(table, design, measures) for table in (there, rows(name)))
    for one, other in zip(ours, theirs, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-12)
        assert one.standard_error == pytest.approx(other.standard_error, rel=1e-12)
