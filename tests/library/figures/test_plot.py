"""The ordered dot plot puts every figure where its value is, clear of its number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.figures.finding import Row
from datashift.figures.plot import ordered

AT = re.compile(r'<circle class="ci"[^>]* cx="([0-9.]+)%"')
MARK = re.compile(r'<line class="ax0?" x1="([0-9.]+)%"[^>]*/><text[^>]*>([^<]+)<')


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=8))
def test_every_figure_stands_at_its_value_also_below_zero(values: list[int]) -> None:
    rows = [Row(f"group {at}", value=float(value)) for at, value in enumerate(values)]
    drawn = ordered(rows, quantity="mean").svg
    marks = {
        float(said.replace("−", "-").replace(",", "")): float(at)
        for at, said in MARK.findall(drawn)
    }
    assert 0.0 in marks
    least, largest = min(marks), max(marks)
    assert (marks[least], marks[largest]) == (0.0, 100.0)
    for value, at in zip(sorted(values, reverse=True), AT.findall(drawn), strict=True):
        assert float(at) == pytest.approx(100 * (value - least) / (largest - least), abs=0.06)


@pytest.mark.parametrize(("value", "right"), [(99.4, 40), (100.0, 52)])
def test_a_number_is_clear_of_a_circle_at_the_end(value: float, right: int) -> None:
    drawn = ordered([Row("one", value=value), Row("two", value=3.0)]).svg
    assert f'dx="{right}">{value}<' in drawn
    assert ("long" in drawn.partition(">")[0]) == (right == 52)
