"""Whether two tables are one source handed in twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from datashift.comparison.sources.normal import BLANK, Hashes, hashes, rows_of
from datashift.kit.text import fold
from datashift.kit.words import how_many

if TYPE_CHECKING:
    import pyarrow as pa

Kinship = Literal["same", "edition", "shared_rows", "apart", "unclear"]
SAME, EDITION, SHARED = 0.98, 0.9, 0.05  # shares of rows found again
_ALIKE = 0.8  # share of values from which a column of another name is the same column
_RECODED = 0.3  # below it, a column of the same name has other values
_MOST_SHARED = 2 / 3  # of the columns of one name, that must say the same
_TELLING = 20  # rows unlike any other of their table that are needed to tell
_FEWEST_COLUMNS = 2


@dataclass(frozen=True)
class SameSource:
    """How two tables are related by their rows.

    Args:
        kinship: "same": one source in two shapes; "edition": nearly all rows of one are in the
            other, which has more; "shared_rows": some rows are the very same; "apart": hardly any;
            "unclear": too few columns in common, or rows that look like each other.
        columns: headings compared, ours and theirs.
        ours, theirs: rows that are not blank.
        found: rows of the shorter table that the other has too, each counted once.
        sentence: the same in words.
    """

    kinship: Kinship
    columns: tuple[tuple[str, str], ...]
    ours: int
    theirs: int
    found: int
    sentence: str

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Columns that have another name, ours and theirs."""
        return tuple(pair for pair in self.columns if fold(pair[0]) != fold(pair[1]))

    @property
    def one_source(self) -> bool:
        """Whether the two must count as one."""
        return self.kinship in ("same", "edition")


def same_source(ours: pa.Table, theirs: pa.Table) -> SameSource:
    """Compare the rows of two tables as multisets over the columns they share.

    Columns are the same by heading, or by their values where a heading was changed. Order of rows
    and columns, blank rows and spelling do not count. Only exact rows are found: a list typed anew
    with slips is for `counted_together`.
    """
    left = {name: hashes(ours.column(name)) for name in ours.column_names}
    right = {name: hashes(theirs.column(name)) for name in theirs.column_names}
    columns = _matched(left, right)
    if len(columns) < _FEWEST_COLUMNS:
        said = "The two tables have fewer than two columns in common."
        return SameSource("unclear", columns, ours.num_rows, theirs.num_rows, 0, said)
    one = _filled(rows_of([left[name] for name, _ in columns]))
    other = _filled(rows_of([right[name] for _, name in columns]))
    found = _common(one, other)
    kinship = _kinship(one, other, found)
    return SameSource(
        kinship, columns, len(one), len(other), found, _said(kinship, len(one), len(other), found)
    )


def _matched(left: dict[str, Hashes], right: dict[str, Hashes]) -> tuple[tuple[str, str], ...]:
    """Columns by heading, then by values; a column that is all blank tells nothing.

    A few columns may have been recoded, and are left out. Where many columns of one heading say
    other things, the rows say other things, and all of them are compared.
    """
    by_name = {fold(name): name for name in right if right[name].any()}
    named = {
        name: by_name[fold(name)] for name in left if left[name].any() and fold(name) in by_name
    }
    pairs = {a: b for a, b in named.items() if _alike(left[a], right[b]) >= _RECODED}
    if len(pairs) < _MOST_SHARED * len(named):
        return tuple(named.items())
    rest = [name for name in left if name not in pairs and left[name].any()]
    free = [name for name in right if name not in pairs.values() and right[name].any()]
    likely = sorted(
        ((_alike(left[a], right[b]), a, b) for a in rest for b in free),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    for alike, a, b in likely:
        if alike >= _ALIKE and a not in pairs and b not in pairs.values():
            pairs[a] = b
    return tuple((name, pairs[name]) for name in left if name in pairs)


def _alike(one: Hashes, other: Hashes) -> float:
    """Share of the values of the shorter column that the longer has too."""
    first, second = _filled(one), _filled(other)
    least = min(len(first), len(second))
    return _common(first, second) / least if least else 0.0


def _filled(values: Hashes) -> Hashes:
    filled: Hashes = values[values != BLANK]
    return filled


def _common(one: Hashes, other: Hashes) -> int:
    """Size of the intersection of two multisets."""
    first, counts = np.unique(one, return_counts=True)
    second, others = np.unique(other, return_counts=True)
    _, left, right = np.intersect1d(first, second, assume_unique=True, return_indices=True)
    return int(np.minimum(counts[left], others[right]).sum())


def _kinship(one: Hashes, other: Hashes, found: int) -> Kinship:
    least, most = sorted((len(one), len(other)))
    shorter = one if len(one) <= len(other) else other
    _, counts = np.unique(shorter, return_counts=True)
    telling = int((counts == 1).sum())
    if telling < min(_TELLING, least) or telling < least / 2:
        return "unclear"  # rows like each other are found in any table like theirs
    if found >= SAME * most:
        return "same"
    if found >= EDITION * least:
        return "edition"
    return "shared_rows" if found >= max(1, SHARED * least) else "apart"


def _said(kinship: Kinship, ours: int, theirs: int, found: int) -> str:
    of = f"{found:,} of {how_many(min(ours, theirs), 'row', 'rows')} are in both"
    return {
        "same": f"Both are one source: {of}.",
        "edition": f"One is an edition of the other: {of}.",
        "shared_rows": f"Some rows are the very same: {of}.",
        "apart": f"They do not share rows: {of}.",
        "unclear": "Their rows look too much like each other to tell whether they are one source.",
    }[kinship]
