"""How strictly figures are protected: rules that follow from what could happen to people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from datashift.estimates.estimate import Estimate

Topic = Literal["ordinary", "sensitive", "sealed"]
"""ordinary: nobody is hurt by being recognised. sensitive: health, income, belief, complaints.
sealed: violence, corruption, minors: being recognised can cost a life or a livelihood."""

TOPICS: tuple[Topic, ...] = ("ordinary", "sensitive", "sealed")


@dataclass(frozen=True)
class Policy:
    """The rules that a study's figures pass.

    Args:
        topic: how much being recognised could hurt.
        minimum: the smallest number of people a shown figure may be about; 0 and 1 hide nothing.
        few: the smallest number of "yes", and of "no", behind a shown share; 0 for no such rule.
        whole_groups: hide shares of 0 % and 100 %, which say the same of everybody in a group.
        contributors: a total is hidden where this many largest contributors hold more than
            `share` of it ...
        share: ... of 0 to 1 (the dominance rule).
        closeness: a total is hidden where the second largest contributor can work out the
            largest to within this share of it, 0 to 1 (the p% rule).
        aggregates_only: no record and no point leaves, whatever is done to it.
        two_people: two people must agree before anything is published.
    """

    topic: Topic = "ordinary"
    minimum: int = 10
    few: int = 0
    whole_groups: bool = False
    contributors: int = 2
    share: float = 0.85
    closeness: float = 0.10
    aggregates_only: bool = False
    two_people: bool = False

    def __post_init__(self) -> None:
        if self.minimum < 0 or self.few < 0:
            raise ValueError(f"minimum must not be negative: {min(self.minimum, self.few)}")


_DEFAULTS: dict[Topic, Policy] = {
    "ordinary": Policy(),
    "sensitive": Policy("sensitive", few=5, whole_groups=True),
    "sealed": Policy(
        "sealed", minimum=20, few=10, whole_groups=True, aggregates_only=True, two_people=True
    ),
}


def rules_for(
    topic: Topic = "ordinary",
    *,
    minimum: int | None = None,
    few: int | None = None,
    whole_groups: bool | None = None,
) -> Policy:
    """The usual rules of a topic, with some of them set otherwise.

    A sealed topic is not loosened: its minimum is never under 20, nor the other rules lifted.

    Raises:
        ValueError: a number is negative.
    """
    usual = _DEFAULTS[topic]
    asked = {"minimum": minimum, "few": few, "whole_groups": whole_groups}
    changed = {name: value for name, value in asked.items() if value is not None}
    chosen = replace(usual, **changed)  # type: ignore[arg-type]
    if topic != "sealed":
        return chosen
    return replace(
        chosen,
        minimum=max(chosen.minimum, usual.minimum),
        few=max(chosen.few, usual.few),
        whole_groups=True,
    )


def is_telling(estimate: Estimate, policy: Policy) -> bool:
    """Whether a share tells too much of those who said yes, or no."""
    if estimate.numerator is None or estimate.n == 0:
        return False
    yes = round(estimate.numerator)
    no = estimate.n - yes
    few = 0 < yes < policy.few or 0 < no < policy.few
    return few or (policy.whole_groups and (yes == 0 or no == 0))


def missed_by(estimate: Estimate, policy: Policy) -> int:
    """By how much anybody must miss a sum, in its units, as one contributor stands out in it.

    Amounts below 0 count by their size: a sum near 0 of many gains and losses tells of nobody.

    Returns:
        0 where neither the rule of dominance nor the p% rule is broken, or there is no rule.
    """
    made = estimate.contributions
    if made is None or policy.minimum < 2 or made.largest == 0:
        return 0
    leading = made.largest + (made.second if policy.contributors > 1 else 0)
    others = made.everything - made.largest - made.second
    dominance = leading / policy.share - made.everything
    nearness = policy.closeness * made.largest - others
    return max(ceil(dominance), ceil(nearness), 0)
