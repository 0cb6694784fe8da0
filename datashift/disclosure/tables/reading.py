"""From a long table of inner cells to a cube."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.disclosure.tables.cube import TOTAL, Axis, Cube, Integers, axis, cube
from datashift.disclosure.tables.totals import Amounts, amounts
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    from datashift.tables import Table

_LARGEST = 5_000_000  # cells, margins included
_DECIMALS = 6
_EXACT = 2**53


@dataclass(frozen=True, eq=False)
class Layout:
    """How a long table is to be read.

    Args:
        tables: the cross-classifications to publish, each naming columns.
        count: column with the number of people.
        within: inner column to the column whose codes its own lie within.
        magnitude: column with totals, or None.
        largest: column with the largest contribution to each total, or None.
        second: column with the second largest.
    """

    tables: tuple[tuple[str, ...], ...]
    count: str
    within: tuple[tuple[str, str], ...] = ()
    magnitude: str | None = None
    largest: str | None = None
    second: str | None = None


@dataclass(frozen=True, eq=False)
class Counted:
    """A table with all its margins.

    Args:
        cube: the cells.
        counts: people in each.
        amounts: totals, if there are any.
        decimals: of the totals, which are whole numbers of the last decimal.
    """

    cube: Cube
    counts: Integers
    amounts: Amounts | None = None
    decimals: int = 0


def read_cells(table: Table, layout: Layout) -> Counted:
    """The cube of a long table: one row per inner cell; combinations without a row are nobody.

    Raises:
        Problem: a column is missing, a count is not a whole number from 0 up, a code is missing or
            `_T`, or a combination of codes stands twice.
    """
    chains = _chains(layout)
    for name in [n for chain in chains for n in chain] + _figures(layout):
        if name not in table.data.column_names:
            raise Problem(
                f'There is no column "{name}"',
                file=table.source.name,
                do="Choose from " + ", ".join(table.data.column_names[:12]),
                code="protect.no_column",
            )
    if not len(table):
        raise Problem("The table has no rows", file=table.source.name, code="protect.empty")
    axes, places = [], []
    for chain in chains:
        each, place = _axis(table, chain)
        axes.append(each)
        places.append(place)
    size = int(np.prod([float(len(each)) for each in axes]))
    if size > _LARGEST:
        raise Problem(
            f"The table would have {size:,} cells with its margins; {_LARGEST:,} is the most",
            file=table.source.name,
            do="Leave out a column, or protect parts of the table that share no margins",
            code="protect.too_large",
        )
    _check_once(table, axes, places)
    whole = cube(axes, layout.tables)
    counts = whole.summed(_inner(table, layout.count, axes, places, 0))
    if layout.magnitude is None:
        return Counted(whole, counts)
    names = [n for n in (layout.magnitude, layout.largest, layout.second) if n is not None]
    decimals = max(_decimals(table, name) for name in names)
    total = _inner(table, layout.magnitude, axes, places, decimals)
    nothing = np.zeros_like(total)
    largest = _inner(table, layout.largest, axes, places, decimals) if layout.largest else nothing
    second = _inner(table, layout.second, axes, places, decimals) if layout.second else nothing
    _check_contributions(table, layout, total, largest, second)
    return Counted(whole, counts, amounts(whole, total, largest, second), decimals)


def _figures(layout: Layout) -> list[str]:
    named = (layout.count, layout.magnitude, layout.largest, layout.second)
    return [name for name in named if name is not None]


def _chains(layout: Layout) -> list[tuple[str, ...]]:
    """Columns of each axis, outermost first."""
    around = dict(layout.within)
    names = list(dict.fromkeys(name for table in layout.tables for name in table))
    chains = {}
    for name in names:
        chain = [name]
        while chain[0] in around:
            if around[chain[0]] in chain:
                raise Problem(
                    f'"{around[chain[0]]}" is said to lie within itself',
                    do="Say each --within once, the inner column first",
                    code="protect.within",
                )
            chain.insert(0, around[chain[0]])
        chains[name] = tuple(chain)
    return [c for c in chains.values() if not any(set(c) < set(o) for o in chains.values())]


def _axis(table: Table, chain: Sequence[str]) -> tuple[Axis, Integers]:
    columns = [_codes(table, name) for name in chain]
    keys = list(zip(*columns, strict=True))
    leaves = sorted(set(keys))
    at = {leaf: number for number, leaf in enumerate(leaves)}
    return axis(chain, leaves), np.array([at[key] for key in keys], dtype=np.int64)


def _codes(table: Table, name: str) -> list[str]:
    codes = ["" if code is None else str(code) for code in table.data.column(name).to_pylist()]
    for at, code in enumerate(codes):
        if code in {"", TOTAL}:
            raise Problem(
                "There is no code here" if not code else "This row is a margin, not an inner cell",
                file=table.source.name,
                row=table.row_numbers[at].as_py(),
                column=name,
                do="Give only inner cells, one code of each column; margins are added",
                code="protect.code",
            )
    return codes


def _check_once(table: Table, axes: Sequence[Axis], places: Sequence[Integers]) -> None:
    cells = np.ravel_multi_index(tuple(places), [each.leaves for each in axes])
    _, first, times = np.unique(cells, return_index=True, return_counts=True)
    if times.max() > 1:
        again = np.setdiff1d(np.arange(len(cells)), first)[0]
        raise Problem(
            "These codes stood in an earlier row already",
            file=table.source.name,
            row=table.row_numbers[int(again)].as_py(),
            do="Add such rows together, or classify by the column that tells them apart",
            code="protect.twice",
        )


def _inner(
    table: Table, name: str, axes: Sequence[Axis], places: Sequence[Integers], decimals: int
) -> Integers:
    values = _numbers(table, name) * 10**decimals
    bad = ~np.isfinite(values) | (values < 0) | (np.abs(values) > _EXACT)
    bad |= np.abs(values - np.rint(np.where(bad, 0, values))) > 1e-6 * np.maximum(1, values)
    if bad.any():
        what = "not a number from 0 up" if decimals else "not a whole number from 0 up"
        raise Problem(
            f"This is {what}",
            file=table.source.name,
            row=table.row_numbers[int(np.flatnonzero(bad)[0])].as_py(),
            column=name,
            code="protect.number",
        )
    inner = np.zeros([each.leaves for each in axes], dtype=np.int64)
    inner[tuple(places)] = np.rint(values).astype(np.int64)
    return inner


def _numbers(table: Table, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if table.column(name).kind not in {"integer", "number"}:
        raise Problem(
            "The column does not hold numbers",
            file=table.source.name,
            column=name,
            do="Choose the column with the numbers, or repair what is not one",
            code="protect.not_numbers",
        )
    import pyarrow as pa
    import pyarrow.compute as pc

    floats = pc.cast(table.data.column(name), pa.float64()).to_numpy()
    return np.asarray(floats, dtype=np.float64)


def _decimals(table: Table, name: str) -> int:
    values = _numbers(table, name)
    for decimals in range(_DECIMALS):
        scaled = values * 10**decimals
        if np.abs(scaled - np.rint(scaled)).max(initial=0) < 1e-6 * max(1, np.abs(scaled).max()):
            return decimals
    return _DECIMALS


def _check_contributions(
    table: Table, layout: Layout, total: Integers, largest: Integers, second: Integers
) -> None:
    if (largest + second > total).any() or (second > largest).any():
        raise Problem(
            "A contribution is larger than the total, or the second larger than the first",
            file=table.source.name,
            column=layout.largest,
            do="Check the columns of --magnitude, --largest and --second",
            code="protect.contributions",
        )
