"""Dates in mixed styles; the column decides between day and month first, or nobody does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.tables.files import columns, flag, flags, kinds, table

from datashift.tables import Severity, dates

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-12-28", dt.date(2018, 12, 28)),
        ("2018/12/28", dt.date(2018, 12, 28)),
        ("28/12/2018", dt.date(2018, 12, 28)),
        ("12/28/2018", dt.date(2018, 12, 28)),
        ("22 / 08 / 2018", dt.date(2018, 8, 22)),
        ("28.12.2018", dt.date(2018, 12, 28)),
        ("28 dic. 2018", dt.date(2018, 12, 28)),
        ("28 de diciembre de 2018", dt.date(2018, 12, 28)),
        ("1er août 2019", dt.date(2019, 8, 1)),
        ("3 févr. 2019", dt.date(2019, 2, 3)),
        ("31-Jul-23", dt.date(2023, 7, 31)),
        ("December 28, 2018", dt.date(2018, 12, 28)),
        ("12 Machi 2015", dt.date(2015, 3, 12)),
        ("9 Desemba 1961", dt.date(1961, 12, 9)),
        ("१५ जुन २०१९", dt.date(2019, 6, 15)),
        ("01/05/2008 12:00:00 AM +0000", dt.date(2008, 5, 1)),
    ],
)
def test_one_date_in_the_styles_people_use(tmp_path: Path, written: str, day: dt.date) -> None:
    read = table(tmp_path, f'when,x\n"{written}",1\n')
    assert kinds(read)["when"] == "date"
    assert columns(read)["when"] == [day]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("12/11/2012 14:05", "2012-11-12T14:05:00"),
        ("2012-11-12T11:46:32.454Z", "2012-11-12T11:46:32"),
        ("2020-05-12T01:00:00.000+03:00", "2020-05-12T01:00:00"),
        ("3/12/2015 1:05:09 p.m.", "2015-12-03T13:05:09"),
    ],
)
def test_a_time_of_day_is_kept_as_the_clock_showed_it(
    tmp_path: Path, written: str, moment: str
) -> None:
    read = table(tmp_path, f'when,x\n"{written}",1\n')
    assert kinds(read)["when"] == "datetime"
    assert columns(read)["when"][0].isoformat() == moment


def test_a_day_above_twelve_decides_for_the_column(tmp_path: Path) -> None:
    european = table(tmp_path, "when\n03/04/2015\n25/04/2015\n")
    american = table(tmp_path, "when\n03/04/2015\n04/25/2015\n")
    assert columns(european)["when"][0] == dt.date(2015, 4, 3)
    assert columns(american)["when"][0] == dt.date(2015, 3, 4)
    assert not flags(european, "dates.ambiguous")
    assert not flags(american, "dates.ambiguous")


def test_when_nothing_decides_the_rows_are_shown_with_both_readings(tmp_path: Path) -> None:
    read = table(tmp_path, "when\n03/04/2015\n05/05/2015\n11/12/2015\n")
    found = flag(read, "dates.ambiguous", "when")
    assert found.severity is Severity.LOOK
    assert found.rows == (2, 4)  # 5 May is 5 May either way
    assert [repair.values["order"] for repair in found.repairs] == ["dmy", "mdy"]
    assert columns(read)["when"][0] == dt.date(2015, 4, 3)


def test_both_orders_in_one_column_are_both_read_and_shown(tmp_path: Path) -> None:
    read = table(tmp_path, "when\n25/04/2015\n26/04/2015\n04/28/2015\n03/04/2015\n")
    assert columns(read)["when"][2] == dt.date(2015, 4, 28)
    assert flag(read, "dates.mixed_order").rows == (4,)
    assert flag(read, "dates.ambiguous").rows == (5,)


def test_mixed_styles_are_read_one_by_one_and_counted(tmp_path: Path) -> None:
    read = table(tmp_path, 'when\n2018-12-28\n29/12/2018\n"30 dic. 2018"\n')
    assert columns(read)["when"] == [dt.date(2018, 12, day) for day in (28, 29, 30)]
    assert set(flag(read, "dates.styles").values["styles"].values()) == {1}


def test_dates_that_no_calendar_has_are_left_out_and_shown(tmp_path: Path) -> None:
    good = "".join(f"{day:02}/03/2020\n" for day in range(1, 29))
    read = table(tmp_path, f"when\n{good}31/02/2020\n")
    assert columns(read)["when"][-1] is None
    assert flag(read, "types.mixed").rows == (30,)


def test_nepali_months_of_the_other_calendar_are_not_converted(tmp_path: Path) -> None:
    read = table(tmp_path, "when\n१५ बैशाख २०७५\n२० जेठ २०७५\n")
    assert kinds(read)["when"] == "text"
    assert flag(read, "dates.bikram_sambat").severity is Severity.LOOK


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "sw": "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba",
    "ne": "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def _moment(day: dt.date) -> int:
    """Microseconds from 1970 to the start of the day."""
    return (day - dt.date(1970, 1, 1)).days * 86_400_000_000


@settings(deadline=None)
@given(st.dates(dt.date(1000, 1, 1)), st.sampled_from(sorted(MONTHS)))
def test_any_day_written_in_words_reads_back(day: dt.date, language: str) -> None:
    month = MONTHS[language].split()[day.month - 1]
    read = dates.read(pa.array([f"{day.day} {month} {day.year}"]))
    assert read.reads.all()
    assert read.moments.tolist() == [_moment(day)]


@settings(deadline=None)
@given(st.lists(st.dates(dt.date(1000, 1, 1)), min_size=1), st.sampled_from(["dmy", "mdy"]))
def test_a_settled_column_reads_back_in_its_own_order(days: list[dt.date], order: str) -> None:
    days.append(dt.date(2020, 1, 31))
    style = "%d/%m/{}" if order == "dmy" else "%m/%d/{}"
    written = [day.strftime(style).format(f"{day.year:04}") for day in days]
    read = dates.read(pa.array(written))
    assert (read.order, read.settled) == (order, True)
    assert read.moments.tolist() == [_moment(day) for day in days]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    dates.could_be_dates(pa.array([text]))
    dates.read(pa.array([text]))
