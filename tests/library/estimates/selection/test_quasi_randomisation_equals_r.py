"""Figures and errors equal those of selection.R, which takes another way to them."""

from __future__ import annotations

import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates import Design, Measure
from datashift.estimates.selection import QuasiRandomisation, pseudo_weights, quasi_randomise

SAMPLE = Design("probability", strata="stratum", cluster=("cluster",), weight="weight")
NAMES = ("region", "sex", "age")
FIGURES = figures("selection")


@pytest.mark.parametrize("robust", [False, True])
@pytest.mark.parametrize(("measure", "quantity"), [("yes", "proportion"), ("amount", "mean")])
def test_figures_and_errors(measure: str, quantity: str, robust: bool) -> None:
    found = quasi_randomise(
        rows("selection_volunteers"),
        Design("volunteer"),
        [Measure(measure, quantity, measure, by=((), ("sex",)))],  # type: ignore[arg-type]
        rows("selection_sample"),
        SAMPLE,
        QuasiRandomisation(NAMES, doubly_robust=robust),
    )
    expected = FIGURES[f"{measure}.{'robust' if robust else 'weighted'}"]
    assert len(found.estimates) == 3
    for estimate in found.estimates:
        there = expected[estimate.domain.get("sex", "")]
        assert estimate.value == pytest.approx(there["value"], rel=1e-10)
        assert estimate.standard_error == pytest.approx(there["error"], rel=1e-7)


def test_pseudo_weights() -> None:
    found = pseudo_weights(rows("selection_volunteers"), rows("selection_sample"), SAMPLE, NAMES)
    there = FIGURES["chance"][""]
    assert found.weights.sum() == pytest.approx(there["weights"], rel=1e-10)
    assert found.weights.max() == pytest.approx(there["heaviest"], rel=1e-10)
