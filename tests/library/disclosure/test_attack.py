"""No hidden figure is found by an attacker who sees all that is published."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.disclosure import Protection, protect
from datashift.estimates.estimate import Estimate

from . import attacker
from .people import By, crossings, estimates, naive, population, published

MINIMUM = 10
SEEDS = st.integers(0, 2**32 - 1)
MEANS = st.sampled_from([4.0, 12.0, 40.0])


def _attack(figures: Sequence[Estimate], protection: Protection) -> None:
    """Every hidden range is as wide as the audit says, and that is the minimum if room allows."""
    rows = published(protection)
    audit = protection.audit
    promised = audit.narrowest_interval
    overall = [figure.n for figure in figures if not figure.domain]
    room = min(overall) > MINIMUM + len(figures)
    if promised is not None and room:
        assert promised >= MINIMUM
    for where, (low, high) in attacker.ranges(rows).items():
        assert high - low >= min(promised or MINIMUM, attacker.EVERYBODY // 2), where
    assert audit.exactly_recoverable == 0
    assert audit.cells_hidden == sum(row.hidden for row in rows)


@settings(deadline=None, max_examples=60)
@given(SEEDS, MEANS, st.integers(2, 6), st.integers(2, 4), crossings(("place", "SEX")))
def test_two_dimensions(seed: int, mean: float, places: int, sexes: int, by: By) -> None:
    people = population(seed, {"place": places, "SEX": sexes}, mean, 0.5)
    figures = estimates(people, by)
    if figures:
        _attack(figures, protect(figures, minimum=MINIMUM))


@settings(deadline=None, max_examples=60)
@given(SEEDS, MEANS, st.integers(2, 4), crossings(("place", "SEX", "AGE")))
def test_three_dimensions(seed: int, mean: float, places: int, by: By) -> None:
    people = population(seed, {"place": places, "SEX": 2, "AGE": 3}, mean, 0.5)
    figures = estimates(people, by)
    if figures:
        _attack(figures, protect(figures, minimum=MINIMUM))


@settings(deadline=None, max_examples=40)
@given(SEEDS, MEANS, st.sampled_from([0.05, 0.4]), crossings(("place", "SEX")))
def test_measures_over_the_same_rows(seed: int, mean: float, share: float, by: By) -> None:
    people = population(seed, {"place": 4, "SEX": 2}, mean, 0.5)
    rng = np.random.default_rng(seed)
    some = {group: number - int(rng.binomial(number, share)) for group, number in people.items()}
    few = {group: number // 3 for group, number in people.items()}
    figures = estimates(people, by, {"asked": people, "works": some, "far": few})
    if figures:
        _attack(figures, protect(figures, minimum=MINIMUM))
