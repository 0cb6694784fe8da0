"""The reader's language: sentences from one catalogue, numbers as the language writes them.

What is stored (findings, flags, problems) is English, so that a study gives the same files in
every language; it is told again in the reader's language when it is read (`retold`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from datashift.kit.language.catalogue import is_finished, translations
from datashift.kit.language.numbers import digits, written

LANGUAGES = ("en", "es", "sw", "ne", "fr")

Words = TypeVar("Words")

_now: ContextVar[str] = ContextVar("language", default="en")


def current() -> str:
    """The code of the language that is spoken here and now."""
    return _now.get()


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak a language until the end of the block."""
    token = _now.set(language)
    try:
        yield
    finally:
        _now.reset(token)


def gettext(message: str) -> str:
    """The message in the language spoken now; English where it is not translated."""
    return message if _now.get() == "en" else translations(_now.get()).gettext(message)


def ngettext(one: str, many: str, count: float) -> str:
    """The form of a message for so many."""
    if _now.get() == "en":
        return one if count == 1 else many
    return translations(_now.get()).ngettext(one, many, int(count))


def pgettext(context: str, message: str) -> str:
    """The message as it is meant in a context."""
    return message if _now.get() == "en" else translations(_now.get()).pgettext(context, message)


def whole(number: float) -> str:
    """A whole number as the language spoken now writes it, for the blank of a sentence.

    >>> with spoken("ne"):
    ...     whole(1234)
    '१,२३४'
    """
    return written(number, 0, _now.get())


def in_digits(text: str) -> str:
    """A year, a number of order or the like with the digits of the language spoken now."""
    return digits(text, _now.get())


def marked(message: str) -> str:
    """Only mark a message for the catalogue; it is translated where it is shown."""
    return message


def verbatim(words: Words) -> Words:
    """Only mark words that are never said, so that nobody translates them.

    What is looked for in data, what other programs write, names of fonts and of columns.
    """
    return words


def offered() -> tuple[str, ...]:
    """The languages whose catalogue is finished."""
    return tuple(language for language in LANGUAGES if is_finished(language))


__all__ = [
    "LANGUAGES",
    "current",
    "gettext",
    "in_digits",
    "marked",
    "ngettext",
    "offered",
    "pgettext",
    "spoken",
    "verbatim",
    "whole",
]
