"""From pairs of records to people, and who is on which list."""

from __future__ import annotations

import numpy as np

from datashift.harmonise.linkage.linked import Linked, Pairs
from datashift.tables.arrays import Integers, Mask


def people(linked: Linked, accept: float | None = None) -> Mask:
    """Who is on which list when every pair from a probability on is one person.

    Likelier pairs first; a pair that would put two records of one list together is not taken.

    Args:
        accept: probability; None for that of the linkage.

    Returns:
        One row per person, one column per list.
    """
    least = linked.accept if accept is None else accept
    return _membership(linked, linked.pairs.where(linked.pairs.alone >= least))


def drawn(linked: Linked, chance: np.random.Generator) -> Mask:
    """Who is on which list when partners are drawn by their odds.

    In random order each record draws one of its candidates that are still free, or none.
    """
    chosen: list[Integers] = []
    pairs = linked.pairs
    both = pairs.left_list * len(linked.sizes) + pairs.right_list
    for lists in np.unique(both):
        here = np.flatnonzero(both == lists)
        chosen.append(here[_partners(pairs.where(here), chance)])
    kept = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)
    return _membership(linked, pairs.where(chance.permutation(kept)))


def to_review(linked: Linked, least: float = 0.1, most: float = 0.9) -> Pairs:
    """Pairs that a person should decide, the least sure first; positions only, no values."""
    likely = linked.pairs.probability
    chosen = np.flatnonzero((likely >= least) & (likely < most))
    return linked.pairs.where(chosen[np.argsort(np.abs(likely[chosen] - 0.5), kind="stable")])


def _partners(pairs: Pairs, chance: np.random.Generator) -> Integers:
    """Positions of the pairs drawn, between two lists."""
    single = (np.bincount(pairs.left_row)[pairs.left_row] == 1) & (
        np.bincount(pairs.right_row)[pairs.right_row] == 1
    )
    found = np.flatnonzero(single & (chance.random(len(pairs)) < pairs.alone)).tolist()
    candidates: dict[int, list[int]] = {}
    for position in np.flatnonzero(~single).tolist():
        candidates.setdefault(int(pairs.left_row[position]), []).append(position)
    odds = pairs.alone / np.maximum(1 - pairs.alone, 1e-15)
    taken: set[int] = set()
    for record in chance.permutation(np.array(sorted(candidates), dtype=np.int64)).tolist():
        free = [one for one in candidates[record] if int(pairs.right_row[one]) not in taken]
        ends = np.cumsum(odds[free])
        toss = chance.random() * (1 + (ends[-1] if free else 0.0))
        at = int(np.searchsorted(ends, toss, side="right"))
        if at < len(free):
            found.append(free[at])
            taken.add(int(pairs.right_row[free[at]]))
    return np.array(sorted(found), dtype=np.int64)


def _membership(linked: Linked, pairs: Pairs) -> Mask:
    starts = np.concatenate([[0], np.cumsum(linked.sizes)]).astype(np.int64)
    lists = np.repeat(np.arange(len(linked.sizes)), linked.sizes)
    person = _joined(
        starts[pairs.left_list] + pairs.left_row, starts[pairs.right_list] + pairs.right_row, lists
    )
    numbers, index = np.unique(person, return_inverse=True)
    membership = np.zeros((len(numbers), len(linked.sizes)), dtype=bool)
    membership[index, lists] = True
    return membership


def _joined(left: Integers, right: Integers, lists: Integers) -> Integers:
    """The person of each record: pairs joined in order, unless a list would have one person twice.

    With two lists this takes each pair whose records are both free.
    """
    parent = list(range(len(lists)))
    holds = [1 << int(one) for one in lists]  # the lists of each person, as bits

    def root(record: int) -> int:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        a, b = root(one), root(other)
        if a != b and not holds[a] & holds[b]:
            parent[b] = a
            holds[a] |= holds[b]
    return np.array([root(record) for record in range(len(parent))], dtype=np.int64)
