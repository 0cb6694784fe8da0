"""Numbers far beyond the rest."""

from __future__ import annotations

import numpy as np
import pytest
from library.quality.tables_at_hand import codes, flags, the

from datashift.quality.checks.outliers import far_out


def test_a_slip_of_the_keyboard_is_found() -> None:
    sizes = np.random.default_rng(1).poisson(5, 300) + 1
    flag = the(flags({"household size": [*sizes.tolist(), 55, 512]}), "outliers.extreme")
    assert flag.rows == (302, 303)
    assert flag.message.startswith('2 rows lie far beyond the rest in "household size": 55 to 512')
    assert [repair.action for repair in flag.repairs] == ["mark_missing", "set_aside", "keep"]


def test_a_gross_slip_does_not_hide_a_lesser_one() -> None:
    heights = np.random.default_rng(2).normal(160, 8, 500)
    found = far_out(np.append(heights, [16_000_000.0, 1_650.0]))
    assert np.flatnonzero(found).tolist() == [500, 501]


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(3).lognormal(6, 1.5, 5_000),
        np.random.default_rng(4).normal(0, 1, 5_000),
        np.random.default_rng(5).exponential(300, 5_000),
        np.random.default_rng(6).uniform(0, 1, 5_000),
        np.random.default_rng(7).poisson(3, 5_000).astype(float),
    ],
    ids=["incomes", "errors", "waiting times", "shares", "counts"],
)
def test_skewed_numbers_are_no_slips(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    assert not far_out(values).any()


def test_many_far_values_are_how_the_column_is() -> None:
    cattle = [1, 2, 3, 4, 5, 6, 7, 8] * 20 + [4_000, 5_000, 6_000, 7_000, 8_000]
    assert codes(flags({"cattle": cattle})) == []


def test_years_and_codes_are_not_measured() -> None:
    years = [2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007] * 10 + [1850]
    assert codes(flags({"year": years, "ward_code": [year * 7 for year in years]})) == []
