"""Microaggregation: amounts replaced by the mean of a group of k that are close."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.compiled.machine import is_available
from datashift.tables.arrays import Integers, Mask, Numbers

_BLOCK = 256  # records that are grouped among themselves at a time
_CHUNK = 64  # blocks that stay in the processor's cache
_POOL = 6144  # records of the worst groups that are grouped anew, across blocks
_SPLITS = 1000  # ways to share two groups that are all tried
_NEIGHBOURS = 8
_MANY = 2_000  # records from which it is worth to load the compiled loops


@dataclass(frozen=True)
class Grouped:
    """Amounts after microaggregation.

    Args:
        values: the mean of each record's group, shape (records, amounts).
        group: number of the group of each record, from 0.
        lost: sum of squares within groups over that around the mean, of standardised amounts.
    """

    values: Numbers = field(repr=False)
    group: Integers = field(repr=False)
    lost: float


def microaggregate(
    amounts: Numbers, k: int, *, rounds: int = 20, compiled: bool | None = None
) -> Grouped:
    """Replace each record's amounts by the mean of at least k records that are close.

    Space is halved along its longest side until blocks are small; each block is grouped by MDAV
    (Domingo-Ferrer and Torra 2005), many blocks at once. The borders of blocks cost most where
    records are far apart, so the worst groups are dissolved and grouped by MDAV together; then
    neighbouring groups share their records anew wherever that brings them closer to their means.
    Time grows as n log n.

    Args:
        amounts: shape (records, amounts), none missing.
        k: members of a group at least.
        rounds: how often neighbouring groups are compared.
        compiled: whether numba's loops do it, or NumPy, with the same groups as a result; None is
            where numba is installed and there are enough records to be worth its start.

    Raises:
        ValueError: k is below 2 or there are fewer than k records.
    """
    if k < 2 or len(amounts) < k:
        raise ValueError("k must be at least 2 and at most the number of records")
    spread = amounts.std(axis=0)
    x = (amounts - amounts.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    if compiled is None:
        compiled = len(x) >= _MANY and is_available()
    work = _Work(k, compiled)
    blocks = _blocks(x, k)
    order = np.concatenate(blocks)
    near = x[order]  # neighbours stand together, which keeps them in the processor's cache
    group = np.empty(len(x), dtype=np.int64)
    group[order] = _closer(near, _pooled(near, work.mdav(near, _sizes(blocks)), work), work, rounds)
    size = int(group.max()) + 1
    lost = float(((x - _means(x, group, size)[group]) ** 2).sum()) / max(
        float((x**2).sum()), 1e-300
    )
    return Grouped(_means(amounts, group, size)[group], group, lost)


def _means(x: Numbers, group: Integers, size: int) -> Numbers:
    members = np.bincount(group, minlength=size)
    sums = [np.bincount(group, weights=part, minlength=size) for part in x.T]
    return np.asarray(np.column_stack(sums) / members[:, None])


def _sizes(blocks: list[Integers]) -> Integers:
    return np.array([len(block) for block in blocks])


def _blocks(x: Numbers, k: int) -> list[Integers]:
    """Records by blocks of nearly one size."""
    halvings = max(0, int(np.ceil(np.log2(len(x) / _BLOCK)))) if len(x) > _BLOCK else 0
    while halvings and len(x) >> halvings < 4 * k:
        halvings -= 1
    blocks = [np.arange(len(x))]
    for _ in range(halvings):
        blocks = [half for block in blocks for half in _halves(x, block)]
    return blocks


def _halves(x: Numbers, block: Integers) -> tuple[Integers, Integers]:
    """The records of a block below and above the middle of its longest side."""
    points = x[block]
    along = points[:, points.var(axis=0).argmax()]
    middle = len(block) // 2
    order = np.argpartition(along, middle)
    return np.sort(block[order[:middle]]), np.sort(block[order[middle:]])


@dataclass(frozen=True)
class _Work:
    """Who groups: numba's loops or NumPy; groups of k at least."""

    k: int
    compiled: bool

    def mdav(self, x: Numbers, sizes: Integers) -> Integers:
        """MDAV in every block: around the farthest from the centre, then the farthest from that.

        Args:
            x: standardised amounts, shape (records, amounts), block after block.
            sizes: records of each block.

        Returns:
            The number of each record's group; groups are numbered by their first record.
        """
        group = np.full(len(x), -1, dtype=np.int64)
        starts = np.cumsum(sizes) - sizes
        made = 0
        for size in np.unique(sizes):
            alike = starts[sizes == size][:, None] + np.arange(size)
            if self.compiled:
                from datashift.disclosure.microdata import loops

                made = loops.mdav(x, alike, self.k, group, made)
                continue
            for start in range(0, len(alike), _CHUNK):
                made = _mdav_chunk(x, group, alike[start : start + _CHUNK], self.k, made)
        return _numbered(group)

    def share(self, x: Numbers, group: Integers, pairs: Integers) -> None:
        """Split the records of each pair of groups anew, if better; `group` is changed."""
        if self.compiled:
            from datashift.disclosure.microdata import loops

            loops.share(x, group, pairs, self.k, _every(self.k))
        else:
            _share(x, group, pairs, self.k)


