"""Errors of figures from pseudo-weights: by linearisation, or by drawing both samples again.

Source: Chen, Li & Wu (2020), JASA 115, 2011-2021, theorems 1 and 2 and section 4; bootstrap: Rubin
(1981), Annals of Statistics 9 (the data), Rao & Wu (1988), JASA 83 (the reference sample).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.estimate import Design, Measure
from datashift.estimates.selection.covariates import Matrix
from datashift.estimates.selection.pseudo import Model
from datashift.tables.arrays import Integers, Mask, Numbers, summed

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Point:
    """A figure and its derivatives.

    Args:
        value: the figure.
        inside: the rows of the data it is of.
        data: what one unit of pseudo-weight of each of these rows adds to it.
        reference: what one unit of weight of each row of the reference sample adds.
    """

    value: float
    inside: Mask
    data: Numbers
    reference: Numbers


@dataclass(frozen=True)
class Expected:
    """Answers expected by the outcome model, of both samples."""

    data: Numbers
    reference: Numbers


@dataclass(frozen=True)
class Group:
    """A domain in both samples; `reference` is None where the reference sample does not know it.

    There a figure rests on the weights alone, with an outcome model or without.
    """

    data: Mask
    reference: Mask | None


def mean(y: Numbers, weights: Numbers, d: Numbers, group: Group, model: Expected | None) -> Point:
    """The mean of a domain; doubly robust with an outcome model, else weighted (Hájek)."""
    here = group.data
    size = float(weights[here].sum())
    there = group.reference
    if there is None:
        model = None
    rest = y if model is None else y - model.data
    middle = float((weights * rest)[here].sum() / size)
    data = (rest[here] - middle) / size
    if model is None or there is None:
        return Point(middle, here, data, np.zeros(len(d)))
    known = float(d[there].sum())
    base = float((d * model.reference)[there].sum() / known)
    return Point(middle + base, here, data, np.where(there, (model.reference - base) / known, 0.0))


def total(y: Numbers, weights: Numbers, d: Numbers, group: Group, model: Expected | None) -> Point:
    """The total of a domain; doubly robust with an outcome model, else weighted."""
    there = group.reference
    if there is None:
        model = None
    rest = y if model is None else y - model.data
    data = rest[group.data]
    value = float(weights[group.data] @ data)
    if model is None or there is None:
        return Point(value, group.data, data, np.zeros(len(d)))
    reference = np.where(there, model.reference, 0.0)
    return Point(value + float(d @ reference), group.data, data, reference)


def analytic(
    points: list[Point], model: Model, clusters: Integers | None, table: pa.Table, design: Design
) -> tuple[Numbers, float]:
    """Variances of the points, and the degrees of freedom of the reference sample.

    Args:
        clusters: of the rows of the data that came together; every row for itself if None.
        table: the reference sample.
        design: its design.
    """
    chance, x = model.propensity.data, model.data
    odds = 1 / chance - 1
    by_data = np.zeros(len(points))
    totals = np.zeros((table.num_rows, len(points)))
    for number, point in enumerate(points):
        u = np.zeros(len(chance))
        u[point.inside] = point.data
        b = np.linalg.lstsq(model.propensity.information, (odds * u) @ x, rcond=1e-14)[0]
        left = np.sqrt(1 - chance) * (u / chance - x @ b)
        if clusters is not None:
            left = summed(clusters, left, int(clusters.max(initial=-1)) + 1)
        by_data[number] = float(left @ left)
        totals[:, number] = model.propensity.reference * (model.reference @ b) + point.reference
    by_reference, degrees = _design_variances(table, design, totals)
    return by_data + by_reference, degrees


def _design_variances(table: pa.Table, design: Design, columns: Matrix) -> tuple[Numbers, float]:
    """Variances of weighted totals of columns of shape (rows, columns) under the design."""
    import pyarrow as pa

    from datashift.estimates.domains import estimate

    if design.sampling == "census" or not columns.shape[1]:
        return np.zeros(columns.shape[1]), np.inf
    kept = [
        name
        for name in (design.strata, *design.cluster, design.weight, design.population)
        if name is not None
    ]
    kept += list(design.later_populations)
    names = [f"\0{number}" for number in range(columns.shape[1])]  # no column of a person's file
    laid = table.select(list(dict.fromkeys(kept)))
    for name, values in zip(names, columns.T, strict=True):
        laid = laid.append_column(name, pa.array(np.ascontiguousarray(values)))
    found = estimate(laid, design, [Measure(name, "total", name) for name in names])
    errors = np.array([one.standard_error or 0.0 for one in found])
    return errors**2, float(found[0].degrees_of_freedom or 0)


@dataclass(frozen=True)
class Redrawn:
    """How often each row counts in one replicate of the two samples."""

    data: Numbers
    reference: Numbers


def redrawn(
    rows: int,
    clusters: Integers | None,
    table: pa.Table,
    design: Design,
    number: int,
    chance: np.random.Generator,
) -> list[Redrawn]:
    """Replicates: Bayesian weights of the rows (or clusters) of the data, Rao-Wu of the reference."""
    from datashift.estimates.replication import make_replicates
    from datashift.estimates.sample import sample

    units = rows if clusters is None else int(clusters.max(initial=-1)) + 1
    factors: Matrix | None = None
    psu: Integers | None = None
    if design.sampling == "probability":
        factors = make_replicates(table, design, "bootstrap", number=number, chance=chance).factors
        psu = sample(table, design).psu
    found = []
    for replicate in range(number):
        counts = chance.exponential(size=units)
        counts = counts / counts.mean()
        there = np.ones(table.num_rows)
        if factors is not None:
            there = factors[:, replicate] if psu is None else factors[psu, replicate]
        found.append(Redrawn(counts if clusters is None else counts[clusters], there))
    return found
