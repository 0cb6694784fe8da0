"""What the road gave, step by step; findings and documents are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datashift.disclosure import Cell, Protection
    from datashift.harmonise import Harmonised
    from datashift.studies.account import Account
    from datashift.studies.differences.computed import Apart
    from datashift.studies.loading import Study
    from datashift.studies.modelled.found import Found
    from datashift.studies.official import Beside
    from datashift.studies.reading import Rows
    from datashift.studies.specification import Indicator
    from datashift.studies.weighting.weights import Weighted
    from datashift.tables import Flag, Repair


@dataclass(frozen=True)
class Course:
    """Everything a release is made from; the rows are still in it, so it is not published.

    Args:
        study: what was asked.
        rows: the rows as read.
        flags: what was noticed or assumed on the way, in order.
        repairs: what the study says was decided.
        set_aside: flag code to the file rows that were left out for it.
        harmonised: the rows with the study's variables, places and periods.
        protection: every figure, as it may leave.
        account: what protection did, for those who hold the rows.
        differences: between groups, as they may leave.
        unanswered: weighted share without a usable answer, by indicator and group.
        weighted: how the rows counted.
        models: of each indicator that has one, what it gave.
        comparisons: figures beside official ones.
        others: further input files, name and content.
        points: the map of points that was asked for; "" for none.
    """

    study: Study
    rows: Rows
    flags: tuple[Flag, ...]
    repairs: tuple[Repair, ...]
    set_aside: Mapping[str, tuple[int, ...]]
    harmonised: Harmonised
    protection: Protection
    account: Account
    differences: tuple[Apart, ...]
    unanswered: Mapping[tuple[str, frozenset[tuple[str, str]]], float]
    weighted: Weighted
    models: Mapping[str, Found]
    comparisons: tuple[Beside, ...]
    others: tuple[tuple[str, bytes], ...]
    points: str = ""

    def cells(self, indicator: str) -> list[Cell]:
        """The figures of one indicator, in the order of `by` and codes."""
        return [cell for cell in self.protection.cells if cell.estimate.measure == indicator]

    def name_of_whole(self) -> str:
        """What the overall figure is for: the place the study names, its country, or ""."""
        place = self.study.specification.place
        if place is None or (place.name or place.country) is None:
            return ""
        if place.name is not None:
            return place.name
        from datashift.sdg import country

        return country(place.country or "").name

    def unit_of(self, indicator: Indicator) -> str:
        """SDMX UNIT_MEASURE of an indicator's figures."""
        usual = "PT" if indicator.measure == "proportion" else "NUMBER"
        return indicator.unit_measure or usual


def scaled(value: float | None, indicator: Indicator) -> float | None:
    """A number as it is published: proportions as percentages."""
    return 100 * value if value is not None and indicator.measure == "proportion" else value


def series_of(indicator: Indicator) -> str:
    """The SDG series: the one that is given, or the only one its indicator has."""
    if indicator.series is not None or indicator.sdg is None:
        return indicator.series or ""
    from datashift.sdg import indicator as framework

    series = framework(indicator.sdg).series
    return series[0] if len(series) == 1 else ""


def match_of(indicator: Indicator) -> str:
    """How near it is to its SDG indicator; the weakest match where the study does not say."""
    return indicator.match or ("proxy" if indicator.sdg is not None else "")
