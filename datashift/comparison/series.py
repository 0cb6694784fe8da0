"""Official series: what a statistical office published, kept apart from citizen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from datashift import sdg
from datashift.estimates.estimate import Match, Quantity, Sampling
from datashift.kit.text import fold
from datashift.tables.flag import Flag

Beyond = Literal["", "<", ">"]


@dataclass(frozen=True)
class Definition:
    """What a series measures, of whom, where and how. Empty means unknown, never "the same".

    Args:
        indicator: SDG indicator code such as `6.1.1`.
        series: SDG series code such as `SH_H2O_SAFE`.
        title: what is measured, in words.
        quantity: how it is computed.
        unit: what one counted thing is, singular: "person", "household", "water point".
        population: whom or what it is about: "women aged 15-49".
        area: code of the area that the overall figure is for.
        period: the year, or first and last year, that figures without a period of their own are
            for.
        coverage: what part of the area was reached, when not all.
        sampling: how the units were chosen.
        measure_unit: SDMX UNIT_MEASURE of the values: `PT` for percent.
        language: code of the one that the unit is written in; "" where nobody said.
    """

    indicator: str = ""
    series: str = ""
    title: str = ""
    quantity: Quantity | None = None
    unit: str = ""
    population: str = ""
    area: str = ""
    period: str = ""
    coverage: str = ""
    sampling: Sampling | None = None
    measure_unit: str = ""
    language: str = ""


@dataclass(frozen=True)
class Observation:
    """One official figure.

    Args:
        ref_area: code of the area: ISO 3166 alpha-2 for a country, "" when the file names none.
        time_period: the period as written: `2018`, `2018-2020`.
        value: the figure; None when the office gave a bound or nothing.
        lower: lower end of the office's interval, or of what it said ("> 95" is 95 to None).
        upper: upper end.
        dimensions: dimension to code, totals left out.
        nature: SDMX NATURE (C country data, E estimated, M modelled ...), "" when not given.
        source: who published it.
        beyond: "<" or ">" when the office gave only a bound.
        status: SDMX OBS_STATUS as written, "" when not given.
        covers: years the figure draws on when the file says so, such as `2000-2018`.
    """

    ref_area: str
    time_period: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    nature: str = ""
    source: str = ""
    beyond: Beyond = ""
    status: str = ""
    covers: str = ""


@dataclass(frozen=True)
class OfficialSeries:
    """Official figures of one series in one unit.

    Args:
        code: series code as the file gives it, "" when it gives none.
        title: the series in words, "" when the file has none.
        definition: what it measures.
        observations: in the order of area, period, dimensions.
        source: who published it.
        file: name of the file.
        flags: what was assumed or could not be read.
    """

    code: str
    title: str
    definition: Definition
    observations: tuple[Observation, ...]
    source: str = ""
    file: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def called(self) -> str:
        """Its title; where the file has none, the framework's name of its code, else the code."""
        known = sdg.all_series().get(self.code)
        return self.title or (known.title if known is not None else self.code)

    @property
    def counted(self) -> bool:
        """Whether its percentages are of people or things that were counted; False when unsure.

        The framework says it of its series, the title of others, and of one that has neither code
        nor title the wording of its indicator.
        """
        known = sdg.all_series().get(self.code)
        if known is not None:
            return known.counted
        return sdg.says_count(self.title or ("" if self.code else self.definition.title))

    @property
    def language(self) -> str:
        """Code of the language of what it is called: English as the framework names it, else ""."""
        known = sdg.all_series().get(self.code)
        said = known.title if known is not None else None
        return "en" if said is not None and fold(said) == fold(self.called) else ""


@dataclass(frozen=True)
class OfficialFile:
    """A file of official figures as a study names it under `official:`.

    Args:
        file: where it is.
        series: keep only this series code.
        indicator: the indicator of the study it is compared with (id or SDG code).
        area: heading of the area column, or the area all rows are for.
        period: heading of the period column, or the period all rows are for.
        value: heading of the value column.
        source: who published it, when the file does not say.
        definition: what it measures, as far as the study says.
    """

    file: Path
    series: str = ""
    indicator: str = ""
    area: str = ""
    period: str = ""
    value: str = ""
    source: str = ""
    definition: Definition = Definition()


@dataclass(frozen=True)
class Declared:
    """What the person who brings a file says of it, where it does not say so itself.

    Args:
        area: heading of the area column, or the area that figures without one are of.
        period: heading of the period column, or the period of all figures.
        value: heading of the value column.
        indicator: SDG code of the figures that name no indicator.
    """

    area: str = ""
    period: str = ""
    value: str = ""
    indicator: str = ""


NOTHING_DECLARED = Declared()


@dataclass(frozen=True)
class Reason:
    """Why two figures answer different questions, or what was assumed to compare them.

    Args:
        code: stable dotted name: `unit.differs`, `period.apart`.
        message: one plain sentence with its values filled in.
        values: what the sentence's blanks were filled with.
    """

    code: str
    message: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One side of a comparison, in the unit of the comparison.

    Args:
        value: the figure.
        lower: lower end of its interval, None when it has none.
        upper: upper end.
        standard_error: None when unknown.
        ref_area: area code.
        time_period: period as published.
        source: who made it.
    """

    value: float | None
    lower: float | None = None
    upper: float | None = None
    standard_error: float | None = None
    ref_area: str = ""
    time_period: str = ""
    source: str = ""


@dataclass(frozen=True)
class Comparison:
    """A citizen figure beside an official one. The two are never averaged.

    Args:
        indicator: id of the citizen measure.
        domain: group of the citizen figure.
        citizen: citizen side.
        official: official side.
        difference: citizen minus official, in `unit`; None when a side has no value.
        lower: lower end of the 95 % interval of the difference; None unless both sides have one.
        upper: upper end.
        relative: difference as a share of the official value; None when that is 0 or unknown.
        match: how far the two answer the same question.
        reasons: why they may differ besides the thing measured; most weighty first.
        unit: SDMX UNIT_MEASURE of all numbers here, "" when unknown.
        could_be_same: True when the interval of the difference holds 0, False when it does not,
            None when there is no interval.
        overlap: the same in a sentence.
        series: code of the official series.
    """

    indicator: str
    domain: Mapping[str, str]
    citizen: Figure
    official: Figure
    difference: float | None
    lower: float | None
    upper: float | None
    relative: float | None
    match: Match
    reasons: tuple[Reason, ...]
    unit: str = ""
    could_be_same: bool | None = None
    overlap: str = ""
    series: str = ""
