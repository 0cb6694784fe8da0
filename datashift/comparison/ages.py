"""Age groups by their code, as years."""

from __future__ import annotations

import re

OLDEST = 100
_AGE = re.compile(r"^Y(\d+)(?:T(\d+))?$|^Y_(GE|GT|LE|LT)(\d+)$")


def ages(code: str) -> tuple[int, int] | None:
    """First and last completed year of age of a code of the SDG list; None for what is no age.

    >>> ages("Y15T49"), ages("Y_GE65"), ages("F")
    ((15, 49), (65, 100), None)
    """
    match = _AGE.match(code)
    if match is None:
        return None
    if match[1]:
        return int(match[1]), int(match[2] or match[1])
    limit = int(match[4])
    ends = {
        "GE": (limit, OLDEST),
        "GT": (limit + 1, OLDEST),
        "LE": (0, limit),
        "LT": (0, limit - 1),
    }
    return ends[match[3]]
