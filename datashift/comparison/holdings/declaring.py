"""What somebody says of a file that does not say it itself, put where it is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from datashift import sdg
from datashift.comparison.official import in_order
from datashift.comparison.series import Declared, Observation, OfficialSeries
from datashift.kit.problem import Problem

_YEAR = re.compile(r"(?:19|20)\d\d")
_LEVELS = (1, 2)


def check(declared: Declared) -> None:
    """Refuse an indicator that the SDG framework does not have.

    Raises:
        Problem: it has none of that code.
    """
    if not declared.indicator:
        return
    try:
        sdg.indicator(declared.indicator)
    except KeyError:
        raise Problem(
            f'There is no SDG indicator "{declared.indicator}"',
            safe="Nothing was kept",
            do="Give its number, such as 6.1.1",
            code="official.indicator",
        ) from None


def completed(series: OfficialSeries, declared: Declared) -> OfficialSeries:
    """A series with the indicator and the areas that were declared for it.

    A national office writes the names of its provinces, of which other countries may have some too:
    only when the country is declared do they become codes.
    """
    definition = series.definition
    if declared.indicator and not definition.indicator:
        definition = replace(definition, indicator=declared.indicator)
    observations = series.observations
    if country := _country(declared.area):
        placed = (_placed(one, country) for one in observations)
        observations = tuple(sorted(placed, key=in_order))
    return replace(series, definition=definition, observations=observations)


def _country(text: str) -> str:
    try:
        return sdg.country(text).code
    except KeyError:
        return ""


def _placed(one: Observation, country: str) -> Observation:
    year = _YEAR.search(one.time_period)
    code = _part(one.ref_area, country, int(year[0]) if year else None)
    return replace(one, ref_area=code) if code != one.ref_area else one


@lru_cache(4096)
def _part(written: str, country: str, year: int | None) -> str:
    """The code of a part of a country in that year; what is written where no part is called so.

    An office's bare number ("30") stays: each of its levels may have one.
    """
    from datashift.harmonise.gazetteer import of_country

    if not written or written == country:
        return written
    for level in _LEVELS:
        found = of_country(country, level).find(written, year)
        if found.how in ("name", "alias"):
            return found.code
    return written
