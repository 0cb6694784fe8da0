"""Moments of parts of a file, in their order, as the moments of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from datashift.estimates.compiled.layout import (
    AA,
    AB,
    ABOUT,
    ANSWERS,
    BB,
    FULL,
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
    Matrix,
)
from datashift.estimates.compiled.space import Space
from datashift.estimates.compiled.strata import Whole
from datashift.estimates.moments import Cells, Domains, Moments, Table
from datashift.tables.arrays import Integers, Numbers, summed


@dataclass(frozen=True)
class Counted:
    """What `loops.tally` gives of some rows, of all strata."""

    stratum: Integers
    cell: Integers
    sums: Matrix

    @classmethod
    def nothing(cls) -> Counted:
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, LEAN)))


def together(
    space: Space,
    parts: Sequence[Counted],
    whole: Whole,
    labels: Mapping[str, tuple[str, ...]],
    rows: int,
    *,
    is_total: bool,
    variance: bool,
) -> dict[tuple[str, ...], Table]:
    """The tables of the cross-classifications of a space.

    Args:
        parts: in the order of the file.
        rows: of the file.
    """
    stratum, cell, sums = _joined(space, parts, whole, is_total)
    pattern = space.patterns(np.arange(space.size))
    mine = pattern[cell].astype(np.uint16)
    order = np.argsort(mine, kind="stable")
    ends = np.cumsum(np.bincount(mine, minlength=1 << len(space.columns)))
    present = np.zeros(space.size, bool)
    present[cell] = True
    domain = np.zeros(space.size, np.int64)
    tables: dict[tuple[str, ...], Table] = {}
    for by, bits in zip(space.by, space.asked.tolist(), strict=True):
        ids = np.flatnonzero(present & (pattern == bits))
        codes = space.codes(ids)[:, [space.columns.index(name) for name in by]]
        ranked = np.lexsort(codes.T[::-1]) if by else np.arange(len(ids))
        domain[ids[ranked]] = np.arange(len(ids))
        here = order[ends[bits - 1] if bits else 0 : ends[bits]]
        found = _moments(
            stratum[here], domain[cell[here]], sums[here], len(ids), is_total, variance
        )
        names = [labels[name] for name in by]
        texts = tuple(
            tuple(known[code] for known, code in zip(names, row, strict=True))
            for row in codes[ranked].tolist()
        )
        unplaced = rows - int(found.n.sum() + found.missing.sum())
        tables[by] = Table(Domains(by, texts, unplaced), found)
    return tables


def _joined(
    space: Space, parts: Sequence[Counted], whole: Whole, is_total: bool
) -> tuple[Integers, Integers, Matrix]:
    """Cells of the whole, sorted by stratum and number."""
    from datashift.estimates.compiled.merging import joined

    widest = max(one.sums.shape[1] for one in parts)
    sums = np.concatenate([_widened(one.sums, widest) for one in parts])
    cell = np.concatenate([one.cell for one in parts])
    stratum = np.searchsorted(whole.keys, np.concatenate([one.stratum for one in parts]))
    key = stratum * space.size + cell
    first, sums = joined(np.argsort(key, kind="stable"), key, sums, is_total)
    return stratum[first], cell[first], sums


def _widened(sums: Matrix, width: int) -> Matrix:
    """Sums of rows that all answered yes or no, spelt out."""
    if sums.shape[1] == width:
        return sums
    out = np.zeros((len(sums), FULL))
    out[:, :LEAN] = sums
    a, b, shift = _yes(sums), sums[:, B], sums[:, SHIFT]
    out[:, ANSWERS] = sums[:, MEMBERS]
    out[:, ABOUT] = a - shift * b
    out[:, WEIGHT] = out[:, XX] = b
    out[:, ZZ] = a * (1 - shift) ** 2 + _no(sums) * shift**2
    out[:, ZX] = out[:, ABOUT]
    return out


def _yes(sums: Matrix) -> Numbers:
    """Sum of the weights of those who said yes."""
    return np.asarray(sums[:, A] + sums[:, SHIFT] * sums[:, B])


def _no(sums: Matrix) -> Numbers:
    """Sum of the weights of the others: also where there are few of them, to all digits."""
    return np.asarray((1 - sums[:, SHIFT]) * sums[:, B] - sums[:, A])


def _moments(
    stratum: Integers, domain: Integers, sums: Matrix, size: int, is_total: bool, variance: bool
) -> Moments:
    def added(values: Numbers) -> Numbers:
        return summed(domain, values, size)

    is_lean = sums.shape[1] == LEAN
    shift, b = sums[:, SHIFT], sums[:, B]
    about = _yes(sums) - shift * b if is_lean else sums[:, ABOUT]
    x = added(b)
    centre = np.zeros(size)
    np.divide(added(about + shift * b), x, out=centre, where=x != 0)
    d = shift - centre[domain]
    a = added(about + d * b)
    members = added(sums[:, MEMBERS])
    if is_lean:
        n, weight, xx, yx = members, x, x, a
        yy = added(_yes(sums)) * (1 - centre) ** 2 + added(_no(sums)) * centre**2
    else:
        zx, square = sums[:, ZX], sums[:, XX]
        n, weight, xx = added(sums[:, ANSWERS]), added(sums[:, WEIGHT]), added(square)
        yx = added(zx + d * square)
        yy = added(sums[:, ZZ] + d * (2 * zx + d * square))
    return Moments(
        n=n.astype(np.int64),
        missing=(members - n).astype(np.int64),
        plain=added(sums[:, PLAIN]),
        y=added(sums[:, A]) if is_total else a + centre * x,
        x=x,
        weight=weight,
        centre=centre,
        a=a,
        yy=yy,
        yx=yx,
        xx=xx,
        cells=_cells(stratum, domain, sums, np.zeros_like(d) if is_total else d)
        if variance
        else None,
    )


def _cells(stratum: Integers, domain: Integers, sums: Matrix, d: Numbers) -> Cells:
    """Cells whose A is taken from the centre of their domain, d away from their own shift."""
    some = np.flatnonzero(sums[:, PSUS] > 0)
    order = some[np.lexsort((domain[some], stratum[some]))]
    values, d = sums[order], d[order]
    ab = values[:, AB] + d * values[:, BB]
    return Cells(
        stratum=stratum[order],
        domain=domain[order],
        psus=values[:, PSUS].astype(np.int64),
        a=values[:, A] + d * values[:, B],
        b=values[:, B],
        aa=values[:, AA] + d * (values[:, AB] + ab),
        ab=ab,
        bb=values[:, BB],
    )
