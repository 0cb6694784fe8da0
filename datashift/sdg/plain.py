"""Names and headings made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from datashift.kit.text import fold

_MARKS = re.compile(r"[-_/.,()\"“”¿?¡!:;*]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGIT = re.compile(r"\d")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)'")  # l'eau, d'eau, qu'une
_BETWEEN = "\x00"  # folding leaves it alone
_WITH_DIGITS = frozenset({"pm2", "pm10", "co2", "dtp3", "3g", "4g"})


def plain(text: str) -> str:
    """Folded, without apostrophes and punctuation; a number loses its leading zeros.

    >>> plain("Murang’a"), plain("Taita/Taveta"), plain("042")
    ('muranga', 'taita taveta', '42')
    """
    joined = " ".join(_MARKS.sub(" ", fold(text).replace("'", "")).split())
    return joined.lstrip("0") or joined if joined.isdigit() else joined


def words(heading: str) -> list[str]:
    """The words of a heading or label: "waterSource_q36a" gives water and source."""
    return next(words_of_all([_HUMP.sub(" ", heading)]))


def words_of_all(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of each text; thousands at once are folded many times faster than one by one.

    Words of one letter and words with digits in them ("q36a") say nothing about a topic; PM2.5,
    CO2 and their like are kept.
    """
    every = list(texts)
    # Folding ASCII comes down to lower case, and most of our texts are ASCII.
    ascii_ones = _cut(_BETWEEN.join(text for text in every if text.isascii()).casefold())
    others = _cut(fold(_BETWEEN.join(text for text in every if not text.isascii())))
    for text in every:
        yield [
            word
            for word in next(ascii_ones if text.isascii() else others).split()
            if len(word) > 1 and (word in _WITH_DIGITS or not _DIGIT.search(word))
        ]


def _cut(joined: str) -> Iterator[str]:
    whole = _ELISION.sub(" ", joined).replace("'", "")
    return iter(_MARKS.sub(" ", whole).split(_BETWEEN))
