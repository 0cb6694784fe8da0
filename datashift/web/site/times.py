"""Days and times as each language writes them, after the Unicode CLDR; 24 hours everywhere.

In Nepali the day stands in both calendars: Bikram Sambat, by which Nepal lives, and Gregorian.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

import nepali_datetime
from babel.dates import format_date, format_skeleton
from django.utils import timezone

_LOCALES = {"en": "en_GB"}  # day before month, as in the rest of what we write
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")

# Bikram Sambat is tabulated by nepali-datetime for these Gregorian years.
_TABULATED = range(1919, 2043)


def day(moment: date | None, language: str) -> str:
    """A day in words; "" for none.

    >>> day(date(2026, 11, 21), "en"), day(date(2026, 11, 21), "es")
    ('21 November 2026', '21 de noviembre de 2026')
    """
    return "" if moment is None else _day(_here(moment), language)


@lru_cache(maxsize=1024)
def _day(here: date, language: str) -> str:
    said = format_date(here, "long", locale=_LOCALES.get(language, language))
    if language != "ne":
        return said
    both = said.translate(_DEVANAGARI)
    return f"{bikram_sambat(here)} ({both})" if here.year in _TABULATED else both


def minute(moment: datetime | None, language: str) -> str:
    """A day and the time on the clock of 24 hours; "" for none."""
    if moment is None:
        return ""
    clock = format_skeleton(
        "Hm", timezone.localtime(moment), locale=_LOCALES.get(language, language)
    )
    if language == "ne":
        clock = clock.translate(_DEVANAGARI)
    return f"{day(moment, language)}, {clock}"


def bikram_sambat(moment: date) -> str:
    """A day by Nepal's calendar, in Nepali: "२०८३ मंसिर ५ बि.सं."."""
    there = nepali_datetime.date.from_datetime_date(moment)
    return f"{there.strftime('%K %N')} {str(there.day).translate(_DEVANAGARI)} बि.सं."


def _here(moment: date) -> date:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment
