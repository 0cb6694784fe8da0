"""What a study.yaml may say: the contract, as frozen models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from datashift.disclosure.policy import Policy, rules_for
from datashift.estimates.estimate import Interval, Match, Quantity
from datashift.studies.differences.declared import Difference
from datashift.studies.modelled.declared import Chance, Method, as_method
from datashift.studies.parts import Name, Part, Text, Value, as_tuple
from datashift.studies.weighting.declared import Design

Mode = Literal["in_person", "telephone", "self", "observation", "records", "sensor"]


def _as_variable(value: object) -> object:
    """`adult: "age >= 18"` is short for `adult: {expression: "age >= 18"}`."""
    return {"expression": value} if isinstance(value, str) else value


def _as_question(value: object) -> object:
    """`question: Does it work?` is short for `question: {text: Does it work?}`."""
    return {"text": value} if isinstance(value, str) else value


def _as_per(value: object) -> object:
    """`per: people` is short for `per: {column: people}`."""
    return {"column": value} if isinstance(value, str) else value


class Data(Part):
    """The rows: files relative to the study, missing markers beyond the usual, a filter."""

    file: Annotated[tuple[Name, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    missing: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] = ()
    where: Text | None = None
    sheet: Name | None = None


class Areas(Part):
    """A boundaries file and the names of its properties."""

    file: Name
    name: Name
    code: Name | None = None


class Place(Part):
    """Where a row belongs: a point, or a column with names or codes.

    `name` names the whole where it is no country of the code lists (a district, an invented one).
    """

    country: Name | None = None
    name: Name | None = None
    longitude: Name | None = None
    latitude: Name | None = None
    column: Name | None = None
    areas: Areas | None = None
    level: Name | None = None


class Time(Part):
    """When a row belongs: a column, or one value for all rows."""

    column: Name | None = None
    period: Literal["year", "quarter", "month", "day"] | None = None
    value: Name | None = None


class Variable(Part):
    """A column of ours, made from theirs by mapping or by an expression."""

    source: Name | None = Field(default=None, alias="from")
    mapping: Mapping[str, Value] | None = Field(default=None, alias="map")
    expression: Text | None = None


class Per(Part):
    """The denominator of a rate: a column, or a table of populations from outside the rows.

    The table has one column for each word of `by` (`place`, `time`, `SEX`, ...), holding codes or
    names, and one with the population.
    """

    column: Name | None = None
    file: Name | None = None
    population: Name = "population"


class Asked(Part):
    """A question as it was asked: its words, the answers offered in their order, its language."""

    text: Name
    answers: tuple[Name, ...] = ()
    language: Name = "en"


class Indicator(Part):
    """One figure and the groups it is computed for.

    `because` says in one sentence why the match is partial or only a proxy; `population` and
    `coverage` whom it is about and what part of the area was reached; `sentence` how the headline
    goes on after the number ("water points work"). `at` is the share below a quantile; nearer to
    the ends it would be the amount of very few people. `interval` is how the range is made; unsaid,
    logit for proportions and Student's t for the rest. `method` is a model, whose range rests on its
    assumption; `chance` gives a number of events the range of what chance alone could do.
    `threshold` is the value at which the conclusion changes, in the published unit, and
    `population_size` how many there are in all, for what it would take to be wrong.
    """

    id: Name
    title: Name
    sdg: Name | None = None
    series: Name | None = None
    match: Match | None = None
    because: Text = ""
    population: Text = ""
    coverage: Text = ""
    question: Annotated[Asked, BeforeValidator(_as_question)] | None = None
    mode: Mode | None = None
    sentence: Text = ""
    measure: Quantity
    of: Name | None = None
    at: float | None = Field(default=None, ge=0.1, le=0.9)
    over: Name | None = None
    per: Annotated[Per, BeforeValidator(_as_per)] | None = None
    factor: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    unit_measure: Name | None = None
    unit_words: Text = ""
    interval: Interval | None = None
    method: Annotated[Method, BeforeValidator(as_method)] | None = None
    chance: Chance | None = None
    threshold: float | None = Field(default=None, allow_inf_nan=False)
    population_size: int | None = Field(default=None, ge=1)
    by: tuple[tuple[Name, ...], ...] = Field(default=((),), min_length=1)
    differences: tuple[Difference, ...] = ()


class Official(Part):
    """An official series to stand beside; what the file does not say itself, the study says.

    `group` picks the rows that are meant where the file has several: `{access: safe}`.
    """

    file: Name
    indicator: Name | None = None
    series: Name | None = None
    title: Text = ""
    source: Text = ""
    area: Name | None = None
    period: Name | None = None
    value: Name | None = None
    group: Mapping[Name, Name] = Field(default_factory=dict)
    unit: Text = ""
    population: Text = ""
    coverage: Text = ""
    question: Annotated[Asked, BeforeValidator(_as_question)] | None = None
    mode: Mode | None = None


class Points(Part):
    """A map of points: which cluster a row is of, whether that is in a town, which household.

    Without `urban` every cluster is moved as far as outside towns; without `household` each row is
    one.
    """

    cluster: Name
    urban: Name | None = None
    household: Name | None = None


class Protect(Part):
    """How much being recognised could hurt, and the smallest number a figure may stand on.

    `few` is the smallest number of "yes", and of "no", behind a share. Where it or `whole_groups`
    (hide 0 % and 100 %) is not said, it follows from the topic.
    """

    minimum: int = Field(default=10, ge=0, le=1_000_000)
    topic: Literal["ordinary", "sensitive", "sealed"] = "ordinary"
    few: int | None = Field(default=None, ge=0, le=1_000_000)
    whole_groups: bool | None = None
    points: Points | None = None

    def rules(self) -> Policy:
        """The rules for what may leave."""
        return rules_for(
            self.topic, minimum=self.minimum, few=self.few, whole_groups=self.whole_groups
        )


class RepairLine(Part):
    """One decision taken in Check: exactly one of the actions, and where it applies."""

    set_aside: Name | None = None
    mark_missing: tuple[Value, ...] | None = None
    recode: Mapping[str, Value] | None = None
    drop_column: Name | None = None
    read_dates: Literal["dmy", "mdy", "ymd"] | None = None
    swap_coordinates: Name | None = None
    keep: Name | None = None
    column: Name | None = None
    flag: Name | None = None
    rows: tuple[int, ...] = ()


class Specification(Part):
    """The whole study. `invented` marks data made up for demonstration.

    `language` is the code (BCP 47) of the one its titles and descriptions are written in.
    """

    study: Literal[1]
    title: Name
    description: Text = ""
    producer: Text = ""
    licence: Text = ""
    language: Text = ""
    unit: Name = "row"
    invented: bool = False
    data: Data
    design: Design
    place: Place | None = None
    time: Time | None = None
    variables: Annotated[
        Mapping[Name, Annotated[Variable, BeforeValidator(_as_variable)]], Field(max_length=2_000)
    ] = Field(default_factory=dict)
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    official: tuple[Official, ...] = ()
    protect: Protect = Protect()
    repairs: tuple[RepairLine, ...] = ()
