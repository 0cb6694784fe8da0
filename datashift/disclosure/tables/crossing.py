"""Moves at the corners of a box: what goes up at one corner goes down at the next.

Adding to a cell and to every second corner of a box around it, and taking from the others, leaves
every margin of a table as it is, in any number of dimensions (the hypercubes of Repsilber,
Preservation of confidentiality in aggregated data, 1994; the basic moves of Diaconis and Sturmfels,
Annals of Statistics 26, 1998). Several such moves add up to what one alone has no room for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from datashift.disclosure.tables.cube import Axis, Cube, Integers, Mask
from datashift.disclosure.tables.possible import Promise
from datashift.disclosure.tables.walk import Numbers

_CORNERS = 4_000  # looked at in one step
_WELCOME = 4.0  # people that each cell helped on the way is worth
_SHORT = 12.0  # people that a cell counts more for which has nothing to give
_BEST = 96  # boxes that moves are made of
_STEPS = 10  # moves added up; beyond, the search is left to others


@dataclass(frozen=True, eq=False)
class Beside:
    """Which nodes of an axis can stand opposite each other, and with what sign."""

    nodes: tuple[Integers, ...]
    signs: tuple[Integers, ...]

    @classmethod
    def of(cls, each: Axis) -> Beside:
        """Finest codes of one parent, with opposite signs; on a flat axis the total, with its own."""
        total = len(each) - 1
        flat = total == each.leaves
        nodes: list[Integers] = []
        for node in range(len(each)):
            if node < each.leaves:
                others = np.flatnonzero(each.parent[: each.leaves] == each.parent[node])
                others = others[others != node]
                nodes.append(np.append(others, total) if flat else others)
            else:
                nodes.append(np.arange(each.leaves) if flat else np.zeros(0, dtype=np.int64))
        signs = [
            np.where((other == total) | (node == total), 1, -1) for node, other in enumerate(nodes)
        ]
        return cls(tuple(nodes), tuple(signs))


@dataclass(frozen=True, eq=False)
class Crossing:
    """Looks for moves of one cell by boxes around it, and adds up at most some of them."""

    cube: Cube
    steps: int = _STEPS

    @cached_property
    def _beside(self) -> tuple[Beside, ...]:
        return tuple(Beside.of(each) for each in self.cube.axes)

    @cached_property
    def _steps(self) -> tuple[int, ...]:
        shape = self.cube.shape
        return tuple(int(np.prod(shape[at + 1 :])) for at in range(len(shape)))

    def move(
        self,
        promise: Promise,
        cell: int,
        amount: int,
        prices: Numbers,
        welcome: Mask | None = None,
    ) -> tuple[Integers, Integers] | None:
        """Cells and their moves that bring one cell up (or down) by an amount; cheap, if not cheapest.

        Args:
            promise: whose bounds every cell must keep.
            cell: the cell to move.
            amount: by how much; negative for down.
            prices: of moving each cell at all; infinite where it must not move.
            welcome: cells that had better move the same way, as it is asked of them too.

        Returns:
            None when none was found.
        """
        boxes = self._boxes(promise, cell, amount, prices, welcome)
        if boxes is None:
            return None
        alone = _added(promise, amount, prices, boxes, 1)
        if self.steps == 1 or (alone is not None and not prices[alone[0]].any()):
            return alone
        several = _added(promise, amount, prices, boxes, self.steps)
        if alone is None or several is None:
            return alone if several is None else several
        return several if prices[several[0]].sum() < prices[alone[0]].sum() else alone

    def _boxes(
        self,
        promise: Promise,
        cell: int,
        amount: int,
        prices: Numbers,
        welcome: Mask | None,
    ) -> tuple[Integers, Integers] | None:
        """Cells at the corners of boxes around a cell, and their signs; shape (corners, boxes)."""
        place = np.unravel_index(cell, self.cube.shape)
        most = max(2, int((_CORNERS / 2 ** len(place)) ** (1 / len(place))))
        offsets, signs = [], []
        for at, node in enumerate(place):
            beside = self._beside[at]
            other, sign = beside.nodes[node], beside.signs[node]
            away = (other - node) * self._steps[at]
            price = prices[cell + away]
            keep = np.flatnonzero(np.isfinite(price))
            if not len(keep):
                return None
            at_least = self._shortage(promise, cell + away[keep], sign[keep], amount)
            keep = keep[np.argsort(price[keep] + at_least, kind="stable")[:most]]
            offsets.append(away[keep])
            signs.append(sign[keep])
        corners, all_signs = np.array([[cell]]), np.array([[1]])
        for offset, sign in zip(offsets, signs, strict=True):
            rows = len(corners)
            away = (corners[:, :, None] + offset).reshape(rows, -1)
            turned = (all_signs[:, :, None] * sign).reshape(rows, -1)
            corners = np.concatenate([corners.repeat(len(offset), axis=1), away])
            all_signs = np.concatenate([all_signs.repeat(len(sign), axis=1), turned])
        cost = prices[corners].sum(axis=0)
        if welcome is not None:
            cost -= _WELCOME * (welcome[corners] & (all_signs > 0)).sum(axis=0)
        best = np.argsort(cost, kind="stable")[:_BEST]
        best = best[np.isfinite(cost[best])]
        return (corners[:, best], all_signs[:, best]) if len(best) else None

    def _shortage(self, promise: Promise, cells: Integers, signs: Integers, amount: int) -> Numbers:
        """What it counts against a cell that it can give less than is asked of it."""
        truth = promise.truth[cells]
        rising = signs * amount > 0
        room = np.where(rising, promise.most[cells] - truth, truth - promise.least[cells])
        return _SHORT * np.maximum(0.0, 1.0 - room / abs(amount))


def _added(
    promise: Promise,
    amount: int,
    prices: Numbers,
    boxes: tuple[Integers, Integers],
    steps: int,
) -> tuple[Integers, Integers] | None:
    """The move of a cell by an amount from at most some boxes, cheapest first; None if too few."""
    corners, signs = boxes
    direction = 1 if amount > 0 else -1
    left = abs(amount)
    paid = prices[corners]
    truth = promise.truth[corners]
    room_up = promise.most[corners] - truth
    room_down = truth - promise.least[corners]
    moved = np.zeros_like(corners)
    rises = signs * direction > 0
    chosen: dict[int, int] = {}
    for _ in range(steps):
        room = np.where(rises, room_up - moved, room_down + moved).min(axis=0)
        by = np.minimum(room, left)
        cost = paid.sum(axis=0)
        enough = by > 0 if steps > 1 else by == left
        worth = np.where(enough, (cost + 1.0) * left / np.maximum(by, 1), np.inf)
        best = int(worth.argmin())
        if not np.isfinite(worth[best]):
            return None
        step = int(by[best])
        for corner, sign in zip(corners[:, best], signs[:, best], strict=True):
            chosen[int(corner)] = chosen.get(int(corner), 0) + int(sign) * direction * step
        left -= step
        if left == 0:
            kept = {at: by for at, by in chosen.items() if by}
            return np.array(list(kept)), np.array(list(kept.values()))
        for corner, sign in zip(corners[:, best], signs[:, best], strict=True):
            same = corners == corner
            moved[same] += int(sign) * direction * step
            paid[same] = 0.0
    return None
