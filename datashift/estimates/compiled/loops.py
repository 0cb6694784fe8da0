"""The loops over rows, written for a compiler: plain arrays, small functions that it inlines.

Rows are summed per PSU and cell, PSUs per stratum and cell. Each sum is taken about a provisional
mean, the first that is met, so that the loop needs no division; sums about the means follow at the
end of a stratum, and parts are put together by Chan, Golub & LeVeque (1983), The American
Statistician 37, 242-247. All loops stay in this file: numba makes kept code again only when the
file of the function itself changes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from datashift.estimates.compiled.layout import (
    AA,
    AB,
    ABOUT,
    ANSWERS,
    BB,
    LEAN,
    MEMBERS,
    PLAIN,
    PSUS,
    SHIFT,
    WEIGHT,
    XX,
    ZX,
    ZZ,
    A,
    B,
    Codes,
    Matrix,
)
from datashift.estimates.compiled.machine import compiled
from datashift.tables.arrays import Integers, Mask, Numbers

FROM_A, FROM_B = 2, 3  # while PSUs are summed: what A and B are taken from ...
SUM_A, SUM_B, SUM_AA = 4, 5, 6  # ... and the sums of that, of squares and products
ROWS = 9  # columns of a cell before those of its rows


@compiled
def tally(  # noqa: C901 - one loop whole, as it is compiled
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
    inside = np.zeros((inner + 1, 4 if lean else 12))  # sums of this PSU
    inside[inner, 0] = 1.0  # takes the rows of no cell, and never counts as new
    touched = np.empty(inner + 1, np.int64)
    sums = np.zeros((inner, width + 2))  # of the PSUs alike in `run` and `outer`
    met = np.empty(inner, np.int64)
    met_now = 0
    whole = np.zeros((size, width + 2))  # of this run
    seen = np.empty(size, np.int64)
    seen_now = 0
    # Lists of arrays of each run; the first entry is empty and gives the type.
    kept_run = [np.zeros(0, np.int64)]
    kept_cell = [np.zeros(0, np.int64)]
    kept_sums = [np.zeros((0, width))]

    for at in range(psus):
        psu = order[at]
        start, rows = starts[psu], starts[psu + 1] - starts[psu]
        if lean:
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
        for one in range(met_now):
            cell = met[one]
            for row in range(begins[places[cell]], begins[places[cell] + 1]):
                if outers[row, outer[psu]] >= 0:
                    target = numbers[cell] + outers[row, outer[psu]]
                    seen[seen_now] = target
                    seen_now += whole[target, ROWS] == 0.0
                    _carried(whole, target, sums, cell, is_total)
            for f in range(sums.shape[1]):
                sums[cell, f] = 0.0
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
    """Sums per cell inside the PSU: rows, y, A and B; how many cells have been touched."""
    found = np.uint64(0)
    for r in range(rows):
        row = np.uint64(finest[start + r])
        said, b = float(y[start + r]), w[start + r]
        a = said * b
        for pattern in range(np.uint64(table.shape[1])):
            cell = table[row, pattern]
            touched[found] = cell  # kept only if it is new: cheaper than a branch
            # all loads before all stores, so that they are done at once
            members, sum_y = inside[cell, 0], inside[cell, 1] + said
            sum_a, sum_b = inside[cell, 2] + a, inside[cell, 3] + b
            found += np.uint64(members == 0.0)
            inside[cell, 0] = members + 1.0
            inside[cell, 1] = sum_y
            inside[cell, 2] = sum_a
            inside[cell, 3] = sum_b
    return int(found)


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
    """Sums per cell inside the PSU: rows, answers, y, what z is shifted by and whether that is
    known, wz, w, wzz, wzx, wxx, wy, wx."""
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
            if inside[cell, 4] == 0.0 and other != 0.0:  # earlier rows, of x = 0, know no shift
                inside[cell, 3] = y[at] / other
                inside[cell, 4] = 1.0
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
    return int(found)


@compiled
def _psu_lean(inside: Matrix, sums: Matrix, cell: int, is_total: bool) -> None:
    a, b = inside[cell, 2], inside[cell, 3]
    if sums[cell, PSUS] == 0.0:
        if is_total:
            sums[cell, FROM_A] = a
        elif b > 0.0:
            sums[cell, SHIFT] = a / b
        sums[cell, FROM_B] = b
    sums[cell, ROWS] += inside[cell, 0]
    sums[cell, ROWS + 1] += inside[cell, 1]
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
    _psu(
        sums,
        cell,
        inside[cell, 10] - sums[cell, FROM_A] if is_total else about,
        b - sums[cell, FROM_B],
    )


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
def _added(to: Matrix, cell: int, more: Matrix, row: int, is_total: bool) -> None:
    """Sums of one part brought to another's shift and put together with it."""
    n, m = to[cell, PSUS], more[row, PSUS]
    if n == 0.0 and m > 0.0:
        for f in range(BB + 1):
            to[cell, f] = more[row, f]
    d = more[row, SHIFT] - to[cell, SHIFT]
    if n > 0.0 and m > 0.0:
        e = 0.0 if is_total else d
        a, b = more[row, A] + e * more[row, B], more[row, B]
        ab = more[row, AB] + e * more[row, BB]
        aa = more[row, AA] + e * (more[row, AB] + ab)
        apart_a, apart_b = to[cell, A] / n - a / m, to[cell, B] / n - b / m
        scale = n * m / (n + m)
        to[cell, PSUS] += m
        to[cell, A] += a
        to[cell, B] += b
        to[cell, AA] += max(aa, 0.0) + apart_a * apart_a * scale
        to[cell, AB] += ab + apart_a * apart_b * scale
        to[cell, BB] += more[row, BB] + apart_b * apart_b * scale
    to[cell, MEMBERS] += more[row, MEMBERS]
    to[cell, PLAIN] += more[row, PLAIN]
    if to.shape[1] > LEAN and m > 0.0:
        zx, xx = more[row, ZX], more[row, XX]
        to[cell, ANSWERS] += more[row, ANSWERS]
        to[cell, ABOUT] += more[row, ABOUT] + d * more[row, B]
        to[cell, WEIGHT] += more[row, WEIGHT]
        to[cell, ZZ] += more[row, ZZ] + d * (2.0 * zx + d * xx)
        to[cell, ZX] += zx + d * xx
        to[cell, XX] += xx


