"""What a study may say of its design, its weights and their replicates."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from datashift.estimates.estimate import Lonely, Sampling
from datashift.studies.parts import Name, Names, Part, as_tuple

Finite = Annotated[float, Field(allow_inf_nan=False)]
Above = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotBelow = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def _lower(value: object) -> object:
    """`BRR` and `JKn` are written as people write them."""
    return value.lower() if isinstance(value, str) else value


class Calibrate(Part):
    """Weights adjusted to known totals; `to` is a file with variable, category, total.

    `bounds` are the lowest and highest ratio of a new weight to the old one (linear, logit).
    """

    method: Literal["poststratify", "rake", "linear", "logit"]
    to: Name
    bounds: tuple[Finite, Finite] | None = None


class Nonresponse(Part):
    """Weights of those who answered, raised for those of their class who did not.

    `answered` is a column of 1 and 0, `classes` are columns known of everybody who was asked.
    """

    answered: Name
    classes: Names = ()


class Trim(Part):
    """Bounds that no weight may pass: weights, or so many times the median weight."""

    lowest: NotBelow = 0.0
    highest: Above | None = None
    times_median: Annotated[float, Field(gt=1, allow_inf_nan=False)] | None = None


class Replicates(Part):
    """Replicate weights: read from `columns`, or made from the design.

    Read: `columns` are names, or one name with a star; `method` is how they were made. `weight` is
    given when they are factors of it; `scale` and `rscales` replace what the method says.
    Made: `make`, and for the bootstrap `number` and `seed`.
    """

    columns: Names = ()
    method: (
        Annotated[
            Literal["jk1", "jkn", "jk2", "brr", "fay", "bootstrap", "successive"],
            BeforeValidator(_lower),
        ]
        | None
    ) = None
    weight: Name | None = None
    scale: Above | None = None
    rscales: Annotated[tuple[NotBelow, ...], BeforeValidator(as_tuple)] = ()
    make: (
        Annotated[Literal["jackknife", "brr", "fay", "bootstrap"], BeforeValidator(_lower)] | None
    ) = None
    rho: Annotated[float, Field(ge=0, lt=1)] | None = None
    number: int = Field(default=500, ge=2, le=20_000)
    seed: int = Field(default=1, ge=0)
    centre: Literal["estimate", "mean"] = "estimate"


class Design(Part):
    """How the rows came about.

    `population` is the column of the number of first-stage units in a row's stratum,
    `later_populations` those of each later stage in the unit above. `nest` says that names of
    clusters begin anew in every stratum; `lonely` what a stratum with one cluster adds to the error.
    """

    sampling: Sampling
    strata: Name | None = None
    cluster: Names = ()
    nest: bool = True
    weight: Name | None = None
    population: Name | None = None
    later_populations: Names = ()
    lonely: Lonely = "centred"
    nonresponse: Nonresponse | None = None
    trim: Trim | None = None
    calibrate: Calibrate | None = None
    replicates: Replicates | None = None
