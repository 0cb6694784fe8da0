"""Quasi-randomisation with a reference sample: figures from a sample not drawn by chance.

Source: Chen, Li & Wu (2020), JASA 115, 2011-2021. See docs/methods/selection.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from datashift.estimates.answers import answers, refuse_incomplete
from datashift.estimates.estimate import Design, Estimate, Measure
from datashift.estimates.groupings import Grouping, grouping
from datashift.estimates.sample import design_codes
from datashift.estimates.selection import errors
from datashift.estimates.selection.errors import Expected, Group, Point
from datashift.estimates.selection.figure import Found, finished
from datashift.estimates.selection.outcome import expected
from datashift.estimates.selection.propensity import propensity
from datashift.estimates.selection.pseudo import (
    Model,
    PseudoWeights,
    described,
    selection_model,
)
from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Mask, Numbers, renumbered

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.random import Generator

QUANTITIES = ("proportion", "mean", "total", "count")
ONE_MODEL = (
    "The reference sample does not know this group, so the figure rests on the weights alone."
)
BEYOND = "The outcome model led outside 0 to 100, so the figure rests on the weights alone."


@dataclass(frozen=True)
class QuasiRandomisation:
    """What a study asks for.

    Args:
        covariates: columns of both samples that say who is in the data; text by category (crossed:
            ``sex*age``), numbers as a straight line.
        doubly_robust: also expect the answer from the covariates; right if either model is.
        errors: "analytic" or "bootstrap" (which needs chance).
        replicates: of the bootstrap.
    """

    covariates: tuple[str, ...]
    doubly_robust: bool = True
    errors: Literal["analytic", "bootstrap"] = "analytic"
    replicates: int = 300


@dataclass(frozen=True)
class QuasiRandomised:
    """Figures from pseudo-weights, and how well these balance the data.

    Args:
        estimates: with method "quasi-randomisation". An interval is there beside the reason why
            there is no sampling interval; the first note says what it rests on.
        weights: of all rows that have the covariates. Each figure fits them anew to the rows with
            a usable answer, so that not answering counts as not being in the data.
    """

    estimates: tuple[Estimate, ...]
    weights: PseudoWeights


def quasi_randomise(
    data: pa.Table,
    design: Design,
    measures: Sequence[Measure],
    reference: pa.Table,
    reference_design: Design,
    asked: QuasiRandomisation,
    *,
    chance: Generator | None = None,
) -> QuasiRandomised:
    """Estimate proportions, means, totals and counts with the help of a reference sample.

    Args:
        data: rows that were not drawn by chance.
        design: of the data; `cluster` names rows that came together (one organisation, one event).
        measures: what to estimate; domains that the reference sample knows are doubly robust.
        reference: a probability sample or a census of the same population.
        reference_design: its design; its weights add up to the population.
        asked: the specification.
        chance: of the bootstrap.

    Raises:
        Problem: the two samples do not fit each other, or a measure cannot be estimated this way.
    """
    refuse_random(design)
    whole = selection_model(data, reference, reference_design, asked.covariates)
    notes = described(whole, data.num_rows)
    results: list[Estimate] = []
    for measure in measures:
        _refuse_quantity(measure)
        results.extend(
            _measured(data, design, measure, reference, reference_design, asked, chance, whole)
        )
    return QuasiRandomised(tuple(results), notes)


def refuse_random(design: Design) -> None:
    """Raises Problem if the rows were drawn by chance or are everybody."""
    if design.sampling in ("probability", "census"):
        raise Problem(
            "The data are a random sample or a census, which needs no model of who is in them",
            do="Leave the quasi-randomisation out",
            code="selection.random",
        )


def _refuse_quantity(measure: Measure) -> None:
    refuse_incomplete(measure)
    if measure.quantity not in QUANTITIES or measure.of is None:
        raise Problem(
            f'"{measure.id}" is a {measure.quantity}, which cannot be estimated by '
            "quasi-randomisation",
            do="Use a proportion, mean, total, or the count of a yes-or-no column",
            code="selection.quantity",
        )


@dataclass(frozen=True)
class _Laid:
    """One measure laid over both samples."""

    y: Numbers
    usable: Mask  # of all rows of the data
    model: Model
    clusters: Integers | None
    binary: bool

    @property
    def answers(self) -> Numbers:
        return self.y[self.model.rows]


def _measured(
    data: pa.Table,
    design: Design,
    measure: Measure,
    reference: pa.Table,
    reference_design: Design,
    asked: QuasiRandomisation,
    chance: Generator | None,
    whole: Model,
) -> Iterator[Estimate]:
    laid = _lay(data, design, measure, reference, reference_design, asked, whole)
    draws = None
    if asked.errors == "bootstrap":
        if chance is None:
            raise ValueError("a bootstrap needs a source of chance")
        draws = errors.redrawn(
            len(laid.answers), laid.clusters, reference, reference_design, asked.replicates, chance
        )
    for by in measure.by:
        groups = grouping(data, by)
        known = asked.doubly_robust and all(name in reference.column_names for name in by)
        beside = grouping(reference, by) if known else None
        inside = [_group(groups, beside, number, laid) for number in range(groups.size)]
        points, notes = _points(measure, laid, inside, asked)
        if draws is None:
            variances, degrees = errors.analytic(
                points, laid.model, laid.clusters, reference, reference_design
            )
        else:
            variances = _bootstrapped(measure, laid, inside, asked, draws)
            degrees = float("inf")
        free = len(laid.answers) - laid.model.data.shape[1]
        weights = 1 / laid.model.propensity.data
        for number, (point, variance) in enumerate(zip(points, variances, strict=True)):
            here = groups.domain == number
            group = inside[number].data
            yield finished(
                measure,
                design,
                dict(zip(by, groups.domains.codes[number], strict=True)),
                Found(
                    value=point.value,
                    variance=float(variance),
                    degrees=min(degrees, free),
                    y=laid.answers[group],
                    weights=weights[group],
                    missing=int(here.sum()) - int(group.sum()),
                    unplaced=groups.domains.unplaced,
                ),
                asked.covariates,
                doubly_robust=asked.doubly_robust,
                notes=notes[number],
            )


def _lay(
    data: pa.Table,
    design: Design,
    measure: Measure,
    reference: pa.Table,
    reference_design: Design,
    asked: QuasiRandomisation,
    whole: Model,
) -> _Laid:
    found = answers(data, measure, None)
    usable = np.ones(data.num_rows, bool) if found.usable is None else found.usable
    model = whole
    if not usable[whole.rows].all():
        model = selection_model(data, reference, reference_design, asked.covariates, usable)
    clusters = None
    if design.cluster:
        codes = design_codes(data, design.cluster[0])[model.rows]
        _, clusters = renumbered(codes, int(codes.max()) + 1)
    binary = bool(np.isin(found.y[model.rows], (0.0, 1.0)).all())
    return _Laid(found.y, usable, model, clusters, binary)


def _group(groups: Grouping, beside: Grouping | None, number: int, laid: _Laid) -> Group:
    here = groups.domain[laid.model.rows] == number
    if beside is None:
        return Group(here, None)
    codes = groups.domains.codes[number]
    if codes not in beside.domains.codes:
        return Group(here, None)
    return Group(here, beside.domain == beside.domains.codes.index(codes))


def _points(
    measure: Measure, laid: _Laid, inside: list[Group], asked: QuasiRandomisation
) -> tuple[list[Point], list[tuple[str, ...]]]:
    weights, d = 1 / laid.model.propensity.data, laid.model.reference_weights
    model = _outcome(laid) if asked.doubly_robust else None
    points, notes = [], []
    for group in inside:
        both = model if group.reference is not None else None
        said: tuple[str, ...] = () if both or not asked.doubly_robust else (ONE_MODEL,)
        point = _point(measure, laid, group, weights, d, both)
        if measure.quantity == "proportion" and both and not 0 <= point.value <= 1:
            point, said = _point(measure, laid, group, weights, d, None), (BEYOND,)
        points.append(point)
        notes.append(said)
    return points, notes


def _outcome(laid: _Laid, counts: Numbers | None = None) -> Expected:
    model = laid.model
    return Expected(*expected(laid.answers, model.data, model.reference, laid.binary, counts))


def _point(
    measure: Measure,
    laid: _Laid,
    group: Group,
    weights: Numbers,
    d: Numbers,
    model: Expected | None,
) -> Point:
    if not group.data.any():
        return Point(float("nan"), group.data, np.zeros(0), np.zeros(len(d)))
    form = errors.mean if measure.quantity in ("proportion", "mean") else errors.total
    return form(laid.answers, weights, d, group, model)


def _bootstrapped(
    measure: Measure,
    laid: _Laid,
    inside: list[Group],
    asked: QuasiRandomisation,
    draws: list[errors.Redrawn],
) -> Numbers:
    values = np.empty((len(draws), len(inside)))
    for number, draw in enumerate(draws):
        d = laid.model.reference_weights * draw.reference
        fitted = propensity(laid.model.data, laid.model.reference, d, draw.data)
        weights = draw.data / fitted.data
        model = _outcome(laid, draw.data) if asked.doubly_robust else None
        for column, group in enumerate(inside):
            there = group.reference
            reached = there is not None and bool((d[there] > 0).any())
            values[number, column] = _point(
                measure, laid, group, weights, d, model if reached else None
            ).value
    return np.asarray(values.var(axis=0, ddof=1))
