"""Texts in the cells of a CSV that people will open in a spreadsheet.

Source of what spreadsheets run: OWASP, "CSV Injection"; full-width signs are those of East Asian
keyboards, which some spreadsheets read alike.
"""

from __future__ import annotations

import re

# Apostrophes before such a sign are one more, so that `plain` gives back every text. A signed number
# is only a number.
_FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_BREAKS = re.compile(r"[\r\n\v\f\0\x85\u2028\u2029]+")
_SIGNED_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


def harmless(cell: str) -> str:
    """Text on one line that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("-4"), harmless("- none"), harmless("Dodoma")
    ("'=HYPERLINK(1)", '-4', "'- none", 'Dodoma')
    """
    return guarded(_BREAKS.sub(" ", cell))


def guarded(cell: str) -> str:
    """Text, on as many lines as it has, that no spreadsheet takes for a formula.

    >>> guarded("+1\\n+1"), guarded("one\\n+1")
    ("'+1\\n+1", 'one\\n+1')
    """
    if _FORMULA.match(cell) and not _SIGNED_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def plain(cell: str) -> str:
    """The text that `guarded` made this cell of.

    >>> plain("'=HYPERLINK(1)"), plain("''=x"), plain("-4"), plain("'tis")
    ('=HYPERLINK(1)', "'=x", '-4', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
