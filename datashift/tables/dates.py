"""Dates as people write them, in mixed styles, with months in words in five languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from datashift.kit.text import fold
from datashift.tables.arrays import Integers, Mask
from datashift.tables.months import BIKRAM_SAMBAT, MONTHS
from datashift.tables.numbers import ascii_digits, match

if TYPE_CHECKING:
    import pyarrow as pa

Order = Literal["dmy", "mdy", "ymd"]

# RE2 syntax. Groups: y year, m month, d day, a b numbers whose order is open, w month in words,
# H M S clock, p half of the day, z offset from UTC.
_CLOCK = (
    r"(?:[T,\s]+(?P<H>\d{1,2})[:h](?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<p>[AaPp]\.?\s?[Mm]\.?)?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$"
)
_WORD = r"(?P<w>\p{L}[\p{L}\p{M}]+)\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|°)?"
_YEAR = r"(?P<y>\d{4}|\d{2})"
STYLES: Mapping[str, str] = {
    "year-month-day": r"^(?P<y>\d{4})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})" + _CLOCK,
    "numbers": r"^(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4}|\d{2})" + _CLOCK,
    "day month-word year": rf"^{_DAY}[\s,/-]*(?:de\s+|of\s+)?{_WORD}[\s,/-]*(?:del?\s+)?{_YEAR}"
    + _CLOCK,
    "month-word day year": rf"^{_WORD}\s*{_DAY}[\s,/-]+{_YEAR}" + _CLOCK,
}
_WORDED = r"[A-Za-z\x{80}-\x{10FFFF}]{2}"  # whatever may be a month in words
_OFTEN = 0.5  # share of a sample that must look like dates before all values are read


@dataclass(frozen=True)
class Dates:
    """What a list of distinct texts says when read as dates. Arrays are as long as the list.

    Args:
        moments: microseconds since 1970 of the clock time as written; 0 where `reads` is false.
        reads: which texts are dates.
        clock: which of them carry a time of day other than midnight.
        styles: style name to which texts are written so.
        order: what the numbers of "03/04/2015" were taken to be.
        settled: some value of the column (a day above 12) decided the order.
        open: texts whose day and month could be exchanged.
        against: texts that only read in the other order.
        short_years: years written with two digits.
        offsets: offsets from UTC that were written; the clock time is kept as written.
        other_calendar: months of the Bikram Sambat, which are not converted.
    """

    moments: Integers
    reads: Mask
    clock: Mask
    styles: Mapping[str, Mask]
    order: Order
    settled: bool
    open: Mask
    against: Mask
    short_years: Mask
    offsets: frozenset[str]
    other_calendar: Mask


@dataclass(frozen=True)
class _Parts:
    """Texts of one style taken apart; `rows` are their places in the list."""

    rows: npt.NDArray[np.intp]
    year: Integers
    month: Integers
    day: Integers
    seconds: Integers
    short: Mask
    offsets: frozenset[str]


def could_be_dates(texts: pa.StringArray) -> bool:
    """Whether a sample of the texts mostly looks like dates, so that reading all is worth it."""
    step = max(1, len(texts) // 200)
    sample = [ascii_digits(text) for text in texts[::step].to_pylist()]
    hits = sum(1 for text in sample if any(style.match(text) for style in _python_styles()))
    return bool(sample) and hits / len(sample) >= _OFTEN


def read(texts: pa.StringArray, *, prefer: Literal["dmy", "mdy"] = "dmy") -> Dates:
    """Read trimmed texts as dates; the column's own values decide between day and month first.

    Args:
        texts: distinct values of one column, no nulls.
        prefer: the order when no value decides.
    """
    size = len(texts)
    texts = _plain_digits(texts)
    taken = np.zeros(size, dtype=bool)
    parts: dict[str, _Parts] = {}
    other_calendar = np.zeros(size, dtype=bool)
    # RE2 makes a pattern anew in each call, which takes milliseconds where it holds all letters.
    worded = match(texts, _WORDED).any()
    for style, pattern in STYLES.items():
        if taken.all() or ("word" in style and not worded):
            continue
        found, foreign = _take_apart(texts, pattern, taken)
        other_calendar[foreign] = True
        if found is not None:
            parts[style] = found
    order, settled = _order(parts.get("numbers"), prefer)
    moments = np.zeros(size, dtype=np.int64)
    reads, clock = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    short, open_, against = (np.zeros(size, dtype=bool) for _ in range(3))
    styles: dict[str, Mask] = {}
    for style, part in parts.items():
        month, day = part.month, part.day
        if style == "numbers":
            month, day, exchanged = _arrange(part, order)
            both = (part.month <= 12) & (part.day <= 12) & (part.month != part.day)
            open_[part.rows] = both
            against[part.rows] = exchanged
        days, good = _days(part.year, month, day)
        good &= part.seconds >= 0
        rows = part.rows[good]
        moments[rows] = (days[good] * 86_400 + part.seconds[good]) * 1_000_000
        reads[rows] = True
        clock[rows] = part.seconds[good] > 0
        short[rows] = part.short[good]
        styles[style] = np.zeros(size, dtype=bool)
        styles[style][rows] = True
    return Dates(
        moments=moments,
        reads=reads,
        clock=clock,
        styles={name: mask for name, mask in styles.items() if mask.any()},
        order=order,
        settled=settled,
        open=open_ & reads,
        against=against & reads,
        short_years=short,
        offsets=frozenset().union(*(part.offsets for part in parts.values())),
        other_calendar=other_calendar,
    )


def _take_apart(
    texts: pa.StringArray, pattern: str, taken: Mask
) -> tuple[_Parts | None, npt.NDArray[np.intp]]:
    import pyarrow.compute as pc

    pieces = pc.extract_regex(texts, pattern)
    valid = pieces.is_valid().to_numpy(zero_copy_only=False) & ~taken
    rows = np.flatnonzero(valid)
    if not len(rows):
        return None, rows
    taken |= valid
    groups = {f.name: pieces.field(f.name).take(rows) for f in pieces.type}
    year, short = _year(groups["y"])
    foreign = np.zeros(0, dtype=np.intp)
    if "w" in groups:
        month = _month_words(groups["w"])
        foreign = rows[month < 0]
        day = _ints(groups["d"])
    elif "a" in groups:
        month, day = _ints(groups["b"]), _ints(groups["a"])  # day first until the column says
    else:
        month, day = _ints(groups["m"]), _ints(groups["d"])
    offsets = frozenset(pc.unique(groups["z"]).to_pylist()) - {""}
    return _Parts(rows, year, month, day, _seconds(groups), short, offsets), foreign


def _order(
    numbers: _Parts | None, prefer: Literal["dmy", "mdy"]
) -> tuple[Literal["dmy", "mdy"], bool]:
    if numbers is None:
        return prefer, True
    day_first = int(((numbers.day > 12) & (numbers.month <= 12)).sum())
    month_first = int(((numbers.month > 12) & (numbers.day <= 12)).sum())
    if day_first == month_first == 0:
        return prefer, False
    return ("dmy" if day_first >= month_first else "mdy"), (day_first == 0) != (month_first == 0)


def _arrange(part: _Parts, order: str) -> tuple[Integers, Integers, Mask]:
    """Month and day in the column's order; a value that only reads the other way reads so."""
    first, second = part.day, part.month
    only_other = (first <= 12) & (second > 12) if order == "dmy" else (first > 12) & (second <= 12)
    month_second = (order == "dmy") ^ only_other
    return np.where(month_second, second, first), np.where(month_second, first, second), only_other


