"""Moments of parts of a file, in their order, as the moments of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from datashift.estimates.compiled.layout import FULL, LEAN, SPREAD, Matrix
from datashift.estimates.compiled.space import Space
from datashift.estimates.compiled.strata import Whole
from datashift.estimates.moments import Cells, Domains, Moments, Table
from datashift.tables.arrays import Integers, Numbers, summed

_LEAN = SPREAD + len(LEAN) - 2
_FULL = SPREAD + len(FULL) - 2


@dataclass(frozen=True)
class Counted:
    """What `loops.tally` gives of some rows."""

    stratum: Integers
    cell: Integers
    sums: Matrix
    unplaced: Integers


def together(
    space: Space,
    parts: Sequence[Counted],
    whole: Whole,
    labels: Mapping[str, tuple[str, ...]],
    *,
    is_total: bool,
    centre: float,
    shift: Numbers,
    variance: bool,
) -> dict[tuple[str, ...], Table]:
    """The tables of the cross-classifications of a space.

    Args:
        parts: in the order of the file.
        centre: of all answers, and the shift of each cell of the space, as in `loops.tally`.
    """
    stratum, cell, sums = _joined(space, parts, whole)
    unplaced = np.sum([one.unplaced for one in parts], axis=0)
    pattern = space.patterns(cell)
    order = np.argsort(pattern.astype(np.uint16), kind="stable")
    ends = np.cumsum(np.bincount(pattern, minlength=1 << len(space.columns)))
    tables: dict[tuple[str, ...], Table] = {}
    for number, (by, bits) in enumerate(zip(space.by, space.asked.tolist(), strict=True)):
        mine = order[ends[bits - 1] if bits else 0 : ends[bits]]
        ids, place = np.unique(cell[mine], return_inverse=True)
        codes = space.codes(ids)[:, [space.columns.index(name) for name in by]]
        ranked = np.lexsort(codes.T[::-1]) if by else np.arange(len(ids))
        rank = np.empty(len(ids), np.int64)
        rank[ranked] = np.arange(len(ids))
        names = [labels[name] for name in by]
        domains = Domains(
            by,
            tuple(
                tuple(texts[code] for texts, code in zip(names, row, strict=True))
                for row in codes[ranked].tolist()
            ),
            int(unplaced[number]),
        )
        moments = _moments(
            stratum[mine], rank[place], sums[mine], centre, shift[ids[ranked]], is_total, variance
        )
        tables[by] = Table(domains, moments)
    return tables


def _joined(
    space: Space, parts: Sequence[Counted], whole: Whole
) -> tuple[Integers, Integers, Matrix]:
    """Cells of the whole, sorted by stratum and number."""
    from datashift.estimates.compiled.loops import joined

    widest = max(one.sums.shape[1] for one in parts)
    sums = np.concatenate([_widened(one.sums, widest) for one in parts])
    cell = np.concatenate([one.cell for one in parts])
    stratum = np.searchsorted(whole.keys, np.concatenate([one.stratum for one in parts]))
    key = stratum * space.size + cell
    first, sums = joined(np.argsort(key, kind="stable"), key, sums)
    return stratum[first], cell[first], sums


def _widened(sums: Matrix, width: int) -> Matrix:
    """Sums of rows that all answered yes or no, spelt out."""
    if sums.shape[1] == width:
        return sums
    n, plain, a, b = sums[:, SPREAD], sums[:, SPREAD + 1], sums[:, 1], sums[:, 2]
    return np.column_stack([sums[:, :SPREAD], n, n, plain, a, b, a, a, b])


def _moments(
    stratum: Integers,
    domain: Integers,
    sums: Matrix,
    centre: float,
    shift: Numbers,
    is_total: bool,
    variance: bool,
) -> Moments:
    size = len(shift)

    def added(column: int) -> Numbers:
        return summed(domain, sums[:, column], size)

    a, x = added(1), added(2)
    members = added(SPREAD)
    if sums.shape[1] == _LEAN:
        n, plain, weight, yy, yx, xx = members, added(SPREAD + 1), x, a, a, x
        about = a
    else:
        n, plain, about, weight, yy, yx, xx = (added(SPREAD + one) for one in range(1, 8))
    return Moments(
        n=n.astype(np.int64),
        missing=(members - n).astype(np.int64),
        plain=plain,
        y=a if is_total else a + (centre + shift) * x,
        x=x,
        weight=weight,
        centre=centre + shift,
        a=about if is_total else a,
        yy=yy - 2 * shift * yx + shift**2 * xx,
        yx=yx - shift * xx,
        xx=xx,
        cells=_cells(stratum, domain, sums) if variance else None,
    )


def _cells(stratum: Integers, domain: Integers, sums: Matrix) -> Cells:
    some = np.flatnonzero(sums[:, 0] > 0)
    order = some[np.lexsort((domain[some], stratum[some]))]
    values = sums[order, :SPREAD]
    return Cells(
        stratum=stratum[order],
        domain=domain[order],
        psus=values[:, 0].astype(np.int64),
        a=values[:, 1],
        b=values[:, 2],
        aa=values[:, 3],
        ab=values[:, 4],
        bb=values[:, 5],
    )
