"""Years by Nepal's calendar, Bikram Sambat."""

from __future__ import annotations

import re

from datashift.kit.language import current, in_digits, verbatim

_YEARS = re.compile(r"(\d{4})(?:([-–])(\d{4}))?")
_AHEAD = 57  # Bikram Sambat begins its year in the middle of April, 56 years and 8 months ahead
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


def with_bikram_sambat(period: str) -> str:
    """A Gregorian year, or years, with the first and last of Bikram Sambat that they lie in.

    Anything else stays as it is.

    >>> with_bikram_sambat("2024"), with_bikram_sambat("2019–2021")
    ('2024 (2080/81 BS)', '2019–2021 (2075–2078 BS)')
    """
    found = _YEARS.fullmatch(period)
    if found is None:
        return in_digits(period)
    first, dash, last = found.groups()
    later = int(last or first) + _AHEAD
    said = f"{int(first) + _AHEAD - 1}{dash}{later}" if last else f"{later - 1}/{later % 100:02d}"
    if current() == "ne":
        return verbatim(f"{period} ({said} बि.सं.)").translate(_DEVANAGARI)
    return verbatim(f"{period} ({said} BS)")


def told_period(period: str, country: str) -> str:
    """A period as its reader and its place write it: of Nepal in both calendars.

    >>> told_period("2024", "NP"), told_period("2024", "KE")
    ('2024 (2080/81 BS)', '2024')
    """
    return with_bikram_sambat(period) if country == "NP" else in_digits(period)
