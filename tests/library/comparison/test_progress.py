"""Categories of progress at the values the two methods' documents fix, and how sure they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.comparison.progress import Category, Method, Point, Target, progress
from datashift.kit.problem import Problem


def growing(rate: float, error: float = 0.0) -> tuple[Point, Point]:
    """A figure of 40 in 2015 that grows at a rate for five years."""
    return Point(2015, 40, error), Point(2020, 40 * (1 + rate) ** 5, error)


@pytest.mark.parametrize(
    ("rate", "category"),
    [
        (0.0151, "on_track"),
        (0.0149, "acceleration_needed"),
        (0.0051, "acceleration_needed"),
        (0.0049, "limited"),
        (0.0, "limited"),
        (-0.0001, "deterioration"),
    ],
)
def test_statistics_canada_without_a_target(rate: float, category: Category) -> None:
    """The table of fixed growth rates: 1.5 %, 0.5 % and 0."""
    assert progress(*growing(rate), Target("up")).category == category


@pytest.mark.parametrize(
    ("share", "category"),
    [
        (0.951, "on_track"),
        (0.949, "acceleration_needed"),
        (0.601, "acceleration_needed"),
        (0.599, "limited"),
        (-0.01, "deterioration"),
    ],
)
def test_statistics_canada_with_a_target(share: float, category: Category) -> None:
    """The ratio of observed to required growth: from 40 to 80 in 15 years needs 4.73 % a year."""
    required = 2 ** (1 / 15) - 1
    found = progress(*growing(share * required), Target("up", 80, 2030))
    assert found.category == category
    assert found.measure == pytest.approx(share)


@pytest.mark.parametrize(
    ("rate", "category"),
    [(0.0201, "on_track"), (0.0051, "acceleration_needed"), (0.0049, "no_progress")],
)
def test_united_nations_without_a_target(rate: float, category: Category) -> None:
    found = progress(*growing(rate), Target("up"), method="united_nations")
    assert found.category == category
    falling = progress(*growing(-rate), Target("down"), method="united_nations")
    # Shrinking by r is not the inverse of growing by r, but the thresholds are on r itself.
    assert falling.category == category


def test_united_nations_with_a_target() -> None:
    """50 in 2015 and 60 in 2020 grow by 3.71 % a year to 86.4 in 2030: 36.4 of the 50 to go."""
    found = progress(
        Point(2015, 50), Point(2020, 60), Target("up", 100, 2030), method="united_nations"
    )
    assert found.measure == pytest.approx((50 * 1.2**3 - 50) / 50)
    assert found.category == "acceleration_needed"


def test_a_target_that_is_reached_is_achieved_whatever_the_trend() -> None:
    for method in ("united_nations", "statistics_canada"):
        found = progress(Point(2015, 99), Point(2020, 98), Target("up", 95), method=method)
        assert found.category == "achieved"


def test_near_a_natural_limit_less_growth_is_asked_for() -> None:
    """From 98 % nobody grows by 1.5 % a year to 2020; the thresholds shrink to 0.086 of theirs."""
    begun, now = Point(2015, 98), Point(2020, 99)
    assert progress(begun, now, Target("up")).category == "limited"
    assert progress(begun, now, Target("up", limit=100)).category == "on_track"


def test_errors_make_a_category_unsure() -> None:
    exact = progress(*growing(0.0151), Target("up"))
    assert exact.sure
    assert exact.growth_lower == exact.growth_upper == pytest.approx(0.0151)
    rough = progress(*growing(0.0151, error=1.0), Target("up"))
    assert not rough.sure
    assert rough.category == "on_track"
    assert rough.chances["on_track"] == pytest.approx(0.5, abs=0.02)
    assert rough.growth_lower < 0.0151 < rough.growth_upper


@given(
    st.floats(1, 90),
    st.floats(1, 90),
    st.floats(0, 5),
    st.sampled_from(["united_nations", "statistics_canada"]),
    st.sampled_from([None, 0.0, 50.0]),
)
def test_chances_add_up_to_one(
    begun: float, now: float, error: float, method: Method, wanted: float | None
) -> None:
    target = Target("down", wanted)
    found = progress(Point(2015, begun, error), Point(2021, now, error), target, method=method)
    assert sum(found.chances.values()) == pytest.approx(1)
    assert found.growth_lower <= found.growth + 1e-9


def test_what_has_no_growth_rate_has_no_category() -> None:
    with pytest.raises(Problem, match="No growth rate"):
        progress(Point(2015, 0), Point(2020, 5), Target("up"))
    with pytest.raises(Problem, match="a later year than 2015"):
        progress(Point(2015, 1), Point(2015, 5), Target("up"))
