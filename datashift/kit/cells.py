"""Texts in the cells of a CSV that people will open in a spreadsheet.

Source of what spreadsheets run: OWASP, "CSV Injection"; full-width signs are those of East Asian
keyboards, which some spreadsheets read alike.
"""

from __future__ import annotations

import re

# Apostrophes before such a sign are one more, so that `plain` gives back every text. A signed number
# is only a number.
_SIGN = r"(?:(?![\t\r\n])\s)*[=+\-@＝＋－＠]"
_FORMULA = re.compile(rf"'*({_SIGN}|[\t\r\n])")
# Where numbers have commas (Spanish, French) a spreadsheet separates cells by semicolons. It then finds
# our quotes inside a cell, where they protect nothing: a semicolon begins a cell, a line end a row. The
# comma after it no longer ends the cell: "-1" there and "5+A1" in the next cell are run as -1,5+A1.
_INSIDE = re.compile(rf"(?<=[;\t\r\n])(?='*{_SIGN})")
_GUARDED_INSIDE = re.compile(rf"(?<=[;\t\r\n])'(?='*{_SIGN})")
_BREAKS = re.compile(r"[\r\n\v\f\0\x85\u2028\u2029]+")
_SIGNED_NUMBER = re.compile(r"[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?")


def harmless(cell: str) -> str:
    """Text on one line that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("-4"), harmless("- none"), harmless("Dodoma")
    ("'=HYPERLINK(1)", '-4', "'- none", 'Dodoma')
    """
    return guarded(_BREAKS.sub(" ", cell))


def guarded(cell: str) -> str:
    """Text, on as many lines as it has, that no spreadsheet takes for a formula.

    >>> guarded("=A1\\n=A1"), guarded("one;=A1"), guarded("one;-1")
    ("'=A1\\n'=A1", "one;'=A1", "one;'-1")
    """
    inside = _INSIDE.sub("'", cell)
    if _FORMULA.match(cell) and not _SIGNED_NUMBER.fullmatch(cell):
        return f"'{inside}"
    return inside


def plain(cell: str) -> str:
    """The text that `guarded` made this cell of.

    >>> plain("'=HYPERLINK(1)"), plain("''=x"), plain("-4"), plain("'tis")
    ('=HYPERLINK(1)', "'=x", '-4', "'tis")
    """
    whole = cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
    return _GUARDED_INSIDE.sub("", whole)
