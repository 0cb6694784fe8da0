"""A mark of a table that stays when it is handed in again in another shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from datashift.comparison.sources.normal import BLANK, Hashes, hashes, rows_of

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Fingerprint:
    """A mark that can be kept without the rows.

    Equal marks mean the same rows, whatever the order of rows and columns, the headings, blank
    rows and columns, and the spelling of numbers and capital letters.

    Args:
        mark: of the whole table, 32 hexadecimal digits.
        rows: rows that are not blank.
        columns: heading to the mark of its values, blank columns left out.
    """

    mark: str
    rows: int
    columns: Mapping[str, str]

    def shares(self, other: Fingerprint) -> float:
        """The share of its columns whose values the other has too, in any order."""
        if not self.columns:
            return 0.0
        theirs = list(other.columns.values())
        found = 0
        for mark in self.columns.values():
            if mark in theirs:
                theirs.remove(mark)
                found += 1
        return found / len(self.columns)


def fingerprint(data: pa.Table) -> Fingerprint:
    """The mark of a table's rows as a multiset."""
    columns = {name: hashes(data.column(name)) for name in data.column_names}
    marks = {name: _mark(found) for name, found in columns.items() if found.any()}
    if not marks:
        return Fingerprint(_mark(np.zeros(0, dtype=np.uint64)), 0, {})
    rows = rows_of(_ordered([(marks[name], columns[name]) for name in marks]))
    return Fingerprint(_mark(rows), int((rows != BLANK).sum()), marks)


def _ordered(marked: list[tuple[str, Hashes]]) -> list[Hashes]:
    """Columns by their marks; those of one mark cannot be told apart, so their cells are sorted."""
    found: list[Hashes] = []
    for mark in sorted({mark for mark, _ in marked}):
        alike = [values for own, values in marked if own == mark]
        found += list(np.sort(np.stack(alike), axis=0)) if len(alike) > 1 else alike
    return found


def _mark(values: Hashes) -> str:
    """Of the values that are not blank, in any order."""
    return blake2b(np.sort(values[values != BLANK]).tobytes(), digest_size=16).hexdigest()
