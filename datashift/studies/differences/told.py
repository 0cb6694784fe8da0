"""Differences for people, and as rows of differences.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from datashift import figures
from datashift.exchange.observations import TOTAL, number
from datashift.figures.differences import in_words
from datashift.figures.numbers import figure
from datashift.kit.cells import harmless
from datashift.studies.differences.computed import Apart

if TYPE_CHECKING:
    from datashift.studies.course import Course
    from datashift.studies.specification import Indicator

FILE = "differences.csv"
_COLUMNS = ("INDICATOR", "SERIES", "BETWEEN", "ONE", "OTHER", "REF_AREA", "TIME_PERIOD")
_NUMBERS = ("DIFFERENCE", "STD_ERROR", "CI_LOWER", "CI_UPPER", "N_ONE", "N_OTHER")


def told(
    course: Course, indicator: Indicator, name: Callable[[str, str], str]
) -> tuple[figures.Apart, ...]:
    """The differences of an indicator in words.

    Args:
        name: of a column and a code, the name of the group.
    """
    return tuple(
        _told(one, indicator, name) for one in course.differences if one.indicator == indicator.id
    )


def _told(one: Apart, indicator: Indicator, name: Callable[[str, str], str]) -> figures.Apart:
    percent = 100.0 if indicator.measure == "proportion" else 1.0
    value, lower, upper = (
        None if each is None else percent * each for each in (one.value, one.lower, one.upper)
    )
    first, second = _sides(one)
    named = name(one.between, first) if second else _combined(one.times, one.between, name)
    other = name(one.between, second) if second else ""
    return figures.Apart(
        one=named,
        other=other,
        where=" · ".join(name(column, code) for column, code in one.domain.items()),
        said=in_words(
            named,
            other,
            value,
            lower,
            upper,
            indicator.measure,
            unit_words=indicator.unit_words,
            hidden=one.hidden,
            reason=one.reason,
        ),
        value=value,
        lower=lower,
        upper=upper,
        hidden=one.hidden,
    )


def text(course: Course) -> str:
    """differences.csv; "" when the study asks for none."""
    from datashift.studies.course import series_of

    if not any(one.differences for one in course.study.specification.indicators):
        return ""
    extra = list(
        dict.fromkeys(
            column
            for one in course.differences
            for column in one.domain
            if column not in ("REF_AREA", "TIME_PERIOD")
        )
    )
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*_COLUMNS, *map(harmless, extra), *_NUMBERS, "OBS_STATUS", "UNIT_MEASURE"])
    time = course.study.specification.time
    period = time.value if time is not None and time.value is not None else TOTAL
    for indicator in course.study.specification.indicators:
        unit = course.unit_of(indicator)
        for one in course.differences:
            if one.indicator != indicator.id:
                continue
            first, second = _sides(one)
            named = first if second else _combined(one.times, "", lambda _, code: code)
            percent = 100.0 if indicator.measure == "proportion" else 1.0
            values = (one.value, one.standard_error, one.lower, one.upper)
            words = [
                indicator.id,
                series_of(indicator),
                one.between,
                named,
                second,
                one.domain.get("REF_AREA", TOTAL),
                TOTAL if one.between == "TIME_PERIOD" else one.domain.get("TIME_PERIOD", period),
                *(one.domain.get(column, TOTAL) for column in extra),
            ]
            counts = one.n or {}
            writer.writerow(
                [
                    *map(harmless, words),
                    *(number(None if each is None else percent * each) for each in values),
                    counts.get(first, ""),
                    counts.get(second, "") if second else "",
                    "Q" if one.hidden else "A",
                    harmless(unit),
                ]
            )
    return buffer.getvalue()


def _sides(one: Apart) -> tuple[str, str]:
    """The two groups of a plain difference; of any other combination the first and ""."""
    codes = list(one.times)
    plain = len(codes) == 2 and one.times[codes[0]] == 1.0 and one.times[codes[1]] == -1.0
    return codes[0], codes[1] if plain else ""


def _combined(times: Mapping[str, float], between: str, name: Callable[[str, str], str]) -> str:
    """`A less 0.5 × B less 0.5 × C`."""
    said = ""
    for code, factor in times.items():
        sign = " less " if factor < 0 else " and " if said else ""
        size = "" if abs(factor) == 1 else f"{figure(abs(factor)).rstrip('0').rstrip('.')} × "
        said += f"{sign}{size}{name(between, code)}"
    return said.strip()
