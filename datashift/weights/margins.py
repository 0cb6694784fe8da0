"""Known totals of the population, and the sample's columns that are made to meet them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Integers, Numbers, coded, crossed, numbers, summed

if TYPE_CHECKING:
    import pyarrow as pa

CROSS = "*"  # in a variable: sex*region; in its categories: F*North


@dataclass(frozen=True)
class Margin:
    """Known totals of one variable.

    Args:
        variable: a column, or several crossed: ``sex*region``.
        totals: total of the population by category. A column of numbers has one total, under "".
    """

    variable: str
    totals: Mapping[str, float]

    @property
    def numeric(self) -> bool:
        return tuple(self.totals) == ("",)


def margins(table: pa.Table) -> tuple[Margin, ...]:
    """Margins from a table with the columns variable, category and total.

    Raises:
        Problem: a column is absent, a total is missing or negative, or a category comes twice.
    """
    variables = coded(table, "variable")
    categories = coded(table, "category")
    totals = numbers(table, "total")
    found: dict[str, dict[str, float]] = {}
    for row, (variable, category, total) in enumerate(
        zip(variables.codes, categories.codes, totals, strict=True), start=2
    ):
        if variable < 0:
            raise Problem("The variable is missing", row=row, column="variable", code="margins.row")
        name = variables.labels[variable].strip()
        label = categories.labels[category].strip() if category >= 0 else ""
        if not total >= 0:
            raise Problem(
                "The total is missing or negative", row=row, column="total", code="margins.row"
            )
        if label in found.setdefault(name, {}):
            raise Problem(
                f'The category "{label}" of "{name}" comes twice',
                row=row,
                column="category",
                code="margins.twice",
            )
        found[name][label] = float(total)
    return tuple(Margin(name, totals) for name, totals in found.items())


@dataclass(frozen=True)
class Grouped:
    """A margin laid over the rows: the category of each row, and the total of each category."""

    name: str
    labels: tuple[str, ...]
    codes: Integers
    totals: Numbers


@dataclass(frozen=True)
class Counted:
    """A margin of numbers laid over the rows: the number of each row, and its total."""

    name: str
    values: Numbers
    total: float


Laid = Grouped | Counted


def lay(data: pa.Table, asked: Sequence[Margin]) -> tuple[Laid, ...]:
    """Lay margins over the rows.

    Raises:
        Problem: a row has no category, or the categories of the rows and the margin differ.
    """
    if not asked:
        raise Problem(
            "There are no known totals to calibrate to",
            do="Give a table with the columns variable, category and total",
            code="margins.none",
        )
    return tuple(_counted(data, one) if one.numeric else _grouped(data, one) for one in asked)


def _counted(data: pa.Table, margin: Margin) -> Counted:
    values = numbers(data, margin.variable)
    _complete(margin.variable, int(np.isnan(values).sum()))
    return Counted(margin.variable, values, margin.totals[""])


def _grouped(data: pa.Table, margin: Margin) -> Grouped:
    names = [part.strip() for part in margin.variable.split(CROSS)]
    parts = [coded(data, name) for name in names]
    for name, part in zip(names, parts, strict=True):
        _complete(name, int((part.codes < 0).sum()))
    codes, combinations = crossed([part.codes for part in parts])
    labels = tuple(
        CROSS.join(part.labels[code] for part, code in zip(parts, row, strict=True))
        for row in combinations.tolist()
    )
    totals = {CROSS.join(map(str.strip, key.split(CROSS))): v for key, v in margin.totals.items()}
    if unknown := [label for label in labels if label not in totals]:
        raise Problem(
            f'The category "{unknown[0]}" of "{margin.variable}" has rows but no known total',
            do="Add its total, or join it with another category",
            code="margins.no_total",
        )
    if empty := [label for label, total in totals.items() if total > 0 and label not in labels]:
        raise Problem(
            f'The category "{empty[0]}" of "{margin.variable}" has a known total but no rows',
            safe="No weight can make up for people nobody asked",
            do="Join it with a similar category",
            code="margins.no_rows",
        )
    return Grouped(margin.variable, labels, codes, np.array([totals[label] for label in labels]))


def _complete(name: str, missing: int) -> None:
    if missing:
        raise Problem(
            f"{how_many(missing, 'row has', 'rows have')} no value here, and calibration needs one in every row",
            column=name,
            do="Fill the values in, or set these rows aside",
            code="margins.missing",
        )


def weighted(one: Laid, weights: Numbers) -> Numbers:
    """What the weights make of the margin, in the order of its totals."""
    if isinstance(one, Counted):
        return np.array([float(np.sum(weights * one.values))])
    return summed(one.codes, weights, len(one.labels))


def known(one: Laid) -> Numbers:
    """The totals to be met."""
    return np.array([one.total]) if isinstance(one, Counted) else one.totals
