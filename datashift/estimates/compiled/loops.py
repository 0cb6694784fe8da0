"""The loops over rows, written for a compiler: plain arrays, small functions that it inlines.

Sums of squares and products about the mean are kept by Youngs & Cramer (1971), Technometrics 13,
657-665, so that totals stay plain sums and equal totals have no spread; parts are put together by
Chan, Golub & LeVeque (1983), The American Statistician 37, 242-247. All loops stay in this file:
numba makes kept code again only when the file of the function itself changes.
"""

from __future__ import annotations

import numpy as np

from datashift.estimates.compiled.layout import LEAN, SPREAD, Blank, Codes, Matrix
from datashift.estimates.compiled.machine import compiled
from datashift.tables.arrays import Integers, Mask, Numbers

NOWHERE = -(1 << 40)  # of a missing code; adding others to it stays negative
_LEAN = len(LEAN)


@compiled
def tally(
    codes: Codes,
    strides: Integers,
    asked: Integers,
    starts: Integers,
    strata: Integers,
    y: Numbers,
    x: Numbers,
    w: Numbers,
    usable: Mask,
    centre: float,
    is_total: bool,
    shift: Numbers,
    blank: Blank,
) -> tuple[Integers, Integers, Matrix, Integers]:
    """Moments of every cell that has rows, in every cross-classification asked for.

    A cell is numbered by the sum of (code + 1) * stride over its columns. Of the columns that do
    not vary inside a PSU, only the totals of the PSU are crossed, not its rows.

    Args:
        codes: of each column and row; negative where missing.
        strides: of each column.
        asked: the cross-classifications, a bit for each column.
        starts: first row of each PSU, and the row after the last.
        strata: of each PSU; the same stratum may come back later.
        y, x, w: of each row; an empty x stands for 1 everywhere.
        usable: whether a row has an answer; empty when all have.
        centre: of all answers: z = y - centre * x.
        is_total: whether A is wy instead of wz.
        shift: of each possible cell: what its A is centred on beyond `centre`, times B.
        blank: LEAN or FULL, what is summed of each row.

    Returns:
        stratum and number of each cell (sorted within a run of PSUs of one stratum), its sums of
        shape (cells, SPREAD + rest of `blank`), and rows in no cell of each cross-classification.
    """
    columns, groupings, psus = len(strides), len(asked), max(len(starts) - 1, 0)
    size, features = len(shift), len(blank)
    longest = np.diff(starts).max() if psus else 0
    row = np.zeros((longest, features))
    term = np.zeros((columns, longest), np.int64)
    place = np.zeros(longest, np.int64)
    inside = np.zeros((size, features))  # sums of this PSU
    touched = np.empty(size + 1, np.int64)
    begin = np.full(1 << columns, -1, np.int64)
    end = np.zeros(1 << columns, np.int64)
    lost = np.zeros(1 << columns, np.int64)
    cells = np.zeros((size, SPREAD + features - 2))  # sums of this stratum
    seen = np.empty(size + 1, np.int64)
    seen_now = 0
    # Lists of arrays of each stratum; the first entry is empty and gives the type.
    kept_stratum = [np.zeros(0, np.int64)]
    kept_cell = [np.zeros(0, np.int64)]
    kept_sums = [np.zeros((0, cells.shape[1]))]
    unplaced = np.zeros(groupings, np.int64)

    for psu in range(psus):
        start, stop = starts[psu], starts[psu + 1]
        varying = _terms(codes, strides, start, stop, term)
        _row_sums(y, x, w, usable, start, stop, centre, is_total, row)
        found = 0
        for grouping in range(groupings):
            pattern = asked[grouping] & varying
            if begin[pattern] < 0:
                _places(term, pattern, stop - start, place)
                begin[pattern] = found
                found, lost[pattern] = _inside(place, row, stop - start, inside, touched, found)
                end[pattern] = found
            outer = _outer(codes, strides, asked[grouping] & ~varying, start)
            if outer < 0:
                unplaced[grouping] += stop - start
                continue
            unplaced[grouping] += lost[pattern]
            seen_now = _crossed(
                touched, begin[pattern], end[pattern], outer, inside, shift, cells, seen, seen_now
            )
        for grouping in range(groupings):
            begin[asked[grouping] & varying] = -1
        for one in range(found):
            inside[touched[one]] = 0.0
        if psu == psus - 1 or strata[psu + 1] != strata[psu]:
            in_order = np.sort(seen[:seen_now])
            kept_stratum.append(np.full(seen_now, strata[psu], np.int64))
            kept_cell.append(in_order)
            kept_sums.append(_taken(in_order, cells))
            seen_now = 0
    return _end_to_end(kept_stratum), _end_to_end(kept_cell), _stacked(kept_sums), unplaced


@compiled
def _terms(codes: Codes, strides: Integers, start: int, stop: int, term: Integers) -> int:
    """Which columns vary among the rows, as bits, and what each of those adds to a cell's number."""
    varying = 0
    for column in range(len(strides)):
        first = codes[column, start]
        for r in range(start + 1, stop):
            if codes[column, r] != first:
                varying |= 1 << column
                break
        if varying >> column & 1:
            for r in range(stop - start):
                code = np.int64(codes[column, start + r])
                term[column, r] = (code + 1) * strides[column] if code >= 0 else NOWHERE
    return varying


