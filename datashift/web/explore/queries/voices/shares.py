"""Which official series have a share of a whole country, without making their figures."""

from __future__ import annotations

import json
from collections.abc import Iterable

from datashift.web.explore.queries.voices.gathered import constant
from datashift.web.explore.queries.voices.voice import year_of
from datashift.web.official.queries import Glimpse


def shares(glimpsed: Iterable[Glimpse], country: str) -> list[tuple[str, str]]:
    """Who published it and what it is called, of each that `every` would find a figure of."""
    return [
        (one.source, one.code or one.title)
        for one in glimpsed
        if one.kind == "official" and one.unit == "PT" and _has_whole(one, country)
    ]


def _has_whole(series: Glimpse, country: str) -> bool:
    """Whether a dated figure of it is of the whole country and of everybody."""
    columns = series.areas.get(country)
    if columns is None:
        return False
    texts = {text for each in series.areas.values() for text in each["dimensions"]}
    known = {text: json.loads(text) for text in texts}
    same = constant(list(known.values()))
    of_everybody = {text for text, groups in known.items() if not groups.keys() - same}
    said = zip(columns["value"], columns["time_period"], columns["dimensions"], strict=True)
    return any(
        value is not None and year_of(period) is not None and text in of_everybody
        for value, period, text in said
    )
