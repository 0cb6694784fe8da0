"""The short version of tests/endurance/coverage.py: no design falls far from 95 %."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from endurance.coverage import SEED, Case, cases, covered

pytestmark = pytest.mark.slow

SAMPLES = 60
CHOSEN = (
    "two stages, finite populations",
    "clusters, response classes, raked",
    "clusters, jackknife, classes, raked",
    "pairs, BRR",
    "stratified, finite population",
)
BY_NAME = {case.name: case for case in cases()}


@pytest.mark.parametrize("name", CHOSEN)
def test_intervals_hold_the_truth(name: str) -> None:
    case: Case = replace(BY_NAME[name], measures=BY_NAME[name].measures[:3])
    found = covered(case, SAMPLES, np.random.default_rng(SEED))
    for measure, share in found.items():
        assert share >= 0.87, measure  # 95 % of 60 samples less three standard errors


def test_a_claim_that_is_not_made_would_not_hold() -> None:
    case = BY_NAME["two stages, sizes of the first only"]
    found = covered(case, 150, np.random.default_rng(SEED))
    assert max(found.values()) < 0.94
