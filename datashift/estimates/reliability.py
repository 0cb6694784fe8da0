"""Whether a proportion is reliable enough to be shown.

Source: Parker et al. (2017), National Center for Health Statistics Data Presentation Standards for
Proportions, Vital and Health Statistics 2(175).
"""

from __future__ import annotations

from typing import Literal

Reliability = Literal["", "reliable", "review", "unreliable"]

FEWEST = 30  # answers, and effective answers
WIDEST = 0.30  # of the interval, in shares
NARROW = 0.05
RELATIVE = 1.30  # width of the interval over the share
DEGREES = 8


def judged(
    share: float, lower: float, upper: float, n: int, effective: float | None, degrees: float
) -> tuple[Reliability, str]:
    """The judgement on a proportion, and its reason as a plain sentence ("" when reliable).

    Args:
        share: 0-1.
        lower, upper: Korn-Graubard interval.
        n: answers.
        effective: effective number of answers; at most n counts. None stands for n.
        degrees: degrees of freedom of the variance.
    """
    size = n if effective is None else min(effective, n)
    width = upper - lower
    if size < FEWEST:
        return "unreliable", f"Fewer than {FEWEST} effective answers: too few to rely on."
    if width >= WIDEST:
        return "unreliable", "The range is 30 points wide or more: too wide to rely on."
    if width > NARROW and (share <= 0 or width > RELATIVE * share):
        return "unreliable", "The range is wide for so small a share: do not rely on it."
    if degrees < DEGREES:
        return "review", f"Fewer than {DEGREES} degrees of freedom: the range itself is uncertain."
    if share in (0.0, 1.0):
        return "review", "Everybody in the sample answered alike."
    if width > NARROW and width > RELATIVE * (1 - share):
        return "review", "The range is wide for the share of the others."
    return "reliable", ""
