"""Days and moments as platforms write them, said as phones write them (ISO 8601)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from datashift.kit.problem import Problem

Order = Literal["dmy", "mdy"]
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# XML Schema ends at fourteen hours (part 2, section 3.2.7.3); datetime fails at twenty-four.
_AHEAD = r"(?:GMT|UTC)?([+-])(1[0-4]|0?\d)(?::?([0-5]\d))?"
_CLOCK = (
    r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\.?)?)?(?:\s*(?P<zone>Z|UTC|GMT|" + _AHEAD + "))?"
)
_NUMBERS = re.compile(r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4})" + _CLOCK)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/-](?P<one>\d{1,2})[/-](?P<two>\d{1,2})" + _CLOCK)
_NAMED = re.compile(r"(?P<name>[A-Za-z]{3})[a-z]*\.? (?P<two>\d{1,2}), (?P<year>\d{4})" + _CLOCK)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?")
_OFFSET = re.compile(_AHEAD)


def zone_of(name: str) -> tzinfo | None:
    """The zone of a name ("Africa/Nairobi") or an offset ("+03:00"); None for "".

    Raises:
        Problem: there is no such zone.
    """
    if not name:
        return None
    if found := _OFFSET.fullmatch(name):
        return _fixed(found)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Problem(
            f'There is no time zone "{name}"',
            do="Name one such as Africa/Nairobi, or an offset such as +03:00",
            code="source.no_zone",
        ) from error


def order_of(texts: Iterable[str]) -> tuple[Order | None, bool]:
    """Whether days or months come first in dates such as 05/07/2010, and whether that is sure.

    None where both cannot be: some dates have a first number above 12, others a second.
    """
    first = second = False
    for text in texts:
        if found := _NUMBERS.fullmatch(text.strip()):
            first |= int(found["one"]) > 12
            second |= int(found["two"]) > 12
    if first and second:
        return None, True
    return ("mdy" if second else "dmy"), first or second


def is_open(text: str) -> bool:
    """Whether the text is a date that only its order makes clear."""
    return _NUMBERS.fullmatch(text.strip()) is not None


def day(text: str, order: Order = "dmy") -> str | None:
    """The day as 2010-07-05; None where it is none."""
    found = _parts(text, order)
    return None if found is None else found[0].date().isoformat()


def moment(text: str, order: Order = "dmy", zone: tzinfo | None = None) -> tuple[str, bool] | None:
    """The moment with its offset, and whether the text itself said the offset; None for none."""
    found = _parts(text, order)
    if found is None:
        return None
    when, said = found
    if said:
        return when.isoformat(), True
    when = when.replace(tzinfo=zone)
    return when.isoformat(), False


def clock(text: str) -> str | None:
    """The time of day as 08:56:00; None where it is none."""
    found = _TIME.match(text.strip())
    if not found:
        return None
    hour = _hour(int(found[1]), found[4])
    if hour > 23 or int(found[2]) > 59:
        return None
    rest = text.strip()[found.end() :].strip()
    return f"{hour:02}:{found[2]}:{found[3] or '00'}{rest if rest[:1] in '+-Z' else ''}"


def _parts(text: str, order: Order) -> tuple[datetime, bool] | None:
    text = text.strip()
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return when, when.tzinfo is not None
    found = _NUMBERS.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _NAMED.fullmatch(text)
    if found is None:
        return None
    told = found.groupdict()
    month, day_ = (
        told.get("one") or _MONTHS.get((told.get("name") or "")[:3].lower(), 0),
        told["two"],
    )
    if found.re is _NUMBERS and order == "dmy":
        month, day_ = day_, month
    try:
        on = date(int(told["year"]), int(month), int(day_))
        when = datetime(  # noqa: DTZ001 (what the text says comes after it)
            on.year,
            on.month,
            on.day,
            _hour(int(told["hour"] or 0), told["half"]),
            int(told["minute"] or 0),
            int(told["second"] or 0),
        )
    except ValueError:
        return None
    zone = told["zone"]
    if not zone:
        return when, False
    offset = _OFFSET.fullmatch(zone)
    return when.replace(tzinfo=_fixed(offset) if offset else UTC), True


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _fixed(found: re.Match[str]) -> timezone:
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-ahead if found[1] == "-" else ahead)
