"""Fay-Herriot against R's sae and metafor (tests/reference/estimates/small_areas.R)."""

from __future__ import annotations

import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates.small_areas import Area, FayHerriot, small_areas
from datashift.estimates.small_areas.areas import Method

METHODS: tuple[Method, ...] = ("reml", "ml", "moments")


def areas(name: str, *covariates: str) -> list[Area]:
    return [
        Area(
            {"area": str(row["area"]).zfill(2)},
            row["y"],
            row["variance"],
            {one: float(row[one]) for one in covariates},
        )
        for row in rows("small_areas").to_pylist()
        if row["set"] == name
    ]


@pytest.mark.parametrize("method", METHODS)
def test_predictions_and_errors_equal_sae(method: Method) -> None:
    found = small_areas(areas("generated", "poor", "town"), FayHerriot("share", method))
    expected = figures("small_areas_figures")[method]
    assert found.model.variance == pytest.approx(expected[""]["variance"], rel=1e-10)
    assert found.model.log_likelihood == pytest.approx(expected[""]["log_likelihood"], rel=1e-10)
    for at in range(3):
        assert found.model.coefficients[at] == pytest.approx(
            expected[""][f"coefficient{at}"], rel=1e-10
        )
        assert found.model.errors[at] == pytest.approx(expected[""][f"error{at}"], rel=1e-10)
    for area in found.areas:
        figure = expected[area.domain["area"]]
        assert area.value == pytest.approx(figure["value"], rel=1e-10)
        assert area.mse == pytest.approx(figure["mse"], rel=1e-9)


@pytest.mark.parametrize("covariates", [(), ("poor",)])
@pytest.mark.parametrize("method", METHODS)
def test_the_model_equals_random_effects_meta_regression(
    method: Method, covariates: tuple[str, ...]
) -> None:
    found = small_areas(areas("bcg", *covariates), FayHerriot("log ratio", method))
    case = f"bcg:{'latitude' if covariates else 'mean'}:{method}"
    expected = figures("small_areas_figures")[case][""]
    assert found.model.variance == pytest.approx(expected["variance"], rel=1e-7)
    for at in range(len(covariates) + 1):
        assert found.model.coefficients[at] == pytest.approx(expected[f"coefficient{at}"], rel=1e-7)
        assert found.model.errors[at] == pytest.approx(expected[f"error{at}"], rel=1e-7)


def test_the_variance_is_the_one_printed() -> None:
    """Viechtbauer (2010), J. Statistical Software 36(3): 0.3132, and 0.0764 with latitude."""
    alone = small_areas(areas("bcg"), FayHerriot("log ratio"))
    with_latitude = small_areas(areas("bcg", "poor"), FayHerriot("log ratio"))
    assert round(alone.model.variance, 4) == 0.3132
    assert round(alone.model.coefficients[0], 4) == -0.7145
    assert round(with_latitude.model.variance, 3) == 0.076
    assert with_latitude.model.explained == pytest.approx(0.756, abs=0.001)
