"""Dates, years and periods as SDMX writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from library.harmonise.at_hand import column, flag, the

from datashift.harmonise import Time, harmonise
from datashift.harmonise.specification import Period
from datashift.kit.problem import Problem


def periods(values: Any, period: Period | None) -> list[str | None]:
    """The periods of a column."""
    return column(harmonise(the(pa.table({"t": values})), time=Time("t", period)), "TIME_PERIOD")


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ("year", ["2013", "2013", None]),
        ("quarter", ["2013-Q2", "2013-Q4", None]),
        ("month", ["2013-05", "2013-12", None]),
        ("day", ["2013-05-09", "2013-12-31", None]),
    ],
)
def test_dates_are_told_at_any_length(period: Period, wanted: list[str | None]) -> None:
    days = [date(2013, 5, 9), date(2013, 12, 31), None]
    moments = [datetime(2013, 5, 9, 23, 59), datetime(2013, 12, 31), None]  # noqa: DTZ001
    assert periods(days, period) == wanted
    assert periods(moments, period) == wanted
    assert periods([str(day) if day else None for day in days], period) == wanted


@given(st.lists(st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)), max_size=20))
def test_every_day_is_in_its_quarter(days: list[date | None]) -> None:
    wanted = [d and f"{d.year}-Q{(d.month - 1) // 3 + 1}" for d in days]
    assert periods(pa.array(days, pa.date32()), "quarter") == wanted


def test_years_come_as_numbers_too_and_impossible_ones_are_told() -> None:
    table = the({"t": [2013, 0, 20133, None, 1899, 0]})
    found = harmonise(table, time=Time("t", "year"))
    assert column(found, "TIME_PERIOD") == ["2013", None, None, None, None, None]
    impossible = flag(found.flags, "time.impossible")
    assert impossible.rows == (3, 4, 6, 7)
    assert impossible.values["values"] == {"0": 2, "20133": 1, "1899": 1}
    assert flag(found.flags, "time.missing").rows == (5,)


def test_half_a_year_is_no_year() -> None:
    assert periods([2013.0, 2013.5], "year") == ["2013", None]


def test_written_periods_are_taken_at_the_coarsest() -> None:
    assert periods(["2013-Q2", "2013", "2013-05", "May"], None) == ["2013", "2013", "2013", None]
    assert periods(["2013-Q2", "2013-05"], "quarter") == ["2013-Q2", "2013-Q2"]


def test_a_length_that_is_not_said_is_an_assumption() -> None:
    found = harmonise(the({"t": [date(2013, 5, 9)]}), time=Time("t"))
    assert column(found, "TIME_PERIOD") == ["2013"]
    assert flag(found.flags, "time.period_assumed").values["period"] == "year"


def test_one_value_holds_for_all_rows() -> None:
    assert (
        column(harmonise(the({"x": [1, 2]}), time=Time(value=2013)), "TIME_PERIOD") == ["2013"] * 2
    )


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (Time("t", "month"), "knows no month, only the year"),
        (Time("tt"), 'Did you mean "t"?'),
        (Time("name"), "holds no dates, years or periods"),
        (Time(), "either a column or one value"),
        (Time("t", "year", 2013), "either a column or one value"),
        (Time(value="May 2013"), "is not a period"),
        (Time(value="2013-13"), "is not a period"),
    ],
)
def test_times_that_cannot_be_are_refused_in_words(time: Time, said: str) -> None:
    with pytest.raises(Problem) as caught:
        harmonise(the({"t": [2013], "name": ["x"]}), time=time)
    assert said in str(caught.value)
