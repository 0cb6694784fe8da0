"""The shapes of what the API gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from ninja import Field, Schema

from datashift.web.evidence.models import Release

Item = TypeVar("Item")


class Withdrawn(Exception):
    """The release does not stand any more, and its figures are shown no more."""

    def __init__(self, release: Release) -> None:
        super().__init__(release.pk)
        self.release = release


class Trouble(Schema):
    """Why there is no answer."""

    problem: str = Field(description="What was wrong, in a sentence")
    do: str = Field(description="What helps")


class Page(Schema, Generic[Item]):
    """A part of a list."""

    count: int = Field(description="How many there are in all")
    page: int = Field(description="Number of this part, from 1")
    pages: int = Field(description="How many parts there are")
    items: list[Item]


class Text(Schema):
    """A name and how far it can be trusted: official, translation (by people) or machine."""

    text: str
    status: Literal["official", "translation", "machine"]
    language: str


def _language(what: str) -> Any:
    return Field(description=f"Code (BCP 47) of the language of {what}; empty where nobody said it")


class Goal(Schema):
    code: str
    name: str
    short: str
    colour: str = Field(description="The United Nations' colour of the goal, #rrggbb")
    findings: int = Field(description="How many findings speak to it")
    page: str


class Indicator(Schema):
    code: str
    target: str
    goal: str
    name: Text
    series: list[str] = Field(description="Codes of the SDMX series that measure it")
    tier: str
    custodians: list[str]
    findings: int
    page: str


class Series(Schema):
    code: str
    title: str
    unit: str = Field(description="Code of UNIT_MEASURE, empty where not known")
    retired: bool


class IndicatorInFull(Indicator):
    names: list[Text]
    all_series: list[Series]
    note: str


class Area(Schema):
    code: str
    name: str
    level: int = Field(description="0 for a country, 1 for its first-level areas")
    country: str
    codes: dict[str, str] = Field(description="Other codes, by whose they are")
    aliases: list[str]
    valid_from: int | None
    valid_until: int | None
    source: str


class Listed(Schema):
    """A finding as lists have it."""

    key: str
    headline: str
    title: str
    range: str = Field(description="The range in words, or why there is none")
    quantity: str
    value: float | None
    lower: float | None
    upper: float | None
    n: int | None
    withheld: bool = Field(description="Kept back to protect people; then it has no numbers")
    unit_words: str
    sdg: str
    series: str
    match: str
    place: str
    country: str
    period: str
    language: str = _language("the title and what else the study words itself")
    organisation: str
    study: str
    release: int
    published_at: datetime
    invented: bool = Field(description="Made up for demonstration")
    page: str
    address: str = Field(description="Address of the whole finding in this API")


class Row(Schema):
    name: str
    domain: dict[str, str]
    value: float | None
    lower: float | None
    upper: float | None
    n: int | None
    hidden: bool


class Breakdown(Schema):
    title: str
    by: list[str]
    rows: list[Row]
    note: str


class OfficialFigure(Schema):
    what: str
    language: str = _language("`what`")
    value: float
    lower: float | None
    upper: float | None
    period: str
    source: str
    area: str
    difference: float | None
    difference_lower: float | None
    difference_upper: float | None
    could_be_the_same: bool | None


class Said(Schema):
    label: str
    text: str


class Finding(Listed):
    """A finding with everything its page says."""

    overall: Row
    breakdowns: list[Breakdown]
    official: list[OfficialFigure]
    reasons: list[Said]
    checks: list[Said]
    unit: str
    unit_measure: str
    match_reason: str
    producer: str
    licence: str
    sampling: str
    sensitivity: str
    method: str
    minimum: int = Field(description="The smallest group that is shown")
    hidden: int = Field(description="How many figures were hidden")
    missing: int = Field(description="Rows without a usable answer")
    cite: str


class File(Schema):
    name: str
    size: int
    sha256: str
    address: str


class ReleaseListed(Schema):
    organisation: str
    study: str
    number: int
    title: str
    producer: str
    licence: str
    language: str = _language("the study's words")
    invented: bool
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str
    withdrawn_language: str = _language("`withdrawn_because`")
    page: str


class ReleaseInFull(ReleaseListed):
    findings: list[str] = Field(description="Keys of its findings")
    files: list[File]


class Observation(Schema):
    """One row of observations.csv; a dimension that is not used is `_T`."""

    indicator: str
    series: str
    ref_area: str
    area_name: str
    time_period: str
    dimensions: dict[str, str]
    value: float | None
    standard_error: float | None
    lower: float | None
    upper: float | None
    n: int | None
    n_effective: float | None
    method: str = Field(description="The model it comes from; empty without one")
    model_error: float | None = Field(description="Holds only if the model's assumption does")
    model_lower: float | None
    model_upper: float | None
    status: Literal["A", "Q", "M"] = Field(description="A normal, Q hidden, M cannot exist")
    unit: str
    match: str


class FoundItem(Schema):
    name: str
    page: str
    about: str = Field("", description="What tells it from others of that name")


class FoundGroup(Schema):
    kind: Literal["places", "findings", "comparisons", "organisations", "framework", "methods"]
    count: int = Field(description="How many there are in all; comparisons: of these findings")
    items: list[FoundItem]


class Found(Schema):
    """What a search found, by kind, best first."""

    count: int
    groups: list[FoundGroup]
    meant: list[str] = Field(description="Words that may have been meant, when nothing was found")
