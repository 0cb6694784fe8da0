"""People behind cross-classifications that close a ring, such as A x B, B x C and C x A.

Where tables overlap like branches of a tree, whatever fits each table fits some population. In a
ring it need not: counts of single people, one for each combination of codes, then bound the
margins further, and an attacker may use them (Vorob'ev, Consistent families of measures and their
extensions, Theory of Probability and its Applications 7, 1962).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from datashift.disclosure.counts import Counts
from datashift.disclosure.margins import Dimensions, Domain, dimensions, sums

_MOST = 5_000  # combinations of codes; beyond, they are not gone through
_UNSTATED = "?"


@dataclass(frozen=True)
class Additive:
    """One count in all its domains.

    Args:
        numbers: domain to the number of its count, unpublished margins among them.
        listed: the domains that figures are for.
    """

    numbers: Mapping[Domain, int]
    listed: Collection[Domain]


def ring(tables: Collection[Dimensions]) -> Dimensions:
    """The dimensions of the cross-classifications that close a ring; none where there is none.

    Graham's reduction: a dimension in one table only goes, a table within another goes, and what
    cannot be reduced any more is a ring.
    """
    left = {table: set(table) for table in sorted(set(tables), key=sorted)}
    while True:
        alone = {
            name
            for held in left.values()
            for name in held
            if sum(name in other for other in left.values()) == 1
        }
        inside = next(
            (
                table
                for table, held in left.items()
                if not held - alone
                or any(held - alone <= other for key, other in left.items() if key != table)
            ),
            None,
        )
        if inside is None:
            return frozenset(name for table in left for name in table)
        del left[inside]


def join(
    counts: Counts, rows: Additive, answers: Sequence[Additive], parents: Mapping[str, str]
) -> bool:
    """Add counts of people for each combination of codes of a ring, and tie the margins to them.

    Args:
        counts: grows by them.
        rows: the count that all others are part of, or the only one.
        answers: usable answers among those rows, per measure.
        parents: code to the code it lies within.

    Returns:
        False when a ring was left as it is: it is too large, or the margins do not fit together.
    """
    everything = [rows, *answers]
    names = ring({dimensions(each) for one in everything for each in one.listed})
    if not names:
        return True
    people = _people(counts, everything, names, parents)
    if people is None:
        return False
    first = len(counts.truth)
    ties = len(counts.equations)
    whole = _tie(counts, rows, people, parents)
    for one in answers:
        part = _tie(counts, one, people, parents)
        for all_of, answering in zip(whole, part, strict=True):
            counts.equations.append(((all_of, 1), (answering, -1), (counts.add(0), -1)))
    from datashift.disclosure.programme import fill

    return fill(counts, first, ties)


def _tie(
    counts: Counts, one: Additive, people: Sequence[Domain], parents: Mapping[str, str]
) -> list[int]:
    numbers = [counts.add(0) for _ in people]
    names = dimensions(people[0]) if people else frozenset[str]()
    for each in sorted(one.listed):
        if dimensions(each) <= names:
            inside = [
                (number, -1)
                for number, person in zip(numbers, people, strict=True)
                if _covers(each, dict(person), parents)
            ]
            counts.equations.append(((one.numbers[each], 1), *inside))
    return numbers


def _people(
    counts: Counts, everything: Sequence[Additive], names: Dimensions, parents: Mapping[str, str]
) -> list[Domain] | None:
    """Every combination of codes that somebody may have; None when there are too many to list."""
    left_out = _left_out(counts, everything, parents)
    if left_out is None:
        return None
    listed = {each for one in everything for each in one.listed if dimensions(each) <= names}
    tables = {dimensions(each) for each in listed}
    codes = {
        name: sorted({dict(each)[name] for each in listed if name in dimensions(each)})
        + ([_UNSTATED] if name in left_out else [])
        for name in sorted(names)
    }
    if prod(len(each) for each in codes.values()) > _MOST:
        return None
    return [
        person
        for combination in product(*codes.values())
        if _exists(person := tuple(zip(codes, combination, strict=True)), tables, listed)
    ]


def _exists(person: Domain, tables: Collection[Dimensions], listed: Collection[Domain]) -> bool:
    """Whether every table that shows these people has a row for them."""
    for table in tables:
        inside = tuple(item for item in person if item[0] in table)
        if all(code != _UNSTATED for _, code in inside) and inside not in listed:
            return False
    return True


def _covers(group: Domain, person: Mapping[str, str], parents: Mapping[str, str]) -> bool:
    return all(code in _around(person[name], parents) for name, code in group)


def _around(code: str, parents: Mapping[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    around: str | None = code
    while around is not None and around not in seen:
        yield around
        seen.add(around)
        around = parents.get(around)


def _left_out(
    counts: Counts, everything: Sequence[Additive], parents: Mapping[str, str]
) -> set[str] | None:
    """Dimensions that some people did not state; None when parts exceed their whole."""
    found: set[str] = set()
    for one in everything:
        for whole, parts in sums(one.listed, parents):
            rest = counts.truth[one.numbers[whole]] - sum(
                counts.truth[one.numbers[part]] for part in parts
            )
            if rest < 0:
                return None
            if rest:
                found |= dimensions(parts[0]) - dimensions(whole)
    return found
