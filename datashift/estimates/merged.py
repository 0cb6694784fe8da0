"""Moments of disjoint sets of PSUs put together: rounds, batches, offices that keep their rows.

Source: Chan, Golub & LeVeque (1983), The American Statistician 37, 242-247.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from datashift.estimates.answers import form_of
from datashift.estimates.estimate import Measure
from datashift.estimates.moments import Beyond, Cells, Domains, Moments, Strata, Table, Tables
from datashift.estimates.sample import agreed_population, unsampled
from datashift.tables.arrays import Integers, Numbers, renumbered, summed


def merged(parts: Sequence[Tables], measures: Sequence[Measure]) -> Tables:
    """The moments of all rows from those of parts, none of whose PSUs is in two of them.

    A part need not have all strata. Which PSUs it has is no longer known, so that one in two parts
    goes unnoticed and counts as two.

    Args:
        parts: at least one, of the same measures and design.

    Raises:
        Problem: the parts do not agree on the population of a stratum, or it is smaller than their
            samples together.
        ValueError: the measures differ.
        TypeError: a table holds more than moments (a quantile, calibrated or replicate weights).
    """
    first = parts[0]
    if any(part.tables.keys() != first.tables.keys() for part in parts):
        raise ValueError("the parts are of different measures")
    if any(table.beyond != Beyond() for part in parts for table in part.tables.values()):
        raise TypeError("moments alone do not tell these figures")
    strata, numbers = _strata([part.strata for part in parts])
    return Tables(
        {
            key: _table(
                [part.tables[key] for part in parts],
                numbers,
                len(strata.psus),
                is_total=form_of(measures[key[0]]) == "total",
            )
            for key in first.tables
        },
        strata,
        sum(part.unweighted for part in parts),
    )


def _strata(parts: list[Strata]) -> tuple[Strata, list[Integers]]:
    """The strata of all parts, sorted by name, and the numbers of each part's own among them."""
    names = sorted({name for part in parts for name in part.names})
    place = {name: at for at, name in enumerate(names)}
    numbers = [np.array([place[name] for name in part.names], np.int64) for part in parts]
    psus = np.zeros(len(names), np.int64)
    lowest, highest = np.full(len(names), np.inf), np.full(len(names), -np.inf)
    for part, number in zip(parts, numbers, strict=True):
        psus[number] += part.psus
        known = np.full(len(number), np.inf) if part.population is None else part.population
        lowest[number] = np.minimum(lowest[number], known)
        highest[number] = np.maximum(highest[number], known)
    if all(part.population is None for part in parts):
        return Strata(psus, np.ones(len(names)), tuple(names)), numbers
    population = agreed_population(lowest, highest, psus, None)
    return Strata(psus, unsampled(population, psus), tuple(names), population), numbers


def _table(parts: list[Table], numbers: list[Integers], strata: int, *, is_total: bool) -> Table:
    codes = sorted({code for part in parts for code in part.domains.codes})
    number = {code: at for at, code in enumerate(codes)}
    places = [np.array([number[code] for code in part.domains.codes], np.int64) for part in parts]
    domain = np.concatenate(places)
    seen = [part.moments for part in parts]
    size = len(codes)

    def end_to_end(name: str) -> Numbers:
        return np.concatenate([getattr(one, name) for one in seen])

    def added(values: Numbers) -> Numbers:
        return summed(domain, values, size)

    own, x, yx, xx = (end_to_end(name) for name in ("centre", "x", "yx", "xx"))
    bottom = added(x)
    centre = np.zeros(size)
    np.divide(added(end_to_end("a") + own * x), bottom, out=centre, where=bottom != 0)
    d = own - centre[domain]
    a = added(end_to_end("a") + d * x)
    moments = Moments(
        n=added(end_to_end("n")).astype(np.int64),
        missing=added(end_to_end("missing")).astype(np.int64),
        plain=added(end_to_end("plain")),
        y=added(end_to_end("y")) if is_total else a + centre * bottom,
        x=bottom,
        weight=added(end_to_end("weight")),
        centre=centre,
        a=a,
        yy=added(end_to_end("yy") + d * (2 * yx + d * xx)),
        yx=added(yx + d * xx),
        xx=added(xx),
        cells=_cells(seen, places, numbers, centre, strata, is_total=is_total),
    )
    by, unplaced = parts[0].domains.by, sum(part.domains.unplaced for part in parts)
    return Table(Domains(by, tuple(codes), unplaced), moments)


def _cells(
    seen: list[Moments],
    places: list[Integers],
    numbers: list[Integers],
    centre: Numbers,
    strata: int,
    *,
    is_total: bool,
) -> Cells | None:
    cells, strata_of, domains_of, shifts = [], [], [], []
    for one, place, number in zip(seen, places, numbers, strict=True):
        if one.cells is None:
            return None
        cells.append(one.cells)
        strata_of.append(number[one.cells.stratum])
        domains_of.append(place[one.cells.domain])
        d = one.centre - centre[place]
        shifts.append((np.zeros_like(d) if is_total else d)[one.cells.domain])
    stratum, domain = np.concatenate(strata_of), np.concatenate(domains_of)
    d = np.concatenate(shifts)
    psus, a, b, aa, ab, bb = (
        np.concatenate([getattr(one, name) for one in cells])
        for name in ("psus", "a", "b", "aa", "ab", "bb")
    )
    a, aa, ab = a + d * b, aa + d * (2 * ab + d * bb), ab + d * bb
    domains = len(centre)
    key = stratum * domains + domain
    distinct, cell = renumbered(key, strata * domains)
    size = len(distinct)
    n, sum_a, sum_b = (summed(cell, values, size) for values in (psus, a, b))
    apart_a, apart_b = a / psus - (sum_a / n)[cell], b / psus - (sum_b / n)[cell]
    return Cells(
        stratum=distinct // domains,
        domain=distinct % domains,
        psus=n.astype(np.int64),
        a=sum_a,
        b=sum_b,
        aa=summed(cell, aa + psus * apart_a * apart_a, size),
        ab=summed(cell, ab + psus * apart_a * apart_b, size),
        bb=summed(cell, bb + psus * apart_b * apart_b, size),
    )
