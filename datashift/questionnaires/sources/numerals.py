"""Numbers as people and spreadsheets write them, said as phones write them (XPath 1.0, Number)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from datashift.questionnaires.sources.export import Path, Raw
from datashift.tables import numbers
from datashift.tables.flag import Severity

_PHONES = re.compile(numbers.PLAIN, re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)  # decimals or thousands
_SPACED = re.compile(r"[\s'’%]")
_EXACT = 2**53  # whole numbers below it are exact
_COORDINATE = re.compile(r"-?\d{1,4},\d+|-?\d{1,6}(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Numerals:
    """What the answers to one question say as numbers; the column decides about its marks.

    Args:
        said: answer to the number as phones write it, where they write it otherwise: 3,5 is 3.5.
        unclear: answers that are numbers in two ways: 1,234 where nothing shows which.
        every: each answer is a number, and not by spaces between its digits: a telephone number
            has those too.
    """

    said: Mapping[str, str]
    unclear: frozenset[str]
    every: bool


def read(texts: Iterable[str]) -> Numerals:
    """Read the answers to one question, by the rules of `tables.numbers`.

    Stricter: nothing is taken for one of two readings. 1,234 is unclear where no other answer shows
    what a comma is for, or where some answers have a comma and others a point before decimals.
    """
    import pyarrow as pa

    several = sorted({text for text in texts if text.strip()})
    found = numbers.read(pa.array([text.strip() for text in several], pa.string()))
    either = [_EITHER.fullmatch(text.strip()) is not None for text in several]
    sure = found.reads & ~found.uncertain & ~np.array(either, bool)
    commas, groups = bool((found.comma & sure).any()), bool((found.grouped & sure).any())
    points = any(
        is_plain(text.strip()) and "." in text and ok
        for text, ok in zip(several, sure, strict=True)
    )
    settled = (commas or groups) and not (commas and points)
    said, unclear, every = {}, set(), True
    for place, text in enumerate(several):
        value = float(found.values[place])
        if not found.reads[place] or found.percent[place] or abs(value) > _EXACT:
            every = False
        elif found.uncertain[place] or (either[place] and not settled and ("," in text or commas)):
            unclear.add(text)
        elif found.grouped[place] or not is_plain(text.strip()):
            said[text] = _plain(value)
            every &= not _SPACED.search(text.strip())
    return Numerals(said, frozenset(unclear), every)


def is_plain(text: str) -> bool:
    """Whether it is a number as phones write it."""
    return _PHONES.fullmatch(text) is not None


def tell(raw: Raw, path: Path, said: Mapping[str, str]) -> None:
    """Say which numbers were written otherwise than phones write them, and how one was read."""
    one = min(said, key=lambda text: (len(text), text))
    raw.noticed.add(
        "numbers",
        '%(count)s different numbers in "%(column)s" are written with a decimal comma, with signs '
        "between thousands or in other digits: %(written)s is read as %(read)s.",
        column=raw.labels.get(path, "/".join(path)),
        count=len(said),
        written=one,
        read=said[one],
    )


def tell_unclear(raw: Raw, path: Path, rows: Mapping[str, int]) -> None:
    """Say which numbers can be read in two ways, with the rows in which each stands first."""
    for text, row in sorted(rows.items(), key=lambda each: each[1]):
        raw.noticed.add(
            "numbers_unclear",
            'In %(count)s different numbers of "%(column)s" the mark may stand before decimals or '
            "between thousands, as in %(written)s; they are kept as they are written.",
            column=raw.labels.get(path, "/".join(path)),
            row=row,
            severity=Severity.LOOK,
            written=text,
        )


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def point(text: str) -> str | None:
    """A place whose numbers have decimal commas, with points; None for anything else.

    No degree has thousands, so that -34,603 is unclear nowhere.

    >>> point("-34,603 -58,38 0 0")
    '-34.603 -58.38 0 0'
    """
    parts = text.split()
    if "," not in text or not 2 <= len(parts) <= 4:
        return None
    return text.replace(",", ".") if all(map(_COORDINATE.fullmatch, parts)) else None
