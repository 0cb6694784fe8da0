"""A finding: one published result with all that its page, its report and its card need.

Studies make it from protected figures; `report.html` and the public page draw it. Everything in
it may be published.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datashift.estimates.estimate import Quantity


@dataclass(frozen=True)
class Row:
    """One published figure. Proportions are percentages, 0-100, as in observations.csv.

    Args:
        name: the group in words ("Njombe", "Women, Njombe"); the whole for the overall figure.
        domain: dimension to code; empty for the overall figure.
        value: None when hidden or when there is nothing to estimate from.
        lower: lower end of the 95 % interval, or None.
        upper: upper end.
        n: usable answers; None when hidden.
        hidden: suppressed to protect people.
        unanswered: weighted percentage of the group without a usable answer; None where all have.
        reliability: of a share, by the NCHS standards: "reliable", "review", "unreliable" or "".
        reason: why there is no sampling range, one plain sentence.
        conditional: whether the range rests on a model's assumption, the finding's, and not on
            chance; it is never shown without it.
        own: percentage of the figure that comes from the group's own answers; None without a model.
    """

    name: str
    domain: Mapping[str, str] = field(default_factory=dict)
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    hidden: bool = False
    unanswered: float | None = None
    reliability: str = ""
    reason: str = ""
    conditional: bool = False
    own: float | None = None

    @classmethod
    def plain(cls, name: str, value: float | None, lower: float | None, upper: float | None) -> Row:
        """A figure and its range, of which nothing else is known.

        A page has hundreds: field by field, as the frozen class sets them, is four times slower.
        """
        made = object.__new__(cls)
        made.__dict__.update(_BLANK, name=name, domain={}, value=value, lower=lower, upper=upper)
        return made


_BLANK = {one.name: one.default for one in dataclasses.fields(Row)}


@dataclass(frozen=True)
class Grid:
    """A small table: a title, headings, rows of text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Breakdown:
    """The same figure for several groups.

    Args:
        title: what the groups are, in words ("By region").
        by: the dimensions, in order.
        rows: the figures.
        note: what a reader must know of this table ("1,812 water points have no location ...").
    """

    title: str
    by: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Apart:
    """How far one group is from another; percentages are in points.

    Args:
        one: the group in words; of a combination of several groups all of it.
        other: the group it is compared with; "" of a combination.
        where: the group both are in, in words; "" for all.
        said: the difference as a sentence.
        value: `one` less `other`; None when hidden.
        lower: lower end of the 95 % interval, or None.
        upper: upper end.
        hidden: whether a figure behind it is hidden to protect people.
    """

    one: str
    other: str
    where: str
    said: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    hidden: bool = False


@dataclass(frozen=True)
class OfficialFigure:
    """The official figure that stands beside the citizens' one.

    Args:
        what: what it measures, in words.
        value: in the unit of the finding; None where only a bound was published ("<2.5").
        lower: lower bound as published, or None.
        upper: upper bound as published, or None.
        period: time period as published.
        source: who published it.
        area: area code it is for.
        difference: citizen value minus official value, or None.
        difference_lower: lower end of the difference's 95 % interval, or None.
        difference_upper: upper end.
        could_be_the_same: whether the ranges allow both to be one value; None when unknown.
        language: code of the one `what` is written in; "" where nobody said.
    """

    what: str
    value: float | None
    lower: float | None
    upper: float | None
    period: str
    source: str
    area: str = ""
    difference: float | None = None
    difference_lower: float | None = None
    difference_upper: float | None = None
    could_be_the_same: bool | None = None
    language: str = ""


@dataclass(frozen=True)
class Said:
    """A labelled sentence: why the two figures differ, or what a check noticed."""

    label: str
    text: str


