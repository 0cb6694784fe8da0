"""Cells of parts of a file put together, by Chan, Golub & LeVeque (1983), The American Statistician
37, 242-247. The functions that call each other stay in one file, as in `loops`.
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
from datashift.tables.arrays import Integers


@compiled
def _shifted(sums: Matrix, cell: int, shift: float, is_total: bool) -> None:
    """The same finished sums of y shifted by something else."""
    d = sums[cell, SHIFT] - shift
    sums[cell, SHIFT] = shift
    sums[cell, ABOUT] += d * sums[cell, B]
    sums[cell, ZZ] += d * (2.0 * sums[cell, ZX] + d * sums[cell, XX])
    sums[cell, ZX] += d * sums[cell, XX]
    if not is_total:
        sums[cell, A] += d * sums[cell, B]
        sums[cell, AA] = max(sums[cell, AA] + d * (2.0 * sums[cell, AB] + d * sums[cell, BB]), 0.0)
        sums[cell, AB] += d * sums[cell, BB]


@compiled
def _added(to: Matrix, cell: int, more: Matrix, row: int, is_total: bool) -> None:
    """Sums of one part brought to another's shift and put together with it."""
    n, m = to[cell, PSUS], more[row, PSUS]
    if n == 0.0 and m > 0.0:
        for f in range(BB + 1):
            to[cell, f] = more[row, f]
    elif to.shape[1] > LEAN and abs(more[row, B]) > 2.0 * abs(to[cell, B]):
        _shifted(to, cell, more[row, SHIFT], is_total)
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
            for f in range(width):
                out[filled, f] = cells[at, f]
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


@compiled
def add_codes(found: Any, codes: Codes, step: int) -> None:
    """Codes times a step, added to what has been found."""
    for row in range(np.uint64(len(found))):
        found[row] += codes[row] * step