def _days(year: Integers, month: Integers, day: Integers) -> tuple[Integers, Mask]:
    """Days since 1970, and which dates exist in the calendar."""
    good = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0)
    start = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    good &= day <= after - start
    return start + day - 1, good


def _year(texts: pa.StringArray) -> tuple[Integers, Mask]:
    import pyarrow.compute as pc

    short: Mask = pc.equal(pc.utf8_length(texts), 2).to_numpy(zero_copy_only=False)
    year = _ints(texts)
    # POSIX: 69-99 is the 20th century, 00-68 the 21st.
    return np.where(short, year + np.where(year >= 69, 1900, 2000), year), short


def _seconds(groups: Mapping[str, pa.StringArray]) -> Integers:
    """Seconds since midnight; -1 for a time that no clock shows."""
    hour, minute, second = (_ints(groups[name]) for name in "HMS")
    half = np.array([text[:1].lower() for text in groups["p"].to_pylist()])
    afternoon = (half == "p") & (hour < 12)
    midnight = (half == "a") & (hour == 12)
    hour = np.where(afternoon, hour + 12, np.where(midnight, 0, hour))
    good = (hour < 24) & (minute < 60) & (second < 61)
    return np.where(good, hour * 3600 + minute * 60 + np.minimum(second, 59), -1)


def _month_words(words: pa.StringArray) -> Integers:
    """Month numbers; 0 for a word that is no month, -1 for a month of the Bikram Sambat."""
    encoded = words.dictionary_encode()
    known = np.array([_month(word) for word in encoded.dictionary.to_pylist()], dtype=np.int64)
    months: Integers = known[encoded.indices.to_numpy(zero_copy_only=False)]
    return months


def _month(word: str) -> int:
    folded = fold(word)
    return -1 if folded in BIKRAM_SAMBAT else MONTHS.get(folded, 0)


def _ints(texts: pa.StringArray) -> Integers:
    import pyarrow as pa
    import pyarrow.compute as pc

    filled = pc.if_else(pc.equal(texts, ""), "0", texts)
    numbers: Integers = filled.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return numbers


def _plain_digits(texts: pa.StringArray) -> pa.StringArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pc.any(pc.match_substring_regex(texts, r"[^\x00-\x7F]")).as_py():
        return texts
    return pa.array([ascii_digits(text) for text in texts.to_pylist()], pa.string())


def _python_styles() -> tuple[re.Pattern[str], ...]:
    letters = {r"\p{L}[\p{L}\p{M}]+": r"[^\W\d_][^\d\s.,/-]*"}
    patterns = list(STYLES.values())
    for theirs, ours in letters.items():
        patterns = [pattern.replace(theirs, ours) for pattern in patterns]
    return tuple(re.compile(pattern) for pattern in patterns)
