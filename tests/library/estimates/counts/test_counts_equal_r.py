"""Counts against R's poisson.test and MASS::glm.nb (tests/reference/estimates/counts.R)."""

from __future__ import annotations

import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates.counts import Counting, Events, change, dispersion, garwood

COUNTING = Counting("deaths", "random", per=1.0)
PAIRS = (
    ((11, 800), (23, 1100)),
    ((0, 50), (6, 70)),
    ((5, 40), (0, 30)),
    ((137, 1e5), (166, 1.2e5)),
)


def test_the_exact_interval_of_a_count() -> None:
    seen = 0
    for case, by_domain in figures("counts_figures").items():
        if case.startswith("one:"):
            _, count, level = case.split(":")
            ends = by_domain[""]
            expected = pytest.approx((ends["lower"], ends["upper"]), rel=1e-12)
            assert garwood(int(count), float(level)) == expected
            seen += 1
    assert seen == 12


@pytest.mark.parametrize("case", range(len(PAIRS)))
def test_the_exact_ratio_of_two_periods(case: int) -> None:
    earlier, later = (Events(*one) for one in PAIRS[case])
    found = change(earlier, later, COUNTING)
    expected = figures("counts_figures")[f"two:{case + 1}"][""]
    if earlier.count:
        assert found.ratio == pytest.approx(expected["ratio"], rel=1e-12)
        assert found.ratio_upper == pytest.approx(expected["upper"], rel=1e-12)
    else:
        assert found.ratio is None
        assert found.ratio_upper is None
    assert found.ratio_lower == pytest.approx(expected["lower"], rel=1e-12)
    assert found.p == pytest.approx(expected["p"], rel=1e-10)


@pytest.mark.parametrize("case", ["years", "areas"])
def test_the_negative_binomial_by_maximum_likelihood(case: str) -> None:
    table = rows("counts").to_pylist()
    events = [Events(row["count"], float(row["exposure"])) for row in table if row["set"] == case]
    found = dispersion(events)
    expected = figures("counts_figures")[case][""]
    for name in ("rate", "size", "log_error", "likelihood_ratio"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=1e-9), name
    assert found.pearson == pytest.approx(expected["pearson"], rel=1e-12)
    assert found.overdispersed
