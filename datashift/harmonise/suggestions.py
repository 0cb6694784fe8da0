"""What the columns of a file may be, with reasons; never certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datashift.tables.table import Table


@dataclass(frozen=True)
class Suggestion:
    """What one column may be.

    Args:
        column: its heading, "" for the country of the whole table.
        role: longitude, latitude, place, time, SEX, AGE, URBANISATION, weight, strata, cluster,
            outcome, amount, identifier, personal, ignore; country for the whole table.
        detail: what the role needs: for an outcome {"map": {...}}, for a place {"country": "TZ"},
            for a time {"period": "year"}.
        score: 0-1, never 1.
        why: one sentence.
    """

    column: str
    role: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    score: float = 0.0
    why: str = ""


def suggest_columns(table: Table) -> tuple[Suggestion, ...]:
    return ()
