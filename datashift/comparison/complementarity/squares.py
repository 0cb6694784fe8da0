"""One square of the grid: who measured it, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from datashift.comparison.apart import difference
from datashift.comparison.comparability import Comparability, Level, Measured, comparability
from datashift.comparison.complementarity.observed import Kind, Observed
from datashift.comparison.series import Figure, Reason
from datashift.comparison.wording import number

State = Literal["nobody", "one", "agree", "disagree", "unclear"]
_NAMED = 2  # reasons told in a sentence; the rest are in `reasons`
_KINDS: tuple[Kind, ...] = ("official", "citizen", "big")


@dataclass(frozen=True)
class Square:
    """An area in a period for a group.

    Args:
        area: code.
        period: year, or the period as given.
        groups: dimension to code; empty for everybody.
        state: "nobody" measured it; "one" kind of source alone; several that "agree" within their
            uncertainty, "disagree" beyond it, or of which that is "unclear".
        kinds: which kinds of source there are.
        observed: positions of the figures in `Complementarity.observed`.
        why: one or two plain sentences; "" for nobody.
        level: how comparable the two are that `why` speaks of; None for fewer than two.
        reasons: why those two may differ.
    """

    area: str
    period: str
    groups: Mapping[str, str]
    state: State
    kinds: tuple[Kind, ...] = ()
    observed: tuple[int, ...] = ()
    why: str = ""
    level: Level | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What two figures of one square say of each other."""

    state: State
    why: str
    compared: Comparability


class Judge:
    """Compares figures; what two sources measure is compared once for each pair of periods."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, str, str, str], Comparability] = {}

    def square(
        self,
        area: str,
        period: str,
        groups: Mapping[str, str],
        found: Sequence[tuple[int, Observed]],
    ) -> Square:
        """The square that these figures make."""
        kinds = tuple(kind for kind in _KINDS if any(one.kind == kind for _, one in found))
        places = tuple(at for at, _ in found)
        verdicts = [
            self.verdict(one, other)
            for (_, one), (_, other) in combinations(found, 2)
            if one.source != other.source or one.kind != other.kind
        ]
        if not verdicts:
            why = _alone(found, kinds)
            state: State = "one" if found else "nobody"
            return Square(area, period, groups, state, kinds, places, why)
        order: tuple[State, ...] = ("disagree", "agree", "unclear")
        worst = min(verdicts, key=lambda each: order.index(each.state))
        return Square(
            area,
            period,
            groups,
            worst.state,
            kinds,
            places,
            worst.why,
            worst.compared.level,
            worst.compared.reasons,
        )

    def verdict(self, one: Observed, other: Observed) -> Verdict:
        """Whether two figures agree; the official side is told last."""
        ours, theirs = (other, one) if one.kind == "official" else (one, other)
        compared = self._compared(ours, theirs)
        found, published = said(ours.figure), said(theirs.figure)
        sides = f"According to {ours.source}: {found}; according to {theirs.source}: {published}."
        if ours.hidden or theirs.hidden:
            text = "One of the figures is not shown, to protect people."
            return Verdict("unclear", f"{sides} {text}", compared)
        if compared.level == "no" or _other_unit(compared):
            return Verdict(
                "unclear", f"{sides} They cannot be subtracted. {_why(compared)}".strip(), compared
            )
        apart, lower, upper = difference(ours.figure, theirs.figure)
        if apart is None or lower is None or upper is None:
            text = "Without a range for both, nobody can say whether they agree."
            return Verdict("unclear", f"{sides} {text} {_why(compared)}".strip(), compared)
        if lower <= 0 <= upper:
            return Verdict("agree", f"{sides} Chance alone would explain the difference.", compared)
        why = _why(compared) or "Nothing we know of the two explains it."
        return Verdict(
            "disagree", f"{sides} They differ by more than chance explains. {why}", compared
        )

    def _compared(self, ours: Observed, theirs: Observed) -> Comparability:
        key = (id(ours.measured), id(theirs.measured), ours.area, ours.period, theirs.period)
        if key not in self._known:
            # A figure of the same group in the same square: the group is no difference.
            self._known[key] = comparability(_at(ours), _at(theirs), declared="direct")
        return self._known[key]


def said(figure: Figure) -> str:
    """A figure with its range in words."""
    if figure.value is None:
        return "no figure shown"
    if figure.lower is None or figure.upper is None:
        return f"{number(figure.value)}, without a range"
    low, high = number(figure.lower), number(figure.upper)
    return f"{number(figure.value)}, between {low} and {high}"


def _at(one: Observed) -> Measured:
    return replace(one.measured.at(one.area, one.period), groups={})


def _other_unit(compared: Comparability) -> bool:
    return compared.part("unit_of_measure").verdict not in ("direct", "unknown")


def _why(compared: Comparability) -> str:
    told = [each for each in compared.reasons if not each.code.startswith("note.")][:_NAMED]
    return " ".join(each.message for each in told)


def _alone(found: Sequence[tuple[int, Observed]], kinds: Sequence[Kind]) -> str:
    if not found:
        return ""
    who = dict.fromkeys(one.source for _, one in found)
    said_by = {"official": "the office", "citizen": "citizens", "big": "instruments"}[kinds[0]]
    return f"Only {said_by} measured it: {', '.join(who)}."
