"""Expressions get their values, all in one query over the columns they use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from datashift.harmonise.expression import Expression

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.backends import BaseBackend

_POSITION = "position"


def evaluate(
    data: pa.Table,
    expressions: Mapping[str, Expression],
    *,
    condition: str | None = None,
    backend: BaseBackend | None = None,
) -> dict[str, pa.ChunkedArray]:
    """The values of named expressions for every row of `data`, in its order.

    An expression may use the names before it. What is larger than a double can hold is missing.

    Args:
        data: the rows.
        expressions: by the name of what they make.
        condition: name of the one that must say yes or no.
        backend: where to compute; None is a DuckDB of its own.

    Raises:
        Problem: an unknown column, or values compared that cannot be.
    """
    import numpy as np
    import pyarrow as pa

    from datashift.tables import engines

    rows = data.num_rows
    used = {name for expression in expressions.values() for name in expression.columns}
    if used <= {*data.column_names, *expressions}:  # otherwise the message names all columns
        data = data.select([name for name in data.column_names if name in used])
    # Engines do not tell “sex” from “SEX”; neutral names do.
    names = {name: f"c{at}" for at, name in enumerate(data.column_names)}
    table = pa.table([pa.array(np.arange(rows)), *data.columns], names=[_POSITION, *names.values()])
    engine = engines.connect() if backend is None else backend
    query = engines.expression(table, engine)
    made = {}
    for at, (name, expression) in enumerate(expressions.items()):
        made[name] = f"v{at}"
        query = query.mutate(
            **{made[name]: expression.to_ibis(query, names, condition=name == condition)}
        )
        names[name] = made[name]
    found = engine.to_pyarrow(query.order_by(_POSITION).select(*made.values()))
    if backend is None:
        engine.disconnect()
    return {name: _finite(found[column]) for name, column in made.items()}


def _finite(values: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_null(values.type):
        return values.cast(pa.float64())
    if not pa.types.is_floating(values.type):
        return values
    return pc.if_else(pc.is_finite(values), values, pa.scalar(None, values.type))
