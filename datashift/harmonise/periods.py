"""The period of each row, as SDMX writes time periods: 2013, 2013-Q2, 2013-05, 2013-05-31."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift.harmonise.distinct import Distinct, distinct
from datashift.harmonise.expression.kinds import nearest
from datashift.harmonise.rows import Rows, listed
from datashift.kit.problem import Problem
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Repair, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise.specification import Period, Time

EARLIEST, LATEST = 1900, 2100  # years outside are slips of a key, or not years at all

_FORMS: dict[Period, re.Pattern[str]] = {
    "year": re.compile(r"(\d{4})"),
    "quarter": re.compile(r"(\d{4})-Q[1-4]"),
    "month": re.compile(r"(\d{4})-(?:0[1-9]|1[0-2])"),
    "day": re.compile(r"(\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"),
}
_FINENESS = tuple(_FORMS)


@dataclass(frozen=True)
class Dated:
    """When rows belong: a period each, null where it has none, and what was noticed."""

    periods: pa.Array
    flags: tuple[Flag, ...]


def date_rows(data: pa.Table, time: Time, rows: Rows) -> Dated:
    """Find the period of each row of `data`, the rows that are used.

    Raises:
        Problem: an unknown column, one without times, or a period finer than the column.
    """
    import pyarrow as pa

    if (time.column is None) == (time.value is None):
        raise Problem(
            "The time of the rows is either a column or one value for all of them",
            do="Write {column: date, period: year} or {value: 2013}",
            code="time.unclear",
        )
    if time.column is None:
        value = str(time.value).strip()
        if _form(value) is None:
            raise Problem(
                f'"{value}" is not a period',
                do="Write 2013, 2013-Q2, 2013-05 or 2013-05-31",
                code="time.not_a_period",
            )
        return Dated(pa.repeat(pa.scalar(value, pa.string()), data.num_rows), ())
    return _from_column(data, time, time.column, rows)


def _from_column(data: pa.Table, time: Time, column: str, rows: Rows) -> Dated:
    import pyarrow as pa

    if column not in data.column_names:
        near = nearest(column, tuple(data.column_names))
        raise Problem(
            f'The time of a row is to be read from "{column}", and there is no such column',
            do=f'Did you mean "{near}"?'
            if near
            else f"The columns are {listed(data.column_names, 12)}",
            code="time.unknown_column",
        )
    values = distinct(data[column])
    finest, texts = _read(values, column)
    period = time.period or ("year" if finest == "day" else finest)
    if _FINENESS.index(period) > _FINENESS.index(finest):
        raise Problem(
            f"The column knows no {period}, only the {finest}",
            column=column,
            do=f"Write period: {finest}",
            code="time.too_fine",
        )
    periods = [text and _coarser(text, period) for text in texts]
    wrong = values.spread(np.array([not text for text in periods], dtype=np.int32), 0) == 1
    found = pa.array([text or None for text in periods], pa.string())
    index = values.index
    flags = (
        *_assumed(time, column, period),
        *_impossible(wrong, values, column, rows),
        *_missing(index < 0, column, rows),
    )
    return Dated(found.take(pa.array(index, mask=index < 0)), flags)


def _read(values: Distinct, column: str) -> tuple[Period, list[str]]:
    """How fine the column is, and each distinct value as a period, "" for an impossible one."""
    import pyarrow as pa

    kind = values.values.type
    if pa.types.is_temporal(kind) and not pa.types.is_time(kind) and not pa.types.is_duration(kind):
        days = values.values.cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
        return "day", [_possible(day.isoformat()) for day in days.to_pylist()]
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return "year", [
            _possible(f"{int(year):04d}") if _is_whole(year) else ""
            for year in values.values.to_pylist()
        ]
    texts = values.texts()
    forms = {form for form in map(_form, texts) if form}
    if pa.types.is_boolean(kind) or (texts and not forms):
        raise Problem(
            "The column holds no dates, years or periods",
            column=column,
            do="Choose another column, or let its dates be read in the right order",
            code="time.no_times",
        )
    # A column of days with one bare year can be told by year only.
    coarsest: Period = min(forms, key=_FINENESS.index, default="year")
    return coarsest, [_possible(text) if _form(text) else "" for text in texts]


def _is_whole(number: float) -> bool:
    return 0 <= number <= 9999 and float(number).is_integer()


def _form(text: str) -> Period | None:
    return next((form for form, shape in _FORMS.items() if shape.fullmatch(text)), None)


def _possible(text: str) -> str:
    return text if EARLIEST <= int(text[:4]) <= LATEST else ""


def _coarser(text: str, period: Period) -> str:
    if period == "year":
        return text[:4]
    if period == "quarter":
        return text if "Q" in text else f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}"
    return text[:7] if period == "month" else text


def _assumed(time: Time, column: str, period: Period) -> tuple[Flag, ...]:
    if time.period is not None:
        return ()
    return (
        Flag(
            "time.period_assumed",
            Severity.NOTE,
            f'The study does not say how long a period is; "{column}" was read by {period}.',
            column=column,
            values={"column": column, "period": period},
        ),
    )


def _impossible(
    wrong: NDArray[np.bool_], values: Distinct, column: str, rows: Rows
) -> tuple[Flag, ...]:
    count = int(wrong.sum())
    if not count:
        return ()
    texts = values.texts()
    positions, counts = np.unique(values.index[wrong], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    found = {texts[positions[at]]: int(counts[at]) for at in order}
    return (
        Flag(
            "time.impossible",
            Severity.LOOK,
            f'{counted(count, "row", "rows")} of "{column}" without a possible time ({EARLIEST} to {LATEST}): '
            f"{listed(found)}.",
            column=column,
            rows=rows.numbers(wrong),
            count=count,
            values={"count": count, "column": column, "values": found},
            repairs=(
                Repair("mark_missing", "time.impossible", column, values={"values": [*found]}),
            ),
        ),
    )


def _missing(without: NDArray[np.bool_], column: str, rows: Rows) -> tuple[Flag, ...]:
    count = int(without.sum())
    if not count:
        return ()
    return (
        Flag(
            "time.missing",
            Severity.NOTE,
            f'{counted(count, "row says", "rows say")} nothing in "{column}" and so no period.',
            column=column,
            rows=rows.numbers(without),
            count=count,
            values={"count": count, "column": column},
        ),
    )
