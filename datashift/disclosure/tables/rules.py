"""Which cells a rule hides, and what nobody may then know better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datashift.disclosure.tables.cube import Cube, Integers, Mask
from datashift.disclosure.tables.possible import FAR, Promise

_TELLING = 3


def few(cube: Cube, counts: Integers, minimum: int) -> Mask:
    """Cells about somebody, but fewer than the minimum (the threshold rule); flat."""
    flat = counts.ravel()
    return np.asarray(cube.shown.ravel() & (flat > 0) & (flat < minimum))


def everybody(cube: Cube, counts: Integers, along: int) -> Mask:
    """Cells that hold all of their line: everybody in the group is known to be one (flat).

    Args:
        cube: the table.
        counts: all its cells.
        along: axis of what must not be known of a person.
    """
    each = cube.axes[along]
    lines = np.moveaxis(counts, along, 0)
    found = np.zeros_like(lines, dtype=np.bool_)
    total = lines[len(each) - 1]
    for node in range(len(each) - 1):
        found[node] = (lines[node] == total) & (total > 0)
    return np.asarray(np.moveaxis(found, 0, along).ravel() & cube.shown.ravel())


def promises(
    cube: Cube, counts: Integers, primary: Mask, minimum: int, *, zeros: bool = False
) -> tuple[Promise, ...]:
    """What is promised of hidden counts: to a reader, and to somebody who knows which are small.

    A reader must find at least `minimum` + 1 numbers in a row possible, or as many as the range
    holds. Who is told which hidden numbers are under the minimum, and that all others are not, must
    still find at least two numbers possible. (Under a minimum of 2 that tells the number itself.)

    Args:
        cube: the table.
        counts: all its cells.
        primary: cells hidden by a rule, flat.
        minimum: of the threshold rule.
        zeros: zeros may be hidden, so that a hidden cell may be one.
    """
    flat = counts.ravel()
    never = ~cube.shown.ravel()
    nothing = np.zeros_like(flat)
    reader = Promise(
        name="reader",
        truth=flat,
        least=np.where(never | (flat == 0) | zeros, 0, 1),
        most=np.full_like(flat, FAR),
        up=nothing,
        down=nothing,
        width=np.where(primary, minimum, 0),
    )
    if minimum < _TELLING:
        return (reader,)
    small = (flat < minimum) & ~never & (primary | (flat == 0))
    fewest = np.minimum(flat, 0 if zeros else 1)
    insider = Promise(
        name="insider",
        truth=flat,
        least=np.where(never, 0, np.where(small, fewest, np.minimum(flat, minimum))),
        most=np.where(small, minimum - 1, FAR),
        up=nothing,
        down=nothing,
        width=np.where(small & primary, 1, 0),
    )
    return reader, insider


def loss(cube: Cube, counts: Integers, *, zeros: bool = False) -> NDArray[np.float64]:
    """What is lost by hiding each cell: its people, and one for the cell itself.

    Zeros that are published stay; a cell that is not to be published costs nothing.
    """
    flat = counts.ravel()
    price = 1.0 + flat.astype(np.float64)
    price[flat == 0] = 1.0 if zeros else np.inf
    price[~cube.shown.ravel()] = 0.0
    return price
