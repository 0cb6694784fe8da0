"""The same thing counted more than once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from datashift.quality import near
from datashift.quality.grouping import Grouping, group
from datashift.quality.identifiers import identifies
from datashift.quality.inspection import Inspection, Mask
from datashift.quality.offers import keep, set_aside
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Severity


def check(inspection: Inspection) -> Iterator[Flag]:
    """`duplicates.exact`, `duplicates.identifier`, `duplicates.near`."""
    names = [column.name for column in inspection.columns if column.kind != "geometry"]
    if len(inspection) < 2 or not names:
        return
    exact = _exact(inspection, names)
    if exact is not None:
        yield _exact_flag(inspection, exact)
    for name in names:
        if identifies(inspection, name):
            yield from _identifier(inspection, name, exact)
    slips = near.repeats(inspection, names)
    if slips.any():
        yield _near_flag(inspection, slips)


def _exact(inspection: Inspection, names: Sequence[str]) -> Grouping | None:
    codes: list[npt.NDArray[np.int32]] = []
    for name in names:
        distinct = inspection.distinct(name)
        if len(distinct) == len(inspection):
            return None
        codes.append(distinct.places)
    grouping = group(codes)
    return grouping if grouping.repeats.any() else None


def _exact_flag(inspection: Inspection, exact: Grouping) -> Flag:
    code = "duplicates.exact"
    count = int(exact.repeats.sum())
    telling = bool((exact.telling & exact.repeats).any())
    doubt = "" if telling else " With so few different answers that can be chance."
    return Flag(
        code=code,
        severity=Severity.LOOK if telling else Severity.NOTE,
        message=f"{counted(count, 'row repeats', 'rows repeat')} an earlier row "
        f"in every column.{doubt}",
        rows=inspection.rows(exact.repeats),
        count=count,
        values={"count": count, "telling": telling},
        repairs=(set_aside(code), keep(code)) if telling else (keep(code), set_aside(code)),
    )


def _identifier(inspection: Inspection, column: str, exact: Grouping | None) -> Iterator[Flag]:
    distinct = inspection.distinct(column)
    if len(distinct) == distinct.present:
        return
    repeats = _later(distinct.places)
    if exact is not None:  # those have a flag already
        repeats &= ~exact.repeats
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


def _later(places: npt.NDArray[np.int32]) -> Mask:
    """Rows whose value stood in an earlier row; missing values repeat nothing."""
    repeats = np.ones(len(places), dtype=bool)
    _, first = np.unique(places, return_index=True)
    repeats[first] = False
    return repeats & (places >= 0)


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
