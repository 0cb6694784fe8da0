"""What is said of small areas, how much was borrowed, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from datashift.estimates import Estimate
from datashift.estimates.small_areas import (
    Area,
    FayHerriot,
    SmallArea,
    benchmarked,
    from_estimates,
    small_areas,
)
from datashift.estimates.small_areas.areas import Method, Scale
from datashift.kit.problem import Problem

SHARE = FayHerriot("share", official="an invented census")


def made(seed: int, count: int = 30, between: float = 0.05) -> tuple[list[Area], list[float]]:
    """Invented areas and the truth behind their estimates."""
    chance = np.random.default_rng(seed)
    poor = chance.uniform(0.1, 0.6, count)
    truth = 0.7 - 0.5 * poor + chance.normal(0, between, count)
    variance = chance.uniform(0.0005, 0.006, count)
    direct = truth + chance.normal(0, np.sqrt(variance))
    areas = [
        Area({"area": f"{at:02d}"}, float(y), float(d), {"poor": float(x)}, n=40, size=1000.0 + at)
        for at, (y, d, x) in enumerate(zip(direct, variance, poor, strict=True))
    ]
    return areas, truth.tolist()


def codes(areas: Sequence[Area], model: FayHerriot = SHARE) -> set[str]:
    return {flag.code for flag in small_areas(areas, model).flags}


def test_it_is_said_in_plain_words_how_much_is_the_areas_own() -> None:
    found = small_areas(made(1)[0], SHARE)
    for area in found.areas:
        percent = round(100 * area.own)
        assert f"About {percent} % of this figure comes from the area's own interviews" in (
            area.statement
        )
    figures = found.estimates()
    assert figures[0].notes[0] == found.areas[0].statement
    assert figures[0].notes[-1] == "Official figures: an invented census."
    assert figures[0].method == "small_areas.fay_herriot"


def test_an_area_nobody_was_asked_in_is_predicted_and_less_sure() -> None:
    areas, _ = made(2)
    areas[3] = replace(areas[3], direct=None, variance=None, n=0)
    found = small_areas(areas, SHARE)
    assert found.areas[3].own == 0
    assert found.areas[3].value == pytest.approx(found.areas[3].synthetic)
    assert found.areas[3].mse > found.model.variance
    assert "Nobody was asked here" in found.areas[3].statement
    assert "small_areas.synthetic" in {flag.code for flag in found.flags}


def test_a_prediction_lies_between_the_answers_and_the_pattern() -> None:
    for area in small_areas(made(3)[0], SHARE).areas:
        assert area.direct is not None
        assert area.value == pytest.approx(area.own * area.direct + (1 - area.own) * area.synthetic)


def test_no_variance_between_areas_is_warned_of() -> None:
    areas = [
        Area({"area": str(at)}, 0.5 + 0.001 * (at % 3), 0.01, {"poor": at / 20}) for at in range(20)
    ]
    found = small_areas(areas, SHARE)
    assert found.model.variance == 0
    assert "small_areas.no_variance" in {flag.code for flag in found.flags}
    assert found.areas[0].statement.startswith("Hardly any")


def test_an_area_far_from_the_others_is_named() -> None:
    areas, _ = made(4)
    areas[7] = replace(areas[7], direct=1.9, variance=0.0005)
    (flag,) = (f for f in small_areas(areas, SHARE).flags if f.code == "small_areas.far")
    assert flag.values["areas"] == "07"


def test_figures_that_do_not_add_up_are_warned_of() -> None:
    areas, _ = made(5)
    assert "small_areas.benchmark" not in codes(areas)
    areas[0] = replace(areas[0], size=5e7, direct=1.2, variance=0.006)
    found = small_areas(areas, SHARE)
    assert found.benchmark is not None
    assert "small_areas.benchmark" in {flag.code for flag in found.flags}
    fixed = benchmarked(found)
    sizes = [one.size or 0.0 for one in areas]
    assert sum(s * one.value for s, one in zip(sizes, fixed.areas, strict=True)) == pytest.approx(
        sum(s * (one.direct or 0.0) for s, one in zip(sizes, areas, strict=True))
    )
    assert {flag.code for flag in fixed.flags} >= {"small_areas.benchmarked"}
    with pytest.raises(Problem) as problem:
        benchmarked(small_areas([replace(one, size=None) for one in areas], SHARE))
    assert problem.value.code == "small_areas.no_sizes"


def test_estimates_of_a_survey_become_areas() -> None:
    survey = [
        Estimate("share", {"area": "a"}, 0.4, 0.05, n=60),
        Estimate("share", {"area": "b"}, 1.0, 0.0, n=12),
        Estimate("share", {}, 0.5, 0.02, n=200),
    ]
    known = {code: {"poor": 0.1} for code in "abc"}
    found = from_estimates(survey, known, "area", {"a": 100.0})
    assert [one.direct for one in found] == [0.4, None, None]
    assert found[0].variance == pytest.approx(0.0025)
    assert [one.size for one in found] == [100.0, None, None]
    with pytest.raises(Problem) as problem:
        from_estimates(survey, {"a": {"poor": 0.1}}, "area")
    assert problem.value.code == "small_areas.no_covariates"


def test_what_cannot_be_modelled_is_refused() -> None:
    areas, _ = made(6)
    zero = [replace(areas[0], variance=0.0), *areas[1:]]
    other = [replace(areas[0], covariates={"rich": 1.0}), *areas[1:]]
    alike = [replace(one, covariates={"poor": 0.2}) for one in areas]
    for wrong, code in (
        (zero, "small_areas.variance"),
        (other, "small_areas.covariates"),
        (alike, "small_areas.collinear"),
        (areas[:4], "small_areas.few"),
    ):
        with pytest.raises(Problem) as problem:
            small_areas(wrong, SHARE)
        assert problem.value.code == code
    sure = [replace(areas[0], direct=1.0), *areas[1:]]
    with pytest.raises(Problem) as problem:
        small_areas(sure, replace(SHARE, scale="logit"))
    assert problem.value.code == "small_areas.share"


@pytest.mark.parametrize("scale", ["arcsine", "logit"])
def test_a_share_stays_a_share_on_a_transformed_scale(scale: Scale) -> None:
    chance = np.random.default_rng(8)
    areas = []
    for at in range(25):
        share = float(chance.beta(1, 25)) + 0.003
        variance = share * (1 - share) / 30
        areas.append(Area({"area": str(at)}, share, variance, {"poor": float(chance.random())}))
    found = small_areas(areas, FayHerriot("share", scale=scale))
    for area in found.areas:
        assert 0 <= area.lower <= area.value <= area.upper <= 1
    assert "small_areas.scale" in {flag.code for flag in found.flags}


@given(some.floats(0.01, 100), some.floats(-5, 5))
@settings(max_examples=20, deadline=None)
def test_other_units_give_the_same_prediction(times: float, plus: float) -> None:
    areas, _ = made(9)
    moved = [
        replace(
            one,
            direct=None if one.direct is None else plus + times * one.direct,
            variance=None if one.variance is None else times**2 * one.variance,
        )
        for one in areas
    ]
    for one, other in zip(
        small_areas(areas, SHARE).areas, small_areas(moved, SHARE).areas, strict=True
    ):
        assert other.value == pytest.approx(plus + times * one.value, rel=1e-6, abs=1e-6)
        assert other.own == pytest.approx(one.own, rel=1e-6)
        assert other.mse == pytest.approx(times**2 * one.mse, rel=1e-6)


@pytest.mark.parametrize("method", ["reml", "ml", "moments"])
def test_the_mean_squared_error_is_what_it_says(method: Method) -> None:
    """The mean of the stated errors against the errors made, over 120 invented countries."""
    made_errors, said, held = [], [], []
    for seed in range(120):
        areas, truth = made(100 + seed)
        for area, true in zip(
            small_areas(areas, FayHerriot("s", method)).areas, truth, strict=True
        ):
            made_errors.append((area.value - true) ** 2)
            said.append(area.mse)
            held.append(area.lower <= true <= area.upper)
    assert np.mean(said) / np.mean(made_errors) == pytest.approx(1, abs=0.1)
    assert 0.93 <= np.mean(held) <= 0.97


def test_predictions_are_nearer_the_truth_than_the_answers_alone() -> None:
    def off(areas: Sequence[SmallArea], truth: list[float]) -> tuple[float, float]:
        predicted = [(one.value - true) ** 2 for one, true in zip(areas, truth, strict=True)]
        direct = [((one.direct or 0.0) - true) ** 2 for one, true in zip(areas, truth, strict=True)]
        return float(np.sum(predicted)), float(np.sum(direct))

    pairs = []
    for seed in range(30):
        areas, truth = made(300 + seed)
        pairs.append(off(small_areas(areas, SHARE).areas, truth))
    predicted, direct = np.sum(pairs, axis=0)
    assert predicted < 0.8 * direct
