"""What a range from a model rests on, in words. It never passes for a sampling range."""

from __future__ import annotations

from datashift.estimates.estimate import Estimate
from datashift.estimates.paired import alike

METHOD = "quasi-randomisation"
SAME = "Everybody in this group gave the same answer, so no range can be worked out."


def assumed(names: tuple[str, ...], doubly_robust: bool = False) -> str:
    """The assumption of a quasi-randomised range: always the first note of its estimate.

    >>> assumed(("sex", "age"))
    'The range is not a sampling range: it holds only if, among people alike in sex and age, being \
in the data has nothing to do with the answer.'
    """
    words = (
        f"The range is not a sampling range: it holds only if, among people alike in {alike(names)}, "
        "being in the data has nothing to do with the answer"
    )
    if doubly_robust:
        words += ", and if the chance of being in the data is described well"
    return f"{words}."


def is_conditional(estimate: Estimate) -> bool:
    """Whether the range of an estimate rests on a model's assumption instead of on chance.

    Such an estimate has both an interval and the reason why it has no sampling interval; its first
    note is the assumption, to be shown wherever the interval is.
    """
    return estimate.lower is not None and bool(estimate.reason)


def assumption(estimate: Estimate) -> str:
    """What the range of an estimate rests on; "" when it is a sampling range or there is none."""
    return estimate.notes[0] if is_conditional(estimate) and estimate.notes else ""
