"""Search in tables that are networks: one or two dimensions, one of them nested or not.

Each equation is a node and each count an arc between the two equations it stands in, so a table
that could be true differs from the truth by flow along cycles (Cox, Network models for
complementary cell suppression, JASA 90, 1995). Whole numbers come by themselves, and no solver has
to be loaded.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Mapping

from datashift.disclosure.counts import FAR, Counts

_OUTSIDE = -1  # where arcs of counts that stand in one equation only begin or end
_STEP = 1e-6  # price of a free arc, so that short ways are taken

Arc = tuple[int, int, int]  # node reached, count passed, +1 or -1: what the count gains per person


class Network:
    """The counts of a table as a network."""

    def __init__(self, counts: Counts, ends: Mapping[int, tuple[int, int]]) -> None:
        self._spare = [t - low for t, low in zip(counts.truth, counts.least, strict=True)]
        self._ends = ends
        self._arcs: defaultdict[int, list[Arc]] = defaultdict(list)
        for count, (tail, head) in sorted(ends.items()):
            self._arcs[tail].append((head, count, 1))
            self._arcs[head].append((tail, count, -1))

    @classmethod
    def of(cls, counts: Counts, fixed: Collection[int]) -> Network | None:
        """The network of all counts that are not fixed, or None when they do not form one."""
        nodes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for node, equation in enumerate(counts.equations):
            for count, sign in equation:
                if count not in fixed:
                    nodes[count].append((node, sign))
        if any(len(at) > 2 for at in nodes.values()):
            return None
        turned = _turned(nodes, len(counts.equations))
        if turned is None:
            return None
        ends = {}
        for count, at in nodes.items():
            (node, sign), (other, _) = at[0], at[1] if len(at) == 2 else (_OUTSIDE, 0)
            ends[count] = (node, other) if sign * turned[node] == 1 else (other, node)
        return cls(counts, ends)

    def pair(
        self, count: int, apart: int, prices: Mapping[int, float], fixed: Collection[int]
    ) -> tuple[dict[int, int], dict[int, int]] | None:
        """See `attack.Search`. A count paid for once is free for the rest of the way."""
        left = dict(prices)
        tables: dict[int, dict[int, int]] = {1: {}, -1: {}}
        while apart > 0:
            ways = {
                sign: way
                for sign, table in tables.items()
                if (way := self._way(count, sign, table, left, fixed))
            }
            if not ways:
                return None
            sign = min(ways, key=lambda each: (ways[each][0], -each))
            people = min(apart, self._room(ways[sign][1], tables[sign]))
            self._send(ways[sign][1], people, tables[sign])
            for passed, _ in ways[sign][1]:
                left.pop(passed, None)
            apart -= people
        return tables[1], tables[-1]

    def furthest(self, count: int, sign: int, fixed: Collection[int]) -> dict[int, int]:
        """See `attack.Search`."""
        table: dict[int, int] = {}
        while abs(table.get(count, 0)) < FAR and (way := self._way(count, sign, table, {}, fixed)):
            self._send(way[1], min(FAR, self._room(way[1], table)), table)
        return table

    def several(
        self,
        wishes: Mapping[int, int],  # noqa: ARG002 - part of the protocol
        most: int,  # noqa: ARG002
        fixed: Collection[int],  # noqa: ARG002
    ) -> dict[int, int]:
        """See `attack.Search`. Each way is found quickly by itself."""
        return {}

    def _way(
        self,
        count: int,
        sign: int,
        table: Mapping[int, int],
        prices: Mapping[int, float],
        fixed: Collection[int],
    ) -> tuple[float, list[tuple[int, int]]] | None:
        """The cheapest cycle that changes a count by sign: its price, its counts and directions."""
        if count not in self._ends or count in fixed or not self._open(count, sign, table):
            return None
        start, goal = self._ends[count][::-1] if sign == 1 else self._ends[count]
        price = {start: 0.0}
        came: dict[int, tuple[int, int, int]] = {}
        done = set()
        waiting = [(0.0, start)]
        while waiting:
            paid, node = heapq.heappop(waiting)
            if node == goal:
                break
            if node in done:
                continue
            done.add(node)
            for reached, passed, direction in self._arcs[node]:
                if passed == count or passed in fixed or not self._open(passed, direction, table):
                    continue
                total = paid + prices.get(passed, 0.0) + _STEP
                if total < price.get(reached, float("inf")):
                    price[reached] = total
                    came[reached] = (node, passed, direction)
                    heapq.heappush(waiting, (total, reached))
        if goal not in price:
            return None
        way = [(count, sign)]
        node = goal
        while node != start:
            node, passed, direction = came[node]
            way.append((passed, direction))
        return price[goal], way

    def _open(self, count: int, direction: int, table: Mapping[int, int]) -> bool:
        return direction == 1 or self._spare[count] + table.get(count, 0) > 0

    def _room(self, way: list[tuple[int, int]], table: Mapping[int, int]) -> int:
        down = [self._spare[c] + table.get(c, 0) for c, direction in way if direction == -1]
        return min(down, default=FAR)

    def _send(self, way: list[tuple[int, int]], people: int, table: dict[int, int]) -> None:
        for count, direction in way:
            table[count] = table.get(count, 0) + direction * people


def _turned(nodes: Mapping[int, list[tuple[int, int]]], equations: int) -> list[int] | None:
    """A sign for each equation so that every count leaves one of its two and enters the other."""
    neighbours: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for at in nodes.values():
        if len(at) == 2:
            (one, its), (other, others) = at
            neighbours[one].append((other, -its * others))
            neighbours[other].append((one, -its * others))
    turned = [0] * equations
    for start in range(equations):
        if turned[start]:
            continue
        turned[start] = 1
        waiting = [start]
        while waiting:
            node = waiting.pop()
            for other, relation in neighbours[node]:
                if not turned[other]:
                    turned[other] = turned[node] * relation
                    waiting.append(other)
                elif turned[other] != turned[node] * relation:
                    return None
    return turned
