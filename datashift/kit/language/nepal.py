"""Years by Nepal's calendar, Bikram Sambat."""

from __future__ import annotations

import re

from datashift.kit.language import current, verbatim

_YEAR = re.compile(r"\d{4}")
_AHEAD = 57  # Bikram Sambat begins its year in the middle of April, 56 years and 8 months ahead
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


def with_bikram_sambat(period: str) -> str:
    """A Gregorian year with the two years of Bikram Sambat that it lies in.

    Anything but one year stays as it is.

    >>> with_bikram_sambat("2024"), with_bikram_sambat("2019-2021")
    ('2024 (2080/81 BS)', '2019-2021')
    """
    if not _YEAR.fullmatch(period):
        return period
    later = int(period) + _AHEAD
    said = f"{later - 1}/{later % 100:02d}"
    if current() == "ne":
        return verbatim(f"{period} ({said} बि.सं.)").translate(_DEVANAGARI)
    return verbatim(f"{period} ({said} BS)")
