"""Choose which figures are hidden: those about few people, and those that would reveal them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from datashift.disclosure.attack import Ranges, Search, is_wide, look_around, narrowest
from datashift.disclosure.network import Network
from datashift.disclosure.reading import Linked


@dataclass(frozen=True)
class Suppression:
    """Which figures of one set of linked counts are hidden.

    Args:
        hidden: their positions.
        narrowest: the narrowest range of a guarded count; None when none is guarded.
        exact: guarded counts that are determined all the same.
        tried: searches made for tables that may be true.
        told: kept from who is told which hidden figures are small as well.
    """

    hidden: frozenset[int]
    narrowest: int | None
    exact: int
    tried: int
    told: bool = False


def suppress(linked: Linked, minimum: int, already: Collection[int] = frozenset()) -> Suppression:
    """Hide small figures and then, one hidden count at a time, the cheapest ones that cover it.

    Every hidden count gets a range of at least `minimum`. Where the overall figure itself leaves
    less room (a study of ten people), it gets as much as that leaves; where that is none, the
    overall figure goes too. Where not all that an attacker could use is in the equations, only
    overall figures are shown.

    Args:
        linked: figures and the counts behind them.
        minimum: the range that every hidden count needs, unless `linked` asks for another.
        already: figures that other rules hide in any case.
    """
    small = [at for at, figure in enumerate(linked.figures) if figure.small or at in already]
    if not small and not linked.guards:
        return Suppression(frozenset(), None, 0, 0)
    if not linked.whole:
        small += [at for at, f in enumerate(linked.figures) if f.domain and at not in small]
    choice = _Choice(linked, small)
    choice.cover(minimum)
    choice.spare()
    return choice.result()


def _downward(need: int) -> Iterator[int]:
    """Needs to try, each a little smaller; sums of amounts in steps of 2 %."""
    while need > 0:
        yield need
        need -= max(1, need // 50)


class _Choice:
    """The figures hidden so far and the ranges that their counts have by it."""

    def __init__(self, linked: Linked, small: Sequence[int]) -> None:
        counts = linked.counts
        self._counts = counts
        self._figures = linked.figures
        self._known = linked.known
        self._guards = linked.guards
        self._asked = linked.needs
        self._small = frozenset(small)
        self._hidden = set(small)
        self._need: dict[int, int] = {}
        self._ranges = Ranges(counts)
        self._search = self._open_search()

    def cover(self, minimum: int) -> None:
        """Hide what is needed so that each hidden count has its range."""
        first = sorted(self._hidden, key=lambda at: (-self._figures[at].n, at))
        waiting = [self._figures[at].guards for at in first] + list(self._guards)
        needs = {each: self._asked.get(each, minimum) for each in waiting if each is not None}
        look_around(self._search, needs, self._given_away(self._hidden), self._ranges)
        for count in waiting:  # grows while it is gone through
            if count is not None and count not in self._need:
                self._need[count] = self._asked.get(count, minimum)
                while self._ranges.width(count) < self._need[count]:
                    more = self._widen(count)
                    self._hidden |= more
                    waiting += [self._figures[at].guards for at in sorted(more)]

    def spare(self) -> None:
        """Show again, largest first, what later choices made superfluous."""
        for at in sorted(self._hidden - self._small, key=lambda at: (-self._figures[at].n, at)):
            fixed = self._given_away(self._hidden - {at})
            own = self._figures[at].guards
            ranges = self._ranges.without(fixed)
            look_around(self._search, self._need, fixed, ranges)
            if all(
                is_wide(self._search, count, need, fixed, ranges)
                for count, need in self._need.items()
                if count != own or count in self._guards
            ):
                self._hidden.discard(at)
                self._ranges = ranges
                if own is not None and own not in self._guards:
                    self._need.pop(own, None)
            else:
                self._ranges.tried = ranges.tried

    def result(self) -> Suppression:
        """The choice, attacked once more."""
        fixed = self._given_away(self._hidden)
        least = narrowest(self._search, self._need, fixed, self._ranges) if self._need else None
        return Suppression(
            hidden=frozenset(self._hidden),
            narrowest=least,
            exact=sum(self._ranges.width(count) == 0 for count in self._need),
            tried=self._ranges.tried,
        )

    def _widen(self, count: int) -> set[int]:
        """The cheapest figures to hide so that a count gets the range it needs, or nearly."""
        shown = [at for at in range(len(self._figures)) if at not in self._hidden]
        prices = {free: 1.0 + self._figures[at].n for at in shown for free in self._figures[at].own}
        for fixed in (self._overall(), self._known):
            for need in _downward(self._need[count]):
                self._ranges.tried += 1
                pair = self._search.pair(count, need, prices, fixed)
                if pair is None:
                    continue
                for table in pair:
                    self._ranges.see(table)
                self._need[count] = need
                moved = pair[0].keys() | pair[1].keys()
                more = {at for at in shown if not moved.isdisjoint(self._figures[at].own)}
                if not more and self._ranges.width(count) < need:
                    if not shown:
                        continue
                    return {min(shown, key=self._loss)}  # only fractions lie between: hide on
                return more
            self._search = self._open_search(everything=True)
        self._need[count] = 0  # what is known of rows left out tells it, whatever is hidden
        return set()

    def _overall(self) -> frozenset[int]:
        return self._known.union(
            count
            for at, figure in enumerate(self._figures)
            if not figure.domain and at not in self._hidden
            for count in figure.own
        )

    def _given_away(self, hidden: set[int]) -> frozenset[int]:
        return self._known.union(
            count
            for at, figure in enumerate(self._figures)
            if at not in hidden
            for count in figure.frees
        )

    def _loss(self, at: int) -> tuple[bool, int, int]:
        return (not self._figures[at].domain, self._figures[at].n, at)

    def _open_search(self, *, everything: bool = False) -> Search:
        apart = everything or self._counts.spans
        network = None if apart else Network.of(self._counts, self._overall())
        if network is not None:
            return network
        from datashift.disclosure.programme import Programme

        return Programme(self._counts)
