"""Pseudo-weights: one over the estimated chance of being in the data, and how well they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.estimate import Design
from datashift.estimates.sample import sample
from datashift.estimates.selection.covariates import Covariates, Matrix, covariates
from datashift.estimates.selection.propensity import Propensity, propensity
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Mask, Numbers
from datashift.weights.diagnostics import Diagnosis, diagnose

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST = 30  # rows of a reference sample
FEW = 10  # rows per coefficient, of either sample, below which a note says so
ALIEN = 0.01  # share of the population unlike anybody in the data: a note ...
TOO_ALIEN = 0.20  # ... and a refusal
UNLIKE = 0.1  # standardised difference that counts as out of balance (Austin 2009)


@dataclass(frozen=True)
class Balance:
    """One covariate in the data, with pseudo-weights, and in the population.

    Args:
        name: "sex = F" or the column of a number.
        data: its share or mean in the data as they came.
        weighted: with pseudo-weights.
        population: in the reference sample or the known totals.
        before: (data - population) / standard deviation in the population.
        after: likewise of `weighted`.
    """

    name: str
    data: float
    weighted: float
    population: float
    before: float
    after: float


@dataclass(frozen=True)
class PseudoWeights:
    """Weights that stand in for the unknown chances of being in the data.

    Args:
        weights: of all rows of the data; 0 where a covariate is missing.
        balance: of every covariate, before and after.
        diagnosis: of the weights: effective rows, heaviest row.
        unlike: share of the population with a lower chance than anybody in the data; None with
            known totals, which cannot show it.
        notes: what a reader must know, plain sentences.
    """

    weights: Numbers
    balance: tuple[Balance, ...]
    diagnosis: Diagnosis
    unlike: float | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """The selection model laid over both samples.

    Args:
        covariates: of both samples, restricted to `rows`.
        rows: the rows of the data that it is of, shape (all rows,).
        reference_weights: d.
        propensity: the chances.
    """

    covariates: Covariates
    rows: Mask
    reference_weights: Numbers
    propensity: Propensity

    @property
    def data(self) -> Matrix:
        return self.covariates.data

    @property
    def reference(self) -> Matrix:
        return self.covariates.reference


def pseudo_weights(
    data: pa.Table, reference: pa.Table, design: Design, names: tuple[str, ...]
) -> PseudoWeights:
    """Pseudo-weights of the rows of a sample that was not drawn by chance.

    Args:
        data: its rows.
        reference: a probability sample (or a census) of the same population.
        design: of the reference sample; its weights add up to the population.
        names: columns of both that say who is in the data; ``sex*age`` crosses two.

    Raises:
        Problem: the two samples have no common support, or the reference sample is too small.
    """
    return described(selection_model(data, reference, design, names), data.num_rows)


def selection_model(
    data: pa.Table,
    reference: pa.Table,
    design: Design,
    names: tuple[str, ...],
    among: Mask | None = None,
) -> Model:
    """Fit the selection model to the rows `among` the data that have all covariates."""
    weights = reference_weights(reference, design)
    if among is not None and not among.all():
        data = data.filter(_as_arrow(among))
    laid = covariates(data, reference, names, weights)
    rows = laid.usable if among is None else among.copy()
    if among is not None:
        rows[among] = laid.usable
    _refuse_small(len(laid.data), len(laid.reference), laid.data.shape[1])
    model = Model(laid, rows, weights, propensity(laid.data, laid.reference, weights))
    _refuse_unlike(unlike(model), laid.outside)
    return model


def _as_arrow(mask: Mask) -> pa.Array:
    import pyarrow as pa

    return pa.array(mask)


def reference_weights(reference: pa.Table, design: Design) -> Numbers:
    """The weights of a reference sample.

    Raises:
        Problem: it is not a probability sample or a census, or a row has no weight.
    """
    if design.sampling not in ("probability", "census"):
        raise Problem(
            "The reference sample was not drawn by chance itself",
            do="Use a probability sample or a census, or known totals",
            code="selection.reference_not_random",
        )
    if design.sampling == "probability" and design.weight is None:
        raise Problem(
            "The reference sample has no weights, so it does not say how large the population is",
            do='Name the column of its weights as "weight"',
            code="selection.reference_unweighted",
        )
    laid = sample(reference, design)
    if laid.weighed is not None or not (laid.weights > 0).all():
        bad = int((~(laid.weights > 0)).sum())
        raise Problem(
            f"{how_many(bad, 'row of the reference sample has', 'rows of the reference sample have')} no weight above 0",
            column=design.weight,
            do="Correct the weights, or leave these rows out",
            code="selection.reference_weight",
        )
    return laid.weights


def _refuse_small(rows: int, reference: int, columns: int) -> None:
    for count, whose in ((rows, "The data"), (reference, "The reference sample")):
        needed = max(2 * columns, FEWEST)
        if count < needed:
            raise Problem(
                f"{whose} has {count:,} usable rows, too few for {columns - 1} covariates"
                if whose != "The data"
                else f"The data have {count:,} usable rows, too few for {columns - 1} covariates",
                do=f"Bring {needed:,} rows or more, or use fewer columns",
                code="selection.too_small",
            )


def unlike(model: Model) -> float:
    """Share of the population with a lower chance of being in the data than anybody in them."""
    lowest = model.propensity.data.min() * (1 - 1e-9)
    weights = model.reference_weights
    return float(weights[model.propensity.reference < lowest].sum() / weights.sum())


def _refuse_unlike(alien: float, outside: dict[str, float]) -> None:
    for name, share in outside.items():
        if share > TOO_ALIEN:
            raise Problem(
                f'{round(100 * share)} in 100 of the population have a "{name}" beyond anybody\'s in '
                "the data",
                safe="No weight can make up for people nobody asked",
                do="Speak only of the part of the population that the data reach",
                code="selection.no_support",
            )
    if alien > TOO_ALIEN:
        raise Problem(
            f"{round(100 * alien)} in 100 of the population are unlike anybody in the data",
            safe="No weight can make up for people nobody asked",
            do="Speak only of the part of the population that the data reach",
            code="selection.no_support",
        )


def described(model: Model, rows: int) -> PseudoWeights:
    """The pseudo-weights of a model with their diagnostics."""
    weights = np.zeros(rows)
    weights[model.rows] = 1 / model.propensity.data
    found = _balance(model)
    alien = unlike(model)
    diagnosis = diagnose(weights)
    return PseudoWeights(
        weights, found, diagnosis, alien, (*diagnosis.notes, *_notes(model, found, alien))
    )


def _balance(model: Model) -> tuple[Balance, ...]:
    laid, weights = model.covariates, 1 / model.propensity.data
    found = []
    for column in range(1, len(laid.names)):
        here, there = laid.data[:, column], laid.reference[:, column]
        found.append(
            balanced(
                laid.names[column],
                float(here.mean()),
                float(np.average(here, weights=weights)),
                float(np.average(there, weights=model.reference_weights)),
                float(np.average(there**2, weights=model.reference_weights)),
            )
        )
    return tuple(found)


def balanced(name: str, data: float, weighted: float, population: float, square: float) -> Balance:
    """The balance of one covariate; `square` is the mean of its square in the population."""
    spread = max(square - population**2, 0.0) ** 0.5 or 1.0
    return Balance(
        name,
        data,
        weighted,
        population,
        (data - population) / spread,
        (weighted - population) / spread,
    )


def _notes(model: Model, found: tuple[Balance, ...], alien: float) -> list[str]:
    notes = []
    columns = model.data.shape[1]
    for rows, whose in ((len(model.data), "data"), (len(model.reference), "reference sample")):
        if rows < FEW * columns:
            notes.append(
                f"There are few rows in the {whose} for {columns - 1} covariates ({rows:,}); the "
                "weights are rough."
            )
    if alien > ALIEN:
        notes.append(
            f"{100 * alien:.0f} in 100 of the population are less likely to be in the data than "
            "anybody who is: the figure speaks for them by the model alone."
        )
    notes += [
        f'{100 * share:.0f} in 100 of the population have a "{name}" beyond anybody\'s in the data.'
        for name, share in model.covariates.outside.items()
        if share > ALIEN
    ]
    if off := [one.name for one in found if abs(one.after) > UNLIKE]:
        notes.append(f'The weights leave the data out of balance on "{off[0]}".')
    return notes
