"""Every measure in every domain it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from datashift.estimates import intervals, sensitivity
from datashift.estimates.answers import Form, form_of
from datashift.estimates.choice import tabulate
from datashift.estimates.estimate import Design, Estimate, Lonely, Measure
from datashift.estimates.linearisation import Figures, divided, linearised, values
from datashift.estimates.moments import Domains, Moments, Strata, Table, Tables
from datashift.estimates.ordered import QUANTILES
from datashift.estimates.reliability import Reliability, judged
from datashift.estimates.replicates import Replicates, refuse_not_random
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Integers, Numbers
from datashift.tables.sorted_rows import Parquet
from datashift.weights import Calibrated

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def estimate(
    data: pa.Table | Parquet | ir.Table,
    design: Design,
    measures: Sequence[Measure],
    *,
    calibration: Calibrated | None = None,
    replicates: Replicates | None = None,
    backend: Any = None,
) -> tuple[Estimate, ...]:
    """Estimate every measure in all its domains.

    The order is that of `measures`, of their `by`, and of the domain's codes. A domain without rows
    is absent. Rows without a code of the domain are counted in `unplaced`. Domains keep the whole
    design: clusters without members count in the variance (Lumley 2010, section 2.4).

    Args:
        data: one row per unit: an Arrow table, whose moments are made in memory with the same bits
            each time; a Parquet file, fastest when sorted by stratum and cluster; or an Ibis table,
            whose moments are made where it lives.
        design: how the rows came about.
        measures: what to estimate, with unique ids.
        calibration: of the same rows; its weights take the place of the design's.
        replicates: of the same rows; errors come from them instead of from linearisation. With a
            calibration, each replicate is calibrated anew.
        backend: the Ibis backend to make the moments in.

    Raises:
        Problem: a column is absent or does not suit its use; the sentence says which.
    """
    if replicates is not None:
        refuse_not_random(design)
    tables = tabulate(data, design, measures, calibration, replicates, backend)
    return from_moments(tables, design, measures)


def from_moments(
    tables: Tables, design: Design, measures: Sequence[Measure]
) -> tuple[Estimate, ...]:
    """The estimates that moments tell, as `estimate` gives them.

    Args:
        tables: made of the same design and measures, by `tabulate` or long ago.
    """
    results: list[Estimate] = []
    for (number, _), table in tables.tables.items():
        results.extend(_estimates(measures[number], table, tables, design))
    return tuple(results)


@dataclass(frozen=True)
class Columns:
    """All figures of one measure in one cross-classification, an entry per domain; NaN for none."""

    domains: Domains
    value: Numbers
    error: Numbers
    lower: Numbers
    upper: Numbers
    effect: Numbers
    degrees_of_freedom: Integers


def columns(
    tables: Tables, design: Design, measures: Sequence[Measure]
) -> dict[tuple[int, int], Columns]:
    """The figures that moments tell, as arrays: for thousands of domains at once."""
    return {
        key: _columns(measures[key[0]], table, tables, design)
        for key, table in tables.tables.items()
    }


def _columns(measure: Measure, table: Table, tables: Tables, design: Design) -> Columns:
    figures = _figures(table, tables.strata, form_of(measure), design)
    figures = _scaled(figures, measure, table.domains)
    ends = _interval(measure, figures, table)
    return Columns(
        domains=table.domains,
        value=figures.value,
        error=ends.error,
        lower=ends.lower,
        upper=ends.upper,
        effect=divided(figures.variance, figures.simple_variance),
        degrees_of_freedom=figures.degrees_of_freedom,
    )


@dataclass(frozen=True)
class _Ends:
    error: Numbers
    lower: Numbers
    upper: Numbers


def _estimates(
    measure: Measure, table: Table, tables: Tables, design: Design
) -> Iterator[Estimate]:
    probability = design.sampling == "probability"
    seen, group = table.moments, table.domains
    found = _columns(measure, table, tables, design)
    notes = _notes(design, tables)
    judgements = _judged(measure, found, seen)
    for position, codes in enumerate(group.codes):
        share = _number(found.value[position])
        known = not np.isnan(found.lower[position])
        deff = _number(found.effect[position])
        judgement, why = judgements[position]
        yield Estimate(
            measure=measure.id,
            domain=dict(zip(group.by, codes, strict=True)),
            value=share,
            standard_error=_number(found.error[position]),
            lower=_number(found.lower[position]),
            upper=_number(found.upper[position]),
            n=int(seen.n[position]),
            n_effective=int(seen.n[position]) / deff if deff else None,
            missing=int(seen.missing[position]),
            numerator=float(seen.plain[position]),
            design_effect=deff,
            degrees_of_freedom=float(found.degrees_of_freedom[position]) if probability else None,
            method=table.beyond.method if probability else "description",
            reason=""
            if known
            else _reason(measure, design, share, found.degrees_of_freedom[position]),
            notes=(*notes, why) if why else notes,
            sensitivity=_sensitivity(measure, design, share),
            unplaced=group.unplaced,
            reliability=judgement,
        )


def _judged(measure: Measure, found: Columns, seen: Moments) -> list[tuple[Reliability, str]]:
    if measure.quantity != "proportion" or np.isnan(found.error).all():
        return [("", "")] * len(found.error)
    degrees = found.degrees_of_freedom
    lower, upper = intervals.beta(found.value, found.error, degrees, seen.n)
    effective = np.where(found.effect > 0, divided(seen.n.astype(np.float64), found.effect), seen.n)
    return [
        ("", "") if np.isnan(row[1]) else judged(*row)
        for row in zip(
            found.value.tolist(),
            lower.tolist(),
            upper.tolist(),
            seen.n.tolist(),
            effective.tolist(),
            degrees.tolist(),
            strict=True,
        )
    ]


def _figures(table: Table, strata: Strata, form: Form, design: Design) -> Figures:
    beyond = table.beyond
    if table.moments.cells is None:
        value = values(table.moments, form) if beyond.value is None else beyond.value
        unknown = np.full(len(value), np.nan)
        return Figures(value, unknown, unknown, np.zeros(len(value), np.int64))
    figures = linearised(table.moments, form, strata, design.lonely)
    value = _either(beyond.value, figures.value)
    variance = _either(beyond.variance, figures.variance) + beyond.later
    return Figures(
        value=value,
        variance=np.where(np.isnan(value), np.nan, variance),
        simple_variance=_either(beyond.simple_variance, figures.simple_variance),
        degrees_of_freedom=figures.degrees_of_freedom if beyond.degrees is None else beyond.degrees,
    )


def _either(given: Numbers | None, usual: Numbers) -> Numbers:
    return usual if given is None else given


def _scaled(figures: Figures, measure: Measure, group: Domains) -> Figures:
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


def _interval(measure: Measure, figures: Figures, table: Table) -> _Ends:
    error = np.sqrt(figures.variance)
    value, degrees, seen = figures.value, figures.degrees_of_freedom, table.moments
    if table.beyond.lower is not None and table.beyond.upper is not None:
        return _Ends(error, table.beyond.lower, table.beyond.upper)
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
    if kind == "beta":
        return _Ends(error, *intervals.beta(value, error, degrees, seen.n))
    lower, upper = intervals.logit(value, error, degrees)
    alike = np.flatnonzero((value <= 0) | (value >= 1))
    if len(alike):
        lower[alike], upper[alike] = intervals.beta(
            value[alike], error[alike], degrees[alike], seen.n[alike]
        )
    return _Ends(error, lower, upper)


def _reason(measure: Measure, design: Design, value: float | None, degrees: float) -> str:
    if value is None:
        return sensitivity.NOTHING
    if measure.quantity in QUANTILES and degrees > 0:
        return sensitivity.TOO_NEAR_THE_END
    return sensitivity.REASONS.get(design.sampling, sensitivity.FEW)


LONELY: dict[Lonely, str] = {
    "centred": "each was compared with the overall mean",
    "certainty": "each was taken as certain to be chosen and adds nothing to the error",
    "average": "each adds as much to the error as the mean of the other strata",
    "error": "",
}


def _notes(design: Design, tables: Tables) -> tuple[str, ...]:
    notes = []
    if tables.unweighted:
        notes.append(
            f"{how_many(tables.unweighted, 'row has', 'rows have')} no weight, which counts as missing."
        )
    if single := int((tables.strata.psus == 1).sum()):
        notes.append(
            f"{how_many(single, 'stratum has', 'strata have')} only one sampled cluster; {LONELY[design.lonely]}."
        )
    return tuple(notes)


def _sensitivity(measure: Measure, design: Design, share: float | None) -> str:
    if design.sampling in ("probability", "census") or share is None:
        return ""
    if measure.quantity != "proportion" or not 0 < share < 1:
        return ""
    return sensitivity.selection(share).statement


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
