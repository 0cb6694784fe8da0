from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates import Design, Measure, Quantity, estimate
from datashift.weights import Calibrated, Margin, Method, calibrate

SCHOOLS = Design("probability", cluster=("dnum",), weight="pw", population="fpc")
HOUSEHOLDS = Design(
    "probability", strata="stratum", cluster=("cluster",), weight="weight", population="population"
)
STYPE = Margin("stype", {"E": 4421, "H": 755, "M": 1018})
MET = Margin("met", {"0": 1072, "1": 5122})
API99 = Margin("api99", {"": 3914069})
SEX = Margin("sex", {"F": 61000, "M": 52000})
PLACE = Margin("place", {"P1": 24000, "P2": 15000, "P3": 19000, "P4": 26000, "P5": 29000})

CASES: dict[str, tuple[str, Design, Method, Sequence[Margin], tuple[float, float] | None]] = {
    "post": ("apiclus1", SCHOOLS, "poststratify", [STYPE], None),
    "rake.equal": ("apiclus1", SCHOOLS, "rake", [STYPE, MET], None),
    "linear": ("apiclus1", SCHOOLS, "linear", [STYPE, API99], None),
    "logit": ("apiclus1", SCHOOLS, "logit", [STYPE, API99], (0.4, 2.5)),
    "linear.bounds": ("apiclus1", SCHOOLS, "linear", [STYPE, API99], (0.4, 2.0)),
    "rake.unequal": ("households", HOUSEHOLDS, "rake", [SEX, PLACE], None),
    "post.unequal": ("households", HOUSEHOLDS, "poststratify", [PLACE], None),
}
COLUMNS = {"apiclus1": ("met", "api00"), "households": ("safe", "minutes")}
DOMAINS = {"rake.unequal": "place", "post.unequal": "sex"}
CLOSE = 1e-9
QUANTITIES: tuple[Quantity, ...] = ("proportion", "mean", "total")


def calibrated(case: str) -> Calibrated:
    name, design, method, margins, bounds = CASES[case]
    return calibrate(rows(name), design.weight, method, margins, bounds=bounds)


@pytest.mark.parametrize("case", CASES)
def test_weights(case: str) -> None:
    theirs = figures()[case][""]
    weights = calibrated(case).weights
    assert weights[0] == pytest.approx(theirs["weight.first"], rel=CLOSE)
    assert weights[-1] == pytest.approx(theirs["weight.last"], rel=CLOSE)
    assert (weights**2).sum() == pytest.approx(theirs["weight.squares"], rel=CLOSE)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_errors_know_of_the_calibration(case: str, quantity: Quantity) -> None:
    name, design, *_ = CASES[case]
    share, number = COLUMNS[name]
    by = DOMAINS.get(case, "awards")
    measure = Measure("m", quantity, share if quantity == "proportion" else number, by=((), (by,)))
    theirs = figures()[f"{case}:{quantity}"]
    ours = estimate(
        rows(name), replace(design, weight=None), [measure], calibration=calibrated(case)
    )
    assert len(ours) == len(theirs)
    for one in ours:
        figure = theirs[one.domain.get(by, "")]
        assert one.value == pytest.approx(figure["value"], rel=CLOSE)
        assert one.standard_error == pytest.approx(figure["error"], rel=CLOSE)
