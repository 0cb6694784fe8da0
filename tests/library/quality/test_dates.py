"""Days and years that cannot be."""

from __future__ import annotations

from datetime import date

from library.quality.tables_at_hand import codes, days, flags, moments, the


def test_a_visit_that_has_not_happened_yet_is_found() -> None:
    visits = days("2025-02-28", "2025-03-01", "2025-03-02", "2026-01-01")
    flag = the(flags({"visit": visits}, today=date(2025, 3, 1)), "dates.future")
    assert flag.rows == (4, 5)
    assert flag.message == '2 rows have a date in "visit" that has not come yet.'


def test_a_moment_a_day_ahead_is_a_time_zone() -> None:
    sent = moments("2025-03-02T09:00", "2025-03-03T00:30")
    assert the(flags({"sent": sent}, today=date(2025, 3, 1)), "dates.future").rows == (3,)


def test_plans_may_lie_ahead() -> None:
    assert codes(flags({"next visit": days("2030-01-01", "2031-01-01")})) == []


def test_what_software_writes_without_a_date_is_impossible() -> None:
    born = days("1899-12-30", "1900-01-01", "1970-01-01", "1985-06-05", "1999-01-31")
    assert the(flags({"born": born}), "dates.impossible").rows == (2, 3, 4)


def test_a_day_in_1970_among_others_of_that_year_is_a_day() -> None:
    assert codes(flags({"born": days("1970-01-01", "1970-05-02", "1971-08-09")})) == []


def test_years_are_checked_where_the_heading_says_year() -> None:
    years = [1998, 2003, 2010, 2024, 2024, 2019, 2012, 2035, 19]
    found = flags({"año": years, "count": years}, today=date(2025, 3, 1))
    assert the(found, "dates.future").rows == (9,)
    assert the(found, "dates.impossible").rows == (10,)
    assert {flag.column for flag in found} == {"año"}


def test_an_interview_that_ends_before_it_starts_is_found() -> None:
    found = flags(
        {
            "start": moments("2024-05-01T10:00", "2024-05-02T10:00", "2024-05-03T10:00"),
            "end": moments("2024-05-01T10:30", "2024-05-02T09:30", "2024-05-03T10:10"),
        }
    )
    flag = the(found, "dates.reversed")
    assert (flag.column, flag.rows) == ("end", (3,))
