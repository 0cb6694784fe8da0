"""What somebody typed, as the form keeps it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from datashift.kit.text import fold
from datashift.questionnaires.asked.script import plain
from datashift.questionnaires.questionnaire import Choice, Question

_NUMBERS = re.compile(r"\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}([,.']\d{3}){2,}|[+-]?[1-9]\d{0,2}[,']\d{3}")
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})")
_PLACE = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)[,;\s]+([+-]?\d{1,3}(?:\.\d+)?)\s*")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
LONGEST = 2_000  # letters of an answer


class Wrong(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    REFUSED = "refused"  # the form's own condition does not hold
    NOT_WHOLE = "not whole"
    NOT_NUMBER = "not number"
    NOT_DAY = "not day"
    NOT_TIME = "not time"
    NOT_OFFERED = "not offered"
    NOT_PLACE = "not place"
    TOO_LONG = "too long"


class Misread(Exception):
    """The answer is not of the kind that was asked for."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def understood(
    question: Question, typed: str, offered: Sequence[Choice] = (), language: str = ""
) -> str:
    """The answer as the form keeps it.

    Args:
        offered: the choices as they were numbered, the first is 1.

    Raises:
        Misread: it is not of the kind that was asked for.
    """
    typed = unicodedata.normalize("NFC", _UNWRITABLE.sub("", typed)).strip()
    if not typed:
        raise Misread(Wrong.MISSING)
    if len(typed) > LONGEST:
        raise Misread(Wrong.TOO_LONG)
    if question.kind in {"select_one", "select_multiple", "rank"}:
        return _chosen(question.kind, _plain_digits(typed), offered, language)
    reader = _READERS.get(question.kind)
    return reader(_plain_digits(typed), question) if reader else typed


def _plain_digits(words: str) -> str:
    """Digits of every script as 0 to 9."""
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in words
    )


def _chosen(kind: str, typed: str, offered: Sequence[Choice], language: str) -> str:
    if kind == "select_one":
        return _one(typed, offered, language)
    names = [
        _one(each, offered, language) for each in re.split(r"[\s,.;+]+", typed) if each
    ] or None
    if names is None or (kind == "rank" and len(set(names)) != len(offered)):
        raise Misread(Wrong.NOT_OFFERED)
    return " ".join(dict.fromkeys(names))


def _one(typed: str, offered: Sequence[Choice], language: str) -> str:
    """A choice by its number, or by its words."""
    if _NUMBERS.fullmatch(number := typed.rstrip(".)")):
        if len(number) < 6 and 1 <= int(number) <= len(offered):
            return offered[int(number) - 1].name
        raise Misread(Wrong.NOT_OFFERED)
    for alike in (str.casefold, fold):  # a telephone may cost an accent
        wanted = alike(typed)
        named = [
            choice.name
            for choice in offered
            if wanted in {alike(plain(choice.labels, language)), alike(choice.name)}
        ]
        if named and (alike is str.casefold or len(named) == 1):
            return named[0]
    raise Misread(Wrong.NOT_OFFERED)


def _whole(typed: str, _: Question) -> str:
    if not re.fullmatch(r"[+-]?\d{1,9}", typed):
        raise Misread(Wrong.NOT_WHOLE)
    return str(int(typed))


def _number(typed: str, question: Question) -> str:
    """A comma is a decimal one; what could be a thousand as well is asked for again."""
    if _GROUPED.fullmatch(typed) or not re.fullmatch(r"[+-]?\d{1,15}([.,]\d{1,15})?", typed):
        raise Misread(Wrong.NOT_NUMBER)
    written = typed.replace(",", ".")
    if question.kind == "range" and not _in_range(float(written), question):
        raise Misread(Wrong.REFUSED)
    return written


def _in_range(value: float, question: Question) -> bool:
    bounds = []
    for name in ("start", "end"):
        try:
            bounds.append(float(question.parameters.get(name, "")))
        except ValueError:
            return True
    return min(bounds) <= value <= max(bounds)


def _day(typed: str, _: Question) -> str:
    """A day, day first, or as ISO 8601 writes it."""
    found = _DAY.fullmatch(typed)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        if _ISO.fullmatch(typed):
            return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise Misread(Wrong.NOT_DAY) from error
    raise Misread(Wrong.NOT_DAY)


def _time(typed: str, _: Question) -> str:
    found = _TIME.fullmatch(typed)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Misread(Wrong.NOT_TIME)
    return f"{int(found[1]):02d}:{found[2]}"


def _moment(typed: str, question: Question) -> str:
    """A day and a time of day, in universal time."""
    day, _, time = typed.partition(" ")
    return f"{_day(day, question)}T{_time(time.strip(), question)}:00.000Z"


def _place(typed: str, _: Question) -> str:
    found = _PLACE.fullmatch(typed)
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise Misread(Wrong.NOT_PLACE)
    return f"{found[1]} {found[2]} 0 0"


def _agreed(typed: str, _: Question) -> str:
    if typed.casefold() not in {"1", "ok", "yes"}:
        raise Misread(Wrong.NOT_OFFERED)
    return "OK"


_READERS: dict[str, Callable[[str, Question], str]] = {
    "integer": _whole,
    "decimal": _number,
    "range": _number,
    "date": _day,
    "time": _time,
    "datetime": _moment,
    "geopoint": _place,
    "acknowledge": _agreed,
    "trigger": _agreed,
}
