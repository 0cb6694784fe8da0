"""Official files whose years stand in the headings, made long: one row per area and year."""

from __future__ import annotations

import re
from dataclasses import replace

from datashift.tables.table import Column, Table

PERIOD = "TIME_PERIOD"
VALUE = "OBS_VALUE"
# "2019", and "2019 [YR2019]" as the World Bank's DataBank writes it.
_YEAR = re.compile(r"((?:19|20)\d\d)(?: \[YR\1\])?")
_FEWEST = 2


def long(table: Table) -> Table:
    """The table itself, or with its columns of years as rows; cells without a value are left out.

    A row keeps the number it has in the file, so that several rows may share one.
    """
    years = {name: found[1] for name in table.data.column_names if (found := _YEAR.fullmatch(name))}
    if len(years) < _FEWEST:
        return table
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = [name for name in table.data.column_names if name not in years]
    parts, numbers = [], []
    for name, year in years.items():
        values = pc.cast(table.data[name], pa.string())
        given = pc.is_valid(values)
        rows = table.data.select(kept).filter(given)
        rows = rows.append_column(PERIOD, pa.array([year] * rows.num_rows, pa.string()))
        parts.append(rows.append_column(VALUE, values.filter(given)))
        numbers.append(table.row_numbers.filter(given))
    columns = [column for column in table.columns if column.name in kept]
    made = [Column(name, name, 0, "text", 1.0, 0) for name in (PERIOD, VALUE)]
    flags = tuple(flag for flag in table.flags if flag.column not in years)
    joined = pa.concat_arrays(
        [part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part for part in numbers]
    )
    return replace(
        table,
        data=pa.concat_tables(parts),
        columns=(*columns, *made),
        flags=flags,
        row_numbers=joined,
    )
