"""The rows and the population laid out as cells of one model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.multilevel.intercepts import Matrix, Terms
from datashift.estimates.multilevel.specification import Multilevel
from datashift.estimates.paired import Paired, is_amount, paired, parts_of, refuse_absent
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Integers, Mask, Numbers, crossed, numbers

if TYPE_CHECKING:
    import pyarrow as pa

TOTAL = "total"
CELLS = "the table of population cells"
MOST = 1500  # varying intercepts


@dataclass(frozen=True)
class Layout:
    """Both tables in the model's terms, row by row.

    Args:
        effects: names of the fixed effects; the constant is "".
        centres, scales: of the fixed effects that are numbers (0 and 1 else).
        groups: the grouping factors.
        rows: terms of the rows of the data; NaN or -1 where a value is missing.
        population: terms of the population cells.
        totals: people of each population cell.
        usable: rows of the data with every value.
        columns: every column of groups in use, coded alike in both tables.
        amounts: how many of the fixed effects are numbers; they are the last.
    """

    effects: tuple[str, ...]
    centres: Numbers
    scales: Numbers
    groups: tuple[Paired, ...]
    rows: Terms
    population: Terms
    totals: Numbers
    usable: Mask
    columns: dict[str, Paired]
    amounts: int


def lay_out(
    data: pa.Table, cells: pa.Table, asked: Multilevel, by: Sequence[tuple[str, ...]]
) -> Layout:
    """Lay the model over the rows and over the population.

    Args:
        by: cross-classifications of the figures; their columns must be in both tables.

    Raises:
        Problem: a column is absent or incomplete, a category of the data has no people in the
            population, or a category with a fixed effect has no data.
    """
    if not asked.groups:
        raise Problem(
            "There is no column whose groups could borrow from each other",
            do="Name the areas, or ages, as groups",
            code="multilevel.no_groups",
        )
    totals = _totals(cells)
    amounts = [name for name in asked.fixed if is_amount(cells, name)]
    texts = [name for name in asked.fixed if name not in amounts]
    plain = dict.fromkeys(
        part
        for name in (*asked.groups, *texts, *(n for one in by for n in one))
        for part in parts_of(name)
    )
    refuse_absent(cells, (*plain, *amounts), CELLS)
    refuse_absent(data, tuple(plain), "the data")
    columns = {name: paired(data, cells, name) for name in plain}
    for pair in columns.values():
        _refuse_strange(pair)
    usable = np.logical_and.reduce([pair.first >= 0 for pair in columns.values()])
    effects, centres, scales = [""], [0.0], [1.0]
    here, there = [np.ones(data.num_rows)], [np.ones(cells.num_rows)]
    for name in texts:
        pair = paired(data, cells, name)
        _refuse_unseen(pair)
        for code, label in enumerate(pair.labels[1:], start=1):
            effects.append(f"{name} = {label}")
            here.append((pair.first == code) * 1.0)
            there.append((pair.second == code) * 1.0)
            centres.append(0.0)
            scales.append(1.0)
    for name in amounts:
        population = numbers(cells, name)
        _refuse_missing(name, int(np.isnan(population).sum()))
        mine = (
            numbers(data, name)
            if name in data.column_names
            else _looked_up(name, population, columns)
        )
        usable &= ~np.isnan(mine)
        centre = float(np.average(population, weights=totals))
        scale = float(np.sqrt(np.average((population - centre) ** 2, weights=totals))) or 1.0
        effects.append(name)
        here.append((mine - centre) / scale)
        there.append((population - centre) / scale)
        centres.append(centre)
        scales.append(scale)
    groups = tuple(paired(data, cells, name) for name in asked.groups)
    rows, population_terms = _terms(np.column_stack(here), np.column_stack(there), groups)
    return Layout(
        tuple(effects),
        np.array(centres),
        np.array(scales),
        groups,
        rows,
        population_terms,
        totals,
        usable,
        columns,
        len(amounts),
    )


def _totals(cells: pa.Table) -> Numbers:
    refuse_absent(cells, (TOTAL,), CELLS)
    totals = numbers(cells, TOTAL)
    if bad := int((~(totals >= 0)).sum()):
        raise Problem(
            f"{how_many(bad, 'cell of the population has', 'cells of the population have')} no total "
            "or one below 0",
            column=TOTAL,
            do="Say how many people are in each cell; 0 if nobody is",
            code="multilevel.total",
        )
    if not totals.sum() > 0:
        raise Problem(
            "The cells of the population are empty", column=TOTAL, code="multilevel.total"
        )
    return totals


def _terms(here: Matrix, there: Matrix, groups: tuple[Paired, ...]) -> tuple[Terms, Terms]:
    sizes = [len(group.labels) for group in groups]
    if sum(sizes) > MOST:
        raise Problem(
            f"The groups have {sum(sizes):,} categories together, more than {MOST:,}",
            do="Use larger areas, or cross fewer columns",
            code="multilevel.large",
        )
    factor = np.repeat(np.arange(len(groups)), sizes)
    start = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    first = np.column_stack([group.first for group in groups]) + start
    second = np.column_stack([group.second for group in groups]) + start
    return Terms(here, first, factor), Terms(there, second, factor)


def _looked_up(name: str, population: Numbers, columns: dict[str, Paired]) -> Numbers:
    """A number of the cells for each row of the data, by a column that settles it."""
    for pair in columns.values():
        size = len(pair.labels)
        low, high = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(low, pair.second, population)
        np.maximum.at(high, pair.second, population)
        if (low >= high).all():  # one value in each category, or none
            value = np.append(np.where(np.isfinite(low), low, np.nan), np.nan)
            return np.asarray(value[pair.first])
    raise Problem(
        f'There is no column "{name}" in the data, and no group of the cells settles it',
        do="Add it to the data",
        code="multilevel.not_settled",
    )


def _refuse_strange(pair: Paired) -> None:
    _refuse_missing(pair.name, int((pair.second < 0).sum()))
    strange = np.setdiff1d(pair.first[pair.first >= 0], pair.second)
    if len(strange):
        raise Problem(
            f'"{pair.labels[strange[0]]}" of "{pair.name}" is in the data but not in the population',
            do="Use the same names in both, or leave these rows out",
            code="multilevel.not_in_population",
        )


def _refuse_missing(name: str, missing: int) -> None:
    if missing:
        raise Problem(
            f"{how_many(missing, 'cell of the population has', 'cells of the population have')} no value here",
            column=name,
            do="Fill the values in",
            code="multilevel.cells_incomplete",
        )


def _refuse_unseen(pair: Paired) -> None:
    unseen = np.setdiff1d(pair.second, pair.first)
    if len(unseen):
        raise Problem(
            f'Nobody in the data has "{pair.labels[unseen[0]]}" of "{pair.name}", so it can have no '
            "effect of its own",
            do=f'Let "{pair.name}" vary as a group, or join its categories',
            code="multilevel.not_in_data",
        )


@dataclass(frozen=True)
class Collapsed:
    """Rows with the same terms and domain as one cell.

    Args:
        terms: of the cells.
        cell: of each kept row.
        first: a row of each cell.
    """

    terms: Terms
    cell: Integers
    first: Integers


def collapsed(layout: Layout, kept: Mask) -> Collapsed:
    """The kept rows by distinct terms and distinct codes of all columns."""
    rows = np.flatnonzero(kept)
    parts = [pair.first[rows] for pair in layout.columns.values()]  # the groups are made of these
    effects = layout.rows.x.shape[1]
    parts += [
        np.unique(layout.rows.x[rows, column], return_inverse=True)[1]
        for column in range(effects - layout.amounts, effects)
    ]
    cell, combinations = crossed(parts)
    first = np.empty(len(combinations), np.int64)
    first[cell[::-1]] = np.arange(len(rows))[::-1]
    chosen = rows[first]
    terms = Terms(layout.rows.x[chosen], layout.rows.codes[chosen], layout.rows.factor)
    return Collapsed(terms, cell, chosen)
