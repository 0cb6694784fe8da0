"""Time periods as SDMX writes them: a calendar period, or a range with a start and a length."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from datashift.exchange.observations import TOTAL
from datashift.exchange.published import Published
from datashift.kit.problem import Problem

_FORMS = {
    "A": re.compile(r"\d{4}"),
    "Q": re.compile(r"\d{4}-Q[1-4]"),
    "M": re.compile(r"\d{4}-\d\d"),
    "D": re.compile(r"\d{4}-\d\d-\d\d"),
}
_RANGE = re.compile(r"\d{4}-\d\d-\d\d/P\d+[YMD]")


def whole(release: Published, known: Collection[str]) -> str:
    """The period of the figures for all periods (`_T` in observations.csv).

    One calendar period where the data are from one, unless another figure is for just that; else
    the range `2012-01-01/P5Y`.

    Args:
        known: the periods that other figures of the release are for.

    Raises:
        Problem: the release does not say when its data are from, and SDMX must.
    """
    if not release.periods:
        raise Problem(
            "The release does not say which time its figures are for, and SDMX needs to know",
            do="Give the study a `time:` and run it again",
            code="export.no_period",
        )
    first, last = release.periods[0], release.periods[-1]
    if first == last and first not in known:
        return first
    return spanned(first, last)


def spanned(first: str, last: str) -> str:
    """The range from the start of one period to the end of another.

    >>> spanned("2012", "2016"), spanned("2013-Q4", "2014-Q1"), spanned("2013-05-30", "2013-06-01")
    ('2012-01-01/P5Y', '2013-10-01/P6M', '2013-05-30/P3D')
    """
    begins, kind = _start(first), frequency(last)
    if kind == "D":
        return f"{begins}/P{(_start(last) - begins).days + 1}D"
    after = _after(last, kind)
    months = 12 * (after.year - begins.year) + after.month - begins.month
    if begins.day > 1:
        return f"{begins}/P{(after - begins).days}D"
    return f"{begins}/P{months}M" if months % 12 else f"{begins}/P{months // 12}Y"


def frequency(period: str) -> str:
    """The FREQ code of a period; a range counts as annual, as in the SDG database.

    Raises:
        Problem: it is no period that SDMX knows.
    """
    for code, form in _FORMS.items():
        if form.fullmatch(period):
            return code
    if _RANGE.fullmatch(period):
        return "A"
    raise Problem(
        f"{period} is no time period that SDMX knows",
        do="Write 2013, 2013-Q2, 2013-05 or 2013-05-31 in the study",
        code="export.no_period",
    )


def words(release: Published, period: str) -> str:
    """TIME_DETAIL: the time in words, where TIME_PERIOD alone does not say it."""
    return "–".join(release.periods) if period == TOTAL else ""


def _start(period: str) -> date:
    kind = frequency(period)
    year = int(period[:4])
    if kind == "Q":
        return date(year, 3 * int(period[6]) - 2, 1)
    if kind == "M":
        return date(year, int(period[5:7]), 1)
    return date.fromisoformat(period) if kind == "D" else date(year, 1, 1)


def _after(period: str, kind: str) -> date:
    """The first day after it."""
    begins = _start(period)
    months = {"A": 12, "Q": 3, "M": 1}[kind]
    far = begins + timedelta(days=31 * months)
    month = (begins.month - 1 + months) % 12 + 1
    return date(far.year if months < 12 else begins.year + 1, month, 1)


def bounds(release: Published) -> tuple[date, date] | None:
    """The first and the last day that the release is about; None where it does not say."""
    known = [one for one in release.periods if any(form.fullmatch(one) for form in _FORMS.values())]
    if not known:
        return None
    last, kind = known[-1], frequency(known[-1])
    end = _start(last) if kind == "D" else _after(last, kind) - timedelta(days=1)
    return _start(known[0]), end
