"""What a column holds, inferred from all of its values, with every assumption said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from datashift.tables import assumed, assumed_dates, dates, missing, numbers
from datashift.tables.answers import Answers
from datashift.tables.arrays import Integers, Mask
from datashift.tables.flag import Flag
from datashift.tables.table import Kind
from datashift.tables.texts import Texts

ACCEPTED = 0.9  # share of answers that must read as a kind; the rest become missing, with a flag
REMARKABLE = 0.5  # above this, text that is partly numbers or dates is worth a flag
_SAMPLE = 2_000
_UNLIKELY = 0.25  # below this share of a sample, a long column is not tried as numbers
_EXACT = 2**53  # float64 holds whole numbers below exactly
# Answers that would be lost if they became missing: KE among county numbers, 2017-2018 among years,
# "1 3" among the answers to a question that allows several.
_CODE_AMONG_NUMBERS = r"^(\p{Lu}{2,4}|\d+(\s*[-–/,;|\s]\s*\d+)+)$"


@dataclass(frozen=True)
class Inferred:
    """A column with its type: values, kind, the share that reads as it, what was assumed."""

    values: pa.Array
    kind: Kind
    confidence: float
    flags: tuple[Flag, ...] = ()


def infer(
    texts: Texts, declared_missing: Sequence[str] = (), *, comma_decimals: bool = False
) -> Inferred:
    """Give a column of text its type.

    Text is tried as true/false, number and date in that order; the usual markers of a missing
    answer ("NA", "s/d") are believed only where the rest reads as one of these, because in a
    column of words they may be an answer (NA is Namibia).

    Args:
        declared_missing: texts that mean missing in any column, whatever their case.
        comma_decimals: what "1,234" means when no value of the column says: True for 1.234.
    """
    answers = Answers.of(texts, declared_missing)
    if not len(answers.places):
        return _text(answers)
    return (
        _boolean(answers)
        or _number(answers, comma_decimals=comma_decimals)
        or _date(answers)
        or _text(answers)
    )


def _boolean(answers: Answers) -> Inferred | None:
    if len(answers.places) > 6:  # true, True, TRUE and their opposites
        return None
    words = [word.lower() for word in answers.values.to_pylist()]
    if not set(words) <= {"true", "false"}:
        return None
    truth = np.array([word == "true" for word in words])
    values, absent = answers.spread_values(truth, answers.given)
    return Inferred(pa.array(values, mask=absent), "boolean", 1.0, assumed.markers(answers))


def _number(answers: Answers, *, comma_decimals: bool) -> Inferred | None:
    if len(answers.places) > 2 * _SAMPLE:
        sample = numbers.read(answers.sample(_SAMPLE))
        if (sample.reads | sample.codes).mean() < _UNLIKELY:
            return None
    found = numbers.read(answers.values, comma_decimals=comma_decimals)
    reads, codes = answers.full(found.reads), answers.full(found.codes)
    if codes.any() and (found.whole or not reads.any()):
        return _codes(answers, reads, codes)
    share = answers.share(reads)
    rest = answers.given & ~reads
    if share < REMARKABLE:
        return None
    if share < ACCEPTED or _match(answers.texts, rest, _CODE_AMONG_NUMBERS).any():
        return _text(answers, assumed.half(answers.texts, rest, share, "numbers"))
    flags = (
        *assumed.markers(answers),
        *assumed.of_numbers(answers, found, expected=comma_decimals),
    )
    if found.whole:
        values, absent = answers.spread_values(_exact(answers, found), reads)
        return Inferred(pa.array(values, mask=absent), "integer", share, flags)
    values, absent = answers.spread_values(found.values, reads)
    return Inferred(pa.array(values, mask=absent), "number", share, flags)


def _codes(answers: Answers, reads: Mask, codes: Mask) -> Inferred | None:
    """Digits of which some are codes: all of them stay text."""
    if answers.share(reads | codes) < ACCEPTED:
        return None
    return _text(answers, assumed.codes(answers.texts, codes))


def _exact(answers: Answers, found: numbers.Numbers) -> Integers:
    """Whole numbers as int64; those that float64 would round are read again, digit by digit."""
    whole = np.where(found.reads, np.nan_to_num(found.values), 0)
    large = np.flatnonzero(np.abs(whole) >= _EXACT)
    exact = np.where(np.abs(whole) < _EXACT, whole, 0).astype(np.int64)
    for place in large:
        digits = numbers.ascii_digits(answers.values[int(place)].as_py())
        exact[place] = int("".join(letter for letter in digits if letter in "-0123456789"))
    return exact


def _date(answers: Answers) -> Inferred | None:
    if not dates.could_be_dates(answers.values):
        return None
    found = dates.read(answers.values)
    reads = answers.full(found.reads)
    share = answers.share(reads)
    calendar = assumed_dates.other_calendar(answers.texts, answers.full(found.other_calendar))
    if calendar or _only_looks_like_dates(found):
        return _text(answers, calendar)
    if share < ACCEPTED:
        rest = answers.given & ~reads
        half = share >= REMARKABLE
        return _text(answers, assumed.half(answers.texts, rest, share, "dates") if half else None)
    flags = (*assumed.markers(answers), *assumed_dates.of_dates(answers, found))
    moments, absent = answers.spread_values(found.moments, reads)
    column = pa.array(moments, mask=absent).cast(pa.timestamp("us"))
    if found.clock.any():
        return Inferred(column, "datetime", share, flags)
    return Inferred(column.cast(pa.date32()), "date", share, flags)


def _only_looks_like_dates(found: dates.Dates) -> bool:
    """Codes such as 01-02-03: years of two digits, and no value that only a date could be."""
    numeric = found.styles.get("numbers")
    if numeric is None or found.settled or found.clock.any():
        return False
    return bool((numeric & found.short_years).any())


def _text(answers: Answers, *noticed: Flag | None) -> Inferred:
    texts = answers.texts
    absent = answers.empty | answers.declared | answers.nothing
    gone = texts.spread(absent) | (texts.indices < 0)
    kept = texts.values.filter(pa.array(~absent))
    moved = np.append(np.cumsum(~absent) - 1, 0).astype(np.int32)
    places = pa.array(moved[texts.indices], mask=gone)
    repeated = len(kept) * 2 <= len(texts.indices)
    column = pa.DictionaryArray.from_arrays(places, kept) if repeated else kept.take(places)
    doubtful = missing.markers(texts.values, missing.IN_TEXT) & answers.markers & ~answers.nothing
    flags = (
        *noticed,
        assumed.declared(texts, answers.declared),
        assumed.nothing(texts, answers.nothing),
        assumed.markers_in_text(texts, doubtful),
        assumed.formula_like(texts, _match(texts, answers.given, r"^[=@]|^[+-][^\d\s.,+-]")),
    )
    return Inferred(column, "text", 1.0, tuple(flag for flag in flags if flag))


def _match(texts: Texts, mask: Mask, pattern: str) -> Mask:
    found = np.zeros(len(texts.values), dtype=bool)
    found[mask] = numbers.match(texts.values.filter(pa.array(mask)), pattern)
    return found
