"""Overlapping lists against R's glm and Rcapture (tests/reference/estimates/lists.R), and figures
printed in the literature."""

from __future__ import annotations

import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates.lists import (
    Overlap,
    UnderCounting,
    fitted,
    hierarchical,
    overlap,
    profile_interval,
    undercount,
)

LISTS = {
    "diabetes": ("doctors", "hospitals", "prescriptions", "strips"),
    "hepatitis": ("serum", "hospitals", "questionnaires"),
}


def published(case: str) -> Overlap:
    width = len(LISTS[case])
    histories = {
        str(row["history"]).zfill(width): row["count"]
        for row in rows("lists").to_pylist()
        if row["set"] == case
    }
    return overlap(LISTS[case], histories)


def model_of(formula: str) -> frozenset[frozenset[int]]:
    return frozenset(
        frozenset(int(one) - 1 for one in term.split(":")) for term in formula.split("+") if term
    )


@pytest.mark.parametrize("case", ["diabetes", "hepatitis"])
def test_log_linear_models_equal_glm(case: str) -> None:
    for formula, expected in figures("lists_figures")[case].items():
        (found,) = fitted(published(case), [model_of(formula)])
        assert found is not None
        assert found.total == pytest.approx(expected["total"], rel=1e-9)
        assert found.standard_error == pytest.approx(expected["standard_error"], rel=1e-8)
        assert found.deviance == pytest.approx(expected["deviance"], rel=1e-9, abs=1e-9)
        assert found.log_likelihood == pytest.approx(expected["log_likelihood"], rel=1e-12)


@pytest.mark.parametrize("case", ["diabetes", "hepatitis"])
def test_the_lower_bound_and_the_profile_equal_rcapture(case: str) -> None:
    expected = figures("lists_figures")[case][""]
    found = undercount(published(case), UnderCounting("cases"))
    assert found.at_least == pytest.approx(expected["at_least"], rel=1e-8)
    lower, upper = profile_interval(published(case), frozenset())
    assert lower == pytest.approx(expected["exact_lower"], rel=1e-8)
    assert upper == pytest.approx(expected["exact_upper"], rel=1e-8)
    # Rcapture's own search is coarser
    assert lower == pytest.approx(expected["profile_lower"], rel=2e-5)
    assert upper == pytest.approx(expected["profile_upper"], rel=2e-5)


def test_the_model_chosen_is_the_one_published() -> None:
    """Bruno et al. (1994) and IWGDMF (1995): 2,771 (standard error 145)."""
    found = undercount(published("diabetes"), UnderCounting("diabetics"))
    assert round(found.models[0].total) == 2771
    assert round(found.models[0].standard_error) == 145
    assert len(found.models) == len(hierarchical(4)) == 113
    assert sum(model.weight for model in found.models) == pytest.approx(1)
    assert found.lower < 2771 < found.upper


def test_three_lists_with_all_pairs_dependent_have_a_formula() -> None:
    """No dependence of all three: missed = x111 x100 x010 x001 / (x110 x101 x011)."""
    found = undercount(published("hepatitis"), UnderCounting("cases"))
    assert found.models[0].missed == pytest.approx(28 * 69 * 55 * 63 / (21 * 17 * 18), rel=1e-9)


# Printed by CARE1 for pairs of the diabetes lists: Chapman, standard error, lower, upper.
# Chao et al. (2001), Statistics in Medicine 20, 3123-3157; rdrr.io/cran/CARE1/man/Diabetes.html
PAIRS = {
    (0, 1): (2351, 58, 2250, 2478),
    (0, 2): (2185, 22, 2146, 2233),
    (0, 3): (2261, 88, 2117, 2468),
    (1, 2): (2057, 77, 1922, 2224),
    (1, 3): (803, 47, 725, 913),
    (2, 3): (1555, 67, 1445, 1712),
}


@pytest.mark.parametrize("pair", list(PAIRS))
def test_two_lists_equal_what_was_printed(pair: tuple[int, int]) -> None:
    full = published("diabetes")
    both = full.on(*pair)
    seen = overlap(
        [full.lists[at] for at in pair],
        {"11": both, "10": full.on(pair[0]) - both, "01": full.on(pair[1]) - both},
    )
    found = undercount(seen, UnderCounting("diabetics"))
    total, error, lower, upper = PAIRS[pair]
    assert (round(found.total), round(found.standard_error)) == (total, error)
    assert found.lower == pytest.approx(lower, abs=1.5)
    assert found.upper == pytest.approx(upper, abs=1.5)
