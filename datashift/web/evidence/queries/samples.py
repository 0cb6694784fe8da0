"""What pages show of a table: its columns with examples, and the first rows of every flag.

Made once, when the table is checked, so that no page has to open it. Values of columns that hold
personal data are never written down here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from datashift.studies import flags as told
from datashift.tables import Column, Flag, Table

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 20
LETTERS = 80
EXAMPLES = 3
# Columns beside those that a flag is about, so that a row can be recognised.
BESIDE = 4
PERSONAL = "personal."
_QUOTED = re.compile(r'"([^"]*)"')
_ORDERED = frozenset({"integer", "number", "date", "datetime"})


def cell(value: object) -> str | None:
    """A value as a page shows it; None where nothing was written.

    >>> cell(-2e-08), cell(3.0), cell("a" * 200)[-2:]
    ('-0.00000002', '3', 'a…')
    """
    import numpy as np

    if value is None:
        return None
    text = (
        np.format_float_positional(float(f"{value:.10g}"), trim="-")
        if isinstance(value, float)
        else str(value)
    )
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"


def personal_columns(flags: Iterable[Flag], kept: Collection[str] = ()) -> frozenset[str]:
    """Columns that a check found to hold personal data, but for those somebody chose to keep."""
    found = {flag.column for flag in flags if flag.column and flag.code.startswith(PERSONAL)}
    return frozenset(found.difference(kept))


def columns_json(
    table: Table, flags: Sequence[Flag], kept: Collection[str] = ()
) -> list[dict[str, Any]]:
    """For every column its name, what it was read as, how surely, and examples."""
    personal = personal_columns(flags, kept)
    return [
        {
            "name": column.name,
            "label": column.label,
            "kind": column.kind,
            "confidence": column.confidence,
            "missing": column.missing,
            "different": _different(table.data.column(column.name), column),
            "personal": column.name in personal,
            **(
                {} if column.name in personal else _examples(table.data.column(column.name), column)
            ),
        }
        for column in table.columns
    ]


def flags_json(
    table: Table, flags: Sequence[Flag], kept: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The flags as quality.json writes them, each with its first rows instead of their numbers."""
    personal = personal_columns(flags, kept)
    content = told.as_json(flags, table)["flags"]
    for flag, written in zip(flags, content, strict=True):
        written["rows"] = written["rows"][:ROWS]
        written["sample"] = _sample(table, flag, personal)
        if flag.column in personal and not flag.code.startswith(PERSONAL):
            # What the reader noticed is told with examples; nothing is to repair in a column
            # that should not be here.
            written["message"] = _without_examples(flag.message, table)
            written["repairs"] = []
    # Dates and numbers that JSON has no word for are written as text.
    made: list[dict[str, Any]] = json.loads(told.text({"flags": content}))["flags"]
    return made


def _without_examples(message: str, table: Table) -> str:
    """A message in which only headings are still quoted."""
    headings = set(table.data.column_names)
    return _QUOTED.sub(lambda found: found[0] if found[1] in headings else '"…"', message)


def _different(values: pa.ChunkedArray, column: Column) -> int | None:
    """How many different values there are, where they may tell groups apart."""
    if column.kind not in {"text", "boolean"}:
        return None
    import pyarrow.compute as pc

    return len(pc.unique(values.unify_dictionaries()).drop_null())


def _examples(values: pa.ChunkedArray, column: Column) -> dict[str, Any]:
    import pyarrow.compute as pc

    if column.kind == "geometry" or column.missing == len(values):
        return {}
    if column.kind in _ORDERED:
        ends = pc.min_max(values).as_py()
        return {"low": cell(ends["min"]), "high": cell(ends["max"])}
    counted = pc.value_counts(pc.drop_null(values))
    most = pc.select_k_unstable(counted.field("counts"), k=EXAMPLES, sort_keys=[("", "descending")])
    return {"examples": [cell(value) for value in counted.field("values").take(most).to_pylist()]}


def _sample(table: Table, flag: Flag, personal: frozenset[str]) -> dict[str, Any] | None:
    """The first rows a flag is about: row number, then the columns concerned."""
    import numpy as np

    wanted = flag.rows[:ROWS]
    if not wanted:
        return None
    names = _concerned(table, flag, personal)
    places = np.flatnonzero(np.isin(table.row_numbers.to_numpy(zero_copy_only=False), wanted))
    numbers = table.row_numbers.take(places).to_pylist()
    shown = [
        [None] * len(places)
        if name in personal
        else [cell(value) for value in table.data.column(name).take(places).to_pylist()]
        for name in names
    ]
    return {
        "columns": [
            {
                "name": name,
                "number": table.column(name).kind in ("integer", "number"),
                "personal": name in personal,
            }
            for name in names
        ],
        "rows": [list(row) for row in zip(numbers, *shown, strict=True)],
    }


def _concerned(table: Table, flag: Flag, personal: frozenset[str]) -> list[str]:
    """The columns a flag names, and a few beside them to know the row by."""
    present = [column.name for column in table.columns if column.kind != "geometry"]
    named = [flag.column, *(value for value in flag.values.values() if isinstance(value, str))]
    about = [name for name in dict.fromkeys(named) if name in present]
    beside = [name for name in present if name not in personal and name not in about]
    return [*about, *beside[: max(1, BESIDE - len(about))]]
