"""Multilevel regression and post-stratification (MRP): figures of small groups that borrow.

Sources: Gelman & Little (1997), Survey Methodology 23, 127-135; Park, Gelman & Bafumi (2004),
Political Analysis 12, 375-385. See docs/methods/multilevel.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import sensitivity
from datashift.estimates.answers import answers, refuse_incomplete
from datashift.estimates.estimate import Design, Estimate, Measure
from datashift.estimates.multilevel.carried import notes_of, refuse_uncarried, unseen_of
from datashift.estimates.multilevel.gaussian import Means, fit_gaussian
from datashift.estimates.multilevel.intercepts import Fitted, Matrix
from datashift.estimates.multilevel.layout import Collapsed, Layout, collapsed, lay_out
from datashift.estimates.multilevel.logistic import Counts, fit_logistic
from datashift.estimates.multilevel.said import METHOD, MODEL, range_note, source_notes
from datashift.estimates.multilevel.simulate import (
    Domain,
    averaged,
    drawn,
    expected,
    own_shares,
    simulated,
)
from datashift.estimates.multilevel.specification import (
    Borrowed,
    Effect,
    Model,
    Modelled,
    Multilevel,
    Varying,
)
from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Mask, Numbers, counted, crossed, summed

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.random import Generator

QUANTITIES = ("proportion", "mean", "count", "total")
LEVEL = 0.95


def model_and_poststratify(
    data: pa.Table,
    design: Design,
    measures: Sequence[Measure],
    cells: pa.Table,
    asked: Multilevel,
    *,
    chance: Generator,
) -> Modelled:
    """Fit a multilevel model to each measure and carry it to the population.

    Every domain of the population has an estimate, with data of its own or without.

    Args:
        data: one row per unit.
        design: how the rows came about; its weights and clusters are not used.
        measures: proportions and counts (logistic), means and totals (linear).
        cells: the population: the columns of the model and of the domains, and `total`, one row
            per combination.
        asked: the specification.
        chance: of the simulated intervals.

    Raises:
        Problem: the tables do not fit each other, or the data do not carry the model; the sentence
            says which and why.
    """
    if design.sampling == "census":
        raise Problem(
            "Everybody was counted, so there is nothing to model",
            do="Use the plain figures",
            code="multilevel.census",
        )
    for measure in measures:
        _refuse_quantity(measure)
    layout = lay_out(data, cells, asked, [by for measure in measures for by in measure.by])
    estimates: list[Estimate] = []
    borrowed: list[Borrowed] = []
    models: list[Model] = []
    for measure in measures:
        fit = _fit(data, design, measure, layout)
        models.append(fit.model)
        for estimate, source in _figures(fit, design, measure, layout, asked, chance):
            estimates.append(estimate)
            borrowed.append(source)
    return Modelled(tuple(estimates), tuple(borrowed), tuple(models))


def _refuse_quantity(measure: Measure) -> None:
    refuse_incomplete(measure)
    if measure.quantity not in QUANTITIES or measure.of is None:
        raise Problem(
            f'"{measure.id}" is a {measure.quantity}, which a multilevel model does not estimate',
            do="Use a proportion, mean, total, or the count of a yes-or-no column",
            code="multilevel.quantity",
        )


@dataclass(frozen=True)
class _Fit:
    """A model of one measure and what it was fitted to."""

    fitted: Fitted
    cells: Collapsed
    y: Numbers  # of the kept rows
    kept: Mask
    n: Numbers  # answers by cell
    model: Model


def _fit(data: pa.Table, design: Design, measure: Measure, layout: Layout) -> _Fit:
    found = answers(data, measure, None)
    kept = layout.usable if found.usable is None else layout.usable & found.usable
    y = found.y[kept]
    binary = measure.quantity in ("proportion", "count")
    cells = collapsed(layout, kept)
    refuse_uncarried(layout, cells, y, binary, measure.id)
    size = len(cells.first)
    n = summed(cells.cell, np.ones(len(y)), size)
    sums = summed(cells.cell, y, size)
    if binary:
        fitted = fit_logistic(cells.terms, Counts(n, sums))
    else:
        means = sums / n
        within = float(((y - means[cells.cell]) ** 2).sum())
        fitted = fit_gaussian(cells.terms, Means(n, means, within))
    notes = notes_of(layout, cells, fitted, y, design.weight is not None)
    return _Fit(
        fitted, cells, y, kept, n, _described(measure, layout, cells, fitted, len(y), notes)
    )


def _described(
    measure: Measure,
    layout: Layout,
    cells: Collapsed,
    fitted: Fitted,
    rows: int,
    notes: tuple[str, ...],
) -> Model:
    # back to the units of the columns: the constant takes up what centring moved
    back = np.diag(1 / layout.scales)
    back[0, 1:] = -layout.centres[1:] / layout.scales[1:]
    values = back @ fitted.beta
    errors = np.sqrt(np.diag(back @ fitted.beta_covariance @ back.T))
    b = fitted.b(cells.terms)
    groups = []
    start = 0
    for group, theta in zip(layout.groups, fitted.theta.tolist(), strict=True):
        end = start + len(group.labels)
        here = dict(zip(group.labels, b[start:end].tolist(), strict=True))
        seen = len(np.unique(group.first[cells.first]))
        groups.append(Varying(group.name, theta * fitted.scale, here, seen))
        start = end
    effects = tuple(
        Effect(*one) for one in zip(layout.effects, values.tolist(), errors.tolist(), strict=True)
    )
    residual, deviance = None, fitted.deviance
    if not fitted.binary:  # REML is of the columns in their own units
        residual, deviance = fitted.scale, deviance + 2 * float(np.log(layout.scales).sum())
    return Model(measure.id, rows, effects, tuple(groups), residual, deviance, notes)


@dataclass(frozen=True)
class _Classified:
    """One cross-classification of the population and of the rows."""

    by: tuple[str, ...]
    codes: list[tuple[str, ...]]
    domain: Domain
    rows: Integers  # domain of each row of the data, -1 for none


def _classified(layout: Layout, by: tuple[str, ...]) -> _Classified:
    rows = len(layout.usable)
    if not by:
        everybody = Domain(
            np.zeros(len(layout.totals), np.int64), 1, np.array([layout.totals.sum()])
        )
        return _Classified(by, [()], everybody, np.zeros(rows, np.int64))
    pairs = [layout.columns[name] for name in by]
    of, combinations = crossed([pair.second for pair in pairs])
    size = len(combinations)
    people = summed(of, layout.totals, size)
    found = _placed([pair.first for pair in pairs], combinations)
    codes = [
        tuple(pair.labels[code] for pair, code in zip(pairs, row, strict=True))
        for row in combinations.tolist()
    ]
    people = np.where(people > 0, people, np.nan)
    return _Classified(by, codes, Domain(of, size, people), found)


def _placed(codes: list[Integers], combinations: Integers) -> Integers:
    """The number of each row's combination; -1 where a code is missing or nobody has it."""
    known = np.logical_and.reduce([code >= 0 for code in codes])
    number, _ = crossed(
        [
            np.concatenate([column, code[known]])
            for column, code in zip(combinations.T, codes, strict=True)
        ]
    )
    place = np.full(int(number.max()) + 1, -1, np.int64)
    place[number[: len(combinations)]] = np.arange(len(combinations))
    found = np.full(len(known), -1, np.int64)
    found[known] = place[number[len(combinations) :]]
    return found


