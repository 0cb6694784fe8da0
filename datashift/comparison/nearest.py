"""The official observation that is nearest to a citizen figure in place, group and period."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from datashift import sdg
from datashift.comparison.ages import ages
from datashift.comparison.series import Observation

_SURE = 95  # score from which a name is taken to be the area's


@dataclass(frozen=True)
class Wanted:
    """What a citizen figure is about.

    Args:
        ref_area: area code, "" when the study has no place.
        period: its period, or first and last year.
        groups: dimension to code, place and period left out.
        country: alpha-2 code of the study's country, "" when it has none.
    """

    ref_area: str
    period: str
    groups: Mapping[str, str]
    country: str


@dataclass(frozen=True)
class Found:
    """An observation and how it differs from what was wanted.

    Args:
        observation: the nearest one.
        years_apart: how many years its period is away; None when a period is unknown.
        only_of: groups the official figure is restricted to and the citizen figure is not.
        others: how many observations of other groups were as near.
    """

    observation: Observation
    years_apart: int | None
    only_of: Mapping[str, str]
    others: int


def nearest(observations: Sequence[Observation], wanted: Wanted) -> Found | None:
    """The observation of the same place and groups whose period is nearest.

    An official series may be of a narrower group throughout (women aged 15-49); the widest such
    group is taken and named. It is never of another group, nor of a wider one than was wanted.
    Values before bounds, later before earlier periods. None when there is nothing to compare with.
    """
    fitting = [
        each
        for each in observations
        if (each.value is not None or each.beyond)
        and all(each.dimensions.get(name) == code for name, code in wanted.groups.items())
        and _same_area(each, wanted)
    ]
    if not fitting:
        return None

    def rank(each: Observation) -> tuple[object, ...]:
        extra = {n: c for n, c in each.dimensions.items() if n not in wanted.groups}
        width = tuple(sorted((name, -_breadth(code), code) for name, code in extra.items()))
        apart = years_apart(each.time_period, wanted.period)
        last = years(each.time_period)[-1] if years(each.time_period) else 0
        return (
            len(extra),
            width,
            each.value is None,
            apart if apart is not None else 10_000,
            -last,
            each.time_period,
            each.source,
        )

    best = min(fitting, key=rank)
    only_of = {n: c for n, c in best.dimensions.items() if n not in wanted.groups}
    groups = {tuple(sorted(each.dimensions.items())) for each in fitting}
    return Found(best, years_apart(best.time_period, wanted.period), only_of, len(groups) - 1)


def years(period: str) -> list[int]:
    """The years named in a period, in order.

    >>> years("2018-2020"), years("2018-Q3")
    ([2018, 2020], [2018])
    """
    return sorted({int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", period)})


def years_apart(one: str, other: str) -> int | None:
    """Years between two periods, 0 when they overlap; None when one names no year."""
    first, second = years(one), years(other)
    if not first or not second:
        return None
    return max(0, first[0] - second[-1], second[0] - first[-1])


def _same_area(each: Observation, wanted: Wanted) -> bool:
    if not each.ref_area:  # a file without areas is of the whole
        return wanted.ref_area == wanted.country
    if each.ref_area == wanted.ref_area:
        return True
    if not wanted.ref_area:
        return False
    # The name may have been that of another area then.
    code = area_code(each.ref_area, wanted.country, last_year(each.time_period))
    return code == wanted.ref_area


@lru_cache(8192)
def last_year(period: str) -> int | None:
    """The year whose borders a figure of that period has; None when it names none."""
    named = years(period)
    return named[-1] if named else None


@lru_cache(8192)
def area_code(text: str, country: str, at: int | None = None) -> str:
    """The code of an area of a country by its name or another of its codes; "" when unsure.

    Args:
        at: the year the name is of: an area of that year comes before one of today.
    """
    try:
        return sdg.country(text).code
    except KeyError:
        pass
    if not country or text.startswith(f"{country}-"):
        return text
    try:
        return _named(text, country, at) or (_named(text, country, None) if at is not None else "")
    except KeyError:
        return ""


def _named(text: str, country: str, at: int | None) -> str:
    found = sdg.find_areas(text, country, at=at)
    if not found or found[0].score < _SURE or found[0].how == "similar":
        return ""
    return found[0].area.code


def _breadth(code: str) -> int:
    """How many years of age a code spans; 0 for what is no age."""
    span = ages(code)
    return 0 if span is None else span[1] - span[0] + 1
