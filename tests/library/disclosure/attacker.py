"""An attacker, written apart from the engine: knows the rules and sees what is published, no more.

Unlike the engine, which reasons on margins, the attacker rebuilds the people: one unknown whole
number for each combination of codes that the published rows allow, everything published a sum of
those. The range of a hidden row is found by integer programming on the people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt
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
    enough: int = EVERYBODY,
    left_out: Mapping[Group, int] | None = None,
) -> dict[tuple[str, Group], Range]:
    """Smallest and largest number of usable answers of each hidden row.

    Args:
        rows: what is published.
        enough: do not look further where a range is seen to be that wide.
        left_out: how many people of a group did not state a dimension, as a study may tell: the
            key is the group with `(dimension, "?")` added.
    """
    unstated = {name for group in left_out or {} for name, code in group if code == "?"}
    people = _people(rows, unstated)
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
    problem = _Problem(len(people), equations, targets, least, lower)
    wanted = {
        (row.measure, row.group): [
            at
            for at, person in enumerate(people)
            if set(row.group) <= set(person.codes) and row.measure in person.answered
        ]
        for row in rows
        if row.hidden
    }
    seen: dict[tuple[str, Group], Range] = {}
    for where, columns in wanted.items():
        for sign in (1, -1):
            if where in seen and seen[where][1] - seen[where][0] >= enough:
                continue
            solution = problem.solve(columns, sign)
            for other, others in wanted.items():
                number = int(solution[others].sum())
                low, high = seen.get(other, (number, number))
                seen[other] = (min(low, number), max(high, number))
    return seen


def _people(rows: Sequence[Row], unstated: Collection[str]) -> list[Person]:
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


@dataclass(frozen=True)
class _Problem:
    """How many people there may be of each kind."""

    size: int
    equations: Sequence[Sequence[int]]
    targets: Sequence[int]
    least: Sequence[Sequence[int]]
    lower: Sequence[int]

    def solve(self, wanted: Sequence[int], sign: int) -> npt.NDArray[np.float64]:
        """The people, with as few (sign 1) or as many (-1) as can be of the kinds wanted."""
        objective = np.zeros(self.size)
        objective[list(wanted)] = sign
        result = milp(
            objective,
            constraints=self._constraints,
            bounds=Bounds(0, EVERYBODY),
            integrality=np.ones(self.size, dtype=np.int64),
        )
        assert result.x is not None, result.message
        return np.rint(np.asarray(result.x))

    @cached_property
    def _constraints(self) -> list[LinearConstraint]:
        exact = _sums(self.equations, self.size)
        at_least = _sums(self.least, self.size)
        pairs = [
            (self.equations, LinearConstraint(exact, self.targets, self.targets)),
            (self.least, LinearConstraint(at_least, self.lower, np.inf)),
        ]
        return [constraint for lines, constraint in pairs if lines]


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
