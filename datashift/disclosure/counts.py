"""The counts of people behind a set of estimates, and every equation between them.

Three counts stand behind each figure: the rows of its domain, those with a usable answer (n) and
those without. All are sums over finer domains. A figure shown gives all three away, so measures
that share rows, or answers, are linked: what one hides another may show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from datashift.disclosure.margins import Domain, crossings, dimensions, domain, project, sums
from datashift.estimates.estimate import Estimate

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
    """

    truth: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    equations: list[tuple[tuple[int, int], ...]] = field(default_factory=list)

    def add(self, value: int, least: int = 0) -> int:
        """Number a count."""
        self.truth.append(value)
        self.least.append(least)
        return len(self.truth) - 1

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


@dataclass
class _Answers:
    """Measures with the same usable answers wherever they share a domain."""

    complete: bool  # every row has one
    n: dict[Domain, int]
    estimates: dict[Domain, list[int]]


@dataclass
class _Rows:
    """Measures over the same rows."""

    rows: dict[Domain, int]
    answers: list[_Answers]


def read_counts(
    estimates: Sequence[Estimate], minimum: int, parents: Mapping[str, str]
) -> Iterator[tuple[Counts, tuple[Figure, ...]]]:
    """Number the counts behind estimates and write down how they add up, per set of linked ones.

    Rows left out of a margin because a dimension is missing are taken as known: the attacker is
    given the exact difference, so what holds against them holds against everybody.
    """
    for group in _linked(estimates):
        counts = Counts()
        rows = _count(counts, group.rows, parents) if _rows_matter(group, minimum) else None
        figures: list[Figure] = []
        for answers in group.answers:
            figures += _figures(counts, group, rows, answers, minimum, parents)
        yield counts, tuple(figures)


def _rows_matter(group: _Rows, minimum: int) -> bool:
    """Whether rows say more than answers: measures share them, or few people all gave none."""
    return len(group.answers) > 1 or any(
        n == 0 and 0 < group.rows[each] < minimum
        for answers in group.answers
        for each, n in answers.n.items()
    )


def _figures(
    counts: Counts,
    group: _Rows,
    rows: Mapping[Domain, int] | None,
    answers: _Answers,
    minimum: int,
    parents: Mapping[str, str],
) -> Iterator[Figure]:
    if rows is not None and answers.complete:
        answered, rows = rows, None
    else:
        answered = _count(counts, answers.n, parents)
    for each, n in answers.n.items():
        few_rows = 0 < group.rows[each] < minimum
        own: tuple[int, ...] = (answered[each],)
        if rows is not None:
            unanswered = counts.add(group.rows[each] - n)
            counts.equations.append(((rows[each], 1), (answered[each], -1), (unanswered, -1)))
            own += (unanswered,)
        yield Figure(
            domain=each,
            n=n,
            estimates=tuple(answers.estimates[each]),
            own=own,
            frees=(*own, rows[each]) if rows is not None else own,
            guards=answered[each] if n else rows[each] if rows and few_rows else None,
            small=0 < n < minimum or (n == 0 and few_rows),
        )


def _count(
    counts: Counts, values: Mapping[Domain, int], parents: Mapping[str, str]
) -> dict[Domain, int]:
    """Number one additive count in all its domains and in the margins that they share."""
    numbers = {each: counts.add(value, min(1, value)) for each, value in values.items()}
    for shared in crossings(values) - {dimensions(each) for each in values}:
        finer = [each for each in values if dimensions(each) > shared]
        for margin in sorted(project(finer, shared) - set(numbers)):
            numbers[margin] = counts.add(0)
    for whole, parts in sums(numbers, parents):
        summed = sum(counts.truth[numbers[part]] for part in parts)
        if whole not in values:
            counts.truth[numbers[whole]] = max(counts.truth[numbers[whole]], summed)
        counts.equations.append(((numbers[whole], 1), *((numbers[part], -1) for part in parts)))
    return numbers


def _linked(estimates: Sequence[Estimate]) -> list[_Rows]:
    """Measures grouped by shared rows, and in those by shared answers."""
    positions: dict[str, list[int]] = {}
    order = sorted(range(len(estimates)), key=lambda at: domain(estimates[at].domain))
    for position in order:
        positions.setdefault(estimates[position].measure, []).append(position)
    groups: list[_Rows] = []
    for _, at in sorted(positions.items()):
        cells = [(position, domain(estimates[position].domain)) for position in at]
        n = {each: estimates[position].n for position, each in cells}
        rows = {each: n[each] + estimates[position].missing for position, each in cells}
        group = next((g for g in groups if _agree(g.rows, rows)), None)
        if group is None:
            group = _Rows({}, [])
            groups.append(group)
        group.rows |= rows
        complete = n == rows
        answers = next(
            (a for a in group.answers if a.complete == complete and _agree(a.n, n)), None
        )
        if answers is None:
            answers = _Answers(complete, {}, {})
            group.answers.append(answers)
        answers.n |= n
        for position, each in cells:
            answers.estimates.setdefault(each, []).append(position)
    return groups


def _agree(some: Mapping[Domain, int], others: Mapping[Domain, int]) -> bool:
    shared = some.keys() & others.keys()
    return all(some[each] == others[each] for each in shared)