@dataclass(frozen=True)
class Finding:
    """One published result.

    Args:
        id: the indicator's id in the study.
        title: the indicator's title.
        headline: one sentence with its number.
        range: the range in words, or why there is none.
        quantity: what was computed.
        unit_measure: SDMX unit code ("PT" for percentages).
        unit_words: the unit in words, "" for percentages.
        unit: what one row is, singular ("water point").
        sdg: SDG indicator code, or "".
        series: SDG series code, or "".
        match: "direct", "partial", "proxy" or "".
        match_reason: why, in one sentence.
        place: name of the whole.
        country: alpha-2 code, or "".
        period: in words ("2011-2013").
        producer: who counted.
        licence: licence of the data.
        language: code of the one the study's own words are in; "" where it does not say.
        sampling: how the units were chosen (estimates.Sampling).
        overall: the figure for the whole.
        breakdowns: the same for groups.
        official: official figures beside it.
        reasons: why they differ.
        minimum: the smallest group that is shown.
        hidden: how many figures were hidden.
        checks: what the checks noticed.
        method: how it was computed, in one or two sentences.
        method_page: page under docs/methods.
        sensitivity: for a non-probability sample, what a selection would have to be to change it.
        missing: rows without a usable answer.
        meaning: what a number of this kind says, in one sentence, or "".
        differences: between groups and over time.
        weighting: what was done to the weights and what they look like, label and sentence.
        invented: whether the data are made up for demonstration.
        assumption: what the ranges of a model hold under, one sentence; "" without a model.
        modelled: what was modelled and how well it fits, label and sentence.
        grids: the same as small tables.
    """

    id: str
    title: str
    headline: str
    range: str
    quantity: Quantity
    unit_measure: str
    unit: str
    overall: Row
    unit_words: str = ""
    sdg: str = ""
    series: str = ""
    match: str = ""
    match_reason: str = ""
    place: str = ""
    country: str = ""
    period: str = ""
    producer: str = ""
    licence: str = ""
    language: str = ""
    sampling: str = ""
    breakdowns: tuple[Breakdown, ...] = ()
    official: tuple[OfficialFigure, ...] = ()
    reasons: tuple[Said, ...] = ()
    minimum: int = 0
    hidden: int = 0
    checks: tuple[Said, ...] = ()
    method: str = ""
    method_page: str = ""
    sensitivity: str = ""
    missing: int = 0
    invented: bool = False
    meaning: str = ""
    differences: tuple[Apart, ...] = ()
    weighting: tuple[Said, ...] = ()
    assumption: str = ""
    modelled: tuple[Said, ...] = ()
    grids: tuple[Grid, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Finding:
        """The finding that `to_json` described; keys of a newer version are passed over."""
        known = {name.name for name in dataclasses.fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        return cls(
            **kept
            | {
                "overall": Row(**values["overall"]),
                "breakdowns": tuple(_breakdown(item) for item in values.get("breakdowns", ())),
                "official": tuple(OfficialFigure(**item) for item in values.get("official", ())),
                "reasons": tuple(Said(**item) for item in values.get("reasons", ())),
                "checks": tuple(Said(**item) for item in values.get("checks", ())),
                "differences": tuple(Apart(**item) for item in values.get("differences", ())),
                "weighting": tuple(Said(**item) for item in values.get("weighting", ())),
                "modelled": tuple(Said(**item) for item in values.get("modelled", ())),
                "grids": tuple(_grid(item) for item in values.get("grids", ())),
            }
        )


def _grid(values: Mapping[str, Any]) -> Grid:
    return Grid(values["title"], tuple(values["heads"]), tuple(map(tuple, values["rows"])))


def _breakdown(values: Mapping[str, Any]) -> Breakdown:
    return Breakdown(
        title=values["title"],
        by=tuple(values["by"]),
        rows=tuple(map(_row, values["rows"])),
        note=values.get("note", ""),
    )


def _row(values: Mapping[str, Any]) -> Row:
    """A figure as `to_json` wrote it.

    A finding has hundreds: field by field, as the frozen class sets them, is four times slower.
    """
    if values.keys() != _ROW:
        return Row(**values)
    made = object.__new__(Row)
    made.__dict__.update(values)
    return made


_ROW = frozenset(one.name for one in dataclasses.fields(Row))
