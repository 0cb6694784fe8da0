"""How the cells of a space are reached from the rows of one unit.

Of the columns that do not vary inside a PSU only the totals of alike PSUs are crossed, not the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.compiled.layout import Codes
from datashift.estimates.compiled.space import Space
from datashift.tables.arrays import Integers, renumbered


@dataclass(frozen=True)
class Crossing:
    """What `loops.tally` is told of the columns; its arguments of the same names.

    Args:
        stratum: of each run.
    """

    finest: NDArray[np.int32]
    table: NDArray[np.uint32]
    starts: Integers
    order: Integers
    run: Integers
    outer: Integers
    numbers: Integers
    places: Integers
    begins: Integers
    outers: Integers
    stratum: Integers


def crossing(
    space: Space, codes: Mapping[str, Codes], starts: Integers, strata: Integers
) -> Crossing:
    """Of some PSUs.

    Args:
        codes: of each column, of all rows of the unit.
        starts: first row of each PSU, at least one, and the row after the last.
        strata: of each PSU; the same stratum may come back later.
    """
    from datashift.estimates.compiled.merging import is_constant

    outside = [at for at, name in enumerate(space.columns) if is_constant(codes[name], starts)]
    varying = [at for at in range(len(space.columns)) if at not in outside]
    strides = space.strides
    patterns, begins, asked = _patterns(space.asked, varying, outside)
    heads = starts[:-1]
    digits = [codes[space.columns[at]][heads].astype(np.int64) + 1 for at in outside]
    outer, outers = _outers(digits, strides[outside], asked, len(heads))
    new = np.concatenate([[True], strata[1:] != strata[:-1]])[: len(heads)]
    run = np.cumsum(new) - 1
    key = run * max(outers.shape[1], 1) + outer
    if len(key) and key.max() < 1 << 16:
        key = key.astype(np.uint16)  # sorted in one sweep
    numbers, places, table = _inner(space, varying, patterns)
    return Crossing(
        finest=_finest([codes[space.columns[at]] for at in varying], space, varying, starts),
        table=table,
        starts=starts,
        order=np.argsort(key, kind="stable"),
        run=run,
        outer=outer,
        numbers=numbers,
        places=places,
        begins=begins,
        outers=outers,
        stratum=strata[new],
    )


def _patterns(
    asked: Integers, varying: list[int], outside: list[int]
) -> tuple[Integers, Integers, Integers]:
    """Combinations of the varying columns, where those of the others begin, and these: as bits."""

    def bits(columns: list[int]) -> Integers:
        found = np.zeros(len(asked), np.int64)
        for place, column in enumerate(columns):
            found |= (asked >> column & 1) << place
        return found

    inside, others = bits(varying), bits(outside)
    order = np.lexsort((others, inside))
    patterns, begins = np.unique(inside[order], return_index=True)
    return patterns, np.append(begins, len(asked)).astype(np.int64), others[order]


def _outers(
    digits: list[Integers], strides: Integers, asked: Integers, psus: int
) -> tuple[Integers, Integers]:
    """The number of each PSU's codes, and what each number adds to a cell in each asked-for
    combination; negative where a code is missing."""
    wide = [int(one.max(initial=0)) + 1 for one in digits]
    steps = np.cumprod([1, *wide])
    key = np.zeros(psus, np.int64)
    for one, step in zip(digits, steps, strict=False):
        key += one * step
    distinct, outer = renumbered(key, int(steps[-1]))
    outers = np.zeros((len(asked), len(distinct)), np.int64)
    for place, (step, width, stride) in enumerate(zip(steps, wide, strides, strict=False)):
        digit = distinct // step % width
        adds = np.where(digit > 0, digit * stride, -(1 << 40))
        outers += (asked >> place & 1)[:, None] * adds
    return outer, outers


def _inner(
    space: Space, varying: list[int], patterns: Integers
) -> tuple[Integers, Integers, NDArray[np.uint32]]:
    """Of each cell inside a PSU: its number among all cells, and its pattern; and `table`."""
    wide, steps = _steps(space, varying)
    cells = np.arange(steps[-1])
    numbers, bits = np.zeros_like(cells), np.zeros_like(cells)
    table = np.zeros((len(cells), len(patterns)), np.int64)
    for place, at in enumerate(varying):
        digit = cells // steps[place] % wide[place]
        numbers += digit * space.strides[at]
        bits |= (digit > 0).astype(np.int64) << place
        adds = np.where(digit > 0, digit * steps[place], steps[-1])
        table += (patterns >> place & 1) * adds[:, None]
    used = np.flatnonzero(np.isin(bits, patterns))
    kept = np.full(steps[-1] + 1, len(used))
    kept[used] = np.arange(len(used))
    places = kept[np.minimum(table, steps[-1])].astype(np.uint32)
    return numbers[used], np.searchsorted(patterns, bits[used]), places


def _finest(
    codes: list[Codes], space: Space, varying: list[int], starts: Integers
) -> NDArray[np.int32]:
    from datashift.estimates.compiled.merging import add_codes

    _, steps = _steps(space, varying)
    found = np.full(starts[-1], sum(steps[:-1]), np.int32)
    for column, step in zip(codes, steps.tolist(), strict=False):
        add_codes(found, column, step)
    return found


def _steps(space: Space, varying: list[int]) -> tuple[list[int], Integers]:
    wide = [space.levels[at] + 1 for at in varying]
    return wide, np.cumprod([1, *wide], dtype=np.int64)
