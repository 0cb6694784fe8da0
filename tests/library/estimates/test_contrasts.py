from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates import (
    Design,
    Measure,
    Part,
    Population,
    Quantity,
    contrast,
    difference,
    estimate,
    make_replicates,
)
from datashift.kit.problem import Problem
from datashift.weights import Margin, calibrate

HOUSEHOLDS = Design(
    "probability", strata="stratum", cluster=("cluster",), weight="weight", population="population"
)


@pytest.mark.parametrize(("by", "one", "other"), [("sex", "F", "M"), ("place", "P1", "P2")])
@pytest.mark.parametrize(("quantity", "of"), [("proportion", "safe"), ("total", "minutes")])
def test_differences_equal_r(by: str, one: str, other: str, quantity: Quantity, of: str) -> None:
    theirs = figures()[f"difference.{by}:{quantity}"][""]
    ours = difference(
        rows("households"), HOUSEHOLDS, Measure("m", quantity, of), {by: one}, {by: other}
    )
    assert ours.value == pytest.approx(theirs["value"], rel=1e-12)
    assert ours.standard_error == pytest.approx(theirs["error"], rel=1e-12)
    assert ours.lower is not None
    assert ours.upper is not None
    assert ours.lower < theirs["value"] < ours.upper


def test_the_difference_of_calibrated_totals_has_no_error() -> None:
    """Totals that were calibrated to are known, and so is their difference."""
    table = rows("households")
    margin = Margin("sex", {"F": 61000, "M": 52000})
    found = difference(
        table,
        HOUSEHOLDS,
        Measure("m", "count", None),
        {"sex": "F"},
        {"sex": "M"},
        calibration=calibrate(table, "weight", "poststratify", [margin]),
    )
    assert found.value == pytest.approx(9000)
    assert found.standard_error == pytest.approx(0, abs=1e-6)


def test_a_group_without_rows_is_named() -> None:
    with pytest.raises(Problem, match="There are no rows with sex = X"):
        difference(
            rows("households"), HOUSEHOLDS, Measure("m", "count", None), {"sex": "X"}, {"sex": "M"}
        )


def test_a_difference_of_inequality_has_the_error_of_two_samples_where_strata_are_apart() -> None:
    """Domains that are strata share no cluster, so their variances add."""
    table = rows("apistrat")
    design = Design("probability", strata="stype", weight="pw", population="fpc")
    measure = Measure("g", "gini", "enroll", by=(("stype",),))
    one, other, _ = estimate(table, design, [measure])
    found = difference(table, design, measure, one.domain, other.domain)
    assert found.value == pytest.approx((one.value or 0) - (other.value or 0), rel=1e-12)
    assert one.standard_error is not None
    assert other.standard_error is not None
    both = (one.standard_error**2 + other.standard_error**2) ** 0.5
    assert found.standard_error == pytest.approx(both, rel=1e-12)


def test_a_difference_of_medians_is_refused() -> None:
    measure = Measure("m", "median", "minutes")
    with pytest.raises(Problem, match="Compare the shares below a fixed value"):
        difference(rows("households"), HOUSEHOLDS, measure, {"sex": "F"}, {"sex": "M"})


def test_of_a_total_the_jackknife_of_a_difference_is_the_linearisation() -> None:
    table, design = rows("households"), replace(HOUSEHOLDS, lonely="certainty")
    measure = Measure("m", "total", "minutes")
    made = make_replicates(table, design, "jackknife")
    one = difference(table, design, measure, {"sex": "F"}, {"sex": "M"}, replicates=made)
    other = difference(table, design, measure, {"sex": "F"}, {"sex": "M"})
    assert one.standard_error == pytest.approx(other.standard_error, rel=1e-11)
    assert one.degrees_of_freedom == other.degrees_of_freedom


def test_a_difference_to_nothing_has_the_error_of_every_stage() -> None:
    table = rows("stages")
    design = Design(
        "probability",
        strata="region",
        cluster=("district", "village"),
        weight="w",
        population="of",
        later_populations=("villages", "houses"),
    )
    measure = Measure("m", "mean", "y", by=(("sex",),))
    alone = contrast(table, design, measure, [Part({"sex": "F"}, 1.0)])
    theirs = estimate(table, design, [measure])[0]
    assert alone.standard_error == pytest.approx(theirs.standard_error, rel=1e-12)


def test_a_difference_of_rates_by_known_populations_is_that_of_the_rates() -> None:
    rows = pa.table({"psu": [1, 1, 2, 2, 3, 3, 4, 4], "place": ["A", "B"] * 4, "w": [2.0] * 8})
    design = Design("probability", cluster=("psu",), weight="w")
    sizes = tuple(Population({"place": name}, size) for name, size in (("A", 40.0), ("B", 160.0)))
    rate = Measure("rate", "rate", None, populations=sizes, factor=1000, by=(("place",),))
    a, b = estimate(rows, design, [rate])
    found = difference(rows, design, rate, {"place": "A"}, {"place": "B"})
    assert a.value is not None
    assert b.value is not None
    assert found.value == pytest.approx(a.value - b.value) == 150
