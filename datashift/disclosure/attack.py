"""What an attacker can work out: the range of every count that is not given away.

The attacker knows every figure shown, the rules, how counts add up and how many rows each margin
leaves out. A count's range is the smallest and the largest whole number it takes in any table that
agrees with all of this (the attacker's subproblems of Fischetti and Salazar, Solving the cell
suppression problem on tabular data with linear constraints, Management Science 47(7), 2001).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random
from typing import Protocol

from datashift.disclosure.counts import FAR, Counts

_TOGETHER = 8  # counts that are worth a table for several
_SHARE = 0.3  # of the open counts that one table is for
_IN_VAIN = 4  # tables that show little more, before each count is looked at by itself

Table = Mapping[int, float]
"""A table that may be true: by how many people each count differs from the truth, if it does."""


class Search(Protocol):
    """Finds tables that may be true."""

    def pair(
        self, count: int, apart: int, prices: Mapping[int, float], fixed: Collection[int]
    ) -> tuple[Table, Table] | None:
        """The cheapest two tables that lie `apart` people from each other in a count.

        Args:
            count: the count.
            apart: people.
            prices: price per person of moving each shown count; the others are free.
            fixed: counts that must not move.

        Returns:
            None when there is no such pair. Values may be fractions.
        """
        ...

    def furthest(self, count: int, sign: int, fixed: Collection[int]) -> Table:
        """A table with the count as large (sign 1) or as small (-1) as can be."""
        ...

    def several(self, wishes: Mapping[int, int], most: int, fixed: Collection[int]) -> Table:
        """A table that moves many counts at once, up (1) or down (-1) and by so much at most.

        Empty where one after the other is as quick.
        """
        ...


class Ranges:
    """How far apart the tables found so far put each count.

    A table stays possible when more is hidden, so what was seen stays seen. Each is checked in
    whole numbers, so that a range never rests on the arithmetic of a solver.
    """

    def __init__(self, counts: Counts, tried: int = 0) -> None:
        self._counts = counts
        self._tables: list[dict[int, int]] = []
        self._low: dict[int, int] = {}
        self._high: dict[int, int] = {}
        self.tried = tried  # searches made

    def width(self, count: int) -> int:
        """Largest minus smallest value seen."""
        return self._high.get(count, 0) - self._low.get(count, 0)

    def see(self, table: Table) -> None:
        """Note a table, unless it is not whole or could not be true."""
        whole = {count: round(by) for count, by in table.items() if round(by)}
        if self._counts.possible(whole):
            for span, (later, earlier) in self._counts.spans.items():
                if by := whole.get(later, 0) - whole.get(earlier, 0):
                    whole[span] = by
            self._note(whole)

    def without(self, shown: Collection[int]) -> Ranges:
        """What is left of it when these counts are shown again."""
        fewer = Ranges(self._counts, self.tried)
        for table in self._tables:
            if table.keys().isdisjoint(shown):
                fewer._note(table)
        return fewer

    def _note(self, table: dict[int, int]) -> None:
        self._tables.append(table)
        for count, by in table.items():
            if by < self._low.get(count, 0):
                self._low[count] = by
            elif by > self._high.get(count, 0):
                self._high[count] = by


def look_around(
    search: Search, needs: Mapping[int, int], fixed: Collection[int], ranges: Ranges
) -> None:
    """See as many counts as possible wide enough by few tables, each for some of them at once.

    Which counts a table is for is drawn, always in the same way; it ends when tables show little
    more.
    """
    drawn = Random(0)  # noqa: S311 - which tables are tried is no secret
    vain = 0
    waiting = [count for count, need in needs.items() if ranges.width(count) < need]
    while len(waiting) > _TOGETHER and vain < _IN_VAIN:
        some = drawn.sample(waiting, max(_TOGETHER, int(len(waiting) * _SHARE)))
        most = needs[some[0]] * drawn.choice((1, 2, 8))
        ranges.tried += 1
        ranges.see(search.several({each: drawn.choice((1, -1)) for each in some}, most, fixed))
        left = [count for count in waiting if ranges.width(count) < needs[count]]
        vain = vain + 1 if len(waiting) - len(left) < len(waiting) / 50 else 0
        waiting = left


def is_wide(search: Search, count: int, need: int, fixed: Collection[int], ranges: Ranges) -> bool:
    """Whether a count's range is at least `need` when exactly the fixed counts are shown."""
    if ranges.width(count) < need:
        ranges.tried += 1
        for table in search.pair(count, need, {}, fixed) or ():
            ranges.see(table)
    return ranges.width(count) >= need


def narrowest(
    search: Search, guarded: Collection[int], fixed: Collection[int], ranges: Ranges
) -> int | None:
    """The narrowest range of some counts, exactly: the least wide so far is tried to the full.

    None when nothing bounds any of them from above.
    """
    done: set[int] = set()
    while True:
        count = min(guarded, key=lambda each: (ranges.width(each), each))
        if ranges.width(count) >= FAR:
            return None
        if count in done:
            return ranges.width(count)
        done.add(count)
        for sign in (1, -1):
            ranges.tried += 1
            ranges.see(search.furthest(count, sign, fixed))
