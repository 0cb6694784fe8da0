"""Differences between groups and changes over time, with the covariance of what is compared.

Groups of one sample share clusters, so the error of a difference is not that of two samples apart.
Source: Wolter (2007), section 6.7; R `survey::svycontrast` on `svyby(..., covmat = TRUE)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import intervals
from datashift.estimates.answers import answers, form_of
from datashift.estimates.cells import cells
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.groupings import Grouping, grouping
from datashift.estimates.influence import linearised_rows, variances
from datashift.estimates.kernel import moments
from datashift.estimates.linearisation import added, values
from datashift.estimates.moments import Domains, psus_with_answers
from datashift.estimates.ordered import QUANTILES, in_order, inequality, is_ordered
from datashift.estimates.replicates import (
    Replicates,
    refuse_calibrated,
    refuse_not_random,
    replicated,
    spread,
    total_variance,
)
from datashift.estimates.sample import sample
from datashift.estimates.stages import later_stages, later_variance
from datashift.kit.problem import Problem
from datashift.weights import Calibrated

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Part:
    """A domain in a contrast, and how many times its estimate is taken: 1 less -1 is a difference."""

    domain: Mapping[str, str]
    times: float


@dataclass(frozen=True)
class Contrast:
    """A linear combination of the estimates of one measure in several domains.

    Args:
        measure: id of the measure.
        parts: what was combined.
        value: the combination; None when a domain has no estimate.
        standard_error: with the covariances; None unless the design is a probability sample.
        lower, upper: the 95 % interval, by Student's t.
        degrees_of_freedom: PSUs less strata, of those with answers in any of the domains.
    """

    measure: str
    parts: tuple[Part, ...]
    value: float | None
    standard_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    degrees_of_freedom: float | None = None


def difference(
    data: pa.Table,
    design: Design,
    measure: Measure,
    one: Mapping[str, str],
    other: Mapping[str, str],
    *,
    calibration: Calibrated | None = None,
    replicates: Replicates | None = None,
) -> Contrast:
    """The estimate in `one` less that in `other`, two domains of the same columns.

    Raises:
        Problem: as `contrast`.
    """
    parts = (Part(one, 1.0), Part(other, -1.0))
    return contrast(data, design, measure, parts, calibration=calibration, replicates=replicates)


def contrast(
    data: pa.Table,
    design: Design,
    measure: Measure,
    parts: Sequence[Part],
    *,
    calibration: Calibrated | None = None,
    replicates: Replicates | None = None,
) -> Contrast:
    """A linear combination of the estimates of domains of the same columns.

    Raises:
        Problem: a domain has no rows, the domains differ in their columns, or as `estimate`.
    """
    if replicates is not None:
        refuse_not_random(design)
        refuse_calibrated(calibration)
    by = tuple(parts[0].domain)
    group = grouping(data, by)
    places = [_place(group, part) for part in parts]
    laid = sample(data, design, calibration)
    asked = answers(data, measure, laid.weighed)
    seen = moments(asked, group, laid, variance=False)
    times = np.array([part.times for part in parts])
    factor = measure.factor if measure.quantity == "rate" else 1.0
    if is_ordered(measure):
        refuse_quantile(measure)
        each, z = inequality(measure, in_order(asked, group, laid), laid.rows)
    else:
        each = values(seen, form_of(measure))
        z = linearised_rows(asked, group, seen)
    value = float(each[places] @ times) * factor
    if np.isnan(value) or design.sampling != "probability":
        return Contrast(measure.id, tuple(parts), None if np.isnan(value) else value)

    chosen = np.zeros(group.size + 1)
    chosen[places] = times * factor
    combined = z * chosen[group.domain]  # the contrast is a total of it
    together = _together(group, places)
    wz = laid.weights * combined
    totals = cells(wz, wz, asked.usable, together, laid)
    degrees = psus_with_answers(totals, 1)
    if replicates is not None and not is_ordered(measure):
        apart = replicated(asked, group, laid, seen, replicates, np.array(places))
        variance = spread((apart @ times)[:, None] * factor, replicates)
    elif replicates is not None:
        variance = total_variance(combined, together, laid, replicates)
    else:
        lonely, stages = design.lonely, later_stages(data, design, laid)
        if calibration is not None:
            variance = variances(combined, together, laid, calibration, lonely)
        else:
            variance = added(totals, np.zeros(1), laid.strata, lonely, 1)
        variance += later_variance(combined, asked, together, stages, lonely, calibration)
    if replicates is not None and replicates.degrees is not None:
        degrees = np.array([replicates.degrees])
    error = np.sqrt(variance)
    lower, upper = intervals.t(np.array([value]), error, degrees)
    known = degrees[0] > 0
    return Contrast(
        measure.id,
        tuple(parts),
        value,
        float(error[0]),
        float(lower[0]) if known else None,
        float(upper[0]) if known else None,
        float(degrees[0]),
    )


def refuse_quantile(measure: Measure) -> None:
    """Raises Problem for a quantile, whose linearised variable would need its density."""
    if measure.quantity in QUANTILES:
        raise Problem(
            f"There is no range for a difference of the {measure.quantity} between groups",
            do="Compare the shares below a fixed value instead",
            code="estimates.contrast_quantile",
        )


def _place(group: Grouping, part: Part) -> int:
    if set(part.domain) != set(group.domains.by):
        raise Problem(
            "The groups to compare are not made by the same columns",
            do="Compare groups of one cross-classification",
            code="estimates.contrast_columns",
        )
    codes = tuple(part.domain[name] for name in group.domains.by)
    if codes not in group.domains.codes:
        raise Problem(
            f"There are no rows with {', '.join(f'{k} = {v}' for k, v in part.domain.items())}",
            do="Choose a group that has rows",
            code="estimates.contrast_empty",
        )
    return group.domains.codes.index(codes)


def _together(group: Grouping, places: list[int]) -> Grouping:
    """One domain of all that is compared."""
    inside = np.isin(group.domain, places)
    return Grouping(Domains((), ((),), int((~inside).sum())), np.where(inside, 0, 1))
