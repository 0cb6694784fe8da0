"""Who is on which lists: the table that capture-recapture starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Mask, Numbers

MOST = 5  # lists: beyond, log-linear models are more than can be compared


@dataclass(frozen=True)
class Overlap:
    """How many people (or events) have each history of being listed.

    Args:
        lists: names of the lists.
        histories: "1" for on and "0" for not on each list, in their order ("101": on the first and
            the third), to the number of people; every history but that of zeros, which nobody sees.
    """

    lists: tuple[str, ...]
    histories: Mapping[str, int]

    @property
    def listed(self) -> int:
        """People on at least one list."""
        return sum(self.histories.values())

    @property
    def repeated(self) -> int:
        """People on at least two lists."""
        return sum(count for one, count in self.histories.items() if one.count("1") > 1)

    def on(self, *positions: int) -> int:
        """People on all of these lists, whatever the others."""
        return sum(
            count
            for one, count in self.histories.items()
            if all(one[at] == "1" for at in positions)
        )

    def cells(self) -> tuple[Mask, Numbers]:
        """Membership, of shape (2^k - 1, k), and the count of each history, in binary order."""
        names = all_histories(len(self.lists))
        inside = np.array([[mark == "1" for mark in name] for name in names])
        return inside, np.array([self.histories[name] for name in names], dtype=np.float64)


def all_histories(lists: int) -> list[str]:
    """Every history but that of zeros, in binary order: 001, 010, 011, ..."""
    return ["".join(one) for one in product("01", repeat=lists)][1:]


def overlap(lists: Sequence[str], histories: Mapping[str, int]) -> Overlap:
    """The overlap of lists from counts of histories; a history not given has nobody.

    Raises:
        Problem: fewer than 2 lists or more than 5, names that repeat, histories that are not of
            zeros and ones, counts that are not whole.
    """
    refuse_names(lists)
    for history, count in histories.items():
        if len(history) != len(lists) or set(history) - set("01") or "1" not in history:
            raise Problem(
                f'"{history}" does not say on which of the {len(lists)} lists somebody is',
                do="Write one 1 or 0 for each list, with at least one 1",
                code="lists.history",
            )
        if count < 0 or count != int(count):
            raise Problem(
                f'The number of people with history "{history}" is {count:g}, not a whole number',
                do="Count people",
                code="lists.not_whole",
            )
    full = {name: int(histories.get(name, 0)) for name in all_histories(len(lists))}
    return Overlap(tuple(lists), full)


def overlap_of(lists: Sequence[str], membership: Mask) -> Overlap:
    """The overlap of lists from who is on which.

    Args:
        membership: one row per person, one column per list; rows without any list are left out.

    Raises:
        Problem: as `overlap`.
    """
    refuse_names(lists)
    powers = 1 << np.arange(len(lists))[::-1]
    counts = np.bincount(membership @ powers, minlength=2 ** len(lists))
    names = all_histories(len(lists))
    return overlap(lists, dict(zip(names, (int(count) for count in counts[1:]), strict=True)))


def refuse_names(lists: Sequence[str]) -> None:
    """Raises Problem for too few, too many or repeated lists."""
    if len(lists) < 2:
        raise Problem(
            "One list cannot say who is missing from it",
            do="Give a second list of the same people or events, made separately",
            code="lists.one",
        )
    if len(lists) > MOST:
        raise Problem(
            f"There are {len(lists)} lists; at most {MOST} can be compared",
            do="Put together lists that come from the same source",
            code="lists.too_many",
        )
    if len(set(lists)) < len(lists):
        raise Problem("Two lists have the same name", do="Rename one", code="lists.names")
