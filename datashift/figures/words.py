"""Sentences that say a number so that it is read right.

Ranges are given in numbers, not in adverbs: people misread verbal terms of uncertainty, and trust
a numeric range no less (van der Bles et al. 2020, PNAS 117(14); Fischhoff and Davis 2014).
"""

from __future__ import annotations

import dataclasses

from datashift.estimates.estimate import Quantity
from datashift.figures.finding import Finding, Row
from datashift.figures.numbers import decimals_for, figure, percent, whole
from datashift.kit.language import current, marked
from datashift.kit.language import gettext as _
from datashift.kit.language.retold import retold
from datashift.kit.plural import plural

# Stands in releases that were made before, which never change.
_EARLIER = marked("Hidden: the group is so small that somebody could be recognised.")

# A range wider than this many points is said "about x in 10"; a narrower one in 100.
_WIDE = 6.0

# Nearer than this to 0 or 100 a range needs a decimal.
_FINE = 5.0


def in_hundred(row: Row) -> str:
    """A percentage as people: "54 in 100", or "about 4 in 10" when the range is wide.

    >>> in_hundred(Row("all", value=54.3))
    '54 in 100'
    >>> in_hundred(Row("all", value=40.4, lower=35.0, upper=46.2))
    'about 4 in 10'
    >>> in_hundred(Row("all", value=99.7)), in_hundred(Row("all", value=0.2))
    ('more than 99 in 100', 'fewer than 1 in 100')
    """
    value = row.value
    if value is None:
        return "an unknown share"
    wide = row.lower is not None and row.upper is not None and row.upper - row.lower > _WIDE
    if wide and abs(value / 10 - round(value / 10)) <= 0.25 and 5 <= value <= 95:
        return f"about {round(value / 10)} in 10"
    if value >= 99.5:
        return "all" if value == 100 else "more than 99 in 100"
    if value < 0.5:
        return "none" if value == 0 else "fewer than 1 in 100"
    return f"{'about ' if wide else ''}{round(value)} in 100"


def amount(row: Row, quantity: Quantity, unit_words: str = "") -> str:
    """The number with its unit, to stand in a sentence.

    >>> amount(Row("all", value=54.308), "proportion").replace("\\u00a0", " ")
    '54.3 %'
    >>> amount(Row("all", value=771.0), "count"), amount(Row("all", value=33.52), "mean", "minutes")
    ('771', '33.5 minutes')
    """
    if row.value is None:
        return "hidden" if row.hidden else _bound(row, quantity, unit_words)
    if quantity == "proportion":
        return percent(row.value)
    if quantity == "quintile_ratio":
        return f"{figure(row.value)} times"
    text = whole(row.value) if quantity == "count" else figure(row.value)
    return f"{text} {unit_words}".strip()


def meaning(quantity: Quantity, at: float = 0.5) -> str:
    """What a number of a less familiar kind says, in one sentence; "" for the others.

    Args:
        at: the share below a quantile.

    >>> meaning("quantile", 0.9)
    '90 in 100 are at or below this value.'
    """
    return {
        "median": "Half are at or below this value, half above.",
        "quantile": f"{round(100 * at)} in 100 are at or below this value.",
        "gini": "0 would mean that all have the same, 1 that one has everything.",
        "quintile_ratio": (
            "So many times as much falls to the fifth with the most as to the fifth with the least."
        ),
    }.get(quantity, "")


def spoken_headline(finding: Finding) -> str:
    """A finding's headline in the reader's language.

    How the author of a study goes on after the number cannot be translated; in another language
    the title stands before the number, which says the same.
    """
    if told_as_stored(finding.language):
        return finding.headline
    return told_title(
        finding.title, finding.overall, finding.quantity, finding.unit_words, finding.headline
    )


def told_as_stored(written: str) -> bool:
    """Whether a stored headline, English and a study's own words, is one sentence to its reader.

    Args:
        written: code of the language of the study's words, "" where nobody said.
    """
    return current() == "en" and written.partition("-")[0] in ("", "en")


