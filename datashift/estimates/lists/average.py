"""Several log-linear models averaged by how well each explains the lists.

Sources: Burnham & Anderson (2002), Model Selection and Multimodel Inference, sections 2.9 and 4.3.2
(weights; unconditional variance, formula 4.9); Burnham et al. (1987), Design and Analysis Methods
for Fish Survival Experiments, page 212, and Chao (1987), Biometrics 43, 783-791 (log-normal
interval of those missed); Bird & King (2018), Annual Review of Statistics 5, 95-118 (why to
average).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from datashift.estimates.lists.loglinear import LogLinear

Criterion = Literal["aicc", "bic"]


@dataclass(frozen=True)
class Average:
    """Models with their weights, best first, and what they say together."""

    models: tuple[LogLinear, ...]
    missed: float
    standard_error: float


def averaged(models: Sequence[LogLinear], listed: int, criterion: Criterion) -> Average:
    """The weighted mean of what the models miss, and its unconditional standard error."""
    scores = [criterion_of(model, listed, criterion) for model in models]
    best = min(scores)
    likely = [math.exp(-(score - best) / 2) for score in scores]
    total = sum(likely)
    weighed = [
        replace(model, weight=one / total) for model, one in zip(models, likely, strict=True)
    ]
    missed = sum(model.weight * model.missed for model in weighed)
    error = sum(
        model.weight * math.hypot(model.standard_error, model.missed - missed) for model in weighed
    )
    ranked = sorted(weighed, key=lambda model: (-model.weight, model.parameters, model.dependences))
    return Average(tuple(ranked), missed, error)


def criterion_of(model: LogLinear, listed: int, criterion: Criterion) -> float:
    """AICc or BIC, with the people listed as the size of the sample; smaller is better."""
    terms = model.parameters
    if criterion == "bic":
        return -2 * model.log_likelihood + terms * math.log(listed)
    spare = listed - terms - 1
    correction = 2 * terms * (terms + 1) / spare if spare > 0 else math.inf
    return -2 * model.log_likelihood + 2 * terms + correction


def log_normal(missed: float, error: float, quantile: float) -> tuple[float, float]:
    """Interval of those missed, on the logarithmic scale; it cannot go below 0."""
    if missed <= 0:
        return 0.0, quantile * error
    factor = math.exp(quantile * math.sqrt(math.log1p((error / missed) ** 2)))
    return missed / factor, missed * factor
