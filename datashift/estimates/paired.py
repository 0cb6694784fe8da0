"""The same column in two tables: rows beside a reference sample, or beside a table of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Coded, Integers, coded, column
from datashift.weights.margins import CROSS

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Paired:
    """A column of groups in two tables, with one list of labels for both.

    Args:
        name: the column, or several crossed: ``sex*region``.
        labels: in sorted order of the columns' codes; only those that occur in a table.
        first: code of each row of the first table, -1 where it is missing.
        second: likewise of the second.
    """

    name: str
    labels: tuple[str, ...]
    first: Integers
    second: Integers


def is_amount(table: pa.Table, name: str) -> bool:
    """Whether a column holds numbers (text, truth values and crossed columns are groups).

    Raises:
        Problem: there is no such column.
    """
    import pyarrow as pa

    if CROSS in name:
        return False
    kind = column(table, name).type
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def parts_of(name: str) -> tuple[str, ...]:
    """The columns of a crossed name: ``sex*region`` is sex and region."""
    return tuple(part.strip() for part in name.split(CROSS))


def paired(first: pa.Table, second: pa.Table, name: str) -> Paired:
    """Code a column (or several crossed) alike in two tables.

    Raises:
        Problem: a table lacks the column.
    """
    codes = [np.zeros(table.num_rows, np.int64) for table in (first, second)]
    missing = [np.zeros(table.num_rows, bool) for table in (first, second)]
    labels: list[tuple[str, ...]] = []
    for part in parts_of(name):
        columns = [coded(table, part) for table in (first, second)]
        shared = tuple(sorted({*columns[0].labels, *columns[1].labels}))
        labels.append(shared)
        for table, one in enumerate(columns):
            here = _renamed(one, shared)
            missing[table] |= here < 0
            codes[table] = codes[table] * len(shared) + np.maximum(here, 0)
    both = np.concatenate([code[~gone] for code, gone in zip(codes, missing, strict=True)])
    occurring = np.unique(both)
    found = [
        np.where(gone, -1, np.searchsorted(occurring, code))
        for code, gone in zip(codes, missing, strict=True)
    ]
    return Paired(name, _words(occurring, labels), found[0], found[1])


def _renamed(one: Coded, shared: tuple[str, ...]) -> Integers:
    place = {label: position for position, label in enumerate(shared)}
    renamed = np.array([place[label] for label in one.labels] + [-1], dtype=np.int64)
    return renamed[one.codes]


def _words(occurring: Integers, labels: list[tuple[str, ...]]) -> tuple[str, ...]:
    words = []
    for code in occurring.tolist():
        parts = []
        for names in reversed(labels):
            code, here = divmod(code, len(names))
            parts.append(names[here])
        words.append(CROSS.join(reversed(parts)))
    return tuple(words)


def refuse_absent(table: pa.Table, names: tuple[str, ...], whose: str) -> None:
    """Raises Problem if a table lacks a column; `whose` says which table it is."""
    for name in names:
        for part in parts_of(name):
            if part not in table.column_names:
                raise Problem(
                    f'There is no column "{part}" in {whose}',
                    do="Add it, or leave it out: only what both sides know can be used",
                    code="estimates.absent_beside",
                )


def alike(names: tuple[str, ...]) -> str:
    """The columns of names, in words: "sex, age and region"."""
    words = list(dict.fromkeys(part for name in names for part in parts_of(name)))
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
