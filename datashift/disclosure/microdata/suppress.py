"""Local suppression: which keys of which cells are taken out so that nobody stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from datashift.disclosure.microdata.cells import MISSING, Cells, projected
from datashift.disclosure.microdata.diversity import diversity
from datashift.disclosure.microdata.frequencies import (
    Holes,
    fitting,
    frequencies,
)
from datashift.tables.arrays import Integers, Mask

Holed = NDArray[np.bool_]


@dataclass(frozen=True)
class Suppression:
    """Keys to take out.

    Args:
        holes: for each cell and key whether the key is taken out, shape (cells, keys).
        withheld: cells whose records must stay back whole, shape (cells,); fewer than k records
            unless their sensitive answers are too much alike.
        removed: keys taken out, counted over records; those missing before are not counted.
        records_withheld: records that stay back.
    """

    holes: Holed = field(repr=False)
    withheld: Mask = field(repr=False)
    removed: int
    records_withheld: int


@dataclass(frozen=True)
class Answers:
    """A sensitive column: records of each answer in each cell.

    Args:
        cell, answer: pairs that occur, each of shape (pairs,); the answer -1 where missing.
        least: different answers that a group must show at least.
    """

    cell: Integers = field(repr=False)
    answer: Integers = field(repr=False)
    least: int


def suppress(
    cells: Cells,
    k: int,
    *,
    holes: Holes = "value",
    importance: Sequence[int] | None = None,
    answers: Sequence[Answers] = (),
) -> Suppression:
    """Choose keys to take out until every record shares its keys with at least k - 1 others.

    Each cell that is too small loses its smallest set of keys that suffices, among sets of one size
    the least important first. The sets are tried over the distinct cells, not over records, so a
    million records cost at most 2^keys counts of a few thousand cells.

    With `wildcard` a record is safe when k records fit it, as sdcMicro judges; whoever knows how
    holes are made can see through that, because a hole says that the value was rare. With `value`
    a record is safe only when k records look exactly like it, holes included.

    Args:
        cells: the combinations that occur.
        k: how many records must look alike.
        holes: what a hole is to the attacker.
        importance: positions of keys, the first to go first; by default the key with the most
            values first.
        answers: sensitive columns that must stay varied in each group; with `value` only.

    Raises:
        ValueError: k is below 1, or sensitive columns are given with wildcards.
    """
    if k < 1 or (answers and holes == "wildcard"):
        raise ValueError("k must be at least 1, and answers need holes that are values")
    order = list(importance) if importance is not None else _most_valued(cells)
    taken, left = (
        _fitting(cells, k, order) if holes == "wildcard" else _alike(cells, k, order, answers)
    )
    taken &= cells.codes != MISSING
    taken[left] = False
    return Suppression(
        taken, left, int(cells.records @ taken.sum(axis=1)), int(cells.records[left].sum())
    )


def punched(cells: Cells, suppression: Suppression) -> Integers:
    """Codes of the cells with their holes, shape (cells, keys)."""
    return np.where(suppression.holes, MISSING, cells.codes)


def _most_valued(cells: Cells) -> list[int]:
    values = [len(np.unique(part)) for part in cells.codes.T]
    return sorted(range(len(values)), key=lambda at: -values[at])


def _sets(order: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Sets of keys, small ones first, those of the least important keys first."""
    for size in range(1, len(order) + 1):
        yield from combinations(order, size)


def _fitting(cells: Cells, k: int, order: Sequence[int]) -> tuple[Holed, Mask]:
    """The holes of some fit others too, so they are counted before the next set is tried."""
    codes = cells.codes.copy()
    small = frequencies(cells).sample < k
    for removed in _sets(order):
        asked = np.flatnonzero(small)
        if not len(asked):
            break
        kept = [at for at in range(len(order)) if at not in removed]
        found = fitting(codes[:, kept], cells.records, cells.weight, asked).sample
        chosen = asked[found >= k]
        codes[chosen[:, None], list(removed)] = MISSING
        small[chosen] = False
    return codes == MISSING, small


def _alike(
    cells: Cells, k: int, order: Sequence[int], answers: Sequence[Answers]
) -> tuple[Holed, Mask]:
    """Small cells join others that are small under common holes."""
    holes = np.zeros(cells.codes.shape, dtype=bool)
    small = ~_large_enough(np.arange(len(holes)), cells.records, k, answers)
    for removed in _sets(order):
        asked = np.flatnonzero(small)
        if not len(asked):
            break
        shown = cells.codes[asked]
        shown[:, removed] = MISSING
        among = _among(answers, asked, len(holes))
        chosen = asked[_large_enough(projected(shown), cells.records[asked], k, among)]
        holes[chosen[:, None], list(removed)] = True
        small[chosen] = False
    return holes, small


def _among(answers: Sequence[Answers], chosen: Integers, cells: int) -> tuple[Answers, ...]:
    """The answers of the chosen cells, which are numbered anew."""
    place = np.full(cells, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    there = [place[each.cell] for each in answers]
    return tuple(
        Answers(cell[cell >= 0], each.answer[cell >= 0], each.least)
        for each, cell in zip(answers, there, strict=True)
    )


def _large_enough(group: Integers, records: Integers, k: int, answers: Sequence[Answers]) -> Mask:
    """For each cell whether its group has k records and answers varied enough."""
    size = int(group.max(initial=-1)) + 1
    enough = np.bincount(group, weights=records, minlength=size) >= k
    for each in answers:
        distinct = diversity(group[each.cell], each.answer, size).distinct
        enough &= (distinct == 0) | (distinct >= each.least)
    return np.asarray(enough[group], dtype=np.bool_)
