"""Differences between groups and changes over time, with the covariance of what is compared.

Groups of one sample share clusters, so the error of a difference is not that of two samples apart.
Source: Wolter (2007), section 6.7; R `survey::svycontrast` on `svyby(..., covmat = TRUE)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import intervals
from datashift.estimates.answers import Answers, answers, form_of
from datashift.estimates.cells import cells
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.groupings import Grouping, grouping
from datashift.estimates.influence import linearised_rows, variances
from datashift.estimates.kernel import moments
from datashift.estimates.linearisation import added, divided, values
from datashift.estimates.moments import Domains, Moments, psus_with_answers
from datashift.estimates.ordered import QUANTILES, in_order, inequality, is_ordered
from datashift.estimates.replicates import (
    Replicates,
    refuse_not_random,
    replicated,
    spread,
    total_variance,
)
from datashift.estimates.replication import weighed_again
from datashift.estimates.sample import Sample, sample
from datashift.estimates.stages import later_stages, later_variance
from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Numbers
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
        Problem: as `contrasts`.
    """
    (found,) = contrasts(
        data, design, measure, (parts,), calibration=calibration, replicates=replicates
    )
    return found


def contrasts(
    data: pa.Table,
    design: Design,
    measure: Measure,
    asked: Sequence[Sequence[Part]],
    *,
    calibration: Calibrated | None = None,
    replicates: Replicates | None = None,
) -> tuple[Contrast, ...]:
    """Several linear combinations of domains of the same columns, in one pass over the rows.

    Args:
        asked: the parts of each combination.

    Raises:
        Problem: a domain has no rows, the domains differ in their columns, or as `estimate`.
    """
    if not asked:
        return ()
    refuse_quantile(measure)
    if replicates is not None:
        refuse_not_random(design)
        if calibration is not None:
            replicates = weighed_again(data, design, calibration, replicates)
    group = grouping(data, tuple(asked[0][0].domain))
    times = _times(group, asked) * _factors(group, measure)
    laid = sample(data, design, calibration)
    usable = answers(data, measure, laid.weighed)
    seen = moments(usable, group, laid, variance=False)
    if is_ordered(measure):
        each, z = inequality(measure, in_order(usable, group, laid), laid.rows)
    else:
        each, z = values(seen, form_of(measure)), linearised_rows(usable, group, seen)
    value = np.where(times != 0, times * each, 0.0).sum(axis=1)
    if design.sampling != "probability":
        return tuple(_described(measure, asked, value))
    later = later_stages(data, design, laid)
    spreads = _Spreads(
        measure, design, laid, usable, group, seen, z, calibration, replicates, later
    )
    variance, degrees = np.empty(len(asked)), np.empty(len(asked))
    for layer in _layers(times):
        variance[layer], degrees[layer] = spreads.of(times[layer])
    error = np.sqrt(np.where(np.isnan(value), np.nan, variance))
    lower, upper = intervals.t(value, error, degrees)
    return tuple(
        Contrast(
            one.measure,
            one.parts,
            one.value,
            None if one.value is None else float(error[place]),
            None if np.isnan(lower[place]) else float(lower[place]),
            None if np.isnan(upper[place]) else float(upper[place]),
            None if one.value is None else float(degrees[place]),
        )
        for place, one in enumerate(_described(measure, asked, value))
    )


def _described(
    measure: Measure, asked: Sequence[Sequence[Part]], value: Numbers
) -> Iterator[Contrast]:
    for parts, found in zip(asked, value.tolist(), strict=True):
        yield Contrast(measure.id, tuple(parts), None if np.isnan(found) else found)


@dataclass(frozen=True)
class _Spreads:
    """The variances of contrasts of one measure."""

    measure: Measure
    design: Design
    sample: Sample
    answers: Answers
    group: Grouping
    seen: Moments
    z: Numbers
    calibration: Calibrated | None
    replicates: Replicates | None
    later: tuple[Sample, ...]

    def of(self, times: Numbers) -> tuple[Numbers, Numbers]:
        """Variances and degrees of freedom of contrasts that share no domain.

        Args:
            times: shape (contrasts, domains).
        """
        size = len(times)
        places = np.flatnonzero((times != 0).any(axis=0))
        into = np.full(self.group.size + 1, size)
        into[places] = np.argmax(times[:, places] != 0, axis=0)
        factor = np.append(times.sum(axis=0), 0.0)  # one of them is not 0
        domain: Integers = into[self.group.domain]
        outside = int((domain == size).sum())
        together = Grouping(Domains((), ((),) * size, outside), domain)
        z = self.z * factor[self.group.domain]  # each contrast is a total of it
        wz = self.sample.weights * z
        totals = cells(wz, wz, self.answers.usable, together, self.sample)
        degrees = psus_with_answers(totals, size).astype(np.float64)
        if self.replicates is not None:
            if self.replicates.degrees is not None:
                degrees[:] = self.replicates.degrees
            return self._replicated(z, together, times[:, places], places), degrees
        lonely = self.design.lonely
        if self.calibration is not None:
            variance = variances(z, together, self.sample, self.calibration, lonely)
        else:
            variance = added(totals, np.zeros(size), self.sample.strata, lonely, size)
        more = later_variance(z, self.answers, together, self.later, lonely, self.calibration)
        return variance + more, degrees

    def _replicated(
        self, z: Numbers, together: Grouping, times: Numbers, places: Integers
    ) -> Numbers:
        assert self.replicates is not None
        if is_ordered(self.measure):
            return total_variance(z, together, self.sample, self.replicates)
        apart = replicated(
            self.answers, self.group, self.sample, self.seen, self.replicates, places
        )
        return spread(apart @ times.T, self.replicates)


def _layers(times: Numbers) -> Iterator[list[int]]:
    """The contrasts in sets within which no domain is used twice."""
    left = list(range(len(times)))
    while left:
        used = np.zeros(times.shape[1], dtype=bool)
        layer, others = [], []
        for number in left:
            mine = times[number] != 0
            if (used & mine).any():
                others.append(number)
            else:
                used |= mine
                layer.append(number)
        yield layer
        left = others


def _times(group: Grouping, asked: Sequence[Sequence[Part]]) -> Numbers:
    """How many times each contrast takes each domain, shape (contrasts, domains)."""
    times = np.zeros((len(asked), group.size))
    for number, parts in enumerate(asked):
        for part in parts:
            times[number, _place(group, part)] += part.times
    return times


def _factors(group: Grouping, measure: Measure) -> Numbers:
    """What each domain's sum is multiplied by to be its estimate."""
    if measure.quantity != "rate":
        return np.ones(group.size)
    if not measure.populations:
        return np.full(group.size, measure.factor)
    sizes = {frozenset(one.domain.items()): one.size for one in measure.populations}
    names = (frozenset(zip(group.domains.by, codes, strict=True)) for codes in group.domains.codes)
    people = np.array([sizes.get(name, 0.0) for name in names])
    return divided(np.full(group.size, measure.factor), people)


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
