"""A large release in three dimensions or more is protected by the quick search of tables.

The exact search solves a programme over all counts for each hidden one, which grows with the square
of a release; the search of tables (`disclosure.tables`) starts from boxes. Both prove every range in
whole numbers. The quick one needs one count behind each figure and nobody left out. Where only some
crossings are published, it goes through people behind them that fit, one number for each combination
of codes. All else stays with the exact search.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datashift.disclosure.reading import Linked
from datashift.disclosure.suppress import Suppression

if TYPE_CHECKING:
    from datashift.disclosure.tables.cube import Cube, Integers, Mask

_LARGE = 100  # figures
_ROUNDS = 12
_BRANCHES = 1_000  # of the programme that looks for them
_MOST = 2_000  # combinations of codes of which only some crossings are published
_DIMENSIONS = 3  # with fewer, the exact search is over networks and is quick


def suppress_large(
    linked: Linked, minimum: int, already: Collection[int], *, whatever_size: bool = False
) -> Suppression | None:
    """What `suppress` gives, found by the search of tables.

    Besides, whoever is told which hidden figures are small finds two numbers possible, wherever
    hiding more can bring that about.

    Args:
        whatever_size: also where figures are few or dimensions less than three.

    Returns:
        None where the figures are few or no whole table, or where a range cannot be as wide as
        promised: the exact search then gives it as much room as there is.
    """
    if len(linked.figures) < _LARGE and not whatever_size:
        return None
    if not any(figure.small for figure in linked.figures) and not already:
        return None
    whole = _as_cube(linked, partly=whatever_size)
    if whole is None or (len(whole.cube.axes) < _DIMENSIONS and not whatever_size):
        return None
    import numpy as np

    from datashift.disclosure.tables.hide import hide
    from datashift.disclosure.tables.rules import loss, promises

    primary: Mask = np.zeros(whole.counts.size, dtype=np.bool_)
    for at, figure in enumerate(linked.figures):
        primary[whole.cells[at]] = (figure.small or at in already) and figure.n > 0
    prices = loss(whole.cube, whole.counts)
    tried = 0
    for _ in range(_ROUNDS):
        asked = promises(whole.cube, whole.counts, primary, minimum)
        found = hide(whole.cube, asked, primary, prices)
        tried += found.tried
        if len(found.broken[0]):
            return None
        widths = found.seen[0].high - found.seen[0].low
        narrow = whole.cube.shown.ravel() & found.cells & (widths < minimum)
        if not narrow.any():
            break
        primary |= narrow  # what is hidden for others is promised its range too
    else:
        return None
    also = {at for at, figure in enumerate(linked.figures) if figure.small or at in already}
    return Suppression(
        hidden=frozenset(
            also.union(at for at, cell in enumerate(whole.cells) if found.cells[cell])
        ),
        narrowest=int(widths[found.cells].min()) if found.cells.any() else None,
        exact=0,
        tried=tried,
        told=len(found.broken) > 1 and not len(found.broken[1]),
    )


@dataclass(frozen=True, eq=False)
class _Whole:
    """A release as a table; `cells` is the cell of each figure."""

    cube: Cube
    counts: Integers
    cells: list[int]


def _as_cube(linked: Linked, *, partly: bool) -> _Whole | None:
    """The table that the figures are; None where they are not all of one.

    Args:
        partly: also where only some crossings are published.
    """
    figures = linked.figures
    names = sorted({name for figure in figures for name, _ in figure.domain})
    if not names or linked.known or linked.guards or linked.needs or not linked.whole:
        return None
    if any(len(figure.own) != 1 for figure in figures):
        return None
    crossings = {tuple(name for name, _ in f.domain) for f in figures}
    if len(crossings) != 2 ** len(names) and not partly:
        return None
    import numpy as np

    from datashift.disclosure.tables.cube import TOTAL, Cube, axis, cube

    codes = [sorted({dict(f.domain).get(n, TOTAL) for f in figures} - {TOTAL}) for n in names]
    whole = cube(
        [axis((name,), [(code,) for code in each]) for name, each in zip(names, codes, strict=True)]
    )
    node = [{code: at for at, (code,) in enumerate(each.codes)} for each in whole.axes]
    places = [
        tuple(node[at][dict(f.domain).get(name, TOTAL)] for at, name in enumerate(names))
        for f in figures
    ]
    counts = np.zeros(whole.shape, dtype=np.int64)
    for figure, place in zip(figures, places, strict=True):
        counts[place] = figure.n
    if len(set(places)) != len(figures):
        return None
    if len(crossings) != 2 ** len(names):
        whole = Cube(whole.axes, _published(whole, names, crossings))
        filled = _people_that_fit(whole, counts)
        if filled is None:
            return None
        counts = filled
    if not whole.is_sum(counts):
        return None
    cells = [int(np.ravel_multi_index(place, whole.shape)) for place in places]
    return _Whole(whole, counts, cells)


def _published(whole: Cube, names: Sequence[str], crossings: Collection[tuple[str, ...]]) -> Mask:
    """Every cell of the crossings; where one has no figure, everybody knows that it is nobody."""
    import numpy as np

    shown = np.zeros(whole.shape, dtype=np.bool_)
    for crossing in crossings:
        parts = [
            np.arange(each.leaves) if name in crossing else np.array([len(each) - 1])
            for name, each in zip(names, whole.axes, strict=True)
        ]
        shown[np.ix_(*parts)] = True
    return shown


def _people_that_fit(whole: Cube, counts: Integers) -> Integers | None:
    """All cells of some table with these published ones; None where none is found.

    Any will do: what can be true does not depend on where the search starts.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, kron

    if np.prod([each.leaves for each in whole.axes]) > _MOST:
        return None
    adds: Any = csr_array(np.ones((1, 1)))
    for each in whole.axes:
        adds = kron(adds, csr_array(each.adds.astype(np.float64)), format="csr")
    known = np.flatnonzero(whole.shown.ravel())
    wanted = counts.ravel()[known]
    found: Any = milp(
        np.zeros(adds.shape[1]),
        constraints=LinearConstraint(adds[known], wanted, wanted),
        bounds=Bounds(0, np.inf),
        integrality=np.ones(adds.shape[1], dtype=np.int64),
        options={"node_limit": _BRANCHES},
    )
    if found.x is None:
        return None
    inner = np.rint(found.x).astype(np.int64).reshape([each.leaves for each in whole.axes])
    filled = whole.summed(inner)
    return filled if (filled.ravel()[known] == wanted).all() else None
