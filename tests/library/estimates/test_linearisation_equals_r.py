from __future__ import annotations

import math

import pytest
from reference.estimates.cases import CASES
from reference.estimates.figures import figures, rows

from datashift.estimates import Estimate, Interval, Measure, Quantity, estimate

QUANTITIES: tuple[Quantity, ...] = ("proportion", "mean", "total", "ratio", "count")
CLOSE = 1e-12


def estimates(case: str, quantity: Quantity, interval: Interval = "usual") -> dict[str, Estimate]:
    name, design, by, share, number, size = CASES[case]
    of = {"proportion": share, "count": "one"}.get(quantity, number)
    over = size if quantity == "ratio" else None
    measure = Measure("m", quantity, of, over=over, by=((), (by,)), interval=interval)
    found = estimate(rows(name), design, [measure])
    return {one.domain.get(by, ""): one for one in found}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_values_and_errors(case: str, quantity: Quantity) -> None:
    theirs = figures()[f"{case}:{quantity}"]
    ours = estimates(case, quantity)
    assert ours.keys() == theirs.keys()
    for domain, one in ours.items():
        assert one.value == pytest.approx(theirs[domain]["value"], rel=CLOSE)
        # where all weighted rows are alike the error is 0 and R gives noise of 1e-13
        noise = 1e-14 * abs(one.value or 0.0)
        assert one.standard_error == pytest.approx(theirs[domain]["error"], rel=CLOSE, abs=noise)
        assert one.degrees_of_freedom == theirs[domain]["degrees"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("quantity", ["proportion", "mean", "total"])
def test_design_effects(case: str, quantity: Quantity) -> None:
    theirs = figures()[f"{case}:{quantity}"]
    for domain, one in estimates(case, quantity).items():
        if math.isnan(theirs[domain]["effect"]):
            assert one.design_effect is None
        else:
            assert one.design_effect == pytest.approx(theirs[domain]["effect"], rel=CLOSE)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("interval", ["t", "logit", "beta"])
def test_intervals_of_proportions(case: str, interval: Interval) -> None:
    theirs = figures()[f"{case}:proportion"]
    for domain, one in estimates(case, "proportion", interval).items():
        if f"{interval}.lower" in theirs[domain]:
            assert one.lower == pytest.approx(theirs[domain][f"{interval}.lower"], rel=1e-10)
            assert one.upper == pytest.approx(theirs[domain][f"{interval}.upper"], rel=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_intervals_of_means(case: str) -> None:
    theirs = figures()[f"{case}:mean"]
    for domain, one in estimates(case, "mean").items():
        assert one.lower == pytest.approx(theirs[domain]["t.lower"], rel=CLOSE)
        assert one.upper == pytest.approx(theirs[domain]["t.upper"], rel=CLOSE)
