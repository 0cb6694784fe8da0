"""Voices over time: each in its own shape, in its own place."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.figures.timeline import Line, Moment, over_time

CITIZENS = Line("citizen", (Moment(2019, 44.0, 36.0, 53.0), Moment(2025, 40.0, 35.0, 46.0)))
OFFICE = Line("official", (Moment(2014, 36.0), Moment(2018, 31.0), Moment(2022, 28.0)))
PUMPS = Line("big", tuple(Moment(2022 + month / 12, 60.0 - month) for month in range(30)))


def test_each_kind_of_voice_has_its_own_shape() -> None:
    drawn = over_time([CITIZENS, OFFICE, PUMPS], text="Citizens find more.", percent=True)
    root = ET.fromstring(drawn.svg)
    assert root.get("aria-label") == "Citizens find more."
    assert drawn.svg.count('class="ci"') == 2
    assert drawn.svg.count('class="sq"') == 3
    assert drawn.svg.count('class="tri"') == 2  # of thirty only the ends: the line tells the rest
    assert drawn.svg.count('class="rg-c"') == 2
    assert "style=" not in drawn.svg


def test_a_later_figure_stands_further_and_a_larger_one_higher() -> None:
    svg = over_time([CITIZENS], text="x", percent=True).svg
    marks = re.findall(r'<circle class="ci" cx="([\d.]+)%" cy="([\d.]+)"', svg)
    (first_x, first_y), (last_x, last_y) = [(float(x), float(y)) for x, y in marks]
    assert (first_x, last_x) == (0.0, 100.0)
    assert first_y < last_y


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ((-5.2, 3.1, 0.0, -1.4), False),
        ((-5.2, -3.0), False),
        ((-5.2, 3.1), True),
        ((239.0, 125.0), True),
    ],
)
def test_figures_below_zero_or_above_a_hundred_stand_where_they_are(
    values: tuple[float, ...], percent: bool
) -> None:
    line = Line("official", tuple(Moment(2019 + at, value) for at, value in enumerate(values)))
    svg = over_time([line], text="x", percent=percent).svg
    ground = [
        (float(said.replace("−", "-").replace(",", "").rstrip("%\xa0")), int(y) - 4)
        for y, said in re.findall(r'<text class="e num" x="-10" y="(\d+)">([^<]+)</text>', svg)
    ]
    (low, foot), (high, top) = ground[0], ground[-1]
    corners = re.findall(r'<rect class="sq" x="[\d.]+%" y="(\d+)"', svg)
    for value, corner in zip(values, corners, strict=True):
        assert int(corner) + 5 == pytest.approx(
            foot + (value - low) / (high - low) * (top - foot), abs=1
        )


def test_a_figure_gives_way_to_the_years_beneath_it() -> None:
    office = Line("official", (Moment(2018, 6.3), Moment(2019, 5.1), Moment(2020, -3.9)))
    svg = over_time([office], text="x").svg
    foot = max(int(y) for y in re.findall(r'<text class="m num"[^>]* y="(\d+)"', svg))
    labels = [int(y) for y in re.findall(r'<text class="to num"[^>]* y="(\d+)"', svg)]
    assert len(labels) == 3
    assert max(labels) <= foot - 12


@pytest.mark.parametrize("width", [198, 240, 330, 470, 750])  # on a card of 320 to a wide page
def test_a_figure_gives_way_to_a_mark_and_to_another_figure(width: int) -> None:
    near = [
        Line("citizen", (Moment(2021, 56.0), Moment(2024, 61.3))),
        Line("citizen", (Moment(2024, 52.7),)),
        Line(
            "big",
            (
                Moment(2022.0, 78.0),
                Moment(2024.92, 66.3),
            ),
        ),
        Line("official", (Moment(2012, 38.0), Moment(2023, 49.0))),
    ]
    svg = over_time(near, text="x", percent=True).svg
    marks = {
        (x, y): (float(x), int(y))
        for x, y in re.findall(r'<circle class="ci" cx="([\d.]+)%" cy="(\d+)"', svg)
    }
    triangle = re.findall(r'<svg x="([\d.]+)%" y="(\d+)"><path class="tri"', svg)
    labels = re.findall(
        r'<text class="t\w num" x="([\d.]+)%" dx="(-?9)" y="(\d+)"[^>]*>(\d+)</text>', svg
    )
    assert sorted(said for *_, said in labels) == ["38", "49", "53", "56", "61", "66", "78"]
    boxes = []
    for x, beside, y, _ in labels:
        left = float(x) * width / 100 + (9 if beside == "9" else -26)
        boxes.append((left, left + 17, int(y) - 12, int(y)))
    for x, y in [*marks.values(), *((float(x), int(y)) for x, y in triangle)]:
        boxes.append((x * width / 100 - 6, x * width / 100 + 6, y - 6, y + 6))
    for one, other in itertools.combinations(boxes, 2):
        across = one[0] < other[1] and other[0] < one[1]
        assert not (across and one[2] < other[3] and other[2] < one[3]), (one, other)


def test_a_figure_keeps_off_the_scale_and_stays_beside_a_level_line() -> None:
    level = Line("official", tuple(Moment(2015 + n, 44.7) for n in range(8)))
    svg = over_time([level], text="x", percent=True).svg
    labels = re.findall(r'<text class="to num" x="([\d.]+)%" dx="(-?9)"', svg)
    assert labels == [("0", "9"), ("100", "9")]


_YEARS = st.integers(2010, 2024)
_SHARES = st.integers(0, 100)


@given(_SHARES, _SHARES)
def test_a_figure_stands_nearer_to_its_own_mark_than_to_another(one: int, other: int) -> None:
    lines = [Line("citizen", (Moment(2024, value),)) for value in dict.fromkeys((one, other))]
    svg = over_time(
        [*lines, Line("big", (Moment(2020, 0), Moment(2024, 100)))], text="x", percent=True
    ).svg
    marks = [int(y) for y in re.findall(r'<circle class="ci" cx="[^"]+" cy="(\d+)"', svg)]
    for y, said in re.findall(r'<text class="tc num"[^>]* y="(\d+)"[^>]*>(\d+)</text>', svg):
        apart = {mark: abs(int(y) - 6 - mark) for mark in marks}
        own = marks[[one, other].index(int(said))]
        assert apart[own] == min(apart.values())


@given(st.lists(st.tuples(_YEARS, _SHARES), min_size=1, max_size=8, unique_by=lambda one: one[0]),
       st.lists(st.tuples(_YEARS, _SHARES), min_size=1, max_size=8, unique_by=lambda one: one[0]),
       st.integers(198, 750))  # fmt: skip
def test_no_figure_covers_another_however_wide_the_picture(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]], width: int
) -> None:
    official, citizen = (
        tuple(Moment(at, value) for at, value in sorted(found)) for found in (theirs, ours)
    )
    lines = [Line("official", official), Line("citizen", citizen)]
    svg = over_time(lines, text="x", percent=True).svg
    boxes = []
    for x, beside, y, said in re.findall(
        r'<text class="t\w num" x="([\d.]+)%" dx="(-?9)" y="(\d+)"[^>]*>(\d+)</text>', svg
    ):
        wide = 8.5 * len(said)
        left = float(x) * width / 100 + (9 if beside == "9" else -9 - wide)
        boxes.append((left + 1, left + wide - 1, int(y) - 12, int(y)))  # positions are rounded
    for one, other in itertools.combinations(boxes, 2):
        across = one[0] < other[1] and other[0] < one[1]
        assert not (across and one[2] < other[3] and other[2] < one[3]), (one, other)


def test_a_line_leads_from_figure_to_figure() -> None:
    (path,) = re.findall(
        r'class="band-b" d="M([\d ]+)l([-\d ]+)"', over_time([PUMPS], text="x", percent=True).svg
    )
    start, steps = (list(map(int, part.split())) for part in path)
    across = list(itertools.accumulate([start[0], *steps[::2]]))
    down = list(itertools.accumulate([start[1], *steps[1::2]]))
    assert (across[0], across[-1], len(across)) == (0, 1000, len(PUMPS.moments))
    for one, there in zip(PUMPS.moments, down, strict=True):
        assert abs(288 - 264 * one.value / 60 - there) <= 0.5


def test_one_year_alone_stands_in_the_middle() -> None:
    assert 'cx="50%"' in over_time([Line("citizen", (Moment(2024, 3.2),))], text="x").svg


def test_nothing_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="nothing"):
        over_time([Line("citizen", ())], text="x")


@given(
    st.lists(
        st.tuples(st.integers(1990, 2030), st.floats(0, 1e7, allow_nan=False)),
        min_size=1,
        max_size=40,
    )
)
def test_every_mark_stays_on_the_picture(points: list[tuple[int, float]]) -> None:
    line = Line("official", tuple(Moment(year, value) for year, value in sorted(points)))
    svg = over_time([line], text="x").svg
    for across in re.findall(r'class="sq" x="([\d.e+-]+)%"', svg):
        assert 0 <= float(across) <= 100
    for down in re.findall(r'class="sq" x="[^"]+" y="([\d.e+-]+)"', svg):
        assert 0 <= float(down) + 5 <= 320