def told_title(
    title: str, row: Row, quantity: Quantity, unit_words: str = "", stored: str = ""
) -> str:
    """A title and its number in the reader's language; `stored` where there is no number."""
    if row.value is None:
        what = stored.removeprefix(f"{title}: ")
        return f"{title}: {retold(what)}" if what not in ("", stored) else stored
    share = quantity == "proportion"
    number = in_hundred(row) if share else amount(row, quantity, unit_words)
    return f"{title}: {retold(number)}"


def told_of(name: str, row: Row | None, quantity: Quantity, unit_words: str = "") -> str:
    """A figure of one area or group with its range and n, to be read where it is pointed at, in
    the reader's language.

    >>> row = Row("Kisumu", value=75.0, lower=61.2, upper=88.8, n=40)
    >>> told_of("Kisumu", row, "proportion").replace("\\u00a0", " ")
    'Kisumu: 75.0 %, between 61.2 and 88.8, n = 40'
    >>> told_of("Kisumu", Row("Kisumu", value=324.0, lower=280.2, upper=367.8), "count")
    'Kisumu: 324, between 280 and 368'
    """
    name = retold(name)
    if row is None:
        return _("%(name)s: no figure") % {"name": name}
    said = f"{name}: {retold(amount(row, quantity, unit_words))}"
    if row.lower is not None and row.upper is not None:
        decimals = {"proportion": 1, "count": 0}.get(quantity)
        lower, upper = (retold(figure(end, decimals)) for end in (row.lower, row.upper))
        said += _(", between %(lower)s and %(upper)s") % {"lower": lower, "upper": upper}
    return said + (f", n = {retold(whole(row.n))}" if row.n is not None else "")


def _bound(row: Row, quantity: Quantity, unit_words: str) -> str:
    """A figure of which only an end is known: "less than 2.5 %"."""
    end = row.upper if row.lower is None else row.lower
    if end is None or (row.lower is not None and row.upper is not None):
        return "not known"
    sign = "less than" if row.lower is None else "more than"
    return f"{sign} {amount(Row(row.name, value=end), quantity, unit_words)}"


def headline(
    row: Row, quantity: Quantity, *, title: str, sentence: str = "", unit_words: str = ""
) -> str:
    """The finding as one sentence.

    Args:
        sentence: how the study's author goes on after the number ("water points work"); without
            it the title stands before the number.

    >>> headline(Row("all", value=54.3), "proportion", title="", sentence="water points work")
    '54 in 100 water points work'
    >>> headline(Row("all", value=0.0), "proportion", title="", sentence="water points work")
    'No water points work'
    >>> headline(Row("all", value=33.5), "mean", title="Minutes to water", unit_words="minutes")
    'Minutes to water: 33.5 minutes'
    """
    if row.value is None:
        why = "the number is hidden to protect people" if row.hidden else "nobody could be counted"
        return f"{title}: {why}"
    if not sentence:
        return f"{title}: {amount(row, quantity, unit_words)}"
    start = in_hundred(row) if quantity == "proportion" else amount(row, quantity, unit_words)
    start = "no" if start == "none" else start
    if row.lower is not None and quantity in ("total", "count", "rate"):
        start = f"about {start}"
    if quantity in ("mean", "median"):
        start = f"{'on average' if quantity == 'mean' else 'typically'} {start}"
    return f"{start[0].upper()}{start[1:]} {sentence}"


