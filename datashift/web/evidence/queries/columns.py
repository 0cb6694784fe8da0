"""The values of a column of a file, counted."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.web.evidence.models import DataFile

MOST = 60
"""More different values than this are no answers to tick."""


@dataclass(frozen=True)
class Value:
    """One value of a column and in how many rows it stands."""

    text: str
    count: int
    share: float


@dataclass(frozen=True)
class Counted:
    """A column of a file.

    Args:
        name: its heading.
        kind: what it holds.
        rows: rows of the file.
        missing: rows without a value.
        different: number of different values.
        values: the values, most frequent first; none when there are more than `MOST`.
        mean: of a column of numbers.
    """

    name: str
    kind: str
    rows: int
    missing: int
    different: int
    values: tuple[Value, ...]
    mean: float | None = None

    @property
    def is_number(self) -> bool:
        return self.kind in {"integer", "number"}


def counted(file: DataFile, name: str) -> Counted | None:
    """The values of a column, counted in the typed table; None when there is no such column."""
    import pyarrow.compute as pc

    from datashift import tables
    from datashift.harmonise.distinct import as_text

    table = tables.load(file.table_folder)
    if name not in table.data.column_names:
        return None
    column, kind = table.data[name], table.column(name).kind
    mean = pc.mean(column).as_py() if kind in {"integer", "number"} else None
    found = pc.value_counts(column).to_pylist()
    tally: dict[str, int] = {}
    for each in found:
        if each["values"] is not None:
            text = as_text(each["values"])
            tally[text] = tally.get(text, 0) + each["counts"]
    filled = sum(tally.values())
    ordered = sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
    values = tuple(Value(text, count, count / filled) for text, count in ordered)
    return Counted(
        name=name,
        kind=kind,
        rows=len(table),
        missing=len(table) - filled,
        different=len(values),
        values=values if len(values) <= MOST else (),
        mean=mean,
    )
