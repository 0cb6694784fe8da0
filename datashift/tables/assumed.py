"""The sentences that say what was assumed about a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from datashift.tables.dates import Dates
from datashift.tables.flag import Flag, Repair, Severity
from datashift.tables.numbers import Mask, Numbers
from datashift.tables.texts import Texts


def codes(texts: Texts, mask: Mask) -> Flag:
    """Digits kept as text, because a number would lose their leading zero."""
    return _flag(
        "types.codes",
        Severity.NOTE,
        texts,
        mask,
        "{column} holds digits that are codes, not numbers (such as {example}); it stays text.",
        rows=False,
    )


def half(texts: Texts, mask: Mask, share: float, kind: str) -> Flag:
    """A column that is mostly numbers or dates, yet not enough to be read as such."""
    return _flag(
        "types.mixed",
        Severity.LOOK,
        texts,
        mask,
        "{column} is mostly {kind} ({percent} %), but {count} {values} not (such as {example}); "
        "it stays text.",
        values={"kind": kind, "percent": int(share * 100)},
        repairs=(_mark_missing("types.mixed", texts, mask), _keep("types.mixed", texts)),
    )


def unread(texts: Texts, mask: Mask, kind: str) -> Flag | None:
    """Values that are no number or date in a column of them: they became missing."""
    if not mask.any():
        return None
    return _flag(
        "types.mixed",
        Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} not {kind} (such as {example}); left out as missing.",
        values={"kind": kind},
        repairs=(_mark_missing("types.mixed", texts, mask), _keep("types.mixed", texts)),
    )


def markers_taken(texts: Texts, mask: Mask) -> Flag | None:
    """Markers believed to mean missing, because the rest of the column is numbers or dates."""
    if not mask.any():
        return None
    return _flag(
        "missing.marker",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} read as missing: {listed}.",
        rows=False,
    )


def markers_in_text(texts: Texts, mask: Mask) -> Flag | None:
    """Markers left alone in a column of words, where they may be an answer."""
    if not mask.any():
        return None
    return _flag(
        "missing.marker",
        Severity.LOOK,
        texts,
        mask,
        "{column} has {count} {values} that may mean missing or may be an answer: {listed}. "
        "They are kept as written.",
        repairs=(_mark_missing("missing.marker", texts, mask), _keep("missing.marker", texts)),
        plain_values=True,
    )


def declared(texts: Texts, mask: Mask) -> Flag | None:
    """Values that the study declares missing."""
    if not mask.any():
        return None
    return _flag(
        "missing.declared",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} read as missing, as declared: {listed}.",
        rows=False,
    )


def decimal_comma(texts: Texts, mask: Mask) -> Flag | None:
    """Decimal commas about which the column leaves no doubt."""
    if not mask.any():
        return None
    return _flag(
        "numbers.decimal_comma",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} read with a decimal comma (such as {example}).",
        rows=False,
    )


def grouped(texts: Texts, mask: Mask) -> Flag | None:
    """Grouped thousands about which the column leaves no doubt."""
    if not mask.any():
        return None
    return _flag(
        "numbers.thousands",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} read with marks between thousands (such as {example}).",
        rows=False,
    )


def percent(texts: Texts, mask: Mask) -> Flag | None:
    """Per cent signs left out."""
    if not mask.any():
        return None
    return _flag(
        "numbers.percent",
        Severity.LOOK if not mask.all() else Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} read without the per cent sign: 12 % is 12.",
        rows=False,
    )


def uncertain_marks(texts: Texts, mask: Mask, found: Numbers) -> Flag | None:
    """ "1,234" where no other value says whether the comma marks decimals or thousands."""
    if not mask.any():
        return None
    decimal = bool((found.uncertain & found.comma).any())
    return _flag(
        "numbers.ambiguous",
        Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} could be read in two ways (such as {example}); the mark is "
        "taken {taken}.",
        values={"taken": "for a decimal mark" if decimal else "to group thousands"},
        repairs=(_keep("numbers.ambiguous", texts),),
    )


def other_calendar(texts: Texts, mask: Mask) -> Flag | None:
    """Months of the Bikram Sambat, the official calendar of Nepal."""
    if not mask.any():
        return None
    return _flag(
        "dates.bikram_sambat",
        Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} in the Bikram Sambat calendar (such as {example}); they are "
        "not converted.",
        plain_values=True,
    )


def of_dates(texts: Texts, found: Dates, full: Callable[[Mask], Mask]) -> tuple[Flag, ...]:
    """Everything assumed about a column of dates."""
    flags = (
        _date_order(texts, found, full),
        _date_styles(texts, found, full),
        _short_years(texts, full(found.short_years)),
        _offsets(texts, found),
        _far_years(texts, found, full),
        other_calendar(texts, full(found.other_calendar)),
    )
    return tuple(flag for flag in flags if flag)


def _date_order(texts: Texts, found: Dates, full: Callable[[Mask], Mask]) -> Flag | None:
    if found.against.any():
        return _flag(
            "dates.mixed_order",
            Severity.LOOK,
            texts,
            full(found.against),
            "{column} writes some dates day first and some month first; {count} {values} only "
            "possible the other way round (such as {example}).",
            values={"order": found.order, "open": texts.count(full(found.open))},
            repairs=_reread(texts, "dates.mixed_order", found),
        )
    if found.settled or not found.open.any():
        return None
    read = "day first" if found.order == "dmy" else "month first"
    return _flag(
        "dates.ambiguous",
        Severity.LOOK,
        texts,
        full(found.open),
        "{count} {values} in {column} could be day first or month first (such as {example}); they "
        "are read {read}.",
        values={"read": read, "order": found.order},
        repairs=_reread(texts, "dates.ambiguous", found),
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


def _short_years(texts: Texts, mask: Mask) -> Flag | None:
    if not mask.any():
        return None
    return _flag(
        "dates.two_digit_year",
        Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} with a year of two digits (such as {example}); 00-68 is read "
        "as 2000-2068, 69-99 as 1969-1999.",
        rows=False,
        repairs=(_keep("dates.two_digit_year", texts),),
        plain_values=True,
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
    years = found.moments.astype("datetime64[us]").astype("datetime64[Y]").astype(int) + 1970
    far = found.reads & (years >= 2050)
    if not far.any():
        return None
    return _flag(
        "dates.far_future",
        Severity.LOOK,
        texts,
        full(far),
        "{count} {values} in {column} in the year 2050 or later (such as {example}); years of the "
        "Bikram Sambat are not converted.",
        plain_values=True,
    )


def _reread(texts: Texts, flag: str, found: Dates) -> tuple[Repair, ...]:
    orders = ("dmy", "mdy") if found.order == "dmy" else ("mdy", "dmy")
    return tuple(
        Repair(action="read_dates", flag=flag, column=texts.name, values={"order": order})
        for order in orders
    )


def _mark_missing(flag: str, texts: Texts, mask: Mask) -> Repair:
    return Repair(
        action="mark_missing",
        flag=flag,
        column=texts.name,
        values={"values": list(texts.listed(mask, limit=200))},
    )


def _keep(flag: str, texts: Texts) -> Repair:
    return Repair(action="keep", flag=flag, column=texts.name)


def _flag(
    code: str,
    severity: Severity,
    texts: Texts,
    mask: Mask,
    template: str,
    *,
    rows: bool = True,
    values: Mapping[str, Any] | None = None,
    repairs: tuple[Repair, ...] = (),
    plain_values: bool = False,
) -> Flag:
    """A flag on the masked values; `plain_values` leaves the verb to the template."""
    count = texts.count(mask)
    listed = texts.listed(mask)
    words = {
        "column": f'"{texts.name}"',
        "count": f"{count:,}",
        "values": ("value" if count == 1 else "values")
        + ("" if plain_values else " is" if count == 1 else " are"),
        "example": f'"{_shortened(next(iter(listed)))}"',
        "listed": ", ".join(
            f'"{_shortened(value)}" ({number:,})' for value, number in list(listed.items())[:6]
        ),
        **(values or {}),
    }
    return Flag(
        code=code,
        severity=severity,
        message=template.format(**words),
        column=texts.name,
        rows=texts.rows(mask) if rows else (),
        count=count,
        values={"column": texts.name, "count": count, "listed": listed, **(values or {})},
        repairs=repairs,
    )


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
