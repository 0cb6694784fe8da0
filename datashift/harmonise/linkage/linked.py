"""What linkage gives: pairs of records and how likely each is one person."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.tables.arrays import Integers, Mask, Numbers
from datashift.tables.flag import Flag


@dataclass(frozen=True)
class Pairs:
    """Pairs of records of different lists, by position; likelier first.

    Args:
        left_list, right_list: position of the list in `Linked.lists`; left is below right.
        left_row, right_row: position of the record in its list, from 0.
        alone: probability that the two are one person if neither had another candidate.
        probability: the same, given that a list holds nobody twice: rivals share it.
    """

    left_list: Integers
    left_row: Integers
    right_list: Integers
    right_row: Integers
    alone: Numbers
    probability: Numbers

    def __len__(self) -> int:
        return len(self.probability)

    def where(self, chosen: Mask | Integers) -> Pairs:
        """Those pairs only, or in that order."""
        return Pairs(
            self.left_list[chosen],
            self.left_row[chosen],
            self.right_list[chosen],
            self.right_row[chosen],
            self.alone[chosen],
            self.probability[chosen],
        )


@dataclass(frozen=True)
class Agreement:
    """How much one degree of agreement in a column tells.

    Args:
        column: the column.
        degree: "same", "within 3 days", "other", ...
        if_one: share of records of one person that agree so (m).
        if_two: share of records of two people that agree so by chance (u).
    """

    column: str
    degree: str
    if_one: float
    if_two: float


@dataclass(frozen=True)
class Linked:
    """Lists linked.

    Args:
        lists: their names.
        sizes: how many records each has.
        pairs: those that alone would have a probability of at least 1 in 100.
        agreements: what the probabilities were computed from.
        learnt: whether the lists themselves taught it; otherwise fixed values.
        accept: probability (`alone`) from which two records are taken for one, if both are free.
        flags: what was assumed.
    """

    lists: tuple[str, ...]
    sizes: tuple[int, ...]
    pairs: Pairs
    agreements: tuple[Agreement, ...]
    learnt: bool
    accept: float
    flags: tuple[Flag, ...]
