"""Choose which cells of a table are hidden, so that every promise is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from datashift.disclosure.tables.block import Block
from datashift.disclosure.tables.crossing import Crossing
from datashift.disclosure.tables.cube import Cube, Integers, Mask
from datashift.disclosure.tables.possible import Promise, Seen, Sums, are_possible
from datashift.disclosure.tables.walk import Numbers, hidden_boxes, walk
from datashift.kit.progress import Progress, silent

_CLIMBS = 100
_SMALL = 600  # cells up to which programmes look for something cheaper than boxes
_CHOICES = 5  # of a small table
_OFF = 0.6  # by how much a price is off at most, a share of it
_PATIENCE = 8_000  # searches for what may be shown again, at most


@dataclass(frozen=True, eq=False)
class Table:
    """A possible table: which promise it is a proof for, and how it differs from the truth."""

    promise: int
    cells: Integers
    moves: Integers


@dataclass(frozen=True, eq=False)
class Hidden:
    """Which cells are hidden, and the proof that it is enough. Arrays are flat.

    Args:
        cells: hidden cells; cells that were never to be published are not among them.
        primary: those that a rule hides.
        seen: for each promise how far possible tables put each cell.
        broken: cells whose promise cannot be kept whatever is hidden, for each promise.
        tables: possible tables noted one by one; the rest were visited on a walk.
        tried: searches made.
        relieved: whether it took the relief to keep every promise.
    """

    cells: Mask
    primary: Mask
    seen: tuple[Seen, ...]
    broken: tuple[Integers, ...]
    tables: tuple[Table, ...]
    tried: int
    relieved: bool


@dataclass(frozen=True, eq=False)
class Relief:
    """What the rules allow where a promise cannot be kept otherwise.

    Args:
        promises: the same promises, of cells that may move further.
        prices: of hiding each cell, those that otherwise must be shown among them.
    """

    promises: Sequence[Promise]
    prices: Numbers


def hide(
    cube: Cube,
    promises: Sequence[Promise],
    primary: Mask,
    prices: Numbers,
    *,
    relief: Relief | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Hidden:
    """Hide the primary cells and, for little loss, others until every promise is kept.

    Args:
        cube: the table.
        promises: what no attacker may know better; asked of primary cells.
        primary: cells that a rule hides, flat.
        prices: loss by hiding each cell; infinite where it must be shown.
        relief: where these promises cannot all be kept; None for no such thing.
        seed: of the walk.
        progress: told how many cells are dealt with.
    """
    choice = _Choice(cube, promises, primary, prices)
    boxes = hidden_boxes(cube, choice.open, seed=seed)
    for at, seen in enumerate(choice.seen):
        walk(cube, boxes, seen, climbs=_CLIMBS, seed=seed + at)
    choice.remember()
    for at in range(len(promises)):
        choice.cover(at, progress)
    if relief is not None and any(choice.broken):
        choice.relieve(relief, progress)
    choice.spare(progress)
    return choice.result()


def hide_cheapest(
    cube: Cube,
    promises: Sequence[Promise],
    primary: Mask,
    prices: Numbers,
    *,
    relief: Relief | None = None,
    progress: Progress = silent,
) -> Hidden:
    """The best of some choices, each made by prices that are a little off; see `hide`.

    A choice goes from cell to cell and cannot see the whole, so that where it begins matters. Of
    large tables only one is made. What is drawn is always the same.
    """
    best = hide(cube, promises, primary, prices, relief=relief, progress=progress)
    if primary.size > _SMALL or not (best.cells & ~primary).any():
        return best
    for seed in range(1, _CHOICES):
        off = np.random.default_rng(seed).uniform(1 - _OFF, 1 + _OFF, size=prices.shape)
        other = hide(cube, promises, primary, prices * off, relief=relief, seed=seed)
        best = min(best, other, key=lambda each: _worth(each, prices))
    return best


def _worth(found: Hidden, prices: Numbers) -> tuple[int, bool, float]:
    """What is left undone, whether it took the relief, and the loss: the less the better."""
    lost = prices[found.cells & np.isfinite(prices)].sum()
    return sum(map(len, found.broken)), found.relieved, float(lost)


@dataclass(eq=False)
class _Choice:
    cube: Cube
    promises: Sequence[Promise]
    primary: Mask
    prices: Numbers
    tables: dict[int, Table] = field(default_factory=dict)
    tried: int = 0
    relieved: bool = False

    def __post_init__(self) -> None:
        sums = Sums.of(self.cube.sums)
        self.sums = sums
        self.never = ~self.cube.shown.ravel()
        self.open = self.primary | self.never
        self.seen = [Seen(promise) for promise in self.promises]
        self.boxes = Crossing(self.cube)
        self.block = Block(self.cube, sums)
        self.using: defaultdict[int, dict[int, int]] = defaultdict(dict)  # table to move
        self.broken: list[list[int]] = [[] for _ in self.promises]
        self._cost = np.where(self.open, 0.0, self.prices)
        self._free = np.where(self.open, 0.0, np.inf)
        self._waiting = np.zeros_like(self.primary)
        self._next = 0

    def remember(self) -> None:
        """What was seen while only primary cells were hidden holds whatever is shown again."""
        self.base = [(seen.low.copy(), seen.high.copy()) for seen in self.seen]

    def cover(self, which: int, progress: Progress) -> None:
        """Hide more until one promise is kept of every primary cell."""
        seen = self.seen[which]
        waiting = np.flatnonzero(self.primary & seen.promise.asks & ~seen.kept)
        order = waiting[np.lexsort((waiting, -seen.promise.truth[waiting]))]
        self._waiting = np.zeros_like(self.primary)
        self._waiting[order] = True
        for done, cell in enumerate(order):
            if done % 64 == 0:
                progress("Covering small cells", done, len(order))
                self._waiting &= ~seen.kept
            self._keep(which, int(cell))

    def relieve(self, relief: Relief, progress: Progress) -> None:
        """Cover again what could not be; what was found before holds all the more."""
        self.relieved = True
        self.promises, self.prices = relief.promises, relief.prices
        self._cost = np.where(self.open, 0.0, self.prices)
        self.broken = [[] for _ in self.promises]
        for which, (seen, promise) in enumerate(zip(self.seen, self.promises, strict=True)):
            seen.promise = promise
            self.cover(which, progress)

    def spare(self, progress: Progress) -> None:
        """Show again, dearest first, what later choices made superfluous."""
        begun = self.tried
        extra = np.flatnonzero(self.open & ~self.primary & ~self.never)
        order = extra[np.lexsort((extra, -self.prices[extra]))]
        for done, cell in enumerate(order):
            if done % 64 == 0:
                progress("Showing again what can be", done, len(order))
            if self.tried - begun > _PATIENCE:
                break
            self._show(int(cell))

    def result(self) -> Hidden:
        for which, promise in enumerate(self.promises):
            proofs = [table for table in self.tables.values() if table.promise == which]
            if not are_possible(promise, self.sums, [(t.cells, t.moves) for t in proofs]):
                raise AssertionError("a proof does not hold")
            if not all(self.open[table.cells].all() for table in proofs):
                raise AssertionError("a proof moves a cell that is shown")
        return Hidden(
            cells=self.open & ~self.never,
            primary=self.primary,
            seen=tuple(self.seen),
            broken=tuple(np.array(each, dtype=np.int64) for each in self.broken),
            tables=tuple(self.tables.values()),
            tried=self.tried,
            relieved=self.relieved,
        )

    def _keep(self, which: int, cell: int, *, hide: bool = True) -> bool:
        """Find tables that keep a cell's promise, and hide what they move if that is allowed."""
        seen = self.seen[which]
        for sign, part in ((1, 0), (-1, 1)):
            amount = seen.wanting(cell)[part]
            if not amount:
                continue
            found = self._find(which, cell, sign * amount, hide=hide)
            if found is None:
                if hide:
                    self.broken[which].append(cell)
                return False
            self._note(Table(which, *found))
        return True

    def _find(
        self, which: int, cell: int, amount: int, *, hide: bool
    ) -> tuple[Integers, Integers] | None:
        """Boxes first; programmes where a table is small enough to look for the cheapest."""
        self.tried += 1
        promise = self.promises[which]
        cost = self._cost if hide else self._free
        found = self.boxes.move(promise, cell, amount, cost, self._waiting if hide else None)
        if found is not None and (cost.size > _SMALL or not cost[found[0]].any()):
            return found
        if not hide and cost.size > _SMALL:
            return None
        other = self.block.move(promise, cell, amount, cost, pieces=3 if hide else 1)
        if found is None or other is None:
            return found if other is None else other
        return other if cost[other[0]].sum() < cost[found[0]].sum() else found

    def _note(self, table: Table) -> None:
        number = self._next
        self._next += 1
        self.tables[number] = table
        for cell, move in zip(table.cells.tolist(), table.moves.tolist(), strict=True):
            self.using[cell][number] = move
        self._open(table.cells)
        self.seen[table.promise].see(table.cells, table.moves)

    def _open(self, cells: Integers) -> None:
        self.open[cells] = True
        self._cost[cells] = self._free[cells] = 0.0

    def _close(self, cell: int) -> None:
        self.open[cell] = False
        self._cost[cell] = self.prices[cell]
        self._free[cell] = np.inf

    def _forget(self, numbers: set[int]) -> None:
        """Drop tables, and what was seen by them only."""
        affected: defaultdict[int, set[int]] = defaultdict(set)
        for number in numbers:
            table = self.tables.pop(number)
            for cell in table.cells.tolist():
                del self.using[cell][number]
                affected[table.promise].add(cell)
        for which, cells in affected.items():
            self._look_again(which, cells)

    def _look_again(self, which: int, cells: set[int]) -> None:
        low, high = self.base[which]
        seen = self.seen[which]
        for cell in cells:
            moves = [
                move
                for number, move in self.using[cell].items()
                if self.tables[number].promise == which
            ]
            seen.low[cell] = min(int(low[cell]), *moves, 0)
            seen.high[cell] = max(int(high[cell]), *moves, 0)

    def _show(self, cell: int) -> None:
        """Show one cell again if every promise can be kept without it."""
        gone = {number: self.tables[number] for number in sorted(self.using[cell])}
        before = self._next
        self._forget(set(gone))
        self._close(cell)
        for table in gone.values():
            seen = self.seen[table.promise]
            asks = table.cells[self.primary[table.cells]]
            for each in seen.open_among(asks).tolist():
                if each in self.broken[table.promise]:
                    continue
                if not self._keep(table.promise, each, hide=False):
                    self._forget({n for n in range(before, self._next) if n in self.tables})
                    for old in gone.values():
                        self._note(old)
                    return
