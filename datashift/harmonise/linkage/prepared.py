"""Columns of a list made comparable: folded spelling, dates as dates, ages as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from datashift.harmonise.linkage.specification import Field
from datashift.kit.problem import Problem
from datashift.kit.text import fold
from datashift.tables.arrays import coded, column, numbers

if TYPE_CHECKING:
    import pyarrow as pa


def prepared(table: pa.Table, fields: tuple[Field, ...]) -> pa.Table:
    """One row per record: its position, `record`, and the column f0, f1, ... of each field.

    A name has a second column (f0_words) with its words in alphabetical order.

    Raises:
        Problem: a date that is not a date, or an age that is not a number.
    """
    import pyarrow as pa

    columns: dict[str, pa.Array] = {"record": pa.array(np.arange(table.num_rows))}
    for position, field in enumerate(fields):
        name = f"f{position}"
        if field.role == "date":
            columns[name] = _dates(table, field)
        elif field.role == "age":
            columns[name] = pa.array(numbers(table, field.column), from_pandas=True)
        else:
            columns[name], words = _folded(table, field)
            if field.role == "name":
                columns[f"{name}_words"] = words
    return pa.table(columns)


def _folded(table: pa.Table, field: Field) -> tuple[pa.Array, pa.Array]:
    import pyarrow as pa

    values = coded(table, field.column)
    folded = [fold(label) or None for label in values.labels]
    words = [None if one is None else " ".join(sorted(one.split())) for one in folded]
    index = pa.array(values.codes, mask=values.codes < 0)
    return (
        pa.array(folded, pa.string()).take(index),
        pa.array(words, pa.string()).take(index),
    )


def _dates(table: pa.Table, field: Field) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column(table, field.column).combine_chunks()
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    try:
        if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
            return pc.cast(values, pa.date32())
        if pa.types.is_null(values.type) or pa.types.is_temporal(values.type):
            return pc.cast(values, pa.date32(), safe=False)
    except pa.ArrowInvalid:
        pass
    raise Problem(
        "The column is to be compared as dates and does not hold dates",
        column=field.column,
        do="Read it as dates first (YYYY-MM-DD), or compare it as a category",
        code="linkage.not_dates",
    )
