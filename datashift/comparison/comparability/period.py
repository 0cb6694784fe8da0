"""When: how many years apart, and from how many years."""

from __future__ import annotations

from collections.abc import Iterator

from datashift.comparison.nearest import years_apart
from datashift.comparison.series import Reason

ALMOST_NOW = 1  # years apart that leave a match direct


def period(ours: str, theirs: str, them: str) -> Iterator[Reason]:
    """The periods of the two are apart, or one is unknown."""
    apart = years_apart(ours, theirs)
    if apart is None:
        yield Reason(
            "period.unknown",
            "One of the two figures does not say which year it is for.",
            {"ours": ours, "theirs": theirs},
        )
    elif apart:
        code = "period.apart" if apart > ALMOST_NOW else "note.period_apart"
        words = "1 year" if apart == 1 else f"{apart} years"
        yield Reason(
            code,
            f"Ours is for {ours}, {them} for {theirs}: {words} apart.",
            {"ours": ours, "theirs": theirs, "years": apart},
        )


def pooled(covers: str, them: str) -> Iterator[Reason]:
    """The other figure draws on several years."""
    if covers:
        yield Reason(
            "period.pooled",
            f"{them[:1].upper()}{them[1:]} draws on sources from {covers}.",
            {"theirs": covers},
        )
