"""A walk through tables that could be true, noting how far it takes each cell.

Where many cells are hidden, almost all of them are safe already. A walk by boxes whose corners are
all hidden visits whole tables with the same margins (Diaconis and Sturmfels, Algebraic algorithms
for sampling from conditional distributions, Annals of Statistics 26, 1998), and whatever it visits
is a proof.
"""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from datashift.disclosure.tables.cube import Axis, Cube, Integers, Mask
from datashift.disclosure.tables.possible import Seen

Numbers = NDArray[np.float64]

Boxes = tuple[Integers, Integers]
"""Cells at the corners of boxes, and their signs, each of shape (corners, boxes)."""

_KEPT = 400_000  # boxes kept, about
_CUT = 256  # pairs on an axis gone through together
_PIECES = 400  # times that, at most
_TRIED = 4_000  # boxes tried together
_STEPS = 40  # of a climb
_STEP = 16  # people moved at most by one box
_SHARE = 0.3  # of the open cells that one climb is for
_IN_VAIN = 3  # climbs that show little more, before the walk ends


def walk(cube: Cube, boxes: Boxes, seen: Seen, *, climbs: int, seed: int) -> None:
    """Climb away from the truth again and again, until every promise is seen to be kept.

    Each climb brings some of the cells whose promise is open as high as it can, at the cost of all
    others; it is given up when two climbs in a row show little more.

    Args:
        cube: the table.
        boxes: those whose corners may all move.
        seen: grows by every table visited.
        climbs: how many, at most.
        seed: of the choice of boxes; the same seed walks the same way.
    """
    if not boxes[0].shape[1]:
        return
    chance = np.random.default_rng(seed)
    left, vain = int((seen.promise.asks & ~seen.kept).sum()), 0
    for _ in range(climbs):
        before = left
        _climb(cube, boxes, seen, chance)
        left = int((seen.promise.asks & ~seen.kept).sum())
        vain = vain + 1 if before - left < max(1, before // 50) else 0
        if left == 0 or vain == _IN_VAIN:
            return


def _climb(cube: Cube, boxes: Boxes, seen: Seen, chance: np.random.Generator) -> None:
    corners, signs = boxes
    promise = seen.promise
    moved = np.zeros_like(promise.truth)
    up, down = promise.most - promise.truth, promise.least - promise.truth
    wanted = promise.asks & ~seen.kept & (chance.random(len(moved)) < _SHARE)
    for _ in range(_STEPS):
        tried = chance.integers(0, corners.shape[1], size=min(_TRIED, 4 * corners.shape[1]))
        tried = _apart(corners, tried, len(moved))
        cells, sign = corners[:, tried], signs[:, tried]
        pull = (sign * wanted[cells]).sum(axis=0)
        worth = pull != 0
        cells, sign = cells[:, worth], sign[:, worth] * np.sign(pull[worth])
        room = np.where(sign > 0, up[cells] - moved[cells], moved[cells] - down[cells])
        by = np.minimum(room.min(axis=0), _STEP)
        moved[cells] += sign * by
        flat = cells.ravel()
        seen.see(flat, moved[flat])
    if not cube.is_sum((promise.truth + moved).reshape(cube.shape)):
        raise AssertionError("the walk left the tables that could be true")


def _apart(boxes: Integers, tried: Integers, size: int) -> Integers:
    """Those of some boxes that share no corner with an earlier one."""
    first = np.full(size, len(tried))
    order = np.arange(len(tried))
    for corner in boxes[:, tried]:
        np.minimum.at(first, corner, order)
    return np.asarray(tried[(first[boxes[:, tried]] == order).all(axis=0)])


def hidden_boxes(cube: Cube, hidden: Mask, *, seed: int) -> Boxes:
    """Boxes of which every corner is hidden: cells and signs, each of shape (corners, boxes).

    On the longest axis one pair of nodes is drawn for each choice of pairs on the others; where
    there are more boxes than can be kept, a random part of them is.
    """
    order = np.argsort([-len(each) for each in cube.axes], kind="stable")
    first, *rest = [cube.axes[at] for at in order]
    there = np.ascontiguousarray(np.transpose(hidden.reshape(cube.shape), order))
    numbers = np.transpose(np.arange(hidden.size).reshape(cube.shape), order)
    chance = np.random.default_rng(seed)
    pairs = [chance.permutation(_pairs(each)) for each in rest]
    cuts = [[each[at : at + _CUT] for at in range(0, len(each), _CUT)] for each in pairs]
    pieces = list(product(*cuts))
    most = max(1, _KEPT // max(1, len(pieces)))
    found = []
    for at in chance.permutation(len(pieces))[:_PIECES]:
        found += [
            _full(there, nodes, pieces[at], len(first) - 1, most, chance)
            for nodes in _groups(first)
        ]
    if not found:
        return _corners(np.zeros((3 * there.ndim, 0), dtype=np.int64), numbers)
    return _corners(np.concatenate(found, axis=1), numbers)


def _full(
    there: Mask,
    nodes: Integers,
    rest: tuple[Integers, ...],
    total: int,
    most: int,
    chance: np.random.Generator,
) -> Integers:
    """Boxes between given pairs on all axes but the first, and a drawn pair of nodes on that one."""
    grids = np.meshgrid(*[np.arange(len(each)) for each in rest], indexing="ij")
    chosen = [each[grid.ravel()] for each, grid in zip(rest, grids, strict=True)]
    lines = np.ones((len(nodes), len(chosen[0]) if chosen else _CUT), dtype=np.bool_)
    for side in product((0, 1), repeat=len(chosen)):
        at = tuple(pair[:, s] for pair, s in zip(chosen, side, strict=True))
        lines &= there[(nodes[:, None], *at)] if at else there[nodes][:, None]
    many = np.flatnonzero(lines.sum(axis=0) >= 2)
    many = many[:most]
    keys = np.where(lines[:, many], chance.random((len(nodes), len(many)), dtype=np.float32), -1.0)
    one = keys.argmax(axis=0)
    keys[one, np.arange(len(many))] = -1.0
    both = np.stack([nodes[one], nodes[keys.argmax(axis=0)]])
    sign = np.where((both == total).any(axis=0) & (total in nodes), 1, -1)
    return np.concatenate([both, sign[None], *[each[many].T for each in chosen]])


def _corners(chosen: Integers, numbers: Integers) -> tuple[Integers, Integers]:
    sides = chosen.reshape(numbers.ndim, 3, chosen.shape[1])
    cells, signs = [], []
    for corner in product((0, 1), repeat=len(sides)):
        cells.append(numbers[tuple(side[c] for side, c in zip(sides, corner, strict=True))])
        sign = np.ones(chosen.shape[1], dtype=np.int64)
        for side, c in zip(sides, corner, strict=True):
            sign = sign * (side[2] if c else 1)
        signs.append(sign)
    return np.stack(cells), np.stack(signs)


def _groups(each: Axis) -> list[Integers]:
    """Nodes of which any two can stand opposite each other."""
    if len(each) == each.leaves + 1:
        return [np.arange(len(each))]
    parents = each.parent[: each.leaves]
    return [np.flatnonzero(parents == parent) for parent in np.unique(parents)]


def _pairs(each: Axis) -> Integers:
    """Nodes that can stand opposite each other, and the sign of the second; shape (pairs, 3)."""
    total = len(each) - 1
    flat = total == each.leaves
    found = [
        (one, other, 1 if flat and other == total else -1)
        for nodes in _groups(each)
        for one, other in combinations(nodes.tolist(), 2)
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3)
