"""HITAS, the peer for nested and linked tables: small tables one after the other, each at its best.

Written from the description of the method, sharing no search with the engine: P.-P. de Wolf, "HiTaS:
a heuristic approach to cell suppression in hierarchical tables", Inference Control in Statistical
Databases, LNCS 2316 (2002): a nested table falls into tables of one parent and its children on each
axis; they are protected from the top down, and again where a later one hides a margin of an earlier
one. For linked tables, as P.-P. de Wolf and S. Giessing, "Adjusting the tau-ARGUS modular approach to
deal with linked tables" (2009): round and round all tables until nothing changes. Each small table
is an integer programme (Fischetti and Salazar, Management Science 47(7), 2001).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from datashift.disclosure.tables.cube import Axis, Cube, Integers, Mask
from datashift.disclosure.tables.walk import Numbers

_PATIENCE = 20.0  # seconds for one small table; then the best found so far counts
_ROUNDS = 12


def hitas(whole: Cube, counts: Integers, primary: Mask, prices: Numbers, minimum: int) -> Mask:
    """The cells that the modular approach hides; flat.

    Args:
        whole: the table.
        counts: all its cells.
        primary: cells that a rule hides.
        prices: of hiding each cell; infinite where it must be shown.
        minimum: the range that each small cell needs.
    """
    hidden = primary.copy()
    tables = list(_small_tables(whole))
    for _ in range(_ROUNDS):
        before = hidden.copy()
        for cells, sums in tables:
            hidden[cells] |= _best(
                counts.ravel()[cells], hidden[cells], prices[cells], sums, minimum
            )
        if (hidden == before).all():
            break
    return hidden


def _small_tables(whole: Cube) -> Iterator[tuple[Integers, Integers]]:
    """Cells of each small table and its equations, shape (equations, cells), from the top down."""
    numbers = np.arange(whole.shown.size).reshape(whole.shape)
    groups = [_groups(each) for each in whole.axes]
    for chosen in sorted(product(*groups), key=lambda each: sum(one[0] for one in each)):
        nodes = [one[1] for one in chosen]
        cells = numbers[np.ix_(*nodes)]
        if not whole.shown.ravel()[cells].all():
            continue
        local = np.arange(cells.size).reshape(cells.shape)
        rows = []
        for at, group in enumerate(nodes):
            if len(group) > 1:
                lines = np.moveaxis(local, at, 0).reshape(len(group), -1)
                for line in lines.T:
                    row = np.zeros(cells.size, dtype=np.int64)
                    row[line[0]], row[line[1:]] = 1, -1
                    rows.append(row)
        if rows:
            yield cells.ravel(), np.array(rows)


def _groups(axis: Axis) -> list[tuple[int, list[int]]]:
    """Each parent with its children and how deep it lies; and the total alone."""
    found = [(0, [len(axis) - 1])]
    for node, inside in axis.children:
        depth, up = 1, int(axis.parent[node])
        while up >= 0:
            depth, up = depth + 1, int(axis.parent[up])
        found.append((depth, [node, *inside.tolist()]))
    return found


def _best(truth: Integers, hidden: Mask, prices: Numbers, sums: Integers, minimum: int) -> Mask:
    """What to hide in a small table: the least loss that gives each hidden cell its range.

    Small cells need `minimum`; others that are hidden must only not be worked out. Cells are
    guarded one after the other until no other is too well known.
    """
    need = np.where(truth < minimum, minimum, 1)
    guards: list[int] = []
    chosen = hidden.copy()
    while True:
        weak = [
            cell
            for cell in np.flatnonzero(chosen & ((truth < minimum) | hidden)).tolist()
            if cell not in guards and _width(cell, truth, chosen, sums) < need[cell]
        ]
        if not weak:
            return chosen
        guards += weak
        better = _programme(truth, hidden, prices, sums, {cell: int(need[cell]) for cell in guards})
        if better is None:  # nothing hidden here would do
            return chosen
        chosen = better


def _width(cell: int, truth: Integers, hidden: Mask, sums: Integers) -> int:
    low = np.where(hidden, np.minimum(truth, 1) - truth, 0)
    high = np.where(hidden, 10_000, 0)
    ends = []
    for sign in (1, -1):
        wish = np.zeros(len(truth))
        wish[cell] = sign
        found = milp(
            wish,
            constraints=LinearConstraint(sums, 0, 0),
            bounds=Bounds(low, high),
            integrality=np.ones(len(truth), dtype=np.int64),
        )
        ends.append(round(sign * found.fun))
    return ends[1] - ends[0]


def _programme(
    truth: Integers, hidden: Mask, prices: Numbers, sums: Integers, needs: dict[int, int]
) -> Mask | None:
    """Hide or show (0 or 1), and for each guarded cell two tables far enough apart in it."""
    size, far = len(truth), 3 * max(needs.values())
    shown_for_ever = ~np.isfinite(prices) & ~hidden
    rows, columns, values, low, high = [], [], [], [], []

    def add(entries: list[tuple[int, float]], least: float, most: float) -> None:
        rows.extend([len(low)] * len(entries))
        columns.extend(column for column, _ in entries)
        values.extend(value for _, value in entries)
        low.append(least)
        high.append(most)

    for number, (cell, need) in enumerate(needs.items()):
        for table in (0, 1):
            first = size + (2 * number + table) * size
            for row in sums:
                add([(first + int(at), float(row[at])) for at in np.flatnonzero(row)], 0, 0)
            for at in range(size):
                add([(first + at, 1.0), (at, -float(far))], -np.inf, 0)
                spare = float(min(far, truth[at] - min(1, truth[at])))
                add([(first + at, 1.0), (at, spare)], 0, np.inf)
        first = size + 2 * number * size
        add([(first + cell, 1.0), (first + size + cell, -1.0)], need, np.inf)
    count = size * (1 + 2 * len(needs))
    matrix = coo_array((values, (rows, columns)), shape=(len(low), count)).tocsr()
    price = np.zeros(count)
    price[:size] = np.where(hidden | shown_for_ever, 0.0, np.where(np.isfinite(prices), prices, 0))
    below, above = np.full(count, -float(far)), np.full(count, float(far))
    below[:size], above[:size] = hidden.astype(float), np.where(shown_for_ever, 0.0, 1.0)
    whole = np.zeros(count, dtype=np.int64)
    whole[:size] = 1
    found = milp(
        price,
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(below, above),
        integrality=whole,
        options={"time_limit": _PATIENCE},
    )
    return None if found.x is None else np.asarray(found.x[:size] > 0.5)
