"""Rows that agree in several columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BY_CHANCE = 0.01
_ROUNDS = 10

Codes = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Grouping:
    """Which rows agree.

    Args:
        first: for each row the position of the first row that agrees with it, itself included.
        repeats: rows that agree with an earlier one.
        telling: rows whose group is no chance. It has a value that no other row has, and the
            rest of what it shares would come together in less than one row of a hundred if
            columns had nothing to do with each other. Two people can give the same ten common
            answers; two rows that share a rare one as well are one.
    """

    first: Positions
    repeats: _Mask
    telling: _Mask


def hashes(codes: Sequence[Codes]) -> list[Hashes]:
    """One hash per row for each column; their sums identify rows (modulo 2**64)."""
    return [_mixed(column, seed) for seed, column in enumerate(codes, start=1)]


def until_none(find: Callable[[Positions], _Mask], size: int) -> _Mask:
    """Rows found, looked for again among those left until none is found.

    What is telling of three rows can be so of two; and whoever sets aside what was found must
    not be asked again.

    Args:
        find: given positions of rows, a mask over them.
        size: how many rows there are.
    """
    found = np.zeros(size, dtype=bool)
    rows: Positions = np.arange(size)
    for _ in range(_ROUNDS):
        new = find(rows)
        if not new.any():
            break
        found[rows[new]] = True
        rows = rows[~new]
    return found


def total(hashed: Sequence[Hashes]) -> Hashes:
    """The sum of the columns' hashes, modulo 2**64."""
    key = np.zeros(len(hashed[0]), dtype=np.uint64)
    for column in hashed:
        key += column
    return key


def group(codes: Sequence[Codes], key: Hashes | None = None) -> Grouping:
    """Group rows that agree in all columns.

    Args:
        codes: one array per column: equal codes for equal values, -1 for a missing value.
        key: the sum of `hashes(codes)`, when it is at hand.
    """
    if key is None:
        key = total(hashes(codes))
    first = first_of(key)
    repeats = first != np.arange(len(first))
    rows = np.flatnonzero(repeats)
    if not len(rows):
        return Grouping(first, repeats, repeats.copy())
    # Equal hashes are looked at again: a collision must not cost anybody a row.
    same = np.ones(len(rows), dtype=bool)
    for column in codes:
        same &= column[rows] == column[first[rows]]
    first[rows[~same]] = rows[~same]
    repeats[rows[~same]] = False
    return Grouping(first, repeats, _telling(codes, first, repeats))


def first_of(key: Hashes) -> Positions:
    """For each row the position of the first row with the same key."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    sizes = np.diff(np.append(starts, len(key)))
    first = np.empty(len(key), dtype=np.int64)
    first[order] = np.repeat(order[starts], sizes)
    return first


def _telling(codes: Sequence[Codes], first: Positions, repeats: _Mask) -> _Mask:
    heads = np.unique(first[repeats])
    sizes = np.bincount(first, minlength=len(first))[heads]
    chance = np.zeros(len(heads))
    rarest = np.zeros(len(heads))
    for column in codes:
        counts = np.bincount(column + 1)[column[heads] + 1]
        logarithm = np.log(counts / len(column))
        chance += logarithm
        only_theirs = (counts == sizes) & (column[heads] >= 0)
        rarest = np.where(only_theirs, np.minimum(rarest, logarithm), rarest)
    found = (rarest < 0) & (chance - rarest < np.log(BY_CHANCE))
    telling = np.zeros(len(first), dtype=bool)
    telling[heads[found]] = True
    return telling[first]


def _mixed(column: Codes, seed: int) -> Hashes:
    """Steele, Lea and Flood's splitmix64 (OOPSLA 2014) of the codes."""
    with np.errstate(over="ignore"):
        mixed = column.astype(np.int64).view(np.uint64) + np.uint64(
            seed * 0x9E3779B97F4A7C15 % 2**64
        )
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
