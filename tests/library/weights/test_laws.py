from __future__ import annotations

from typing import get_args

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datashift.kit.problem import Problem
from datashift.weights import Margin, Method, calibrate


@st.composite
def calibrations(draw: st.DrawFn) -> tuple[pa.Table, list[Margin]]:
    """Rows, and margins that some population could have had."""
    size = draw(st.integers(30, 120))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = pa.table(
        {
            "sex": chance.choice(["F", "M"], size),
            "age": chance.choice(["15-24", "25-49", "50+"], size),
            "w": np.round(chance.uniform(1, 4, size), 2),
        }
    )
    truth = np.asarray(rows["w"]) * chance.uniform(0.7, 1.6, size)
    margins = []
    for variable in ("sex", "age"):
        codes = np.asarray(rows[variable].to_pylist())
        totals = {str(code): float(truth[codes == code].sum()) for code in np.unique(codes)}
        margins.append(Margin(variable, totals))
    return rows, margins


@pytest.mark.parametrize("method", get_args(Method))
@given(calibrations())
@settings(deadline=None, max_examples=12)
def test_calibrated_weights_meet_every_known_total(
    method: Method, case: tuple[pa.Table, list[Margin]]
) -> None:
    rows, margins = case
    if method == "poststratify":
        margins = margins[:1]
    try:
        found = calibrate(
            rows, "w", method, margins, bounds=(0.2, 6) if method == "logit" else None
        )
    except Problem as problem:
        assume(problem.code != "calibrate.conflict")
        raise
    for margin in margins:
        codes = np.asarray(rows[margin.variable].to_pylist())
        for code, total in margin.totals.items():
            assert found.weights[codes == code].sum() == pytest.approx(total, rel=1e-9)
    if method == "logit":
        factors = found.weights / found.base
        assert factors.min() >= 0.2
        assert factors.max() <= 6


@given(calibrations())
@settings(deadline=None, max_examples=12)
def test_calibrating_to_the_totals_the_weights_already_have_changes_nothing(
    case: tuple[pa.Table, list[Margin]],
) -> None:
    rows, margins = case
    weights = np.asarray(rows["w"])
    own = []
    for margin in margins:
        codes = np.asarray(rows[margin.variable].to_pylist())
        own.append(
            Margin(margin.variable, {c: float(weights[codes == c].sum()) for c in margin.totals})
        )
    assert calibrate(rows, "w", "rake", own).weights == pytest.approx(weights, rel=1e-9)
    assert calibrate(rows, "w", "linear", own).weights == pytest.approx(weights, rel=1e-9)
