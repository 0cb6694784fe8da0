"""An attacker, written apart from the engine: knows the rules and sees what is published, no more.

Unlike the engine, which reasons on margins, the attacker rebuilds the people: one unknown whole
number for each combination of codes that the published rows allow, everything published a sum of
those. The range of a hidden row is found by integer programming on the people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Group = tuple[tuple[str, str], ...]
Range = tuple[int, int]

EVERYBODY = 10_000  # the attacker knows that no study here has more people


@dataclass(frozen=True)
class Row:
    """A published row: who it is about, and the numbers unless they are hidden."""

    measure: str
    group: Group
    n: int | None
    missing: int | None

    @property
    def hidden(self) -> bool:
        return self.n is None


@dataclass(frozen=True)
class Person:
    """People alike in all that is published: codes, and which questions they answered."""

    codes: Group
    answered: frozenset[str]


def ranges(
    rows: Sequence[Row],
    *,
    unstated: Iterable[str] = (),
    left_out: Mapping[Group, int] | None = None,
) -> dict[tuple[str, Group], Range]:
    """Smallest and largest number of usable answers of each hidden row.

    Args:
        rows: what is published.
        unstated: dimensions that some people did not state; they are in no row of it.
        left_out: how many people of a group (within the dimension dropped) did not state it:
            the key is the group with `(dimension, "?")` added.
    """
    people = _people(rows, frozenset(unstated))
    equations, targets = [], []
    least, lower = [], []
    for row in rows:
        inside = [at for at, person in enumerate(people) if set(row.group) <= set(person.codes)]
        answering = [at for at in inside if row.measure in people[at].answered]
        if row.n is None:
            least.append(inside)  # the row exists, so somebody is in it
            lower.append(1)
        else:
            equations.append(answering)
            targets.append(row.n)
            if row.missing is not None:
                equations.append(inside)
                targets.append(row.n + row.missing)
    for group, number in (left_out or {}).items():
        equations.append([at for at, p in enumerate(people) if set(group) <= set(p.codes)])
        targets.append(number)
    found = {}
    for row in rows:
        if row.hidden:
            wanted = [
                at
                for at, person in enumerate(people)
                if set(row.group) <= set(person.codes) and row.measure in person.answered
            ]
            problem = (len(people), equations, targets, least, lower)
            found[row.measure, row.group] = (
                _optimum(wanted, 1, *problem),
                _optimum(wanted, -1, *problem),
            )
    return found


def _people(rows: Sequence[Row], unstated: frozenset[str]) -> list[Person]:
    names = sorted({name for row in rows for name, _ in row.group})
    codes = {
        name: sorted({code for row in rows for n, code in row.group if n == name})
        + (["?"] if name in unstated else [])
        for name in names
    }
    crossings = {frozenset(n for n, _ in row.group) for row in rows}
    existing = {row.group for row in rows}
    incomplete = sorted({row.measure for row in rows if row.missing != 0})
    complete = {row.measure for row in rows} - set(incomplete)
    people = []
    for combination in product(*(codes[name] for name in names)):
        person = tuple(zip(names, combination, strict=True))
        if all(
            tuple(item for item in person if item[0] in crossing) in existing
            for crossing in crossings
            if not any(name in crossing and code == "?" for name, code in person)
        ):
            for pattern in product([True, False], repeat=len(incomplete)):
                answered = {m for m, yes in zip(incomplete, pattern, strict=True) if yes}
                people.append(Person(person, frozenset(answered | complete)))
    return people


def _optimum(
    wanted: Sequence[int],
    sign: int,
    size: int,
    equations: Sequence[Sequence[int]],
    targets: Sequence[int],
    least: Sequence[Sequence[int]],
    lower: Sequence[int],
) -> int:
    objective = np.zeros(size)
    objective[wanted] = sign
    constraints = []
    if equations:
        constraints.append(LinearConstraint(_sums(equations, size), targets, targets))
    if least:
        constraints.append(LinearConstraint(_sums(least, size), lower, np.inf))
    result = milp(
        objective,
        constraints=constraints,
        bounds=Bounds(0, EVERYBODY),
        integrality=np.ones(size, dtype=np.int64),
    )
    assert result.x is not None, result.message
    return int(np.rint(result.x[wanted]).sum())


def _sums(lines: Sequence[Sequence[int]], size: int) -> csr_array:
    at = [(line, column) for line, columns in enumerate(lines) for column in columns]
    rows, columns = zip(*at, strict=True) if at else ((), ())
    return csr_array((np.ones(len(at)), (rows, columns)), shape=(len(lines), size))


def by_subtraction(rows: Sequence[Row]) -> set[tuple[str, Group]]:
    """Hidden rows that anybody with a pencil works out: a margin less all its other rows."""
    known = {(row.measure, row.group): row.n for row in rows if row.n is not None}
    hidden = {(row.measure, row.group) for row in rows if row.hidden}
    crossings = {frozenset(n for n, _ in row.group) for row in rows}
    found: set[tuple[str, Group]] = set()
    progress = True
    while progress:
        progress = False
        for row, finer in product(rows, crossings):
            names = frozenset(n for n, _ in row.group)
            if not names < finer:
                continue
            parts = [
                (other.measure, other.group)
                for other in rows
                if other.measure == row.measure
                and frozenset(n for n, _ in other.group) == finer
                and set(row.group) <= set(other.group)
            ]
            family = [(row.measure, row.group), *parts]
            unknown = [each for each in family if each not in known]
            if len(unknown) == 1:
                (last,) = unknown
                total = known.get(family[0])
                rest = sum(known[part] for part in parts if part in known)
                known[last] = rest if total is None else total - rest
                found.add(last)
                progress = True
    return found & hidden
