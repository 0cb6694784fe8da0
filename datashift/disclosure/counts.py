"""The counts of people behind a set of estimates, and every equation between them.

Three counts stand behind each figure: the rows of its domain, those with a usable answer (n) and
those without. All are sums over finer domains. A figure shown gives all three away, so measures
that share rows, or answers, are linked: what one hides another may show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from datashift.disclosure.margins import Domain

FAR = 1_000_000
"""An unbounded count is taken to be at most this many people off."""


@dataclass(frozen=True)
class Figure:
    """What is hidden or shown together: one domain of the measures that share their answers.

    Args:
        domain: the group of people.
        n: usable answers.
        estimates: positions of the estimates it consists of.
        own: the counts (by number) that it shows.
        frees: those and the counts that follow from them at once.
        guards: the count that must stay unknown when it is hidden; None when that is nobody's.
        small: it is about fewer people than the minimum.
    """

    domain: Domain
    n: int
    estimates: tuple[int, ...]
    own: tuple[int, ...]
    frees: tuple[int, ...]
    guards: int | None
    small: bool


@dataclass
class Counts:
    """All counts, numbered, with the equations that everybody may know.

    Args:
        truth: the counts.
        least: the smallest value an attacker must think possible: a domain that exists has
            somebody in it.
        equations: signed counts whose sum is the same in every table that could be true.
        spans: count to the two, later and earlier, that it is the difference of; it is bounded by
            nothing else, and stands in no equation.
    """

    truth: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    equations: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, value: int, least: int = 0) -> int:
        """Number a count."""
        self.truth.append(value)
        self.least.append(least)
        return len(self.truth) - 1

    def between(self, later: int, earlier: int) -> int:
        """Number the difference of two counts."""
        number = self.add(self.truth[later] - self.truth[earlier], -FAR)
        self.spans[number] = (later, earlier)
        return number

    def possible(self, changes: Mapping[int, int]) -> bool:
        """Whether the truth with these changes could be true for all that is known of sums."""
        if any(self.truth[count] + by < self.least[count] for count, by in changes.items()):
            return False
        left: defaultdict[int, int] = defaultdict(int)
        for count, by in changes.items():
            for equation, sign in self._standing.get(count, ()):
                left[equation] += sign * by
        return not any(left.values())

    @cached_property
    def _standing(self) -> dict[int, list[tuple[int, int]]]:
        """Count to the equations it stands in, with its sign."""
        standing: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, equation in enumerate(self.equations):
            for count, sign in equation:
                standing[count].append((at, sign))
        return dict(standing)