def _numbered(group: Integers) -> Integers:
    """Groups numbered from 0 by their first record."""
    first = np.full(int(group.max()) + 1, len(group))
    first[group[::-1]] = np.arange(len(group))[::-1]
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(number[group])


def _mdav_chunk(x: Numbers, group: Integers, left: Integers, k: int, made: int) -> int:
    """Group the records `left` (blocks, records) of blocks of one size; `group` is changed."""
    points, rows = x[left], np.arange(len(left))
    while left.shape[1] >= 2 * k:
        centre = points.mean(axis=1)
        for _ in range(2 if left.shape[1] >= 3 * k else 1):
            centre = points[rows, _apart(points, centre).argmax(axis=1)]
            order = np.argpartition(_apart(points, centre), k - 1, axis=1)
            group[np.take_along_axis(left, order[:, :k], axis=1)] = made + rows[:, None]
            made += len(left)
            left = np.take_along_axis(left, order[:, k:], axis=1)
            points = points[rows[:, None], order[:, k:]]
    group[left] = made + rows[:, None]
    return made + len(left)


def _pooled(x: Numbers, group: Integers, work: _Work) -> Integers:
    """The groups that lose most, dissolved and grouped together; kept where that is better."""
    for _ in range(3):
        size = int(group.max()) + 1
        apart = ((x - _means(x, group, size)[group]) ** 2).sum(axis=1)
        loss = np.bincount(group, weights=apart, minlength=size)
        members = np.bincount(group, minlength=size)
        worst = np.argsort(-loss)
        worst = worst[np.cumsum(members[worst]) <= _POOL]
        pool = np.flatnonzero(np.isin(group, worst))
        if len(worst) < 2 or len(pool) < 2 * work.k:
            return group
        anew = work.mdav(x[pool], np.array([len(pool)]))
        means = _means(x[pool], anew, int(anew.max()) + 1)
        if ((x[pool] - means[anew]) ** 2).sum() >= loss[worst].sum():
            return group
        group[pool] = size + anew
        group = _numbered(group)
    return group


def _apart(points: Numbers, centre: Numbers) -> Numbers:
    """Squared distances: (blocks, records, amounts) from (blocks, amounts)."""
    apart = points - centre[:, None, :]
    return np.asarray(np.einsum("bra,bra->br", apart, apart))


def _closer(x: Numbers, group: Integers, work: _Work, rounds: int) -> Integers:
    """Neighbouring groups share their records anew wherever that brings them closer."""
    from scipy.spatial import cKDTree

    size = int(group.max()) + 1
    if size < 2:
        return group
    group = group.copy()
    ways = min(_NEIGHBOURS, size - 1)
    for turn in range(rounds):
        means = _means(x, group, size)
        if turn % _NEIGHBOURS == 0:
            near = np.asarray(cKDTree(means).query(means, k=ways + 1)[1], dtype=np.int64)
        pairs = _pairs(near[:, 1 + turn % ways], size)
        if len(pairs):
            work.share(x, group, pairs)
    return group