def range_in_words(
    row: Row, quantity: Quantity, *, reason: str, unit_words: str = "", assumption: str = ""
) -> str:
    """The range as a sentence, or the reason why there is none.

    Args:
        assumption: what a conditional range holds under; it is always said with the range.

    Raises:
        ValueError: a conditional range without its assumption.

    >>> range_in_words(Row("all", value=40.4, lower=35.0, upper=46.2), "proportion", reason="")
    'Between 35 and 46 in 100.'
    >>> range_in_words(Row("all", value=1.1, lower=0.4, upper=2.9), "proportion", reason="")
    'Between 0.4 and 2.9 in 100.'
    >>> range_in_words(Row("all", value=2.0), "mean", reason="A register counts every one.")
    'A register counts every one.'
    >>> range_in_words(Row("all", value=2500, lower=2500, upper=2500), "count", reason="")
    'Between 2,500 and 2,500.'
    >>> row = Row("all", value=40.4, lower=35.0, upper=46.2, conditional=True)
    >>> range_in_words(row, "proportion", reason="", assumption="It holds only if ...")
    'Between 35 and 46 in 100, by a model. It holds only if ...'
    """
    if row.conditional and row.lower is not None and not row.hidden:
        if not assumption:
            raise ValueError("the range of a model is never shown without its assumption")
        plain = dataclasses.replace(row, conditional=False)
        said = range_in_words(plain, quantity, reason="", unit_words=unit_words)
        between = said.removesuffix(".")
        return f"{between}, by a model. {assumption}"
    if row.hidden:
        # Which figures are small, and which stand with them, is not told: it helps to work them out.
        return "Hidden to protect people: alone or with the figures beside it, it could tell of somebody."
    if row.lower is None or row.upper is None:
        return reason
    if quantity == "proportion":
        low, high = round(row.lower), round(row.upper)
        if low == high or row.upper < _FINE or row.lower > 100 - _FINE:
            return f"Between {figure(row.lower, 1)} and {figure(row.upper, 1)} in 100."
        return f"Between {low} and {high} in 100."
    if quantity == "quintile_ratio":
        unit_words = "times"
    decimals = 0 if quantity == "count" else decimals_for([row.lower, row.upper])
    low_text, high_text = figure(row.lower, decimals), figure(row.upper, decimals)
    if low_text == high_text and row.lower != row.upper:
        low_text, high_text = figure(row.lower, decimals + 1), figure(row.upper, decimals + 1)
    if not unit_words:
        return f"Between {low_text} and {high_text}."
    return f"Between {low_text} and {high_text} {unit_words}."


def extremes(rows: tuple[Row, ...], quantity: Quantity, unit_words: str = "") -> str:
    """What the ordered groups show, as a heading: who leads and who is last.

    >>> rows = (Row("Njombe", value=81.3), Row("Lindi", value=29.8))
    >>> extremes(rows, "proportion").replace("\\u00a0", " ")
    'Njombe 81.3 %, Lindi 29.8 %'
    >>> rows = (Row("F", value=61.0, lower=58.0, upper=64.0), Row("M", value=60, lower=57, upper=63))
    >>> extremes(rows, "proportion").replace("\\u00a0", " ")
    'F 61.0 %, M 60.0 %: their ranges overlap'
    """
    shown = sorted(
        (row for row in rows if row.value is not None),
        key=lambda row: (-(row.value or 0), row.name),
    )
    if len(shown) < 2:
        return ""
    first, last = shown[0], shown[-1]
    high, low = (amount(row, quantity, unit_words) for row in (first, last))
    if high == low:
        if len(shown) == 2:
            return f"{first.name} and {last.name} have the same figure, {high}"
        return f"All groups have the same figure, {high}"
    if len(shown) > 2:
        said = f"{first.name} has the highest figure, {high}; {last.name} the lowest, {low}"
    else:
        said = f"{first.name} {high}, {last.name} {low}"
    return f"{said}: their ranges overlap" if _overlap(first, last) else said


def _overlap(first: Row, last: Row) -> bool:
    """Whether both have a range and the ranges touch."""
    if first.lower is None or last.upper is None:
        return False
    return first.lower <= last.upper


def number_of(count: int, unit: str, written: str = "") -> str:
    """A count with its unit.

    >>> number_of(1, "household"), number_of(1284, "woman"), number_of(64, "kaya", "sw")
    ('1 household', '1,284 women', '64 kaya')
    """
    return f"{whole(count)} {unit if count == 1 else plural(unit, written)}"


def told_number_of(count: int, unit: str, written: str = "") -> str:
    """A count with its unit in the reader's language; the number also where the unit is not known."""
    stored = number_of(count, unit, written)
    said = retold(stored)
    number = whole(count)
    return said if said != stored else f"{retold(number)}{stored.removeprefix(number)}"
