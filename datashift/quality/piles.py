"""Flags put in piles by how to repair them, as the Check screen shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from datashift.tables.flag import Action, Flag, Severity

QUESTIONS: Mapping[Action, str] = {
    "drop_column": "Leave out the column?",
    "swap_coordinates": "Swap longitude and latitude?",
    "set_aside": "Set aside?",
    "mark_missing": "Mark as missing?",
    "read_dates": "Read the dates in another order?",
    "recode": "Write it one way?",
    "keep": "Good to know",
}
_ACTIONS = tuple(QUESTIONS)
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class Pile:
    """Flags that the same kind of repair answers best.

    Args:
        action: that repair; "keep" when nothing needs doing.
        question: the heading of the pile.
        severity: of its gravest flag.
        flags: the gravest first, then the largest.
        count: how many rows or values its flags concern, flag by flag.
    """

    action: Action
    question: str
    severity: Severity
    flags: tuple[Flag, ...]
    count: int


def piles(flags: Iterable[Flag]) -> tuple[Pile, ...]:
    """Put flags in piles by their best repair: piles that stop publishing first."""
    by_action: dict[Action, list[Flag]] = defaultdict(list)
    for flag in flags:
        by_action[flag.repairs[0].action if flag.repairs else "keep"].append(flag)
    found = [_pile(action, chosen) for action, chosen in by_action.items()]
    return tuple(
        sorted(
            found,
            key=lambda pile: (_SEVERITIES.index(pile.severity), _ACTIONS.index(pile.action)),
        )
    )


def _pile(action: Action, flags: list[Flag]) -> Pile:
    ordered = tuple(sorted(flags, key=lambda flag: (_SEVERITIES.index(flag.severity), -flag.count)))
    return Pile(
        action,
        QUESTIONS[action],
        ordered[0].severity,
        ordered,
        sum(flag.count for flag in ordered),
    )
