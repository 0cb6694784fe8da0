"""What was assumed about the dates of a column."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from datashift.kit.language import marked
from datashift.tables.answers import Answers
from datashift.tables.arrays import Integers, Mask
from datashift.tables.assumed import unread
from datashift.tables.dates import Dates
from datashift.tables.flag import Flag, Repair, Severity
from datashift.tables.sentences import keep, sentence
from datashift.tables.texts import Texts


def other_calendar(texts: Texts, mask: Mask) -> Flag | None:
    """Months of the Bikram Sambat, the official calendar of Nepal."""
    if not mask.any():
        return None
    return sentence(
        "dates.bikram_sambat",
        Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} {are} in the Bikram Sambat calendar (such as {example}); they are "
        "not converted.",
    )


def of_dates(answers: Answers, found: Dates) -> tuple[Flag, ...]:
    """Everything assumed about a column of dates."""
    texts, full = answers.texts, answers.full
    flags = (
        _open_order(texts, found, full),
        _mixed_order(texts, found, full),
        _date_styles(texts, found, full),
        _short_years(texts, found, full),
        _offsets(texts, found),
        _far_years(texts, found, full),
        unread(texts, answers.given & ~full(found.reads), marked("a date")),
    )
    return tuple(flag for flag in flags if flag)


def _open_order(texts: Texts, found: Dates, full: Callable[[Mask], Mask]) -> Flag | None:
    """Rows whose day and month could be exchanged, when the column does not decide for them."""
    if found.settled or not found.open.any():
        return None
    read = marked("day first") if found.order == "dmy" else marked("month first")
    return sentence(
        "dates.ambiguous",
        Severity.LOOK,
        texts,
        full(found.open),
        "{count} {values} in {column} could be day first or month first (such as {example}); they "
        "are read {read}.",
        values={"read": read, "order": found.order},
        repairs=_reread(texts, "dates.ambiguous", found),
    )


def _mixed_order(texts: Texts, found: Dates, full: Callable[[Mask], Mask]) -> Flag | None:
    if not found.against.any():
        return None
    usual = marked("day first") if found.order == "dmy" else marked("month first")
    return sentence(
        "dates.mixed_order",
        Severity.LOOK,
        texts,
        full(found.against),
        "{column} writes most dates {usual}, but {count} {values} can only be the other way round "
        "(such as {example}).",
        values={"usual": usual},
        repairs=(keep("dates.mixed_order", texts),),
    )


def _date_styles(texts: Texts, found: Dates, full: Callable[[Mask], Mask]) -> Flag | None:
    counts = {style: texts.count(full(mask)) for style, mask in found.styles.items()}
    if len(counts) < 2:
        return None
    said = ", ".join(f"{style} ({count})" for style, count in counts.items())
    return Flag(
        code="dates.styles",
        severity=Severity.NOTE,
        message=f'"{texts.name}" writes dates in {len(counts)} ways: {said}.',
        column=texts.name,
        count=sum(counts.values()),
        values={"styles": counts},
    )


def _short_years(texts: Texts, found: Dates, full: Callable[[Mask], Mask]) -> Flag | None:
    mask = full(found.short_years)
    if not mask.any():
        return None
    years = _years(found)
    doubtful = bool((found.short_years & (years >= 2030)).any())
    return sentence(
        "dates.two_digit_year",
        Severity.LOOK if doubtful else Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} {are} written with a year of two digits (such as {example}); "
        "00-68 is read as 2000-2068, 69-99 as 1969-1999.",
        rows=doubtful,
        repairs=(keep("dates.two_digit_year", texts),) if doubtful else (),
    )


def _offsets(texts: Texts, found: Dates) -> Flag | None:
    if not found.offsets:
        return None
    several = len(found.offsets) > 1
    return Flag(
        code="dates.offset",
        severity=Severity.LOOK if several else Severity.NOTE,
        message=f'"{texts.name}" carries time zones ({", ".join(sorted(found.offsets)[:5])}); the '
        "clock times are kept as written.",
        column=texts.name,
        values={"offsets": sorted(found.offsets)},
    )


def _far_years(texts: Texts, found: Dates, full: Callable[[Mask], Mask]) -> Flag | None:
    far = found.reads & (_years(found) >= 2050)
    if not far.any():
        return None
    return sentence(
        "dates.far_future",
        Severity.LOOK,
        texts,
        full(far),
        "{count} {values} in {column} {are} in the year 2050 or later (such as {example}); years of the "
        "Bikram Sambat are not converted.",
    )


def _years(found: Dates) -> Integers:
    moments = found.moments.astype("datetime64[us]")
    return moments.astype("datetime64[Y]").astype(np.int64) + 1970


def _reread(texts: Texts, flag: str, found: Dates) -> tuple[Repair, ...]:
    orders = ("dmy", "mdy") if found.order == "dmy" else ("mdy", "dmy")
    return tuple(
        Repair(action="read_dates", flag=flag, column=texts.name, values={"order": order})
        for order in orders
    )
