"""Days as each language writes them, after the Unicode CLDR.

In Nepali the day stands in both calendars: Bikram Sambat, by which Nepal lives, and Gregorian.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import nepali_datetime
from babel.dates import format_date

from datashift.kit.language import verbatim

LOCALES = {"en": "en_GB"}  # day before month, as in the rest of what we write
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")

# Bikram Sambat is tabulated by nepali-datetime for these Gregorian years.
_TABULATED = range(1919, 2043)


@lru_cache(maxsize=1024)
def day(here: date, language: str) -> str:
    """A day in words.

    >>> day(date(2026, 11, 21), "en"), day(date(2026, 11, 21), "es")
    ('21 November 2026', '21 de noviembre de 2026')
    """
    said = format_date(here, "long", locale=LOCALES.get(language, language))
    if language != "ne":
        return said
    both = said.translate(DEVANAGARI)
    return f"{bikram_sambat(here)} ({both})" if here.year in _TABULATED else both


def bikram_sambat(moment: date) -> str:
    """A day by Nepal's calendar, in Nepali: "२०८३ मंसिर ५ बि.सं."."""
    there = nepali_datetime.date.from_datetime_date(moment)
    said = f"{there.strftime('%K %N')} {str(there.day).translate(DEVANAGARI)}"
    return verbatim(f"{said} बि.सं.")
