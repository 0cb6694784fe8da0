"""The more being recognised could hurt, the stricter the rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from datashift.disclosure import Protection, protect, rules_for
from datashift.estimates.estimate import Estimate


def _share(yes: int, n: int, place: str = "") -> Estimate:
    return Estimate(
        "hit", {"place": place} if place else {}, yes / n, n=n, numerator=yes, missing=0
    )


def _hidden(protection: Protection) -> set[str]:
    return {c.estimate.domain.get("place", "all") for c in protection.cells if c.hidden}


def test_few_yes_or_no_are_hidden_on_a_sensitive_topic_only() -> None:
    figures = [_share(52, 120), _share(2, 40, "A"), _share(20, 40, "B"), _share(30, 40, "C")]
    assert _hidden(protect(figures, policy=rules_for(), shares={"hit"})) == set()
    sensitive = protect(figures, policy=rules_for("sensitive"), shares={"hit"})
    assert "A" in _hidden(sensitive)
    assert len(_hidden(sensitive)) == 2
    assert sensitive.hidden_primary == 1


def test_all_of_one_mind_are_hidden_on_a_sensitive_topic() -> None:
    figures = [_share(80, 160), _share(40, 40, "A"), _share(20, 60, "B"), _share(20, 60, "C")]
    assert "A" in _hidden(protect(figures, policy=rules_for("sensitive"), shares={"hit"}))
    assert _hidden(protect(figures, policy=rules_for(), shares={"hit"})) == set()


def test_a_sealed_topic_is_not_loosened() -> None:
    rules = rules_for("sealed", minimum=3, few=0, whole_groups=False)
    assert (rules.minimum, rules.few, rules.whole_groups) == (20, 10, True)
    assert rules.two_people
    assert rules.aggregates_only
    protection = protect([_share(50, 100)], policy=rules)
    assert protection.policy.two_people


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="-2"):
        rules_for("sensitive", few=-2)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.05, 0.3, 0.95]))
def test_no_hidden_yes_is_worked_out(seed: int, share: float) -> None:
    """Who knows the size of every group, and all shown shares, does not learn a hidden one."""
    rng = np.random.default_rng(seed)
    n = rng.integers(25, 90, size=5)
    yes = rng.binomial(n, share)
    figures = [_share(int(yes.sum()), int(n.sum()))]
    figures += [
        _share(int(y), int(k), f"P{at}") for at, (y, k) in enumerate(zip(yes, n, strict=True))
    ]
    rules = rules_for("sensitive")
    protection = protect(figures, policy=rules, shares={"hit"})
    hidden = [cell.hidden for cell in protection.cells]
    if hidden[0]:
        return  # nothing ties the places together
    low = [0 if gone else int(y) for gone, y in zip(hidden[1:], yes, strict=True)]
    high = [int(k) if gone else int(y) for gone, y, k in zip(hidden[1:], yes, n, strict=True)]
    total = LinearConstraint(np.ones((1, 5)), yes.sum(), yes.sum())
    for at in np.flatnonzero(hidden[1:]):
        wish = np.eye(5)[at]
        solved = [milp(s * wish, constraints=total, bounds=Bounds(low, high)) for s in (1, -1)]
        ends = [float(result.x @ wish) for result in solved]
        assert ends[1] - ends[0] >= min(rules.few, protection.audit.narrowest_interval or 0)
        assert ends[1] > ends[0]
