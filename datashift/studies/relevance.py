"""Which flags a reader of one finding must know, and what was done about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datashift.studies.steps import columns_of
from datashift.studies.unquoted import unquoted

if TYPE_CHECKING:
    from datashift.studies.course import Course
    from datashift.studies.specification import Indicator
    from datashift.tables import Flag

_DONE = {
    "set_aside": "They were set aside.",
    "mark_missing": "It was taken as missing.",
    "recode": "It was written one way.",
    "drop_column": "The column was left out.",
    "read_dates": "The order of day and month was decided.",
    "swap_coordinates": "They were exchanged back.",
    "keep": "Somebody looked, and it is right.",
}


def told(course: Course, indicator: Indicator) -> tuple[Flag, ...]:
    """The flags of the whole table, of the columns the figure is made of, and of the indicator."""
    import dataclasses

    used = _used(course, indicator)
    done = {(repair.flag, repair.column): repair.action for repair in course.repairs}
    kept = []
    for flag in unquoted(course):
        if flag.values.get("indicator", indicator.id) != indicator.id:
            continue
        if flag.column is not None and flag.column not in used and flag.severity != "stops":
            continue
        action = done.get((flag.code, flag.column)) or done.get((flag.code, None))
        message = f"{flag.message} {_DONE[action]}" if action else flag.message
        kept.append(dataclasses.replace(flag, message=message))
    return tuple(kept)


def _used(course: Course, indicator: Indicator) -> set[str]:
    """Columns and variables a figure is made of, down to the columns of the file."""
    spec = course.study.specification
    place = spec.place
    names: Sequence[str | None] = (
        indicator.of,
        indicator.over,
        *(name for group in indicator.by for name in columns_of(course.study, group)),
        spec.design.weight,
        spec.design.strata,
        *spec.design.cluster,
        *((place.column, place.longitude, place.latitude) if place else ()),
        spec.time.column if spec.time else None,
    )
    used = {name for name in names if name is not None}
    for name, variable in reversed(tuple(spec.variables.items())):
        if name in used:
            used |= {variable.source} if variable.source else _read_by(variable.expression)
    return used


def _read_by(expression: str | None) -> set[str]:
    from datashift.harmonise import parse

    return set(parse(expression).columns) if expression else set()
