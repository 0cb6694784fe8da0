"""Variables, the row filter, places and periods, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from datashift.harmonise.periods import date_rows
from datashift.harmonise.places import place_rows
from datashift.harmonise.rows import Mask, Rows
from datashift.harmonise.specification import Place, Time, Variable
from datashift.harmonise.variables import Made, make
from datashift.kit.problem import Problem
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.tables.table import Table


@dataclass(frozen=True)
class Harmonised:
    """A table in our words.

    Args:
        data: the rows that are used: all columns of the file, the variables, `REF_AREA` (code of
            the area) and `TIME_PERIOD`; missing values are null.
        flags: what was noticed and assumed on the way, about the rows that are used.
        areas: code to name of every area that rows could belong to.
        rows_kept: rows that are used.
        rows_left_out: rows that the filter left out.
    """

    data: pa.Table = field(repr=False)
    flags: tuple[Flag, ...]
    areas: Mapping[str, str] = field(repr=False)
    rows_kept: int
    rows_left_out: int


def harmonise(
    table: Table,
    *,
    variables: Sequence[Variable] = (),
    place: Place | None = None,
    time: Time | None = None,
    where: str | None = None,
) -> Harmonised:
    """Make the variables of a study, leave rows out, and find place and period of the others.

    Variables are made first and in their order, each may use those before it; the filter may use
    them all. Flags speak only of rows that the filter keeps. Columns nobody names are not touched.

    Args:
        table: the rows, as read and repaired.
        variables: columns of ours.
        place: where a row belongs; without it there is no `REF_AREA` but an empty one.
        time: when a row belongs; likewise.
        where: condition in the language of `expression.parse`; rows for which it is not true,
            or cannot be told because a value is missing, are left out.

    Raises:
        Problem: the study speaks of what is not there, contradicts itself, or keeps no row.
    """
    made = make(table.data, variables, where)
    keep, known = _filter(made, where)
    rows = Rows(table.row_numbers.to_numpy(zero_copy_only=False), keep)
    flags = [flag for mapped in made.mapped for flag in mapped.flags(rows)]
    flags += _undecided(known, rows, where)
    data = _with_numbers(made.data if keep.all() else made.data.filter(keep), variables)
    areas: Mapping[str, str] = {}
    if place is not None:
        placed = place_rows(data, place, rows)
        areas = placed.areas
        flags += placed.flags
        data = _put(data, "REF_AREA", placed.codes)
    if time is not None:
        dated = date_rows(data, time, rows)
        flags += dated.flags
        data = _put(data, "TIME_PERIOD", dated.periods)
    kept = int(keep.sum())
    return Harmonised(_complete(data), tuple(flags), areas, kept, len(table) - kept)


def _filter(made: Made, where: str | None) -> tuple[Mask, Mask]:
    """Which rows are kept, and for which the condition could be told."""
    import pyarrow.compute as pc

    values = made.condition
    if values is None:
        every = np.ones(made.data.num_rows, dtype=bool)
        return every, every
    known = np.asarray(pc.is_valid(values).to_numpy())
    keep = np.asarray(pc.fill_null(values, False).to_numpy())
    if len(keep) and not keep.any():
        raise Problem(
            f"The condition {where} keeps none of the {len(keep):,} rows",
            do="Compare its values with those in the file",
            code="where.nothing",
        )
    return keep, known


def _undecided(known: Mask, rows: Rows, where: str | None) -> list[Flag]:
    count = int((~known).sum())
    if not count:
        return []
    return [
        Flag(
            "where.undecided",
            Severity.NOTE,
            f"{counted(count, 'row was', 'rows were')} left out because the condition {where} cannot be told for them: a "
            "value is missing.",
            rows=Rows(rows.in_file, np.ones(len(known), dtype=bool)).numbers(~known),
            count=count,
            values={"count": count, "where": where},
        )
    ]


def _with_numbers(data: pa.Table, variables: Sequence[Variable]) -> pa.Table:
    """Variables that say yes or no become 1 and 0, the form estimates take."""
    import pyarrow as pa

    for variable in variables:
        values = data[variable.name]
        if pa.types.is_boolean(values.type):
            data = _put(data, variable.name, values.cast(pa.int64()))
    return data


def _complete(data: pa.Table) -> pa.Table:
    """Every table has an area and a period for each row, if only empty ones."""
    import pyarrow as pa

    for name in ("REF_AREA", "TIME_PERIOD"):
        if name not in data.column_names:
            data = _put(data, name, pa.nulls(data.num_rows, pa.string()))
    return data


def _put(data: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = data.schema.get_field_index(name)
    return data.append_column(name, values) if at < 0 else data.set_column(at, name, values)
