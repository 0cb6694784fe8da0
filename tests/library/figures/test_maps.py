"""Maps: small, well formed, true to their table, and silent about places."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.figures import Row
from datashift.figures.maps import figures_map, locator, shapes
from datashift.figures.maps.classes import MOST, classes
from datashift.figures.maps.coarser import coarser
from datashift.figures.maps.draw import origin
from datashift.kit.language import spoken
from datashift.kit.language.retold import told
from datashift.sdg.outlines import Outlines

SQUARE = np.array([[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]], dtype=np.int32)
GRID = Outlines(
    "RV",
    1,
    tuple(f"RV-{at}" for at in range(4)),
    ("Caran", "Ostel", "Mirava", "Tolune & Besk"),
    tuple(((SQUARE + np.array([100 * at, 0], dtype=np.int32),),) for at in range(4)),
    scale=(0.01, 0.01),
)


def row(at: int, value: float | None, *, hidden: bool = False) -> Row:
    return Row(GRID.names[at], {"REF_AREA": f"RV-{at}"}, value, hidden=hidden)


def test_a_map_says_what_is_hidden_and_what_is_not_known() -> None:
    drawn = figures_map(GRID, [row(0, 20.0), row(1, 60.0), row(2, None, hidden=True)])
    page = shapes(GRID) + drawn.svg + drawn.key
    ET.fromstring(f"<x>{page}</x>")
    assert "1 area hidden to protect people. 1 area without a figure." in drawn.text
    assert "Mirava: hidden" in drawn.svg
    assert "Tolune &amp; Besk: no figure" in drawn.svg
    assert "style=" not in page
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', page))
    assert used <= set(re.findall(r'id="([^"]+)"', page))
    assert len(gzip.compress(page.encode())) < 4_000


def test_a_count_is_dots_inside_its_area_always_the_same() -> None:
    rows = [row(0, 40.0), row(1, 9.0)]
    first = figures_map(GRID, rows, quantity="count", unit="well").svg
    assert first == figures_map(GRID, rows, quantity="count", unit="well").svg
    dots = re.search(r'class="md" d="([^"]*)"', first)
    assert dots is not None
    across = [int(x) for x in re.findall(r"M(\d+) ", dots.group(1))]
    quarter = (1280 - 16) / 4
    assert sum(x < 8 + quarter for x in across) == 40
    assert len(across) == 49


@pytest.mark.parametrize("language", ["es", "sw", "ne", "fr"])
@pytest.mark.parametrize(
    "licence", ["ODbL-1.0", "MIT", "CC-BY-4.0", "Public domain (Natural Earth)"]
)
def test_whose_borders_they_are_is_told_whole_in_each_language(language: str, licence: str) -> None:
    drawn = replace(GRID, source="OpenStreetMap", licence=licence, valid_from=2013)
    with spoken(language):
        said = told(origin(drawn))
    assert said.language == language
    assert not {"Borders", "areas", "later"} & set(re.findall(r"\w+", said.text))


def test_an_area_is_shown_where_it_lies() -> None:
    assert locator(GRID, "RV-2", text="Mirava in Ruvela").svg.count('class="m5"') == 1


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_every_value_is_in_a_class_whose_ends_hold_it(values: list[float]) -> None:
    found = classes(values, "proportion")
    assert 1 <= len(found.labels) <= MOST
    for value in values:
        number = found.of(value)
        assert found.ends[number] - 1e-6 <= value <= found.ends[number + 1] + 1e-6


def test_classes_are_no_finer_than_the_ranges() -> None:
    assert len(classes([20, 30, 40, 49], "proportion", widths=[25, 25]).labels) == 2


@given(st.lists(st.integers(-3, 3), min_size=3, max_size=40), st.floats(0.5, 4.0))
def test_two_areas_keep_the_same_border_and_it_stays_where_it_was(
    away: list[int], apart: float
) -> None:
    border = [(500 + x, 10 * (at + 1)) for at, x in enumerate(away)]
    end = 10 * (len(away) + 1)
    west = np.array([(0, 0), (500, 0), *border, (500, end), (0, end), (0, 0)])
    east = np.array([(500, 0), (999, 0), (999, end), (500, end), *border[::-1], (500, 0)])
    kept = {code: set(map(tuple, found[0].tolist())) for code, found in
            coarser({"w": [west], "e": [east]}, apart).items()}  # fmt: skip
    assert kept["w"] & set(border) == kept["e"] & set(border)
    assert {(500, 0), (500, end), (0, 0), (999, end)} <= kept["w"] | kept["e"]
    line = sorted(((500, 0), (500, end), *(kept["w"] & set(border))), key=lambda one: one[1])
    there = np.interp([y for _, y in border], [y for _, y in line], [x for x, _ in line])
    lean = 1.2  # six across for ten down at most
    assert np.abs(there - [x for x, _ in border]).max() <= lean * apart
