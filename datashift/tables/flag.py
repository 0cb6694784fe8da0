"""Flags: what a check noticed in a table, or what the reader assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

Action = Literal[
    "set_aside",  # leave the rows out of every figure; they stay in the file with the reason
    "mark_missing",  # treat these values of the column as missing
    "recode",  # replace values of the column by others: {"from": to}
    "drop_column",  # never use or publish the column (personal data)
    "read_dates",  # read the column's dates in this order: "dmy" | "mdy" | "ymd"
    "swap_coordinates",  # longitude and latitude were exchanged in these rows
    "keep",  # looked at, and right as it is
]


class Severity(StrEnum):
    """How much a flag matters, in the words of the Check screen."""

    STOPS = "stops"  # stops publishing until somebody decides
    LOOK = "look"  # look at it
    NOTE = "note"  # good to know


@dataclass(frozen=True)
class Repair:
    """One way to answer a flag; recorded in the study, so that it can be undone and recomputed.

    Args:
        action: what is done.
        flag: code of the flag that it answers.
        column: the column it works on, or None for whole rows.
        rows: file row numbers (heading = 1) for `set_aside` and `swap_coordinates`; empty means
            "the rows that the flag finds", looked for again each time.
        values: for `mark_missing` a list of values under "values"; for `recode` old value to new
            under "map"; for `read_dates` the order under "order".
    """

    action: Action
    flag: str
    column: str | None = None
    rows: tuple[int, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Flag:
    """What a check noticed, or what was assumed.

    Args:
        code: stable dotted name, family first: `coordinates.null_island`, `types.assumed`.
        severity: how much it matters.
        message: one plain English sentence with its numbers filled in.
        column: heading of the column, None for the whole table.
        rows: file row numbers concerned (heading = 1), in order; all of them.
        count: how many rows (or values) are concerned; `len(rows)` unless rows are not listed.
        values: what the message's blanks were filled with, so that it can be said in another
            language: `{"count": 1812, "column": "latitude"}`.
        repairs: ways to answer it, best first.
    """

    code: str
    severity: Severity
    message: str
    column: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
