"""Dots are countable: as many as the text says, one place each."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.figures import dots
from datashift.figures.numbers import dot_worth


def count(path: str) -> int:
    """Dots that a path of runs draws, each run being (n - 1) x 10 + 1 long."""
    return sum((int(length) - 1) // 10 + 1 for length in re.findall(r"h(\d+)", path))


def drawn(svg: str, css: str) -> int:
    root = ET.fromstring(f"<x>{svg}</x>")
    first = root.find("svg")
    assert first is not None
    return sum(count(path.get("d", "")) for path in first.iter("path") if path.get("class") == css)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_field_draws_a_dot_for_each_stated_number_of_things(yes: int, no: int) -> None:
    drawing = dots.field(
        [dots.Part(yes, "filled", "work"), dots.Part(no, "empty", "dry")], unit="water points"
    )
    filled, empty = drawn(drawing.svg, "f"), drawn(drawing.svg, "r")
    total = yes + no
    assert filled + empty == (max(1, round(total / drawing.worth)) if total else 0)
    assert abs(filled - yes / drawing.worth) <= 1
    assert abs(empty - no / drawing.worth) <= 1


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_hundred_dots_are_a_hundred(one: int, other: int) -> None:
    low, high = sorted((one, other))
    svg = dots.hundred((low + high) / 2, low, high).svg
    assert drawn(svg, "f") == low
    assert drawn(svg, "shr") == high - low
    assert drawn(svg, "no") == 100 - high


@given(st.floats(0, 1e9))
def test_no_field_has_more_than_600_dots(total: float) -> None:
    assert total / dot_worth(total) <= 600


def test_the_text_alternative_says_what_is_drawn() -> None:
    text = dots.hundred(40.2, 35.1, 46.3, yes="walk more than half an hour").text
    assert text == (
        "100 dots. 35 are filled (walk more than half an hour); dots 36 to 46 shrink: "
        "the true number is between 35 and 46 in 100; 54 are empty."
    )


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "</svg>", "&"])
def test_labels_cannot_break_out_of_the_drawing(hostile: str) -> None:
    drawing = dots.field([dots.Part(3, "filled", hostile)], unit=hostile)
    assert "<script" not in drawing.svg
    ET.fromstring(f"<x>{drawing.svg}</x>")
