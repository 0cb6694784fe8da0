"""Every measure in every domain it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import intervals, sensitivity
from datashift.estimates.answers import Answers, answers
from datashift.estimates.estimate import Design, Estimate, Measure
from datashift.estimates.kernel import Grouping, grouping, moments
from datashift.estimates.linearisation import Figures, divided, linearised, values
from datashift.estimates.moments import Moments
from datashift.estimates.residuals import residual_variance
from datashift.estimates.sample import Sample, sample
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers
from datashift.weights import Calibrated

if TYPE_CHECKING:
    import pyarrow as pa


def estimate(
    data: pa.Table,
    design: Design,
    measures: Sequence[Measure],
    *,
    calibration: Calibrated | None = None,
) -> tuple[Estimate, ...]:
    """Estimate every measure in all its domains.

    The order is that of `measures`, of their `by`, and of the domain's codes. A domain without rows
    is absent. Rows without a code of the domain are counted in `unplaced`. Domains keep the whole
    design: clusters without members count in the variance (Lumley 2010, section 2.4).

    Args:
        data: one row per unit.
        design: how the rows came about.
        measures: what to estimate, with unique ids.

    Raises:
        Problem: a column is absent or does not suit its use; the sentence says which.
    """
    laid = sample(data, design, calibration)
    groupings: dict[tuple[str, ...], Grouping] = {}
    results: list[Estimate] = []
    for measure in measures:
        asked = answers(data, measure, laid.weighed)
        for by in measure.by:
            if by not in groupings:
                groupings[by] = grouping(data, by)
            results.extend(_estimates(measure, asked, groupings[by], laid, design, calibration))
    return tuple(results)


@dataclass(frozen=True)
class _Ends:
    error: Numbers
    lower: Numbers
    upper: Numbers


def _estimates(
    measure: Measure,
    asked: Answers,
    group: Grouping,
    laid: Sample,
    design: Design,
    calibration: Calibrated | None,
) -> Iterator[Estimate]:
    probability = design.sampling == "probability"
    seen = moments(asked, group, laid, variance=probability)
    if probability:
        figures = linearised(seen, asked.form, laid.psus, laid.unsampled, design.lonely)
        if calibration is not None:
            variance = residual_variance(
                asked, group, laid, calibration, seen, figures.value, design.lonely
            )
            figures = replace(figures, variance=variance)
    else:
        value = values(seen, asked.form)
        unknown = np.full(len(value), np.nan)
        figures = Figures(value, unknown, unknown, np.zeros(len(value), np.int64))
    figures = _scaled(figures, measure, group)
    ends = _interval(measure, figures, seen)
    effect = divided(figures.variance, figures.simple_variance)
    notes = _notes(design, laid)
    for position, codes in enumerate(group.codes):
        share = _number(figures.value[position])
        known = not np.isnan(ends.lower[position])
        deff = _number(effect[position])
        yield Estimate(
            measure=measure.id,
            domain=dict(zip(group.by, codes, strict=True)),
            value=share,
            standard_error=_number(ends.error[position]),
            lower=_number(ends.lower[position]),
            upper=_number(ends.upper[position]),
            n=int(seen.n[position]),
            n_effective=int(seen.n[position]) / deff if deff else None,
            missing=int(seen.missing[position]),
            numerator=float(seen.plain[position]),
            design_effect=deff,
            degrees_of_freedom=float(figures.degrees_of_freedom[position]) if probability else None,
            method=_method(design),
            reason="" if known else _reason(design, share),
            notes=notes,
            sensitivity=_sensitivity(measure, design, share),
            unplaced=group.unplaced,
        )


def _scaled(figures: Figures, measure: Measure, group: Grouping) -> Figures:
    if measure.quantity != "rate":
        return figures
    factor = np.full(len(figures.value), measure.factor)
    if measure.populations:
        sizes = {frozenset(one.domain.items()): one.size for one in measure.populations}
        names = [frozenset(zip(group.by, codes, strict=True)) for codes in group.codes]
        population = np.array([sizes.get(name, np.nan) for name in names])
        factor = factor / np.where(population > 0, population, np.nan)
    return Figures(
        figures.value * factor,
        figures.variance * factor**2,
        figures.simple_variance * factor**2,
        figures.degrees_of_freedom,
    )


def _interval(measure: Measure, figures: Figures, seen: Moments) -> _Ends:
    error = np.sqrt(figures.variance)
    value, degrees = figures.value, figures.degrees_of_freedom
    if np.isnan(error).all():
        return _Ends(error, error, error)
    kind = measure.interval
    if measure.quantity != "proportion":
        if kind not in ("usual", "t"):
            raise Problem(
                f'A {kind} interval is for proportions, and "{measure.id}" is a {measure.quantity}',
                do='Use interval "t"',
                code="estimates.interval",
            )
        lower, upper = intervals.t(value, error, degrees)
        return _Ends(error, np.maximum(lower, 0) if measure.quantity == "count" else lower, upper)
    if kind == "t":
        return _Ends(error, *intervals.t(value, error, degrees))
    if kind == "wilson":
        return _Ends(error, *intervals.wilson(value, error, degrees, seen.n))
    lower, upper = intervals.beta(value, error, degrees, seen.n)
    if kind != "beta":
        low, high = intervals.logit(value, error, degrees)
        alike = (value <= 0) | (value >= 1)
        lower, upper = np.where(alike, lower, low), np.where(alike, upper, high)
    return _Ends(error, lower, upper)


def _method(design: Design) -> str:
    return "linearisation" if design.sampling == "probability" else "description"


def _reason(design: Design, value: float | None) -> str:
    if value is None:
        return sensitivity.NOTHING
    return sensitivity.REASONS.get(design.sampling, sensitivity.FEW)


def _notes(design: Design, laid: Sample) -> tuple[str, ...]:
    notes = []
    if laid.weighed is not None:
        left = int((~laid.weighed).sum())
        notes.append(f"{left:,} rows have no weight and count as missing.")
    single = int((laid.psus == 1).sum())
    if single:
        notes.append(f"{single:,} strata have a single sampled cluster: {design.lonely}.")
    return tuple(notes)


def _sensitivity(measure: Measure, design: Design, share: float | None) -> str:
    if design.sampling in ("probability", "census") or share is None:
        return ""
    if measure.quantity != "proportion" or not 0 < share < 1:
        return ""
    return sensitivity.selection(share).statement


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
