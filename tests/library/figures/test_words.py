"""Sentences say the number that was computed."""

from __future__ import annotations

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.figures import numbers, words
from datashift.figures.finding import Row


@pytest.mark.parametrize("module", [numbers, words])
def test_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@given(st.floats(0, 100))
def test_a_share_without_a_range_is_said_to_the_nearest_in_a_hundred(value: float) -> None:
    said = words.in_hundred(Row("all", value=value))
    found = re.fullmatch(r"(\d+) in 100", said)
    if found:
        assert abs(int(found[1]) - value) <= 0.5
    else:
        assert value < 0.5 or value >= 99.5


@given(st.floats(0, 100), st.floats(0, 20))
def test_about_so_many_in_ten_is_never_far_off(value: float, width: float) -> None:
    row = Row("all", value=value, lower=max(0, value - width), upper=min(100, value + width))
    found = re.fullmatch(r"about (\d+) in 10", words.in_hundred(row))
    if found:
        assert abs(int(found[1]) * 10 - value) <= 2.5


def test_a_hidden_figure_is_never_said() -> None:
    row = Row("Lindi", hidden=True)
    assert "hidden" in words.headline(row, "proportion", title="Water points that work")
    assert "tell of somebody" in words.range_in_words(row, "proportion", reason="")
    assert words.amount(row, "count") == "hidden"


def test_extremes_pass_over_hidden_groups() -> None:
    rows = (Row("A", value=10.0), Row("B", hidden=True), Row("C", value=5.0))
    assert words.extremes(rows, "count") == "A 10, C 5"
    more = (*rows, Row("D", value=7.0))
    assert words.extremes(more, "count") == "A has the highest figure, 10; C the lowest, 5"


def test_groups_that_look_the_same_are_said_to_be_the_same() -> None:
    rows = (Row("Women", value=61.32), Row("Men", value=61.28))
    said = words.extremes(rows, "proportion").replace("\u00a0", " ")
    assert said == "Women and Men have the same figure, 61.3 %"


def test_an_official_bound_is_said_as_a_bound_and_never_as_zero() -> None:
    said = words.amount(Row("Kenya", upper=2.5), "proportion").replace(numbers.THIN, " ")
    assert said == "less than 2.5 %"
    assert words.amount(Row("Kenya", lower=95.0), "mean", "minutes") == "more than 95.0 minutes"
    assert words.amount(Row("Kenya"), "proportion") == "not known"
