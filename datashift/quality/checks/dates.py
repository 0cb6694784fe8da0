"""Days and years that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datashift.quality.headings import PLANNED, YEAR, folded, says, words
from datashift.quality.inspection import Inspection, Mask
from datashift.quality.offers import keep, mark_missing, set_aside
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Severity

# Nobody alive was born before; and Excel's day zero reads as 1899-12-30 or 1900-01-01.
EARLIEST = date(1900, 1, 2)
# Day zero of Unix and of Excel on the Mac: what software writes when it has no date.
_ZERO_DAYS = (date(1970, 1, 1), date(1904, 1, 1))
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2100
_MOSTLY = 0.8

_START = folded("start started begin began inicio comienzo debut mwanzo kuanza सुरु")
_END = folded("end ended finish finished fin final mwisho kumaliza अन्त्य")

Days = npt.NDArray[np.datetime64]


def check(inspection: Inspection) -> Iterator[Flag]:
    """`dates.future`, `dates.impossible`, `dates.reversed`."""
    days = {
        column.name: _days(inspection.table.data.column(column.name))
        for column in inspection.columns
        if column.kind in ("date", "datetime")
    }
    for column in inspection.columns:
        name = column.name
        if name in days:
            # A phone in Apia writes a day that has not begun where the server stands.
            ahead = timedelta(days=1 if column.kind == "datetime" else 0)
            latest = np.datetime64(inspection.today + ahead)
            yield from _future(inspection, name, days[name] > latest)
            yield from _impossible(inspection, name, _no_day(days[name]))
        elif column.kind in ("integer", "number") and says(name, YEAR):
            yield from _years(inspection, name)
    yield from _reversed(inspection)


def _days(values: pa.ChunkedArray) -> Days:
    moments = pc.cast(values, pa.timestamp("s"), safe=False).to_numpy()
    return moments.astype("datetime64[D]")  # type: ignore[no-any-return]


def _no_day(days: Days) -> Mask:
    early = days < np.datetime64(EARLIEST)
    for zero in _ZERO_DAYS:
        at_zero = days == np.datetime64(zero)
        # A day zero among its neighbours is a day like others.
        near = np.abs(days - np.datetime64(zero)) < np.timedelta64(366, "D")
        if at_zero.any() and not (near & ~at_zero).any():
            early |= at_zero
    return early


def _years(inspection: Inspection, column: str) -> Iterator[Flag]:
    years = inspection.numbers(column)
    with np.errstate(invalid="ignore"):
        real = (years >= _EARLIEST_YEAR) & (years <= _LATEST_YEAR)
        # Zeros are the business of missing.marker_like_zero.
        present = ~np.isnan(years) & (years != 0)
        if not real.any() or real.sum() < _MOSTLY * present.sum():
            return
        yield from _future(inspection, column, real & (years > inspection.today.year))
        yield from _impossible(inspection, column, present & ~real)


def _future(inspection: Inspection, column: str, chosen: Mask) -> Iterator[Flag]:
    if not chosen.any() or says(column, PLANNED):
        return
    yield _flag(
        inspection,
        "dates.future",
        column,
        chosen,
        f'{_rows(chosen)} a date in "{column}" that has not come yet.',
        today=inspection.today.isoformat(),
    )


def _impossible(inspection: Inspection, column: str, chosen: Mask) -> Iterator[Flag]:
    if chosen.any():
        yield _flag(
            inspection,
            "dates.impossible",
            column,
            chosen,
            f'{_rows(chosen)} a date in "{column}" that cannot be: long ago, or what software '
            "writes when it has no date.",
        )


def _reversed(inspection: Inspection) -> Iterator[Flag]:
    """Ends before the start, by pairs of columns such as "start" and "end"."""
    timed = [column for column in inspection.columns if column.kind in ("date", "datetime")]
    ends = {
        (_without(column.name, _END), column.kind): column.name
        for column in timed
        if says(column.name, _END)
    }
    for column in timed:
        end = ends.get((_without(column.name, _START), column.kind))
        if end is None or not says(column.name, _START) or end == column.name:
            continue
        before = pc.less(
            inspection.table.data.column(end), inspection.table.data.column(column.name)
        )
        chosen = pc.fill_null(before, False).to_numpy()
        if chosen.any():
            yield _flag(
                inspection,
                "dates.reversed",
                end,
                chosen,
                f'{_rows(chosen)} an "{end}" that lies before its "{column.name}": most likely '
                "the clock of the phone was changed.",
                start=column.name,
            )


def _without(heading: str, left_out: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words(heading) if word not in left_out)


def _rows(chosen: Mask) -> str:
    return counted(int(chosen.sum()), "row has", "rows have")


def _flag(
    inspection: Inspection, code: str, column: str, chosen: Mask, message: str, **values: object
) -> Flag:
    rows = inspection.rows(chosen)
    return Flag(
        code=code,
        severity=Severity.LOOK,
        message=message,
        column=column,
        rows=rows,
        count=len(rows),
        values={"column": column, "count": len(rows), **values},
        repairs=(mark_missing(code, column), set_aside(code, column), keep(code, column)),
    )
