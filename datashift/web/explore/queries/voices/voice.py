"""A voice: one source that says one thing, with every figure it published of a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from datashift import sdg
from datashift.comparison.series import Figure, OfficialSeries
from datashift.figures import Finding as Told
from datashift.figures import Quantity, Row
from datashift.web.evidence.models import Finding
from datashift.web.official.queries import Official

Kind = Literal["citizen", "official", "big"]
Groups = tuple[tuple[str, str], ...]
_SAME = {"PER_100_POP": "PT"}
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|2[01])\d\d")  # one slip (20199, 0202) would be the whole axis
_MONTH = re.compile(r"^\d{4}-(\d{2})")


class Seen(NamedTuple):
    """One published figure of a voice.

    Args:
        area: code of a part of the place; "" for the whole.
        period: as published.
        groups: dimension and code, in order; empty for everybody.
        row: the figure, under the name of its group or area.
        finding: the finding that it is in; None for official figures.
        nature: SDMX NATURE of an official figure, "" when not given.
    """

    area: str
    period: str
    groups: Groups
    row: Row
    finding: Finding | None = None
    nature: str = ""

    @property
    def at(self) -> float | None:
        """When, as a year with its fraction; the middle of a longer period; None for no year."""
        return year_of(self.period)

    @property
    def figure(self) -> Figure:
        """To be compared: without a range that chance alone does not give."""
        sure = not self.row.conditional
        lower, upper = (self.row.lower, self.row.upper) if sure else (None, None)
        return Figure(self.row.value, lower, upper)


@lru_cache(maxsize=4096)
def year_of(period: str) -> float | None:
    """A published period as a year with its fraction."""
    years = [int(year) for year in _YEAR.findall(period)]
    if not years:
        return None
    if len(years) == 1 and (month := _MONTH.match(period)) and 1 <= int(month[1]) <= 12:
        return years[0] + (int(month[1]) - 0.5) / 12
    return (years[0] + years[-1]) / 2


def framework_unit(series: OfficialSeries) -> str:
    """Code of the unit that the SDG framework gives a series, where its file says another; "".

    Offices do declare percent for deaths per 1,000 births: "28 in 100" would be ten times too many.
    """
    said = _SAME.get(series.definition.measure_unit, series.definition.measure_unit)
    try:
        known = sdg.series(series.code).unit
    except KeyError:
        return ""
    both = known and said in sdg.dimension("UNIT_MEASURE").codes
    return known if both and _SAME.get(known, known) != said else ""


@dataclass(frozen=True)
class Voice:
    """One source that says one thing.

    Args:
        kind: whose voice it is.
        who: who says it.
        what: what is said, in words.
        unit: SDMX UNIT_MEASURE.
        quantity: what was computed.
        unit_words: the unit in words, "" for percent.
        seen: its figures in the order of time, of the areas that were asked for.
        areas: every area that it has a figure of, asked for or not; "" for the whole.
        years: every year.
        told: the newest finding of citizens with all it says, its figures of groups, differences and
            tables left out; None for official figures.
        official: where official figures come from; None for those of a study's own file.
        language: code of the one that `what` is written in; "" where nobody said.
        counted: whether a percentage of it is one of people or things that were counted, as those of
            citizens are: theirs are shares of the rows of a study.
    """

    kind: Kind
    who: str
    what: str
    unit: str
    quantity: Quantity
    unit_words: str
    seen: tuple[Seen, ...]
    areas: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    told: Told | None = None
    official: Official | None = None
    language: str = ""
    counted: bool = True

    @cached_property
    def newest(self) -> Seen | None:
        """Its newest figure of a known year with a value."""
        dated = (one for one in self.seen if one.row.value is not None and one.at is not None)
        return max(dated, key=lambda one: one.at or 0, default=None)

    @property
    def last(self) -> Seen | None:
        """Its newest figure with a value."""
        return next((one for one in reversed(self.seen) if one.row.value is not None), None)
