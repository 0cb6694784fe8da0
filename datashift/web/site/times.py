"""Days and times as each language writes them; 24 hours everywhere."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_skeleton
from django.utils import timezone

from datashift.kit.language import days


def day(moment: date | None, language: str) -> str:
    """A day in words, in Nepali by both calendars; "" for none."""
    return "" if moment is None else days.day(_here(moment), language)


def minute(moment: datetime | None, language: str) -> str:
    """A day and the time on the clock of 24 hours; "" for none."""
    if moment is None:
        return ""
    locale = days.LOCALES.get(language, language)
    clock = format_skeleton("Hm", timezone.localtime(moment), locale=locale)
    if language == "ne":
        clock = clock.translate(days.DEVANAGARI)
    return f"{day(moment, language)}, {clock}"


def _here(moment: date) -> date:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment
