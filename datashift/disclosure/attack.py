"""What an attacker can work out: the range of every count that is not given away.

The attacker knows every figure shown, the rules, how counts add up and how many rows each margin
leaves out. A count's range is the smallest and the largest whole number it takes in any table that
agrees with all of this (the attacker's subproblems of Fischetti and Salazar, Solving the cell
suppression problem on tabular data with linear constraints, Management Science 47(7), 2001).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from datashift.disclosure.counts import FAR, Counts

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
