"""The parts of comparability: their weights, verdicts and points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from datashift.comparison.comparability.levels import Level, level_of, weakest
from datashift.comparison.series import Reason

Name = Literal[
    "concept",
    "unit",
    "unit_of_measure",
    "population",
    "area",
    "period",
    "groups",
    "wording",
    "mode",
    "sampling",
]
Verdict = Literal["direct", "partial", "proxy", "no", "unknown"]

# Out of 100. A judgement of ours, for ordering only: the level never depends on them. What is
# measured weighs most, then of whom; how it was asked least.
WEIGHTS: Mapping[Name, int] = {
    "concept": 20,
    "unit": 12,
    "unit_of_measure": 8,
    "population": 15,
    "area": 12,
    "period": 10,
    "groups": 5,
    "wording": 8,
    "mode": 3,
    "sampling": 7,
}
# The points of KNBS for relevance, 3 to 0, as shares of 3.
POINTS: Mapping[Level, float] = {"direct": 1.0, "partial": 2 / 3, "proxy": 1 / 3, "no": 0.0}


@dataclass(frozen=True)
class Part:
    """One thing in which two sides are alike or not.

    Args:
        name: what is compared.
        verdict: the best level it leaves; "unknown" where a side does not say.
        weight: of its points in the score.
        points: 0-1 by the verdict; None where unknown.
        sentence: what was found, plain.
        reasons: what differs, most weighty first.
        to_move_up: what would have to change for the level above; "" where nothing has to.
        decides: whether the level depends on it. Groups do not: they say which figures besides the
            overall one can stand side by side.
    """

    name: Name
    verdict: Verdict
    weight: int
    points: float | None
    sentence: str
    reasons: tuple[Reason, ...] = ()
    to_move_up: str = ""
    decides: bool = True


def judged(
    name: Name,
    reasons: Sequence[Reason],
    *,
    known: bool,
    same: str,
    unknown: str,
    actions: Mapping[str, str],
) -> Part:
    """A part from what differs.

    Args:
        known: whether enough is said by both to tell that nothing differs.
        same, unknown: the sentence where nothing differs, and where nobody can tell.
        actions: code of a reason, its family, or "unknown", to what would have to change.
    """
    found = tuple(sorted(reasons, key=lambda each: -_weight(each)))
    if not known and not found:
        return Part(name, "unknown", WEIGHTS[name], None, unknown, (), actions.get("unknown", ""))
    level = weakest(level_of(each) for each in found)
    sentence = " ".join(each.message for each in found) or same
    return Part(
        name,
        level,
        WEIGHTS[name],
        POINTS[level],
        sentence,
        found,
        _action(found, level, actions),
    )


def _weight(reason: Reason) -> float:
    return 1 - POINTS[level_of(reason)]


def _action(reasons: Sequence[Reason], level: Level, actions: Mapping[str, str]) -> str:
    if level == "direct":
        return ""
    said = dict.fromkeys(
        actions.get(each.code) or actions.get(each.code.partition(".")[0], "")
        for each in reasons
        if level_of(each) == level
    )
    return " ".join(each for each in said if each)
