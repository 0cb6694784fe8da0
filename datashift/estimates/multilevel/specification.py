"""What a multilevel model is asked, and what it gives. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datashift.estimates.estimate import Estimate


@dataclass(frozen=True)
class Multilevel:
    """What a study asks for.

    Args:
        groups: columns whose categories vary around zero and borrow from each other: the areas, what
            they lie in, age; ``sex*age`` crosses two.
        fixed: columns with effects of their own: text by category, numbers as a straight line. A
            number that belongs to an area may stand in the table of cells alone.
        draws: simulations of the model's uncertainty.
    """

    groups: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    draws: int = 2000


@dataclass(frozen=True)
class Effect:
    """A fixed effect, on the log-odds scale for yes or no; the constant is named "".

    Args:
        name: "sex = M" or the column of a number (then per unit of it).
        value: the effect.
        error: its standard error.
    """

    name: str
    value: float
    error: float


@dataclass(frozen=True)
class Varying:
    """The varying intercepts of one grouping factor.

    Args:
        name: of the factor.
        deviation: standard deviation of its intercepts; 0 when the data show no differences.
        intercepts: of each category; 0 for those without data.
        seen: categories with data.
    """

    name: str
    deviation: float
    intercepts: Mapping[str, float]
    seen: int


@dataclass(frozen=True)
class Model:
    """A fitted model of one measure.

    Args:
        measure: its id.
        rows: answers it was fitted to.
        effects: fixed.
        groups: varying.
        residual: standard deviation of an amount inside a cell; None for yes or no.
        deviance: -2 log likelihood by Laplace's approximation, or the REML criterion.
        notes: what a reader must know, plain sentences.
    """

    measure: str
    rows: int
    effects: tuple[Effect, ...]
    groups: tuple[Varying, ...]
    residual: float | None
    deviance: float
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Borrowed:
    """Where the figure of one domain comes from.

    Args:
        own: how far the figure moves when all answers of the domain move by 1: the share of it that
            is its own. 1 for everybody together or very much data, 0 without any.
        empty: share of its population in cells without a single answer.
        unseen: share of its population in categories of a grouping factor without any answer.
    """

    own: float
    empty: float
    unseen: float


@dataclass(frozen=True)
class Modelled:
    """Figures from multilevel regression and post-stratification.

    Args:
        estimates: with method "multilevel"; the first note of each says what its range rests on.
        borrowed: of each estimate, in the same order.
        models: of each measure.
    """

    estimates: tuple[Estimate, ...]
    borrowed: tuple[Borrowed, ...]
    models: tuple[Model, ...]
