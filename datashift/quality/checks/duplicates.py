"""The same thing counted more than once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from datashift.quality import near
from datashift.quality.grouping import Codes, Grouping, Positions, group, until_none
from datashift.quality.identifiers import identifies
from datashift.quality.inspection import Inspection, Mask
from datashift.quality.offers import keep, set_aside
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Severity

# Where more rows than this repeat each other's common answers, they do so by chance.
MOST_BY_CHANCE = 0.1


def check(inspection: Inspection) -> Iterator[Flag]:
    """`duplicates.exact`, `duplicates.identifier`, `duplicates.near`."""
    names = [column.name for column in inspection.columns if column.kind != "geometry"]
    if len(inspection) < 2 or not names:
        return
    columns = _columns(inspection, names)
    same = group(columns) if columns else None
    if same is not None and same.repeats.any():
        yield from _exact(inspection, columns, same)
    for name in names:
        if identifies(inspection, name):
            yield from _identifier(inspection, name, same)
    slips = near.repeats(inspection, names)
    if slips.any():
        yield _near_flag(inspection, slips)


def _columns(inspection: Inspection, names: Sequence[str]) -> list[Codes]:
    """The columns as codes; none when one of them differs in every row."""
    columns = []
    for name in names:
        distinct = inspection.distinct(name)
        if len(distinct) == len(inspection):
            return []
        columns.append(distinct.places)
    return columns


def _exact(inspection: Inspection, columns: Sequence[Codes], same: Grouping) -> Iterator[Flag]:
    def find(rows: Positions) -> Mask:
        grouping = group([column[rows] for column in columns])
        by_chance = grouping.repeats & ~grouping.telling
        if by_chance.sum() <= MOST_BY_CHANCE * len(rows):
            return grouping.repeats
        return grouping.repeats & grouping.telling

    repeats = until_none(find, len(inspection))
    count = int(repeats.sum())
    if not count:
        return
    code = "duplicates.exact"
    telling = bool((same.telling & repeats).any())
    doubt = "" if telling else " With so few different answers that can be chance."
    yield Flag(
        code=code,
        severity=Severity.LOOK if telling else Severity.NOTE,
        message=f"{counted(count, 'row repeats', 'rows repeat')} an earlier row "
        f"in every column.{doubt}",
        rows=inspection.rows(repeats),
        count=count,
        values={"count": count, "telling": telling},
        repairs=(set_aside(code), keep(code)) if telling else (keep(code), set_aside(code)),
    )


def _identifier(inspection: Inspection, column: str, same: Grouping | None) -> Iterator[Flag]:
    distinct = inspection.distinct(column)
    if len(distinct) == distinct.present:
        return
    _, where, which = np.unique(distinct.places, return_index=True, return_inverse=True)
    first = where[which]
    repeats = (first != np.arange(len(first))) & (distinct.places >= 0)
    if same is not None:  # exact repeats have a flag of their own
        repeats &= same.first != first
    count = int(repeats.sum())
    if not count:
        return
    code = "duplicates.identifier"
    yield Flag(
        code=code,
        severity=Severity.LOOK,
        message=f'{counted(count, "row has a value", "rows have a value")} in "{column}" that '
        "an earlier row has too, though the other columns differ.",
        column=column,
        rows=inspection.rows(repeats),
        count=count,
        values={"column": column, "count": count},
        repairs=(set_aside(code, column), keep(code, column)),
    )


def _near_flag(inspection: Inspection, repeats: Mask) -> Flag:
    code = "duplicates.near"
    count = int(repeats.sum())
    return Flag(
        code=code,
        severity=Severity.LOOK,
        message=f"{counted(count, 'row is', 'rows are')} nearly the same as an earlier row: "
        "only an identifier, the spelling or the time of sending differs.",
        rows=inspection.rows(repeats),
        count=count,
        values={"count": count},
        repairs=(set_aside(code), keep(code)),
    )
