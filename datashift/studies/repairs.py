"""The repairs a study lists, as the quality package takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datashift.studies.crosscheck import actions_of
from datashift.studies.specification import RepairLine
from datashift.tables.flag import Repair

_NAMED = frozenset({"set_aside", "swap_coordinates", "keep"})  # the value is the flag's code


def repairs(lines: Iterable[RepairLine]) -> tuple[Repair, ...]:
    """Repairs in the study's order.

    >>> repairs([RepairLine(set_aside="coordinates.null_island")])[0].flag
    'coordinates.null_island'
    """
    return tuple(_repair(line) for line in lines)


def line(repair: Repair) -> dict[str, Any]:
    """A repair as a study lists it; `repairs` reads it back as the same repair.

    >>> line(Repair("set_aside", "coordinates.null_island"))
    {'set_aside': 'coordinates.null_island'}
    """
    value: Any = repair.flag
    if repair.action == "mark_missing":
        value = list(repair.values["values"])
    elif repair.action == "recode":
        value = dict(repair.values["map"])
    elif repair.action == "read_dates":
        value = repair.values["order"]
    elif repair.action == "drop_column":
        value = repair.column
    written: dict[str, Any] = {repair.action: value}
    if repair.column is not None and repair.action != "drop_column":
        written["column"] = repair.column
    if repair.action not in _NAMED:
        written["flag"] = repair.flag
    if repair.rows:
        written["rows"] = list(repair.rows)
    return written


def _repair(line: RepairLine) -> Repair:
    action = actions_of(line)[0]
    value = getattr(line, action)
    column = line.column
    flag = value if action in _NAMED else line.flag or _USUAL.get(action, "")
    values: dict[str, Any] = {}
    if action == "mark_missing":
        values = {"values": list(value)}
    elif action == "recode":
        values = {"map": dict(value)}
    elif action == "read_dates":
        values = {"order": value}
    elif action == "drop_column":
        column = value
    return Repair(action=action, flag=flag, column=column, rows=line.rows, values=values)


_USUAL = {"read_dates": "dates.ambiguous", "drop_column": "personal", "recode": "categories"}
