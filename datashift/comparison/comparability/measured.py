"""What a study, or a series of the global framework, measures: one side of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from datashift import sdg
from datashift.comparison.nearest import years
from datashift.comparison.series import Definition
from datashift.comparison.wording import people_in
from datashift.kit.problem import Problem

Mode = Literal["in_person", "telephone", "self", "observation", "records", "sensor"]


@dataclass(frozen=True)
class Question:
    """A question as it was asked.

    Args:
        text: its wording.
        answers: the answers offered, in their order; empty for an open question or where unknown.
        language: ISO 639 code; questions in two languages are not compared.
    """

    text: str
    answers: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Measured:
    """One side of a comparison. What is empty is unknown, never "the same".

    Args:
        name: what people call it: the study's title, or the code of the series.
        definition: what it measures; `area` and `period` are those of the overall figure.
        groups: the group that all of it is about, dimension to code: {"SEX": "F"}.
        breakdown: groups it is published for besides, dimension to codes.
        areas: codes of the areas it is published for besides.
        areas_of: the year whose borders its areas have; None for the last year of its period.
        question: how it was asked, where it is known.
        mode: how it was asked, counted or sensed.
        framework: whether it is a series of the global framework, which holds for any area and
            year, instead of figures that somebody made.
    """

    name: str
    definition: Definition
    groups: Mapping[str, str] = field(default_factory=dict)
    breakdown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    areas_of: int | None = None
    question: Question | None = None
    mode: Mode | None = None
    framework: bool = False

    @property
    def borders(self) -> int | None:
        """The year whose borders hold; None where no year is known."""
        if self.areas_of is not None:
            return self.areas_of
        named = years(self.definition.period)
        return named[-1] if named else None

    def at(
        self, area: str = "", period: str = "", groups: Mapping[str, str] | None = None
    ) -> Measured:
        """The same for one of its areas, periods or groups."""
        one = self.definition
        return replace(
            self,
            definition=replace(one, area=area or one.area, period=period or one.period),
            groups={**self.groups, **(groups or {})},
        )


def series(code: str) -> Measured:
    """What a series of the global framework measures, from its title and its constraints.

    Raises:
        Problem: no such series is known.
    """
    try:
        one = sdg.series(code)
    except KeyError:
        raise Problem(
            f'There is no series "{code}" in the global framework',
            do="Give the code of an SDG series, such as SH_H2O_SAFE",
            code="comparability.series",
        ) from None
    indicator = one.indicators[0] if one.indicators else ""
    official = sdg.indicator(indicator).name().text if indicator else ""
    words = people_in(one.title) or people_in(official)
    allowed = sdg.constraint(code)
    fixed = allowed.fixed if allowed else {}
    return Measured(
        name=code,
        definition=Definition(
            indicator=indicator,
            series=code,
            title=one.title or official,
            unit="person" if words else "",
            population=words,
            measure_unit=one.unit,
            language="en",
        ),
        groups=fixed,
        breakdown={
            dimension: codes
            for dimension, codes in (allowed.codes.items() if allowed else ())
            if dimension not in fixed and codes != (sdg.TOTAL,)
        },
        framework=True,
    )
