"""Where the table starts on the page: the heading row, what is above it, headings of two rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from datashift.tables.flag import Flag, Severity
from datashift.tables.missing import is_marker

SAMPLE = 100  # rows looked at
_NUMBER = re.compile(r"^[+-]?\d[\d.,\s]*%?$")
_YEAR = re.compile(r"^(1[89]|20)\d\d$")


@dataclass(frozen=True)
class Layout:
    """Which rows of the sample are what, counted from 0.

    Args:
        headings: the headings, one per column, "" where there is none.
        first: the first row of data.
        above: rows left out above the heading.
        invented: there was no heading row.
        merged: the heading took two rows.
        shifted: the heading lacks its first cell, as R writes it.
    """

    headings: tuple[str, ...]
    first: int
    above: int
    invented: bool = False
    merged: bool = False
    shifted: bool = False

    def flags(self) -> tuple[Flag, ...]:
        """What was assumed about the page."""
        found: list[Flag] = []
        if self.above:
            found.append(
                _flag(
                    "headings.not_first",
                    f"The headings were taken from row {self.above + 1}; "
                    f"{_rows(self.above)} above left out.",
                    self.above,
                )
            )
        if self.invented:
            found.append(
                _flag(
                    "headings.absent",
                    "The first row holds values, not headings; the columns are called by their "
                    "position.",
                    len(self.headings),
                )
            )
        if self.merged:
            found.append(
                _flag(
                    "headings.merged",
                    "The headings take two rows; they were joined, as in "
                    f'"{next((h for h in self.headings if "/" in h), "")}".',
                    len(self.headings),
                )
            )
        if self.shifted:
            found.append(
                _flag(
                    "headings.shifted",
                    "Every row has one cell more than the heading, so the first column is taken to "
                    "be the one without a heading.",
                    len(self.headings),
                )
            )
        return tuple(found)


def find(rows: Sequence[Sequence[str]]) -> Layout:
    """Find the headings in the first rows of a file.

    The heading is the first row with more than half as many cells as rows usually have. It is data when
    its cells are numbers where the column below holds numbers.
    """
    usual = _usual(rows)
    at = next((i for i, row in enumerate(rows) if _filled(row) > usual / 2), 0)
    head = tuple(rows[at]) if rows else ()
    if _lacks_first(head, rows[at + 1 :]):
        return Layout(("", *head), at + 1, at, shifted=True)
    width = len(head)
    body = [_padded(row, width) for row in rows[at + 1 :]]
    if _is_data(head, body):
        names = tuple(f"column {i}" for i in range(1, width + 1))
        return Layout(names, at, at, invented=True)
    if _continues(head, body):
        return Layout(_joined(head, body[0]), at + 2, at, merged=True)
    return Layout(head, at + 1, at)


def _lacks_first(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether each row has one cell more than the heading, and something in its last."""
    full = [row for row in body if _filled(row)]
    return bool(full) and all(
        len(row) == len(head) + 1 and row[-1].strip() for row in full[:-1] or full
    )


def _is_data(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the first row reads as a row of values."""
    for_data = 0
    numbers: list[str] = []
    for place, cell in enumerate(head):
        below = [row[place] for row in body if row[place].strip() and not is_marker(row[place])]
        if not below or sum(map(_is_number, below)) < 0.9 * len(below):
            continue
        if not _is_number(cell):
            if cell.strip():
                return False
            continue
        for_data += 1
        numbers.append(cell.strip())
    return for_data > 0 and not _counts_up(numbers)


def _counts_up(numbers: Sequence[str]) -> bool:
    """Whether numbers in a row are headings: years, or 1, 2, 3."""
    if all(_YEAR.match(number) for number in numbers):
        return True
    if not all(number.isdecimal() for number in numbers) or len(numbers) < 3:
        return False
    values = [int(number) for number in numbers if len(number) < 12]
    return all(after - before == 1 for before, after in itertools.pairwise(values))


def _continues(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the row under a heading with gaps is the rest of the heading."""
    if len(body) < 3 or (not head[0].strip() and not any(head)):
        return False
    second, rest = body[0], body[1:]
    gaps = [i for i, cell in enumerate(head) if not cell.strip() and second[i].strip()]
    if not gaps or any(_is_number(cell) for cell in second):
        return False
    numeric = 0
    for place, cell in enumerate(second):
        below = [row[place] for row in rest if row[place].strip()]
        if cell.strip() and below and sum(map(_is_number, below)) >= 0.9 * len(below):
            numeric += 1
    return numeric >= max(2, len(gaps))


def _joined(head: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    over = ""
    for upper, lower in zip(head, second, strict=True):
        over = upper.strip() or (over if lower.strip() else "")
        names.append("/".join(part for part in (over, lower.strip()) if part))
    return tuple(names)


def _is_number(cell: str) -> bool:
    return _NUMBER.match(cell.strip()) is not None


def _usual(rows: Sequence[Sequence[str]]) -> int:
    """Cells that three rows in four have at most; one row of stray cells does not move it."""
    counts = sorted(filter(None, map(_filled, rows)))
    return counts[3 * len(counts) // 4] if counts else 0


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell and not cell.isspace())


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row[:width], *[""] * (width - len(row)))


def _rows(count: int) -> str:
    return "the row" if count == 1 else f"the {count} rows"


def _flag(code: str, message: str, count: int) -> Flag:
    return Flag(code, Severity.LOOK, message, count=count, values={"count": count})
