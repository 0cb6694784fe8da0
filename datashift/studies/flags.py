"""quality.json: everything that was noticed or assumed on the way, and what was done about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from datashift.tables import Flag, Repair, Table

if TYPE_CHECKING:
    from datashift.studies.reading import Rows

MOST_ROWS = 1_000


def as_json(
    flags: Sequence[Flag],
    table: Table,
    *,
    repairs: Sequence[Repair] = (),
    set_aside: Mapping[str, Sequence[int]] | None = None,
    rows: Rows | None = None,
) -> dict[str, Any]:
    """Flags, repairs and rows set aside as plain JSON values, each list of rows cut at 1,000."""
    name = _namer(rows)
    answered = {(repair.flag, repair.column) for repair in repairs}
    return {
        "source": {"file": table.source.name, "sha256": table.source.sha256, "rows": len(table)},
        "counts": {
            severity: sum(1 for flag in flags if flag.severity == severity)
            for severity in ("stops", "look", "note")
        },
        "flags": [_flag(flag, name, answered) for flag in flags],
        "repairs": [_repair(repair, name) for repair in repairs],
        "set_aside": {
            code: {"count": len(numbers), "rows": [name(row) for row in numbers[:MOST_ROWS]]}
            for code, numbers in (set_aside or {}).items()
        },
    }


def text(content: Mapping[str, Any]) -> str:
    """JSON that people can read, with values JSON has no word for written as text."""
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


def _namer(rows: Rows | None) -> Callable[[int], int | str]:
    """Row numbers as they are; with several files the file's name stands before them."""
    if rows is None or len(rows.parts) == 1:
        return lambda row: row
    return lambda row: "{}:{}".format(*rows.locate(row))


def _flag(
    flag: Flag, name: Callable[[int], int | str], answered: set[tuple[str, str | None]]
) -> dict[str, Any]:
    return {
        "code": flag.code,
        "severity": str(flag.severity),
        "message": flag.message,
        "column": flag.column,
        "count": flag.count or len(flag.rows),
        "answered": (flag.code, flag.column) in answered or (flag.code, None) in answered,
        "rows": [name(row) for row in flag.rows[:MOST_ROWS]],
        "repairs": [_repair(repair, name) for repair in flag.repairs],
    }


def _repair(repair: Repair, name: Callable[[int], int | str]) -> dict[str, Any]:
    return {
        "action": repair.action,
        "flag": repair.flag,
        "column": repair.column,
        "rows": [name(row) for row in repair.rows[:MOST_ROWS]],
        "values": dict(repair.values),
    }
