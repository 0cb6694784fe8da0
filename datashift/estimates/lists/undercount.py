"""How many there are in all, from lists that overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datashift.estimates.estimate import Estimate
from datashift.estimates.lists.average import Criterion, averaged, log_normal
from datashift.estimates.lists.cautions import cautions, refuse_sparse
from datashift.estimates.lists.loglinear import LogLinear, fitted, hierarchical
from datashift.estimates.lists.lower_bound import lower_bound
from datashift.estimates.lists.overlap import Overlap
from datashift.estimates.lists.two_lists import two_lists
from datashift.kit.problem import Problem
from datashift.tables.flag import Flag

CHAPMAN = "lists.chapman"
LOG_LINEAR = "lists.log_linear"


@dataclass(frozen=True)
class UnderCounting:
    """How those missing from all lists are estimated.

    Args:
        measure: id of the measure.
        criterion: what weighs the models of three or more lists.
        level: of the interval.
    """

    measure: str
    criterion: Criterion = "aicc"
    level: float = 0.95


@dataclass(frozen=True)
class UnderCount:
    """How many there are in all, listed or not.

    Args:
        measure: id of the measure.
        overlap: what it was computed from.
        total: people in all.
        standard_error: of the total.
        lower, upper: interval of the total, log-normal in those missed; never below those listed.
        at_least: lower bound when some are easier to list than others; None where unknown.
        models: of three or more lists, best first, with their weights.
        flags: the warnings this number needs.
        method: the page under docs/methods.
    """

    measure: str
    overlap: Overlap
    total: float
    standard_error: float
    lower: float
    upper: float
    at_least: float | None
    models: tuple[LogLinear, ...]
    flags: tuple[Flag, ...]
    method: str

    @property
    def missed(self) -> float:
        """People on no list."""
        return self.total - self.overlap.listed

    @property
    def completeness(self) -> float:
        """Share of all people who are on at least one list."""
        return self.overlap.listed / self.total

    @property
    def statement(self) -> str:
        """One plain sentence."""
        return (
            f"The lists hold {self.overlap.listed:,} together; about {self.missed:,.0f} more are "
            f"likely on none of them, {self.lower:,.0f} to {self.upper:,.0f} in all."
        )

    def estimate(self, domain: Mapping[str, str] | None = None) -> Estimate:
        """The total as one figure of a release, the warnings as notes."""
        return Estimate(
            self.measure,
            {} if domain is None else domain,
            self.total,
            self.standard_error,
            self.lower,
            self.upper,
            n=self.overlap.listed,
            method=self.method,
            notes=(self.statement, *(flag.message for flag in self.flags)),
        )


def undercount(seen: Overlap, counting: UnderCounting) -> UnderCount:
    """Estimate how many there are in all: Chapman for two lists, averaged models for more.

    Raises:
        Problem: a list shares nobody with another, fewer than 7 people are on several lists, or no
            model has a finite estimate.
    """
    from scipy import special

    refuse_sparse(seen)
    quantile = float(special.ndtri(0.5 + counting.level / 2))
    models: tuple[LogLinear, ...] = ()
    left_out = 0
    if len(seen.lists) == 2:
        found = two_lists(seen)
        missed, error = found.chapman - seen.listed, found.chapman_error
        at_least: float | None = found.petersen
    else:
        tried = hierarchical(len(seen.lists))
        usable = [model for model in fitted(seen, tried) if model is not None]
        left_out = len(tried) - len(usable)
        if not usable:
            raise Problem(
                "The lists overlap too little for any model",
                do="Leave out the smallest list",
                code="lists.no_estimate",
            )
        average = averaged(usable, seen.listed, counting.criterion)
        models, missed, error = average.models, average.missed, average.standard_error
        at_least = lower_bound(seen)
    lower, upper = log_normal(missed, error, quantile)
    return UnderCount(
        measure=counting.measure,
        overlap=seen,
        total=seen.listed + missed,
        standard_error=error,
        lower=seen.listed + lower,
        upper=seen.listed + upper,
        at_least=at_least,
        models=models,
        flags=cautions(seen, models, left_out, at_least),
        method=CHAPMAN if len(seen.lists) == 2 else LOG_LINEAR,
    )
