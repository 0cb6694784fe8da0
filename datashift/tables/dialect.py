"""What stands between the columns of a text file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", "": "none"}


@dataclass(frozen=True)
class Dialect:
    """How a text file marks off its columns.

    Args:
        delimiter: the mark between columns; a comma when there is only one column.
        quotes: quotation marks enclose cells; otherwise they are ordinary letters.
        single: the file has one column, and no delimiter was found.
    """

    delimiter: str
    quotes: bool = True
    single: bool = False

    def rows(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The rows of these lines; a blank line is an empty row."""
        if self.quotes:
            return iter(csv.reader(lines, delimiter=self.delimiter))
        return iter(csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE))


def detect(lines: Sequence[str], *, tab_hint: bool = False) -> Dialect:
    """The delimiter under which most rows of the sample have the same number of columns.

    Args:
        lines: the first lines with their line ends; the last may be cut off and is not judged
            when there are others.
        tab_hint: the file's name says that tabs mark the columns.
    """
    best, best_score = Dialect(",", single=True), (0.0, 0)
    for delimiter in sorted(DELIMITERS, key=lambda mark: tab_hint and mark != "\t"):
        score = _score(lines, delimiter)
        if score > best_score:
            best, best_score = Dialect(delimiter), score
    return best


def _score(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Share of rows with the commonest width above one, then that width."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0.0, 0
    widths = Counter(len(row) for row in rows[:-1] or rows)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(count / widths.total(), 1), width