@compiled
def _end_to_end(parts: list[Integers]) -> Integers:
    out = np.empty(sum([len(one) for one in parts]), np.int64)
    filled = 0
    for one in parts:
        out[filled : filled + len(one)] = one
        filled += len(one)
    return out


@compiled
def _stacked(parts: list[Matrix]) -> Matrix:
    out = np.empty((sum([len(one) for one in parts]), parts[0].shape[1]))
    filled = 0
    for one in parts:
        out[filled : filled + len(one)] = one
        filled += len(one)
    return out


@compiled
def joined(
    order: Integers, key: Integers, cells: Matrix, is_total: bool
) -> tuple[Integers, Matrix]:
    """Cells of one stratum and number put together.

    Args:
        order: of the cells, by key; those alike in it in the order of their rows.
        key: of each cell.
        cells: as `tally` gives them.

    Returns:
        position in `key` of the first of each, and their sums.
    """
    parts, width = cells.shape
    first = np.empty(parts, np.int64)
    out = np.empty((parts, width))
    filled = 0
    for one in range(parts):
        at = order[one]
        if filled and key[first[filled - 1]] == key[at]:
            _added(out, filled - 1, cells, at, is_total)
        else:
            first[filled] = at
            out[filled] = cells[at]
            filled += 1
    return first[:filled], out[:filled]


@compiled
def is_constant(codes: Codes, starts: Integers) -> bool:
    """Whether all rows of each PSU have the same code."""
    for psu in range(len(starts) - 1):
        for r in range(starts[psu] + 1, starts[psu + 1]):
            if codes[r] != codes[starts[psu]]:
                return False
    return True
