"""The loops over rows, written for a compiler: plain arrays, small functions that it inlines.

Rows are summed per PSU and cell, PSUs per stratum and cell. Each sum is taken about a provisional
mean, the first that is met, so that the loop needs no division; sums about the means follow at the
end of a stratum. What is called stays in the file of its caller: numba makes kept code again only
when that file changes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from datashift.estimates.compiled.layout import (
    AA,
    AB,
    BB,
    LEAN,
    MEMBERS,
    PSUS,
    SHIFT,
    A,
    B,
    Matrix,
)
from datashift.estimates.compiled.machine import compiled
from datashift.tables.arrays import Integers, Mask, Numbers

FROM_A, FROM_B = 2, 3  # while PSUs are summed: what A and B are taken from ...
SUM_A, SUM_B, SUM_AA = 4, 5, 6  # ... and the sums of that, of squares and products
ROWS = 9  # columns of a cell before those of its rows


@compiled
def tally(
    finest: Any,
    table: Any,
    starts: Integers,
    order: Integers,
    run: Integers,
    outer: Integers,
    y: Any,
    x: Numbers,
    w: Numbers,
    usable: Mask,
    is_total: bool,
    width: int,
    numbers: Integers,
    places: Integers,
    begins: Integers,
    outers: Integers,
    size: int,
) -> tuple[Integers, Integers, Matrix]:
    """Moments of every cell that has rows, in every cross-classification asked for.

    Args:
        finest: of each row: a number for its codes in all columns that vary inside PSUs.
        table: of each such number: the cell inside the PSU in each pattern, a combination of these
            columns that is asked for; beyond the last cell where a code is missing.
        starts: first row of each PSU, and the row after the last.
        order: the PSUs, by run of one stratum and by the codes of the other columns.
        run, outer: of each PSU: its run, and the number of its other columns' codes.
        y, x, w: of each row; an empty x stands for 1 everywhere.
        usable: whether a row has an answer; empty when all have.
        is_total: whether A is wy instead of w(y - shift * x).
        width: LEAN when y is 0 or 1, x is 1 and all have answered; FULL otherwise.
        numbers: of each cell inside a PSU: its number among all cells.
        places: of each cell inside a PSU: its pattern.
        begins: of each pattern, where its rows of `outers` begin, and their end.
        outers: what each number in `outer` adds to a cell's number in one cross-classification;
            negative where a code is missing.
        size: of all numbers.

    Returns:
        run and number of each cell, and its sums of shape (cells, width).
    """
    psus = len(order)
    lean = width == LEAN
    inner = len(numbers)
    # where most cells of a PSU have rows, all are gone through: cheaper than telling which have
    dense = lean and inner * psus <= 2 * table.shape[1] * (starts[psus] - starts[0])
    inside = np.zeros((inner + 1, 4 if lean else 12))  # sums of this PSU
    inside[inner, 0] = 1.0  # takes the rows of no cell, and never counts as new
    touched = np.empty(inner + 1, np.int64)
    sums = np.zeros((inner, width + 2))  # of the PSUs alike in `run` and `outer`
    met = np.empty(inner + 1, np.int64)
    met_now = 0
    whole = np.zeros((size, width + 2))  # of this run
    seen = np.empty(size + 1, np.int64)
    seen_now = 0
    # Lists of arrays of each run; the first entry is empty and gives the type.
    kept_run = [np.zeros(0, np.int64)]
    kept_cell = [np.zeros(0, np.int64)]
    kept_sums = [np.zeros((0, width))]

    for at in range(psus):
        psu = order[at]
        start, rows = starts[psu], starts[psu + 1] - starts[psu]
        if dense:
            _inside_dense(finest, table, y, w, start, rows, inside)
            _psus_dense(inside, sums, is_total)
            found = 0
        elif lean:
            found = _inside_lean(finest, table, y, w, start, rows, inside, touched)
        else:
            found = _inside_full(finest, table, y, x, w, usable, start, rows, inside, touched)
        for one in range(found):
            cell = touched[one]
            met[met_now] = cell
            met_now += sums[cell, ROWS] == 0.0
            if lean:
                _psu_lean(inside, sums, cell, is_total)
            else:
                _psu_full(inside, sums, cell, is_total)
            for f in range(inside.shape[1]):
                inside[cell, f] = 0.0
        if at < psus - 1 and outer[order[at + 1]] == outer[psu] and run[order[at + 1]] == run[psu]:
            continue
        if dense:
            for cell in range(inner):
                met[met_now] = cell
                met_now += sums[cell, ROWS] > 0.0
        adds = outers[:, outer[psu]]
        seen_now = _crossed(
            met[:met_now], numbers, places, begins, adds, sums, whole, seen, seen_now, is_total
        )
        met_now = 0
        if at == psus - 1 or run[order[at + 1]] != run[psu]:
            in_order = np.sort(seen[:seen_now])
            if seen_now * 16 > size:
                in_order = np.flatnonzero(whole[:, ROWS])
            kept_run.append(np.full(seen_now, run[psu], np.int64))
            kept_cell.append(in_order)
            kept_sums.append(_finished(in_order, whole))
            seen_now = 0
    return _end_to_end(kept_run), _end_to_end(kept_cell), _stacked(kept_sums)


@compiled
def _inside_lean(
    finest: Any,
    table: Any,
    y: Any,
    w: Numbers,
    start: int,
    rows: int,
    inside: Matrix,
    touched: Integers,
) -> int:
    """Rows and weights per cell inside the PSU of those who said no, and of those who said yes;
    how many cells have been touched."""
    found = np.uint64(0)
    for r in range(rows):
        row = np.uint64(finest[start + r])
        half = np.uint64(2 * y[start + r])
        weight = w[start + r]
        for pattern in range(np.uint64(table.shape[1])):
            cell = np.uint64(table[row, pattern])
            touched[found] = cell  # kept only if it is new: cheaper than a branch
            found += np.uint64(inside[cell, 0] + inside[cell, 2] == 0.0)
            # both loads before both stores, so that they are done at once
            said, said_weight = inside[cell, half], inside[cell, half + np.uint64(1)]
            inside[cell, half] = said + 1.0
            inside[cell, half + np.uint64(1)] = said_weight + weight
    return np.int64(found)  # type: ignore[return-value]  # what numba counts with


@compiled
def _inside_dense(
    finest: Any, table: Any, y: Any, w: Numbers, start: int, rows: int, inside: Matrix
) -> None:
    """The same sums, whichever cells they are in."""
    for r in range(rows):
        row = np.uint64(finest[start + r])
        half = np.uint64(2 * y[start + r])
        weight = w[start + r]
        for pattern in range(np.uint64(table.shape[1])):
            cell = np.uint64(table[row, pattern])
            said, said_weight = inside[cell, half], inside[cell, half + np.uint64(1)]
            inside[cell, half] = said + 1.0
            inside[cell, half + np.uint64(1)] = said_weight + weight


@compiled
def _psus_dense(inside: Matrix, sums: Matrix, is_total: bool) -> None:
    """The totals of one more PSU in all cells it has rows in."""
    for cell in range(np.uint64(len(sums))):
        if inside[cell, 0] + inside[cell, 2] > 0.0:
            _psu_lean(inside, sums, cell, is_total)
            for f in range(4):
                inside[cell, f] = 0.0


@compiled
def _inside_full(
    finest: Any,
    table: Any,
    y: Any,
    x: Numbers,
    w: Numbers,
    usable: Mask,
    start: int,
    rows: int,
    inside: Matrix,
    touched: Integers,
) -> int:
    """Sums per cell inside the PSU: rows, answers, y, what z is shifted by and the x this is
    from, wz, w, wzz, wzx, wxx, wy, wx."""
    found = np.uint64(0)
    for r in range(rows):
        at = start + r
        is_usable = len(usable) == 0 or usable[at]
        other = x[at] if len(x) else 1.0
        row = np.uint64(finest[at])
        for pattern in range(np.uint64(table.shape[1])):
            cell = table[row, pattern]
            touched[found] = cell
            found += np.uint64(inside[cell, 0] == 0.0)
            inside[cell, 0] += 1.0
            if not is_usable:
                continue
            if abs(other) > 2.0 * inside[cell, 4]:  # y / x of a small x may be far from all others
                d = inside[cell, 3] - y[at] / other
                inside[cell, 3] = y[at] / other
                inside[cell, 4] = abs(other)
                inside[cell, 5] += d * inside[cell, 11]
                inside[cell, 7] += d * (2.0 * inside[cell, 8] + d * inside[cell, 9])
                inside[cell, 8] += d * inside[cell, 9]
            z = y[at] - inside[cell, 3] * other
            inside[cell, 1] += 1.0
            inside[cell, 2] += y[at]
            inside[cell, 5] += w[at] * z
            inside[cell, 6] += w[at]
            inside[cell, 7] += w[at] * z * z
            inside[cell, 8] += w[at] * z * other
            inside[cell, 9] += w[at] * other * other
            inside[cell, 10] += w[at] * y[at]
            inside[cell, 11] += w[at] * other
    return np.int64(found)  # type: ignore[return-value]  # what numba counts with


@compiled
def _psu_lean(inside: Matrix, sums: Matrix, cell: int, is_total: bool) -> None:
    a = inside[cell, 3]
    b = inside[cell, 1] + a
    if sums[cell, PSUS] == 0.0:
        if is_total:
            sums[cell, FROM_A] = a
        elif b > 0.0:
            sums[cell, SHIFT] = a / b
        sums[cell, FROM_B] = b
    sums[cell, ROWS] += inside[cell, 0] + inside[cell, 2]
    sums[cell, ROWS + 1] += inside[cell, 2]
    _psu(sums, cell, a - sums[cell, FROM_A] - sums[cell, SHIFT] * b, b - sums[cell, FROM_B])


@compiled
def _psu_full(inside: Matrix, sums: Matrix, cell: int, is_total: bool) -> None:
    sums[cell, ROWS] += inside[cell, 0]
    if inside[cell, 1] == 0.0:
        return
    b = inside[cell, 11]
    if sums[cell, PSUS] == 0.0:
        sums[cell, SHIFT] = inside[cell, 3] + (inside[cell, 5] / b if b != 0.0 else 0.0)
        sums[cell, FROM_A] = inside[cell, 10] if is_total else 0.0
        sums[cell, FROM_B] = b
    elif abs(b) > 4.0 * abs(_total(sums, cell)):
        # the ratio of small PSUs may be far from that of large ones
        _moved(sums, cell, inside[cell, 3] + inside[cell, 5] / b, is_total)
    d = inside[cell, 3] - sums[cell, SHIFT]
    about = inside[cell, 5] + d * b
    zx, xx = inside[cell, 8], inside[cell, 9]
    sums[cell, ROWS + 1] += inside[cell, 2]
    sums[cell, ROWS + 2] += inside[cell, 1]
    sums[cell, ROWS + 3] += about
    sums[cell, ROWS + 4] += inside[cell, 6]
    sums[cell, ROWS + 5] += inside[cell, 7] + d * (2.0 * zx + d * xx)
    sums[cell, ROWS + 6] += zx + d * xx
    sums[cell, ROWS + 7] += xx
    a = inside[cell, 10] if is_total else about
    _psu(sums, cell, a - sums[cell, FROM_A], b - sums[cell, FROM_B])


@compiled
def _total(sums: Matrix, cell: int) -> float:
    """The sum of B over the PSUs."""
    return float(sums[cell, PSUS] * sums[cell, FROM_B] + sums[cell, SUM_B])


@compiled
def _moved(sums: Matrix, cell: int, shift: float, is_total: bool) -> None:
    """The same sums of y shifted by something else."""
    d = sums[cell, SHIFT] - shift
    sums[cell, SHIFT] = shift
    zx, xx = sums[cell, ROWS + 6], sums[cell, ROWS + 7]
    sums[cell, ROWS + 3] += d * _total(sums, cell)
    sums[cell, ROWS + 5] += d * (2.0 * zx + d * xx)
    sums[cell, ROWS + 6] += d * xx
    if not is_total:
        ab, bb = sums[cell, SUM_AA + 1], sums[cell, SUM_AA + 2]
        sums[cell, FROM_A] += d * sums[cell, FROM_B]
        sums[cell, SUM_A] += d * sums[cell, SUM_B]
        sums[cell, SUM_AA] += d * (2.0 * ab + d * bb)
        sums[cell, SUM_AA + 1] += d * bb


@compiled
def _psu(sums: Matrix, cell: int, a: float, b: float) -> None:
    """The totals of one more PSU, taken from the provisional means."""
    sums[cell, PSUS] += 1.0
    sums[cell, SUM_A] += a
    sums[cell, SUM_B] += b
    sums[cell, SUM_AA] += a * a
    sums[cell, SUM_AA + 1] += a * b
    sums[cell, SUM_AA + 2] += b * b


@compiled
def _crossed(
    met: Integers,
    numbers: Integers,
    places: Integers,
    begins: Integers,
    adds: Integers,
    sums: Matrix,
    whole: Matrix,
    seen: Integers,
    seen_now: int,
    is_total: bool,
) -> int:
    """Sums of alike PSUs brought to all cells they are in; how many cells have been seen."""
    for cell in met:
        for row in range(begins[places[cell]], begins[places[cell] + 1]):
            if adds[row] >= 0:
                target = numbers[cell] + adds[row]
                seen[seen_now] = target
                seen_now += whole[target, ROWS] == 0.0
                _carried(whole, target, sums, cell, is_total)
        for f in range(sums.shape[1]):
            sums[cell, f] = 0.0
    return seen_now


@compiled
def _carried(to: Matrix, cell: int, sums: Matrix, one: int, is_total: bool) -> None:
    """Sums of alike PSUs added to others, taken from the provisional means of these."""
    n, m = to[cell, PSUS], sums[one, PSUS]
    if n == 0.0:  # the first with answers; rows without are kept
        for f in range(ROWS):
            to[cell, f] = sums[one, f]
        for f in range(ROWS, to.shape[1]):
            to[cell, f] += sums[one, f]
        return
    to[cell, ROWS] += sums[one, ROWS]
    to[cell, ROWS + 1] += sums[one, ROWS + 1]
    if m == 0.0:
        return
    if to.shape[1] > LEAN + 2 and abs(_total(sums, one)) > 2.0 * abs(_total(to, cell)):
        _moved(to, cell, sums[one, SHIFT], is_total)
    d = sums[one, SHIFT] - to[cell, SHIFT]
    slope = 0.0 if is_total else d
    b_from = sums[one, FROM_B] - to[cell, FROM_B]
    a_from = sums[one, FROM_A] - to[cell, FROM_A] + slope * sums[one, FROM_B]
    b = sums[one, SUM_B]
    a = sums[one, SUM_A] + slope * b
    bb = sums[one, SUM_AA + 2]
    ab = sums[one, SUM_AA + 1] + slope * bb
    aa = sums[one, SUM_AA] + slope * (sums[one, SUM_AA + 1] + ab)
    to[cell, PSUS] += m
    to[cell, SUM_A] += a + m * a_from
    to[cell, SUM_B] += b + m * b_from
    to[cell, SUM_AA] += aa + a_from * (2.0 * a + m * a_from)
    to[cell, SUM_AA + 1] += ab + a_from * b + b_from * (a + m * a_from)
    to[cell, SUM_AA + 2] += bb + b_from * (2.0 * b + m * b_from)
    if to.shape[1] > LEAN + 2:
        zx, xx = sums[one, ROWS + 6], sums[one, ROWS + 7]
        all_b = b + m * sums[one, FROM_B]
        to[cell, ROWS + 2] += sums[one, ROWS + 2]
        to[cell, ROWS + 3] += sums[one, ROWS + 3] + d * all_b
        to[cell, ROWS + 4] += sums[one, ROWS + 4]
        to[cell, ROWS + 5] += sums[one, ROWS + 5] + d * (2.0 * zx + d * xx)
        to[cell, ROWS + 6] += zx + d * xx
        to[cell, ROWS + 7] += xx


@compiled
def _finished(places: Integers, whole: Matrix) -> Matrix:
    """Sums of some cells as totals and sums about the means; they are set back to nothing."""
    out = np.empty((len(places), whole.shape[1] - 2))
    for one in range(len(places)):
        cell = places[one]
        n, a, b = whole[cell, PSUS], whole[cell, SUM_A], whole[cell, SUM_B]
        share = 1.0 / n if n > 0.0 else 0.0
        out[one, PSUS] = n
        out[one, SHIFT] = whole[cell, SHIFT]
        out[one, A] = n * whole[cell, FROM_A] + a
        out[one, B] = n * whole[cell, FROM_B] + b
        out[one, AA] = max(whole[cell, SUM_AA] - a * a * share, 0.0)
        out[one, AB] = whole[cell, SUM_AA + 1] - a * b * share
        out[one, BB] = max(whole[cell, SUM_AA + 2] - b * b * share, 0.0)
        for f in range(MEMBERS, out.shape[1]):
            out[one, f] = whole[cell, f + ROWS - MEMBERS]
        for f in range(whole.shape[1]):
            whole[cell, f] = 0.0
    return out


@compiled
def _end_to_end(parts: list[Integers]) -> Integers:
    out = np.empty(sum([len(one) for one in parts]), np.int64)
    filled = 0
    for one in parts:
        for value in one:  # a slice would be as quick, and takes ten times as long to compile
            out[filled] = value
            filled += 1
    return out


@compiled
def _stacked(parts: list[Matrix]) -> Matrix:
    out = np.empty((sum([len(one) for one in parts]), parts[0].shape[1]))
    filled = 0
    for one in parts:
        for row in range(len(one)):
            for f in range(out.shape[1]):
                out[filled, f] = one[row, f]
            filled += 1
    return out
