"""A column read once more, after its values were corrected."""

from __future__ import annotations

from dataclasses import replace

from datashift.tables.table import Table


def read_again(table: Table, name: str) -> Table:
    """Infer the type of a text column anew, after values in it were corrected or made missing.

    The column's flags are replaced by those of the new reading.

    Raises:
        KeyError: there is no such column.
    """
    from datashift.tables import native, types
    from datashift.tables.texts import distinct

    position = table.data.column_names.index(table.column(name).name)
    values = table.data.column(position)
    if not native.is_text(values.type):
        return table
    texts = distinct(name, values, table.row_numbers.to_numpy(zero_copy_only=False))
    inferred = types.infer(texts)
    column = replace(
        table.columns[position],
        kind=inferred.kind,
        confidence=round(inferred.confidence, 6),
        missing=inferred.values.null_count,
    )
    return replace(
        table,
        data=table.data.set_column(position, name, inferred.values),
        columns=(*table.columns[:position], column, *table.columns[position + 1 :]),
        flags=(*(flag for flag in table.flags if flag.column != name), *inferred.flags),
    )
