"""Which measures share their rows, and which their answers: what one hides another may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datashift.disclosure.margins import Domain, domain
from datashift.estimates.estimate import Estimate


@dataclass
class Answers:
    """Measures with the same usable answers wherever they share a domain."""

    complete: bool  # every row has one
    n: dict[Domain, int]
    estimates: dict[Domain, list[int]]


@dataclass
class Rows:
    """Measures over the same rows."""

    rows: dict[Domain, int]
    answers: list[Answers]


def linked(estimates: Sequence[Estimate]) -> list[Rows]:
    """Measures grouped by shared rows, and in those by shared answers."""
    positions: dict[str, list[int]] = {}
    order = sorted(range(len(estimates)), key=lambda at: domain(estimates[at].domain))
    for position in order:
        positions.setdefault(estimates[position].measure, []).append(position)
    groups: list[Rows] = []
    for _, at in sorted(positions.items()):
        cells = [(position, domain(estimates[position].domain)) for position in at]
        n = {each: estimates[position].n for position, each in cells}
        rows = {each: n[each] + estimates[position].missing for position, each in cells}
        group = next((g for g in groups if _agree(g.rows, rows)), None)
        if group is None:
            group = Rows({}, [])
            groups.append(group)
        group.rows |= rows
        complete = n == rows
        answers = next(
            (a for a in group.answers if a.complete == complete and _agree(a.n, n)), None
        )
        if answers is None:
            answers = Answers(complete, {}, {})
            group.answers.append(answers)
        answers.n |= n
        for position, each in cells:
            answers.estimates.setdefault(each, []).append(position)
    return groups


def _agree(some: Mapping[Domain, int], others: Mapping[Domain, int]) -> bool:
    shared = some.keys() & others.keys()
    return all(some[each] == others[each] for each in shared)
