"""What explains who is in the data, known of the data and of a reference sample alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.paired import Paired, is_amount, paired, refuse_absent
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Mask, Numbers, counted, numbers, summed

if TYPE_CHECKING:
    import pyarrow as pa

Matrix = NDArray[np.float64]
REFERENCE = "the reference sample"
RANK = 1e-10  # smallest eigenvalue of the covariates' correlations, over the largest


@dataclass(frozen=True)
class Covariates:
    """The covariates of two samples as columns: a constant, indicators, standardised numbers.

    Args:
        names: of the columns; the constant is "". All but the first category of each column.
        data: shape (rows of the data with all covariates, columns).
        reference: shape (rows of the reference sample, columns).
        usable: the rows of the data that have all covariates, shape (rows,).
        groups: the columns of groups.
        outside: share of the population whose number lies beyond those in the data; by column.
    """

    names: tuple[str, ...]
    data: Matrix
    reference: Matrix
    usable: Mask
    groups: tuple[Paired, ...]
    outside: dict[str, float]


def covariates(
    data: pa.Table, reference: pa.Table, names: tuple[str, ...], weights: Numbers
) -> Covariates:
    """Lay the covariates over both samples. Numbers enter as a straight line, all else by category.

    Args:
        weights: of the reference sample, shape (its rows,).

    Raises:
        Problem: a column is absent or incomplete, its categories are not in both samples, or it
            says the same as the others.
    """
    if not names:
        raise Problem(
            "There is no column that says who is in the data",
            do="Name columns that both the data and the reference sample have",
            code="selection.no_covariates",
        )
    refuse_absent(data, names, "the data")
    refuse_absent(reference, names, REFERENCE)
    usable = np.ones(data.num_rows, bool)
    columns: list[tuple[str, Numbers, Numbers]] = []
    groups: list[Paired] = []
    outside: dict[str, float] = {}
    for name in names:
        if is_amount(data, name) and is_amount(reference, name):
            here, there = numbers(data, name), numbers(reference, name)
            _refuse_incomplete(name, int(np.isnan(there).sum()))
            usable &= ~np.isnan(here)
            outside[name] = _outside(here, there, weights)
            columns.append((name, *_standardised(here, there, weights)))
            continue
        pair = paired(data, reference, name)
        _refuse_incomplete(name, int((pair.second < 0).sum()))
        _refuse_apart(pair, weights)
        usable &= pair.first >= 0
        groups.append(pair)
        columns += [
            (f"{name} = {label}", (pair.first == code) * 1.0, (pair.second == code) * 1.0)
            for code, label in enumerate(pair.labels)
            if code
        ]
    here = np.column_stack([np.ones(data.num_rows), *(one[1] for one in columns)])[usable]
    there = np.column_stack([np.ones(reference.num_rows), *(one[2] for one in columns)])
    headings = ("", *(one[0] for one in columns))
    _refuse_dependent(headings, there, weights)
    return Covariates(headings, here, there, usable, tuple(groups), outside)


def _standardised(here: Numbers, there: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    middle = float(np.average(there, weights=weights))
    spread = float(np.sqrt(np.average((there - middle) ** 2, weights=weights))) or 1.0
    return (here - middle) / spread, (there - middle) / spread


def _outside(here: Numbers, there: Numbers, weights: Numbers) -> float:
    if np.isnan(here).all():
        return 1.0
    beyond = (there < np.nanmin(here)) | (there > np.nanmax(here))
    return float(weights[beyond].sum() / weights.sum())


def _refuse_incomplete(name: str, missing: int) -> None:
    if missing:
        raise Problem(
            f"{how_many(missing, 'row of the reference sample has', 'rows of the reference sample have')} no value here",
            column=name,
            do="Fill the values in, or leave this column out",
            code="selection.reference_incomplete",
        )


def _refuse_apart(pair: Paired, weights: Numbers) -> None:
    """Raises Problem where one side has a category that the other has not."""
    size = len(pair.labels)
    here = counted(pair.first[pair.first >= 0], size)
    there = summed(pair.second, weights, size)
    for code, label in enumerate(pair.labels):
        if here[code] and not there[code]:
            raise Problem(
                f'"{label}" of "{pair.name}" is in the data but not in the reference sample',
                do="Join it with a similar category, or leave these rows out",
                code="selection.not_in_reference",
            )
        if there[code] and not here[code]:
            share = 100 * there[code] / there.sum()
            raise Problem(
                f'Nobody in the data has "{label}" of "{pair.name}", who are '
                f"{share:.2g} in 100 of the population",
                safe="No weight can make up for people nobody asked",
                do="Join it with a similar category, or speak of the others only",
                code="selection.not_in_data",
            )
        if here[code] >= there[code]:
            raise Problem(
                f'The data have {here[code]:,} with "{label}" of "{pair.name}", and the reference '
                f"sample stands for {there[code]:,.6g}",
                do="See that its weights add up to the population",
                code="selection.more_than_population",
            )


def _refuse_dependent(names: tuple[str, ...], there: Matrix, weights: Numbers) -> None:
    scaled = there * np.sqrt(weights / weights.sum())[:, None]
    scaled = scaled / np.sqrt((scaled**2).sum(axis=0)).clip(1e-300)
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    if values[0] > RANK * values[-1]:
        return
    worst = names[int(np.argmax(np.abs(vectors[1:, 0]))) + 1]
    raise Problem(
        f'"{worst}" says nothing that the other columns do not say already',
        do="Leave one of them out",
        code="selection.dependent",
    )