def _figures(
    fit: _Fit,
    design: Design,
    measure: Measure,
    layout: Layout,
    asked: Multilevel,
    chance: Generator,
) -> Iterator[tuple[Estimate, Borrowed]]:
    groups = [_classified(layout, by) for by in measure.by]
    terms, population = fit.cells.terms, layout.population
    mean = expected(fit.fitted, population)
    draws = drawn(fit.fitted, terms, asked.draws, chance)
    domains = [one.domain for one in groups]
    spread = simulated(draws, population, layout.totals, domains, fit.fitted.binary)
    empty, unseen = _reached(layout, fit)
    for one, simulations in zip(groups, spread, strict=True):
        member = one.rows[fit.cells.first]
        own = own_shares(fit.fitted, terms, population, layout.totals, one.domain, fit.n, member)
        sources = [
            Borrowed(*shares)
            for shares in zip(
                own.tolist(),
                averaged(empty, layout.totals, one.domain).tolist(),
                averaged(unseen, layout.totals, one.domain).tolist(),
                strict=True,
            )
        ]
        values = averaged(mean, layout.totals, one.domain)
        yield from zip(
            _estimates(fit, design, measure, one, values, simulations, sources, asked),
            sources,
            strict=True,
        )


def _reached(layout: Layout, fit: _Fit) -> tuple[Numbers, Numbers]:
    """For each population cell, 1 if it has no answers, and 1 if a category of it has none."""
    pairs = list(layout.columns.values())
    number, _ = crossed(
        [np.concatenate([pair.first[fit.cells.first], pair.second]) for pair in pairs]
    )
    rows = len(fit.cells.first)
    empty = ~np.isin(number[rows:], number[:rows])
    unseen = np.zeros(len(layout.totals))
    for group in layout.groups:
        unseen = np.maximum(unseen, unseen_of(group, fit.cells))
    return empty.astype(np.float64), unseen


def _estimates(
    fit: _Fit,
    design: Design,
    measure: Measure,
    one: _Classified,
    values: Numbers,
    simulations: Matrix,
    sources: list[Borrowed],
    asked: Multilevel,
) -> Iterator[Estimate]:
    factors = one.domain.totals if measure.quantity in ("count", "total") else np.ones(len(values))
    lower, upper = np.quantile(simulations, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=1) * factors
    errors = simulations.std(axis=1, ddof=1) * factors
    placed = one.rows[fit.kept]
    n = counted(placed, one.domain.size)
    numerator = summed(placed, fit.y, one.domain.size)
    rows = counted(one.rows[one.rows >= 0], one.domain.size)
    unplaced = int((one.rows < 0).sum())
    reason = sensitivity.REASONS.get(design.sampling, MODEL)
    assumption = range_note((*asked.groups, *asked.fixed))
    for number, codes in enumerate(one.codes):
        value = float(values[number] * factors[number])
        known = not np.isnan(value)
        share = measure.quantity == "proportion" and design.sampling != "probability"
        yield Estimate(
            measure=measure.id,
            domain=dict(zip(one.by, codes, strict=True)),
            value=value if known else None,
            standard_error=float(errors[number]) if known else None,
            lower=float(lower[number]) if known else None,
            upper=float(upper[number]) if known else None,
            n=int(n[number]),
            missing=int(rows[number] - n[number]),
            numerator=float(numerator[number]),
            method=METHOD,
            reason=reason if known else sensitivity.NOTHING,
            notes=(assumption, *source_notes(sources[number], int(n[number])), *fit.model.notes)
            if known
            else (),
            sensitivity=sensitivity.selection(value).statement if share and known else "",
            unplaced=unplaced,
        )
