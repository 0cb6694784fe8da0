"""What counting takes: events of a group in a period, and why their number is left to chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from datashift.kit.problem import Problem

Process = Literal["random", "fixed"]
Chance = Literal["judged", "poisson", "negative_binomial"]

FIXED = (
    "The number was counted, not drawn by chance, and nobody has said that chance decides how many "
    "there are; so it has no range."
)
MEANING = (
    "All known events were counted, so this is not a sampling error: the range says how far chance "
    "alone could move the number from one such period to another."
)
UNKNOWN_CASES = "Events that nobody recorded are not in the range."


@dataclass(frozen=True)
class Events:
    """The events of one group in one period.

    Args:
        count: how many events (not people: three deaths in one fire are one event).
        exposure: what they could happen to, in units of the rate's denominator: person-years,
            births, journeys; None when only the count is wanted.
        domain: the group and the period, column to code.
    """

    count: int
    exposure: float | None = None
    domain: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Counting:
    """How events are counted, declared by the producer.

    Args:
        measure: id of the measure.
        process: "random" when events happen one by one, separately, and another year under the same
            conditions would bring another number; "fixed" when the number could not have been
            otherwise (schools in a district, seats in a council): then there is no range.
        per: the rate is the count over the exposure, times this; 100,000 for "per 100,000".
        chance: "poisson" when the variance is the mean; "negative_binomial" when it is larger,
            estimated from the periods; "judged": the second where a test at 5 % says so.
        level: of the intervals.
    """

    measure: str
    process: Process
    per: float = 1.0
    chance: Chance = "judged"
    level: float = 0.95


def refuse_unusable(events: Sequence[Events]) -> None:
    """Raises Problem for negative counts, exposures that are not positive, or a mixture."""
    for one in events:
        if one.count < 0 or one.count != int(one.count):
            raise Problem(
                f"A count of events must be a whole number, 0 or more, and one is {one.count:g}",
                do="Count events; weighted or estimated totals have another error",
                code="counts.not_whole",
            )
        if one.exposure is not None and not 0 < one.exposure < float("inf"):
            raise Problem(
                f"The number that events are divided by must be above 0, and one is "
                f"{one.exposure:g}",
                do="Give each group its person-years or its population",
                code="counts.no_exposure",
            )
    if len({one.exposure is None for one in events}) > 1:
        raise Problem(
            "Some groups say what their events are divided by and others do not",
            do="Give all of them a denominator, or none",
            code="counts.some_exposure",
        )
