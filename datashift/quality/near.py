"""Rows that are the same but for an identifier, a spelling or the time of sending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from datashift.quality.alike import is_slip
from datashift.quality.grouping import Codes, Hashes, Positions, group, hashes, total, until_none
from datashift.quality.headings import is_submission
from datashift.quality.identifiers import identifies
from datashift.quality.inspection import Inspection, Mask

# Beyond these the spelling is not compared: the work grows with rows times columns.
_MOST_CELLS = 30_000_000
_MOST_DIFFERENT = 50_000
_MOST_ALIKE = 50
_FEWEST_COLUMNS = 3


@dataclass(frozen=True)
class _Column:
    """A column as compared: codes of its bare spellings, and those spellings if it is text."""

    codes: Codes
    spellings: tuple[str, ...]


def repeats(inspection: Inspection, names: Sequence[str]) -> Mask:
    """Rows that are nearly an earlier row, though not exactly it.

    Two rows are nearly the same when every column agrees after folding case, accents and spaces
    - identifiers and what form servers add left out - or when one text column differs by a
    typing slip; and when they share a value that no other row has.
    """
    compared = [name for name in names if not (identifies(inspection, name) or is_submission(name))]
    if len(compared) < _FEWEST_COLUMNS:
        return np.zeros(len(inspection), dtype=bool)
    columns = [_column(inspection, name) for name in compared]
    exact = [inspection.distinct(name).places for name in names]

    def find(rows: Positions) -> Mask:
        return _repeats(
            [_taken(column, rows) for column in columns], [code[rows] for code in exact]
        )

    return until_none(find, len(inspection))


def _repeats(columns: Sequence[_Column], exact: Sequence[Codes]) -> Mask:
    codes = [column.codes for column in columns]
    hashed = hashes(codes)
    key = total(hashed)
    alike = group(codes, key)
    found = alike.repeats & alike.telling
    rows = np.flatnonzero(found)
    different = np.zeros(len(rows), dtype=bool)
    for written in exact:
        different |= written[rows] != written[alike.first[rows]]
    found[rows[~different]] = False
    if len(key) * len(columns) <= _MOST_CELLS:
        for position, column in enumerate(columns):
            if column.spellings:
                found |= _slips(column, codes, position, key - hashed[position])
    return found


def _slips(column: _Column, codes: Sequence[Codes], position: int, key: Hashes) -> Mask:
    """Rows that differ from an earlier one by a typing slip in the column at that position only.

    Args:
        key: the sum of the hashes of all other columns.
    """
    found = np.zeros(len(key), dtype=bool)
    if len(np.unique(key)) == len(key):
        return found
    grouping = group([*codes[:position], *codes[position + 1 :]], key)
    members = np.flatnonzero(_in_groups(grouping.first, grouping.repeats) & grouping.telling)
    for rows in _groups(members, grouping.first):
        if len(rows) > _MOST_ALIKE:
            continue
        spelt = [column.codes[row] for row in rows.tolist()]
        for later, code in enumerate(spelt):
            found[rows[later]] = code >= 0 and any(
                earlier >= 0 and is_slip(column.spellings[earlier], column.spellings[code])
                for earlier in set(spelt[:later])
            )
    return found


def _in_groups(first: Positions, repeated: Mask) -> Mask:
    heads = np.zeros(len(first), dtype=bool)
    heads[first[repeated]] = True
    return heads[first]


def _groups(members: Positions, first: Positions) -> Iterator[Positions]:
    """The members, group by group, each in the order of the file."""
    if not len(members):
        return
    order = members[np.argsort(first[members], kind="stable")]
    heads = first[order]
    yield from np.split(order, np.flatnonzero(heads[1:] != heads[:-1]) + 1)


def _column(inspection: Inspection, name: str) -> _Column:
    distinct = inspection.distinct(name)
    if not distinct.is_text or distinct.is_prose or len(distinct) > _MOST_DIFFERENT:
        return _Column(distinct.places, ())
    spellings: dict[str, int] = {}
    codes = [spellings.setdefault(text, len(spellings)) for text in distinct.bare]
    lookup = np.array([*codes, -1], dtype=np.int32)
    return _Column(lookup[distinct.places], tuple(spellings))


def _taken(column: _Column, rows: Positions) -> _Column:
    return _Column(column.codes[rows], column.spellings)
