"""Flags as they may leave: none quotes an answer.

A code that one person typed may be a name, an extreme value somebody's income. Those who hold the
rows are told what it was (`Course.flags`); a release says only that it was so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from datashift.kit.language import marked
from datashift.quality.words import counted
from datashift.tables import Flag, Repair

if TYPE_CHECKING:
    from datashift.studies.course import Course
    from datashift.studies.specification import Specification

# Families of flags that speak of what stands in the rows; the others speak of files of areas, of
# official series, of the study and of methods.
_OF_ROWS = frozenset(
    {
        "categories", "dates", "duplicates", "harmonise", "linkage", "missing", "numbers",
        "outliers", "period", "personal", "place", "text", "time", "types", "where",
    }
)  # fmt: skip
_SAYS_VALUES = frozenset({"outliers.extreme", "missing.marker_like_number"})
_QUOTED = re.compile(r'"([^"]*)"')
_OF_A_CHOICE = frozenset({"order", "style"})  # values of a repair that are no answers


def unquoted(course: Course) -> tuple[Flag, ...]:
    """What was noticed, as it may leave."""
    names = _names(course)
    return tuple(
        replace(
            flag,
            message=_generic(flag) if quotes(flag, names) else flag.message,
            repairs=tuple(without_answers(repair, names) for repair in flag.repairs),
        )
        for flag in course.flags
    )


def unsaid(course: Course) -> tuple[str, ...]:
    """The sentences that do not leave, for those who hold the rows."""
    names = _names(course)
    return tuple(dict.fromkeys(flag.message for flag in course.flags if quotes(flag, names)))


def decided(course: Course) -> tuple[Repair, ...]:
    """What was decided, as it may leave."""
    names = _names(course)
    return tuple(without_answers(repair, names) for repair in course.repairs)


def quotes(flag: Flag, names: Collection[str]) -> bool:
    """Whether the flag's sentence says an answer: a text or value that is no name in the study."""
    if flag.code in _SAYS_VALUES:
        return True
    if flag.code.partition(".")[0] not in _OF_ROWS:
        return False
    return any(text not in names for text in _QUOTED.findall(flag.message))


def without_answers(repair: Repair, names: Collection[str]) -> Repair:
    """The repair without values that are no name in the study."""
    kept: dict[str, Any] = {}
    for key, value in repair.values.items():
        if key in _OF_A_CHOICE:
            kept[key] = value
        elif isinstance(value, Mapping):
            kept[key] = {a: b for a, b in value.items() if str(a) in names}
        elif isinstance(value, list | tuple):
            kept[key] = [each for each in value if str(each) in names]
    return replace(repair, values=kept)


def _names(course: Course) -> frozenset[str]:
    """What a sentence may quote: names of columns, files and variables, and the study's words."""
    spec = course.study.specification
    columns = course.rows.table.data.column_names
    files = [part.source.name for part in course.rows.parts]
    return frozenset([*columns, *files, *spec.variables, *_words(spec)])


def _words(spec: Specification) -> set[str]:
    """What the study itself writes: the codes of its mappings and its markers of missing values."""
    found = {str(marker) for marker in spec.data.missing}
    for variable in spec.variables.values():
        found |= {str(code) for code in (variable.mapping or {})}
    return found


def _generic(flag: Flag) -> str:
    count = counted(flag.count or len(flag.rows), marked("row"), marked("rows"))
    if flag.column is None:
        return f"{count} were noticed by a check; what they say is not published."
    return f'{count} of "{flag.column}" were noticed by a check; what they say is not published.'
