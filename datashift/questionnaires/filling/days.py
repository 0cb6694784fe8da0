"""Moments as XForms count them: days since 1970, the time of day as a fraction."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")


def number(written: str) -> float | None:
    """Days since 1970 of a day or a moment in ISO 8601; None where it is neither."""
    written = written.strip()
    if not _WRITTEN.fullmatch(written):
        return None
    try:
        if len(written) == 10:
            return float((date.fromisoformat(written) - _FIRST.date()).days)
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return days(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def days(moment: datetime) -> float:
    """Days since 1970 of a moment."""
    return (moment - _FIRST) / timedelta(days=1)


def moment(count: float) -> datetime:
    """The moment of that many days since 1970, in universal time.

    Raises:
        OverflowError, ValueError: beyond what a calendar holds.
    """
    return _FIRST + timedelta(milliseconds=round(count * 86_400_000))


def day_text(count: float) -> str:
    """The day in ISO 8601."""
    return moment(count).date().isoformat()


def moment_text(count: float) -> str:
    """The moment in ISO 8601, to the millisecond."""
    return moment(count).isoformat(timespec="milliseconds")


_PATTERNS = {
    "Y": "%Y",
    "y": "%y",
    "m": "%m",
    "b": "%b",
    "d": "%d",
    "H": "%H",
    "M": "%M",
    "S": "%S",
    "a": "%a",
}


def said(count: float, pattern: str) -> str:
    """The moment in a pattern of `format-date` (ODK XForms specification)."""
    at = moment(count)
    plain = {"n": str(at.month), "e": str(at.day), "h": str(at.hour)}
    plain["3"] = f"{at.microsecond // 1000:03d}"

    def one(match: re.Match[str]) -> str:
        letter = match[1]
        return plain.get(letter) or at.strftime(_PATTERNS.get(letter, match[0]))

    return re.sub(r"%(.)", one, pattern)
