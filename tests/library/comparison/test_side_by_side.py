"""A citizen figure beside an official one: how far apart, how sure, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library.comparison.official_files import OURS, cell, series

from datashift.comparison import Definition, Observation, OfficialSeries, compare
from datashift.disclosure import Cell
from datashift.estimates.estimate import Estimate

SDMX = "SERIES,REF_AREA,TIME_PERIOD,SEX,OBS_VALUE,LOWER_BOUND,UPPER_BOUND,UNIT_MEASURE\n"


def test_the_interval_of_the_difference_adds_independent_errors(tmp_path: Path) -> None:
    official = series(tmp_path, f"{SDMX}SH_H2O_SAFE,KE,2020,_T,40,36,44,PT\n")
    (one,) = compare([cell(0.44, 0.03)], official, measure="water", definition=OURS)
    assert one.difference == pytest.approx(4.0)
    assert one.lower == pytest.approx(-1.0)  # 4 less the root of 3 squared plus 4 squared
    assert one.upper == pytest.approx(9.0)
    assert one.relative == pytest.approx(0.1)
    assert one.official.standard_error == pytest.approx(4 / 1.959964)
    assert one.match == "direct"
    assert one.could_be_same
    assert one.overlap == "They could be the same: chance alone would explain the difference."


def test_uneven_intervals_keep_their_sides(tmp_path: Path) -> None:
    official = series(tmp_path, f"{SDMX}SH_H2O_SAFE,KE,2020,_T,40,28,43,PT\n")
    (one,) = compare([cell(0.45, 0.04)], official, measure="water", definition=OURS)
    assert one.lower == pytest.approx(5 - 5)  # our lower half 4, their upper half 3
    assert one.upper == pytest.approx(5 + (16 + 144) ** 0.5)


def test_without_our_range_nothing_is_said_of_chance(tmp_path: Path) -> None:
    official = series(tmp_path, f"{SDMX}SH_H2O_SAFE,KE,2020,_T,40,36,44,PT\n")
    ours = replace(OURS, sampling="volunteer")
    (one,) = compare([cell(0.6)], official, measure="water", definition=ours)
    assert (one.lower, one.upper, one.could_be_same) == (None, None, None)
    assert one.difference == pytest.approx(20.0)
    assert "Without a range for ours" in one.overlap
    assert "They answer different questions" in one.overlap
    assert one.match == "partial"


def test_water_points_are_no_people(tmp_path: Path) -> None:
    official = series(tmp_path, f"{SDMX}SH_H2O_SAFE,KE,2020,_T,40,,,PT\n")
    ours = replace(OURS, unit="water point")
    (one,) = compare([cell(0.55)], official, measure="water", definition=ours)
    assert one.match == "proxy"
    assert one.reasons[0].code == "unit.differs"
    assert one.reasons[0].message == "Ours counts water points, the official figure counts people."


def test_the_nearest_year_is_taken_and_its_distance_stated(tmp_path: Path) -> None:
    official = series(
        tmp_path,
        f"{SDMX}SH_H2O_SAFE,KE,2012,_T,30,,,PT\nSH_H2O_SAFE,KE,2016,_T,35,,,PT\n"
        "SH_H2O_SAFE,TZ,2020,_T,60,,,PT\n",
    )
    (one,) = compare([cell(0.4)], official, measure="water", definition=OURS)
    assert (one.official.value, one.official.time_period) == (35.0, "2016")
    assert one.match == "partial"
    assert one.reasons[0].message == (
        "Ours is for 2020, the nearest official figure for 2016: 4 years apart."
    )


def test_groups_and_places_must_be_the_same(tmp_path: Path) -> None:
    official = series(
        tmp_path,
        f"{SDMX}SH_H2O_SAFE,KE,2020,_T,40,,,PT\nSH_H2O_SAFE,KE,2020,F,38,,,PT\n"
        "SH_H2O_SAFE,Baringo,2020,_T,20,,,PT\n",
    )
    cells = [
        cell(0.41),
        cell(0.42, domain={"SEX": "F"}),
        cell(0.43, domain={"SEX": "M"}),
        cell(0.44, domain={"REF_AREA": "KE-01"}),
        cell(0.45, domain={"REF_AREA": "KE-02"}),
    ]
    found = compare(cells, official, measure="water", definition=OURS)
    assert [(dict(each.domain), each.official.value) for each in found] == [
        ({}, 40.0),
        ({"SEX": "F"}, 38.0),
        ({"REF_AREA": "KE-01"}, 20.0),
    ]


def test_an_official_figure_of_one_group_only_says_so(tmp_path: Path) -> None:
    official = series(
        tmp_path,
        "SERIES,REF_AREA,TIME_PERIOD,SEX,AGE,OBS_VALUE,UNIT_MEASURE\n"
        "VC_VAW_MARR,KE,2020,F,Y15T49,22.8,PT\nVC_VAW_MARR,KE,2020,F,Y_GE15,21.4,PT\n",
    )
    ours = replace(OURS, indicator="5.2.1")
    (one,) = compare([cell(0.3)], official, measure="water", definition=ours)
    assert one.official.value == 21.4  # the widest group
    assert one.match == "partial"
    assert "population.group" in [reason.code for reason in one.reasons]


def test_a_bound_is_no_figure(tmp_path: Path) -> None:
    official = series(
        tmp_path, "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\nKE,2020,<2.5,PT\nTZ,2020,4,PT\n"
    )
    (one,) = compare([cell(0.04, 0.01)], official, measure="water", definition=OURS)
    assert one.official.value is None
    assert one.difference is None
    assert one.overlap == "The office says only that its figure is below 2.5."


def test_unlike_units_are_not_subtracted(tmp_path: Path) -> None:
    official = series(
        tmp_path, "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\nKE,2020,250,PER_1000_POP\n"
    )
    (one,) = compare([cell(0.3, 0.1)], official, measure="water", definition=OURS)
    assert (one.difference, one.could_be_same, one.match) == (None, None, "proxy")


def test_hidden_figures_are_not_compared(tmp_path: Path) -> None:
    official = series(tmp_path, f"{SDMX}SH_H2O_SAFE,KE,2020,_T,40,36,44,PT\n")
    hidden = Cell(Estimate("water", {}, None), "Q")
    assert compare([hidden], official, measure="water", definition=OURS) == ()


def test_the_study_may_know_it_is_a_proxy(tmp_path: Path) -> None:
    official = series(tmp_path, f"{SDMX}SH_H2O_SAFE,KE,2020,_T,40,36,44,PT\n")
    (one,) = compare([cell(0.4, 0.1)], official, measure="water", definition=OURS, match="proxy")
    assert one.match == "proxy"


figures = st.floats(0, 1).flatmap(
    lambda value: st.tuples(st.just(value), st.floats(0, 0.2), st.floats(0, 0.2))
)


@given(figures, figures)
def test_exchanging_the_two_turns_the_sign(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> None:
    def difference(
        ours: tuple[float, float, float], theirs: tuple[float, float, float]
    ) -> tuple[float, float, float]:
        value, down, up = theirs
        official = OfficialSeries(
            "",
            "",
            Definition(),
            (Observation("KE", "2020", 100 * value, 100 * (value - down), 100 * (value + up)),),
        )
        estimate = Estimate("water", {}, ours[0], lower=ours[0] - ours[1], upper=ours[0] + ours[2])
        (found,) = compare([Cell(estimate, "A")], [official], measure="water", definition=OURS)
        assert found.difference is not None
        assert found.lower is not None
        assert found.upper is not None
        assert found.lower <= found.difference <= found.upper
        return found.difference, found.lower, found.upper

    there, back = difference(one, other), difference(other, one)
    assert there == pytest.approx((-back[0], -back[2], -back[1]), abs=1e-9)