@compiled
def _row_sums(
    y: Numbers,
    x: Numbers,
    w: Numbers,
    usable: Mask,
    start: int,
    stop: int,
    centre: float,
    is_total: bool,
    row: Matrix,
) -> None:
    """What is summed of each row."""
    for r in range(stop - start):
        at = start + r
        row[r, 0] = 1.0
        if row.shape[1] == _LEAN:
            row[r, 1] = y[at]
            row[r, 2] = w[at] * y[at]
            row[r, 3] = w[at]
        elif len(usable) and not usable[at]:
            row[r, 1:] = 0.0
        else:
            other = x[at] if len(x) else 1.0
            apart = y[at] - centre * other
            row[r, 1] = 1.0
            row[r, 2] = y[at]
            row[r, 3] = w[at] * apart
            row[r, 4] = w[at]
            row[r, 5] = w[at] * apart * apart
            row[r, 6] = w[at] * apart * other
            row[r, 7] = w[at] * other * other
            row[r, 8] = w[at] * y[at] if is_total else w[at] * apart
            row[r, 9] = w[at] * other


@compiled
def _places(term: Integers, pattern: int, rows: int, place: Integers) -> None:
    """The number of each row's cell among the columns that vary."""
    place[:rows] = 0
    for column in range(len(term)):
        if pattern >> column & 1:
            for r in range(rows):
                place[r] += term[column, r]


@compiled
def _inside(
    place: Integers, row: Matrix, rows: int, inside: Matrix, touched: Integers, found: int
) -> tuple[int, int]:
    """Sums per cell inside the PSU; how many cells have been touched, and rows in none."""
    missing = 0
    for r in range(rows):
        cell = place[r]
        if cell < 0:
            missing += 1
            continue
        touched[found] = cell  # kept only if it is new: cheaper than a branch
        found += inside[cell, 0] == 0.0
        if row.shape[1] == _LEAN:  # all loads before all stores, so that they are done at once
            n, plain = inside[cell, 0] + 1.0, inside[cell, 1] + row[r, 1]
            a, b = inside[cell, 2] + row[r, 2], inside[cell, 3] + row[r, 3]
            inside[cell, 0] = n
            inside[cell, 1] = plain
            inside[cell, 2] = a
            inside[cell, 3] = b
        else:
            for f in range(row.shape[1]):
                inside[cell, f] += row[r, f]
    return found, missing


@compiled
def _outer(codes: Codes, strides: Integers, columns: int, row: int) -> int:
    """What the columns that do not vary add to a cell's number; negative where one is missing."""
    outer = 0
    for column in range(len(strides)):
        if columns >> column & 1:
            code = np.int64(codes[column, row])
            outer += (code + 1) * strides[column] if code >= 0 else NOWHERE
    return outer


@compiled
def _crossed(
    touched: Integers,
    begin: int,
    end: int,
    outer: int,
    inside: Matrix,
    shift: Numbers,
    cells: Matrix,
    seen: Integers,
    seen_now: int,
) -> int:
    """Totals of a PSU brought to the cells of its stratum; how many cells have been seen."""
    extras = inside.shape[1] - 2
    for one in range(begin, end):
        source = touched[one]
        cell = source + outer
        seen[seen_now] = cell
        seen_now += cells[cell, SPREAD] == 0.0
        for f in range(extras):
            cells[cell, SPREAD + f] += inside[source, f]
        answers = inside[source, 0] if extras == _LEAN - 2 else inside[source, 1]
        if answers > 0:
            b = inside[source, extras + 1]
            a = inside[source, extras] - shift[cell] * b
            n = cells[cell, 0] + 1.0
            sum_a, sum_b = cells[cell, 1] + a, cells[cell, 2] + b
            u, v = n * a - sum_a, n * b - sum_b
            scale = 1.0 / (n * (n - 1.0)) if n > 1.0 else 0.0
            cells[cell, 0] = n
            cells[cell, 1] = sum_a
            cells[cell, 2] = sum_b
            cells[cell, 3] += u * u * scale
            cells[cell, 4] += u * v * scale
            cells[cell, 5] += v * v * scale
    return seen_now


@compiled
def _taken(places: Integers, cells: Matrix) -> Matrix:
    """A copy of some cells, which are set back to nothing."""
    out = np.empty((len(places), cells.shape[1]))
    for one in range(len(places)):
        for f in range(cells.shape[1]):
            out[one, f] = cells[places[one], f]
            cells[places[one], f] = 0.0
    return out


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
def joined(order: Integers, key: Integers, cells: Matrix) -> tuple[Integers, Matrix]:
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
        if filled == 0 or key[first[filled - 1]] != key[at]:
            first[filled] = at
            out[filled] = cells[at]
            filled += 1
            continue
        to = filled - 1
        before, more = out[to, 0], cells[at, 0]
        if before > 0 and more > 0:
            a = out[to, 1] / before - cells[at, 1] / more
            b = out[to, 2] / before - cells[at, 2] / more
            scale = before * more / (before + more)
            out[to, 3] += a * a * scale
            out[to, 4] += a * b * scale
            out[to, 5] += b * b * scale
        for f in range(width):
            out[to, f] += cells[at, f]
    return first[:filled], out[:filled]
