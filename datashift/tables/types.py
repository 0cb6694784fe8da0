"""What a column holds, inferred from all of its values, with every assumption said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.tables import assumed, dates, numbers
from datashift.tables.flag import Flag
from datashift.tables.missing import MARKERS_IN_TEXT, is_marker
from datashift.tables.numbers import Mask
from datashift.tables.table import Kind
from datashift.tables.texts import Texts

if TYPE_CHECKING:
    import pyarrow as pa

ACCEPTED = 0.9  # share of values that must read as a kind; the rest become missing, with a flag
REMARKABLE = 0.5  # above this a column of text that is half numbers is worth a flag
_SAMPLE = 2_000


@dataclass(frozen=True)
class Inferred:
    """A column with its type: values, kind, the share that read as it, what was assumed."""

    values: pa.Array
    kind: Kind
    confidence: float
    flags: tuple[Flag, ...] = ()


def infer(texts: Texts, missing: Sequence[str] = (), *, comma_decimals: bool = False) -> Inferred:
    """Give a column of text its type.

    Text is tried as true/false, number and date in that order; the usual markers of a missing
    answer ("NA", "s/d") are believed only where the rest reads as one of these, because in a
    column of words they may be an answer (NA is Namibia).

    Args:
        missing: texts that mean missing in any column, whatever their case.
    """
    parts = _Parts.of(texts, missing)
    if not parts.answers.any():
        return _text(texts, parts, ())
    return (
        _boolean(texts, parts) or _number(texts, parts, comma_decimals) or _date(texts, parts)
    ) or _text(texts, parts, ())


@dataclass(frozen=True)
class _Parts:
    """Which distinct values are nothing, declared missing, markers, or answers."""

    empty: Mask
    declared: Mask
    markers: Mask
    answers: Mask

    @classmethod
    def of(cls, texts: Texts, missing: Sequence[str]) -> _Parts:
        import pyarrow as pa
        import pyarrow.compute as pc

        values = texts.values
        empty = pc.equal(values, "").to_numpy(zero_copy_only=False)
        short = np.flatnonzero(
            pc.less_equal(pc.utf8_length(values), 20).to_numpy(zero_copy_only=False)
        )
        markers = np.zeros(len(values), dtype=bool)
        declared = np.zeros(len(values), dtype=bool)
        if missing:
            words = pa.array([word.strip().casefold() for word in missing], pa.string())
            folded = pc.utf8_lower(values)
            declared = pc.is_in(folded, words).to_numpy(zero_copy_only=False) & ~empty
        wordy = _wordy(values)
        for place in short[wordy[short]]:
            markers[place] = is_marker(values[int(place)].as_py())
        markers &= ~declared
        return cls(empty, declared, markers, ~(empty | declared | markers))


def _wordy(values: pa.StringArray) -> Mask:
    """Values that could be a marker: no digit in them."""
    import pyarrow.compute as pc

    found: Mask = pc.match_substring_regex(values, r"^\D*$").to_numpy(zero_copy_only=False)
    return found


def _boolean(texts: Texts, parts: _Parts) -> Inferred | None:
    import pyarrow as pa

    places = np.flatnonzero(parts.answers)
    if len(places) > 6:  # true, True, TRUE and their opposites
        return None
    words = {int(place): texts.values[int(place)].as_py().lower() for place in places}
    if not set(words.values()) <= {"true", "false"}:
        return None
    truth = np.zeros(len(texts.values), dtype=bool)
    truth[[place for place, word in words.items() if word == "true"]] = True
    values = pa.array(texts.spread(truth), mask=~texts.spread(parts.answers))
    return Inferred(values, "boolean", 1.0, _common(texts, parts))


def _number(texts: Texts, parts: _Parts, comma_decimals: bool) -> Inferred | None:
    import pyarrow as pa

    places = np.flatnonzero(parts.answers)
    if len(places) > 2 * _SAMPLE:
        sample = texts.values.take(pa.array(places[:: len(places) // _SAMPLE]))
        if numbers.read(sample).reads.mean() < REMARKABLE / 2 and not _any_code(sample):
            return None
    found = numbers.read(
        texts.values.filter(pa.array(parts.answers)), comma_decimals=comma_decimals
    )
    reads = _full(texts, places, found.reads)
    codes = _full(texts, places, found.codes)
    share = texts.share(reads, parts.answers)
    if codes.any() and (found.whole or not reads.any()):
        both = texts.share(reads | codes, parts.answers)
        flags = (assumed.codes(texts, codes),) if both >= ACCEPTED and share > 0 else ()
        return _text(texts, parts, flags) if both >= ACCEPTED else None
    if share < ACCEPTED:
        if share >= REMARKABLE:
            return _text(
                texts, parts, (assumed.half(texts, parts.answers & ~reads, share, "numbers"),)
            )
        return None
    values = np.full(len(texts.values), np.nan)
    values[places] = found.values
    flags = _common(texts, parts) + tuple(
        flag
        for flag in (
            assumed.unread(texts, parts.answers & ~reads, "a number"),
            assumed.decimal_comma(texts, _full(texts, places, found.comma & ~found.uncertain)),
            assumed.grouped(texts, _full(texts, places, found.grouped & ~found.uncertain)),
            assumed.percent(texts, _full(texts, places, found.percent)),
            assumed.uncertain_marks(texts, _full(texts, places, found.uncertain), found),
        )
        if flag
    )
    absent = ~texts.spread(reads)
    if found.whole:
        exact = _exact(texts, places, found)
        column = pa.array(np.append(exact, 0)[texts.indices], mask=absent)
        return Inferred(column, "integer", share, flags)
    column = pa.array(np.append(values, np.nan)[texts.indices], mask=absent)
    return Inferred(column, "number", share, flags)


def _exact(texts: Texts, places: np.ndarray, found: numbers.Numbers) -> np.ndarray:
    """Whole numbers as int64; those beyond 2^53 are read again, since float64 rounds them."""
    whole = np.zeros(len(texts.values), dtype=np.int64)
    reads = found.reads
    whole[places[reads]] = found.values[reads].astype(np.int64)
    for place in places[reads & (np.abs(np.nan_to_num(found.values)) >= 2**53)]:
        digits = numbers.ascii_digits(texts.values[int(place)].as_py())
        whole[place] = int("".join(c for c in digits if c.isdigit() or c == "-"))
    return whole


def _date(texts: Texts, parts: _Parts) -> Inferred | None:
    import pyarrow as pa

    answers = texts.values.filter(pa.array(parts.answers))
    if not dates.could_be_dates(answers):
        return None
    found = dates.read(answers)
    places = np.flatnonzero(parts.answers)
    reads = _full(texts, places, found.reads)
    share = texts.share(reads, parts.answers)
    calendar = assumed.other_calendar(texts, _full(texts, places, found.other_calendar))
    if share < ACCEPTED or _only_looks_like_dates(found):
        flags = (calendar,) if calendar else ()
        if REMARKABLE <= share < ACCEPTED and not calendar:
            flags = (assumed.half(texts, parts.answers & ~reads, share, "dates"),)
        return _text(texts, parts, flags) if flags else None
    flags = _common(texts, parts) + assumed.of_dates(
        texts, found, lambda mask: _full(texts, places, mask)
    )
    unread = assumed.unread(texts, parts.answers & ~reads, "a date")
    flags += (unread,) if unread else ()
    moments = np.zeros(len(texts.values), dtype=np.int64)
    moments[places] = found.moments
    absent = ~texts.spread(reads)
    column = pa.array(np.append(moments, 0)[texts.indices], mask=absent).cast(pa.timestamp("us"))
    if found.clock.any():
        return Inferred(column, "datetime", share, flags)
    return Inferred(column.cast(pa.date32()), "date", share, flags)


def _only_looks_like_dates(found: dates.Dates) -> bool:
    """Codes such as 01-02-03: short years with no value that could not be a code."""
    numeric = found.styles.get("numbers")
    return bool(
        numeric is not None
        and found.short_years.any()
        and not found.clock.any()
        and not found.settled
        and len(numeric) > 1
    )


def _text(texts: Texts, parts: _Parts, flags: tuple[Flag, ...]) -> Inferred:
    import pyarrow as pa

    absent = parts.empty | parts.declared
    gone = texts.spread(absent) | (texts.indices < 0)
    places = pa.array(np.where(gone, 0, texts.indices), mask=gone)
    kept = texts.values
    few = len(kept) * 2 <= max(len(texts.indices), 1)
    if few:
        kept = kept.filter(pa.array(~absent))
        moved = np.cumsum(~absent) - 1
        places = pa.array(
            np.append(moved, 0)[np.where(gone, -1, texts.indices)].astype(np.int32), mask=gone
        )
        column: pa.Array = pa.DictionaryArray.from_arrays(places, kept)
    else:
        column = kept.take(places)
    markers = parts.markers & _in_text(texts, parts.markers)
    marked = assumed.markers_in_text(texts, markers)
    extra = _declared(texts, parts) + ((marked,) if marked else ())
    return Inferred(column, "text", 1.0, flags + extra)


def _in_text(texts: Texts, markers: Mask) -> Mask:
    from datashift.kit.text import fold

    found = np.zeros(len(markers), dtype=bool)
    for place in np.flatnonzero(markers):
        found[place] = fold(texts.values[int(place)].as_py()) in MARKERS_IN_TEXT
    return found


def _common(texts: Texts, parts: _Parts) -> tuple[Flag, ...]:
    marked = assumed.markers_taken(texts, parts.markers)
    return _declared(texts, parts) + ((marked,) if marked else ())


def _declared(texts: Texts, parts: _Parts) -> tuple[Flag, ...]:
    flag = assumed.declared(texts, parts.declared)
    return (flag,) if flag else ()


def _any_code(sample: pa.StringArray) -> bool:
    return bool(numbers.read(sample).codes.any())


def _full(texts: Texts, places: np.ndarray, mask: Mask) -> Mask:
    """A mask over the answers as a mask over all distinct values."""
    full = np.zeros(len(texts.values), dtype=bool)
    full[places] = mask
    return full
