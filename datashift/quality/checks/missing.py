"""Values that are not there, and numbers that stand for values that are not there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datashift.quality.headings import YEAR, folded, is_identifier, says, words
from datashift.quality.inspection import Inspection, Numbers
from datashift.quality.offers import keep, mark_missing
from datashift.quality.words import counted, number, percent
from datashift.tables.flag import Flag, Severity
from datashift.tables.table import Column

# US Office of Management and Budget, Standards and Guidelines for Statistical Surveys (2006),
# guideline 3.2.10: an item answered by less than 70 % asks for an analysis of who did not answer.
MANY = 0.30
_FEW_ROWS = 5
ZEROS = 0.05

_PEOPLE = folded(
    "population pop people persons inhabitants residents users families households dwellings"
    " poblacion personas habitantes usuarios familias hogares viviendas"
    " watu wakazi watumiaji familia kaya idadi"
    " जनसंख्या मानिस व्यक्ति परिवार घरधुरी"
    " personnes habitants utilisateurs familles menages logements"
)
# Words that may stand beside one of the above without changing what is counted.
_FILLING = folded(
    "number of the total no num count served in around using size estimated approximate approx"
    " water point village community area site settlement"
    " numero cantidad d l de del la las los aproximada aproximadas estimada servida total"
    " ya wa kijiji jumla कुल संख्या nombre des du les le estimee desservie 2"
)

# What statistical packages and paper forms write for "no answer", "does not apply".
_MARKERS: tuple[int, ...] = (-9999, -999, -99, -98, -97, -96, -88, -77, -9, -8, 99, 98, 97, 88, 77)
_MARKERS += (999, 998, 997, 888, 777, 9999, 9998, 9997, 99999, 999999, 9999999)


def check(inspection: Inspection) -> Iterator[Flag]:
    """`missing.many`, `missing.marker_like_zero`, `missing.marker_like_number`."""
    for column in inspection.columns:
        if 0 < column.missing < len(inspection) and len(inspection) >= _FEW_ROWS:
            yield from _many(inspection, column)
        if column.kind in ("integer", "number") and column.name not in inspection.point_columns:
            yield from _zeros(inspection, column)
            yield from _markers(inspection, column)


def _many(inspection: Inspection, column: Column) -> Iterator[Flag]:
    rows = len(inspection)
    if column.missing <= MANY * rows:
        return
    share = percent(column.missing, rows)
    yield Flag(
        code="missing.many",
        severity=Severity.NOTE,
        message=f'"{column.name}" is empty in {column.missing:,} of {rows:,} rows ({share}).',
        column=column.name,
        count=column.missing,
        values={"column": column.name, "count": column.missing, "of": rows, "share": share},
        repairs=(keep("missing.many", column.name),),
    )


def _zeros(inspection: Inspection, column: Column) -> Iterator[Flag]:
    distinct = inspection.distinct(column.name)
    values = distinct.values.to_numpy(zero_copy_only=False)
    is_zero = values == 0
    zeros, others = int(distinct.counts[is_zero].sum()), values[~is_zero].astype(np.float64)
    if not zeros or is_identifier(column.name):
        return
    apart = _stands_apart(0.0, others)
    counts_people = _counts_people(column.name) and len(others) >= _FEW_ROWS
    often = ZEROS * distinct.present <= zeros < distinct.present and zeros >= _FEW_ROWS
    if not apart and not (counts_people and often):
        return
    code = "missing.marker_like_zero"
    lie = counted(zeros, "row says", "rows say")
    yield Flag(
        code=code,
        severity=Severity.NOTE if says(column.name, YEAR) else Severity.LOOK,
        message=f'{lie} 0 in "{column.name}": most likely nobody asked.',
        column=column.name,
        rows=inspection.rows(distinct.rows_of(is_zero)),
        count=zeros,
        values={"column": column.name, "count": zeros, "of": distinct.present},
        repairs=(mark_missing(code, column.name, [0]), keep(code, column.name)),
    )


def _markers(inspection: Inspection, column: Column) -> Iterator[Flag]:
    if is_identifier(column.name):
        return
    distinct = inspection.distinct(column.name)
    values = distinct.values.to_numpy(zero_copy_only=False).astype(np.float64)
    is_marker = np.isin(values, _MARKERS)
    if not is_marker.any():
        return
    others = values[~is_marker & (values != 0)]
    found = [value for value in values[is_marker].tolist() if _stands_apart(value, others)]
    if not found:
        return
    chosen = np.isin(values, found)
    count = int(distinct.counts[chosen].sum())
    if count >= distinct.present / 2 or len(found) > 3:
        return
    code = "missing.marker_like_number"
    written = " or ".join(number(value) for value in sorted(found))
    yield Flag(
        code=code,
        severity=Severity.LOOK,
        message=f"{counted(count, 'row says', 'rows say')} {written} in "
        f'"{column.name}", far from all others: most likely that means no answer.',
        column=column.name,
        rows=inspection.rows(distinct.rows_of(chosen)),
        count=count,
        values={"column": column.name, "count": count, "markers": sorted(found)},
        repairs=(
            mark_missing(code, column.name, [int(value) for value in sorted(found)]),
            keep(code, column.name),
        ),
    )


def _stands_apart(value: float, others: Numbers) -> bool:
    """Whether the value lies farther from all others than these lie from each other.

    A negative number among positive ones always does.
    """
    if len(others) < _FEW_ROWS:
        return False
    low, high = float(others.min()), float(others.max())
    if value < 0 <= low:
        return True
    gap = low - value if value < low else value - high
    return gap > high - low


def _counts_people(heading: str) -> bool:
    found = frozenset(words(heading))
    return bool(found & _PEOPLE) and found <= _PEOPLE | _FILLING
