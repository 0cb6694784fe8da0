"""Which columns of a file of records may leave at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from datashift.quality.check import inspect
from datashift.quality.checks import personal
from datashift.quality.inspection import Inspection
from datashift.tables.table import Table


@dataclass(frozen=True)
class LeftOut:
    """A column that does not leave, and why in one sentence."""

    column: str
    why: str


def left_out(table: Table, named: Collection[str], *, k: int, today: date) -> tuple[LeftOut, ...]:
    """Columns that find people by themselves: names, numbers, places, and answers of few.

    Args:
        table: the records.
        named: columns whose part in the protection is known: keys, sensitive ones, weights, amounts,
            and those that somebody decided to keep.
        k: how many must share a value.
        today: later days lie in the future.
    """
    inspection = inspect(table, country=None, today=today)
    direct = {
        flag.column: "It leads to people by itself."
        for flag in personal.check(inspection)
        if flag.column is not None
    }
    found = dict(_revealing(inspection, k, {*named, *direct}))
    return tuple(
        LeftOut(column.name, (direct | found)[column.name])
        for column in table.columns
        if column.name in direct or column.name in found
    )


def _revealing(inspection: Inspection, k: int, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for column in inspection.columns:
        if column.name in known:
            continue
        if column.kind == "geometry" or column.name in inspection.point_columns:
            yield column.name, "It says where a person is."
        elif column.kind in ("date", "datetime"):
            yield column.name, "A date finds who is known to have answered on that day."
        else:
            counts = inspection.distinct(column.name).counts
            few = int(counts[counts < k].sum())
            if few:
                share = "record has a value" if few == 1 else "records have values"
                yield (
                    column.name,
                    f"{few:,} {share} that fewer than {k} have, and nobody said what it is.",
                )
