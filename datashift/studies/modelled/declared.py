"""What a study may say of a method that takes a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from datashift.studies.parts import Name, Names, Part, Text, Value
from datashift.studies.weighting.declared import Design

MethodName = Literal["quasi-randomisation", "multilevel", "small-areas", "capture-recapture"]
Chance = Literal["poisson", "negative-binomial"]
Role = Literal["name", "date", "place", "age", "category"]


class ReferenceVariable(Part):
    """A column of the reference sample in the study's words."""

    source: Name | None = Field(default=None, alias="from")
    mapping: Mapping[str, Value] | None = Field(default=None, alias="map")
    expression: Text | None = None


def as_variable(value: object) -> object:
    """`adult: "age >= 18"` is short for `adult: {expression: "age >= 18"}`."""
    return {"expression": value} if isinstance(value, str) else value


class Reference(Part):
    """A probability sample or census of the same population, with the same covariates.

    `place` is its column of names or codes of areas, `variables` what must be made of its columns.
    """

    file: Name
    sheet: Name | None = None
    design: Design
    place: Name | None = None
    variables: Mapping[Name, Annotated[ReferenceVariable, BeforeValidator(as_variable)]] = Field(
        default_factory=dict
    )


class Method(Part):
    """A model, by its name, and what it takes.

    quasi-randomisation: `covariates`, and a `reference` sample or `totals` (a file with variable,
    category, total) met by `calibration`; `doubly_robust`; `cluster` names rows that came together;
    `errors` by bootstrap take `replicates` and `seed`.
    multilevel: `groups` that borrow from each other, `fixed` effects, `cells`, a file of the
    population; `draws`, `seed`.
    small-areas: `areas`, a file with a column for the `area` and `covariates`; `estimator`,
    `transformation`; with `size` compared with the whole, and made to add up by `benchmark`.
    capture-recapture: `lists`, the column that names the list a row is on or columns of 1 and 0;
    `link`, what the columns are that records are linked by; `accept`, `draws`, `seed`, `criterion`.
    """

    name: MethodName
    covariates: Names = ()
    reference: Reference | None = None
    totals: Name | None = None
    calibration: Literal["rake", "poststratify", "linear"] = "rake"
    doubly_robust: bool = True
    cluster: Name | None = None
    errors: Literal["analytic", "bootstrap"] = "analytic"
    replicates: int = Field(default=300, ge=50, le=5_000)
    groups: Names = ()
    fixed: Names = ()
    cells: Name | None = None
    area: Name = "place"
    areas: Name | None = None
    estimator: Literal["reml", "ml", "moments"] = "reml"
    transformation: Literal["none", "arcsine", "logit"] = "none"
    size: Name | None = None
    benchmark: bool = False
    source: Text = ""
    lists: Names = ()
    link: Mapping[Name, Role] = Field(default_factory=dict)
    accept: float = Field(default=0.5, gt=0, lt=1)
    criterion: Literal["aicc", "bic"] = "aicc"
    draws: int | None = Field(default=None, ge=2, le=20_000)
    seed: int = Field(default=1, ge=0)


def as_method(value: object) -> object:
    """`method: small-areas` is short for `method: {name: small-areas}`."""
    return {"name": value} if isinstance(value, str) else value