def _pairs(partner: Integers, size: int) -> Integers:
    """Pairs of groups, none twice: those that come first, shape (pairs, 2)."""
    first = np.arange(size)
    mutual = (partner[partner] == first) & (partner < first)
    pairs = np.column_stack([first, partner])[(partner != first) & ~mutual]
    rank = np.arange(len(pairs))[::-1]
    best = np.full(size, -1, dtype=np.int64)
    np.maximum.at(best, pairs[:, 0], rank)
    np.maximum.at(best, pairs[:, 1], rank)
    return np.asarray(pairs[(best[pairs] == rank[:, None]).all(axis=1)])


def _share(x: Numbers, group: Integers, pairs: Integers, k: int) -> None:
    """Split the records of each pair of groups anew, if better; `group` is changed."""
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    starts = np.cumsum(sizes) - sizes
    for first, second in np.unique(sizes[pairs], axis=0).tolist():
        some = pairs[(sizes[pairs] == (first, second)).all(axis=1)]
        members = np.column_stack(
            [
                order[starts[some[:, side]][:, None] + np.arange(many)]
                for side, many in ((0, first), (1, second))
            ]
        )
        _split(x, group, some, members, k)


def _split(x: Numbers, group: Integers, pairs: Integers, members: Integers, k: int) -> None:
    now = group[members] == pairs[:, :1]
    for start in range(0, len(pairs), _CHUNK * _CHUNK):
        part = slice(start, start + _CHUNK * _CHUNK)
        points = x[members[part]]
        ways = _ways(points, now[part], k)
        chosen = _best(points, ways)
        group[members[part]] = np.where(chosen, pairs[part, :1], pairs[part, 1:])


def _best(points: Numbers, ways: NDArray[np.bool_]) -> Mask:
    """Of the ways to share each pair's records the one with the least squares within groups."""
    many = points.shape[1]
    total = points.sum(axis=1)[:, None, :]
    count = ways.sum(axis=2)
    first = np.matmul(ways.astype(np.float64), points)
    between = (first**2).sum(axis=2) / count + ((total - first) ** 2).sum(axis=2) / (many - count)
    between[:, 0] += 1e-12  # as they are, unless another way is better
    best = between.argmax(axis=1)
    return np.asarray(ways[np.arange(len(points)), best])


def _ways(points: Numbers, now: Mask, k: int) -> NDArray[np.bool_]:
    """Ways to share the records of pairs of groups, shape (pairs, ways, records).

    As they are first; then every other way where there are few, else cuts across the line between
    the two means.
    """
    many = points.shape[1]
    every = _every(k)
    if many == 2 * k and len(every):
        return np.concatenate(
            [now[:, None], np.broadcast_to(every, (len(now), *every.shape))], axis=1
        )
    count = now.sum(axis=1)[:, None]
    apart = np.einsum("pm,pma->pa", now / count, points) - np.einsum(
        "pm,pma->pa", ~now / (many - count), points
    )
    rank = np.argsort(np.argsort(-np.einsum("pma,pa->pm", points, apart), axis=1), axis=1)
    cuts = np.arange(k, many - k + 1)
    return np.concatenate([now[:, None], rank[:, None, :] < cuts[None, :, None]], axis=1)


def _every(k: int) -> NDArray[np.bool_]:
    """All ways to share 2 k records evenly, shape (ways, 2 k); none where they are too many."""
    ways = comb(2 * k - 1, k - 1)
    every = np.zeros((ways if ways <= _SPLITS else 0, 2 * k), dtype=bool)
    if len(every):
        for at, others in enumerate(combinations(range(1, 2 * k), k - 1)):
            every[at, [0, *others]] = True
    return every
