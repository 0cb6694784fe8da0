"""Moments kept in a folder say what the rows said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reference.estimates.figures import rows

from datashift.estimates import (
    Design,
    Measure,
    columns,
    estimate,
    from_moments,
    load_moments,
    store_moments,
    tabulate,
)
from datashift.kit.problem import Problem

BY = ((), ("place",), ("place", "sex"))
MEASURES = (
    Measure("safe", "proportion", "safe", by=BY),
    Measure("minutes", "mean", "minutes", by=BY),
)
DESIGN = Design("probability", strata="stratum", cluster=("cluster",), weight="weight")


@pytest.mark.parametrize("design", [DESIGN, Design("register")])
def test_every_figure_comes_back_from_stored_moments(design: Design, tmp_path: Path) -> None:
    table = rows("households")
    folder = store_moments(tabulate(table, design, MEASURES), tmp_path / "moments")
    assert from_moments(load_moments(folder), design, MEASURES) == estimate(table, design, MEASURES)


def test_columns_hold_the_figures_of_the_estimates() -> None:
    table = rows("households")
    found = columns(tabulate(table, DESIGN, MEASURES), DESIGN, MEASURES)
    errors = np.concatenate([one.error for one in found.values()])
    lower = np.concatenate([one.lower for one in found.values()])
    expected = estimate(table, DESIGN, MEASURES)
    assert errors.tolist() == [one.standard_error for one in expected]
    assert lower.tolist() == [one.lower for one in expected]


def test_figures_that_need_the_rows_are_not_kept(tmp_path: Path) -> None:
    median = Measure("half", "median", "minutes")
    with pytest.raises(TypeError, match="do not tell"):
        store_moments(tabulate(rows("households"), DESIGN, [median]), tmp_path)


def test_a_folder_without_moments_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="stored moments are not there"):
        load_moments(tmp_path)
