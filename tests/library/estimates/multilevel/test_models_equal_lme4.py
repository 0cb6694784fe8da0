"""Models equal those of R's lme4 (multilevel.R); both search, so figures agree to about 1e-6."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates import Design, Measure
from datashift.estimates.multilevel import Modelled, Multilevel, model_and_poststratify

FIGURES = figures("multilevel")
CASES = pytest.mark.parametrize("case", ["yes", "minutes"])
CLOSE = {"yes": 1e-6, "minutes": 2e-6}


@cache
def modelled(case: str) -> Modelled:
    return model_and_poststratify(
        rows("multilevel_people"),
        Design("volunteer"),
        [
            Measure(
                case,
                "proportion" if case == "yes" else "mean",
                case,
                by=((), ("district",), ("region",)),
            )
        ],
        rows("multilevel_cells"),
        Multilevel(groups=("region", "district", "age"), fixed=("sex", "wells"), draws=200),
        chance=np.random.default_rng(1),
    )


@CASES
def test_fixed_effects_and_their_errors(case: str) -> None:
    model = modelled(case).models[0]
    assert len(model.effects) == 3
    for effect in model.effects:
        there = FIGURES[case][effect.name or "(Intercept)"]
        assert effect.value == pytest.approx(there["effect"], abs=CLOSE[case])
        # glmer takes its second derivatives by finite differences
        assert effect.error == pytest.approx(there["error"], rel=1e-4)


@CASES
def test_deviations_and_deviance(case: str) -> None:
    model = modelled(case).models[0]
    for group in model.groups:
        there = FIGURES[case][group.name]["deviation"]
        assert group.deviation == pytest.approx(there, abs=CLOSE[case])
    assert model.deviance == pytest.approx(FIGURES[case][""]["deviance"], rel=1e-11)
    if model.residual is not None:
        assert model.residual == pytest.approx(FIGURES[case]["residual"]["deviation"], rel=1e-6)


@CASES
def test_varying_intercepts_and_none_where_nobody_was_asked(case: str) -> None:
    for group in modelled(case).models[0].groups:
        for label, intercept in group.intercepts.items():
            there = FIGURES[case].get(f"{group.name} {label}", {"intercept": 0.0})
            assert intercept == pytest.approx(there["intercept"], abs=5e-6)


@CASES
def test_poststratified_figures(case: str) -> None:
    estimates = modelled(case).estimates
    assert len(estimates) == 1 + 36 + 6
    for estimate in estimates:
        name = " ".join(["by", *next(iter(estimate.domain.items()))]) if estimate.domain else ""
        assert estimate.value == pytest.approx(FIGURES[case][name]["value"], abs=CLOSE[case])
