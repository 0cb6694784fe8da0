"""Which counts add up to which: cross-classifications, their margins, areas within areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

Domain = tuple[tuple[str, str], ...]
"""A group of people: (dimension, code) pairs sorted by dimension; () is everybody."""

Dimensions = frozenset[str]

Sum = tuple[Domain, tuple[Domain, ...]]
"""A domain, and others that it is the sum of."""


def domain(items: Mapping[str, str]) -> Domain:
    """The hashable form of an estimate's domain."""
    return tuple(sorted(items.items()))


def dimensions(of: Domain) -> Dimensions:
    """The dimensions a domain is classified by."""
    return frozenset(name for name, _ in of)


def crossings(domains: Iterable[Domain]) -> frozenset[Dimensions]:
    """The cross-classifications present, and those that two of them share.

    place x SEX and place x AGE both add up to place, published or not: through it, one bounds the
    other.
    """
    found = {dimensions(each) for each in domains}
    while True:
        shared = {a & b for a, b in combinations(found, 2)} - found
        if not shared:
            return frozenset(found)
        found |= shared


def project(domains: Iterable[Domain], onto: Dimensions) -> frozenset[Domain]:
    """The domains of a coarser cross-classification that finer ones belong to."""
    return frozenset(_drop(each, onto) for each in domains)


def sums(domains: Iterable[Domain], parents: Mapping[str, str]) -> list[Sum]:
    """Each domain that others add up to, with those others.

    Args:
        domains: all domains of one count, closed under `crossings`.
        parents: code to the code it lies within, such as a county to its region.
    """
    tables: defaultdict[Dimensions, list[Domain]] = defaultdict(list)
    for each in sorted(set(domains)):
        tables[dimensions(each)].append(each)
    found = []
    for finer in sorted(tables, key=lambda names: (len(names), sorted(names))):
        ancestors = {name: _ancestors(tables[finer], name, parents) for name in sorted(finer)}
        for name in sorted(finer):
            found += _within(tables[finer], name, ancestors[name])
        for coarser in _next_coarser(finer, tables):
            found += _across(tables[finer], coarser, ancestors)
    return found


def outermost(table: list[Domain], parents: Mapping[str, str]) -> list[Domain]:
    """The domains of a cross-classification that are within no other of it."""
    names = sorted({name for each in table for name, _ in each})
    ancestors = {name: _ancestors(table, name, parents) for name in names}
    return [each for each in table if not any(code in ancestors[name] for name, code in each)]


def _next_coarser(finer: Dimensions, tables: Iterable[Dimensions]) -> list[Dimensions]:
    coarser = [each for each in tables if each < finer]
    nearest = [each for each in coarser if not any(each < other for other in coarser)]
    return sorted(nearest, key=sorted)


def _across(
    table: list[Domain], coarser: Dimensions, ancestors: Mapping[str, Mapping[str, str]]
) -> list[Sum]:
    """Sums over the dimensions dropped; of areas within areas only the outermost count."""
    parts: defaultdict[Domain, list[Domain]] = defaultdict(list)
    for each in table:
        if not any(name not in coarser and code in ancestors[name] for name, code in each):
            parts[_drop(each, coarser)].append(each)
    return [(whole, tuple(children)) for whole, children in parts.items()]


def _within(table: list[Domain], name: str, ancestors: Mapping[str, str]) -> list[Sum]:
    """Sums over the codes of one dimension that lie within another of its codes."""
    if not ancestors:
        return []
    parts: defaultdict[Domain, list[Domain]] = defaultdict(list)
    for each in table:
        code = dict(each)[name]
        if code in ancestors:
            whole = tuple((n, ancestors[code] if n == name else c) for n, c in each)
            parts[whole].append(each)
    present = set(table)
    return [(whole, tuple(children)) for whole, children in parts.items() if whole in present]


def _ancestors(table: list[Domain], name: str, parents: Mapping[str, str]) -> dict[str, str]:
    """Code to the nearest code around it that the table also has."""
    if not parents:
        return {}
    codes = {dict(each)[name] for each in table}
    found = {}
    for code in codes:
        seen = {code}
        around = parents.get(code)
        while around is not None and around not in codes and around not in seen:
            seen.add(around)
            around = parents.get(around)
        if around is not None and around in codes and around != code:
            found[code] = around
    return found


def _drop(each: Domain, keep: Dimensions) -> Domain:
    return tuple(item for item in each if item[0] in keep)
