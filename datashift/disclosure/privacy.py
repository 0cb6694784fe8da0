"""Differential privacy for public counters: noise with a stated price, and a budget that ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from datashift.kit.problem import Problem


@dataclass(frozen=True)
class Budget:
    """Privacy loss that people accept, and what of it is spent.

    Args:
        epsilon: what may be spent in all.
        spent: what each release took, in order.
    """

    epsilon: float
    spent: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not (self.epsilon > 0 and math.isfinite(self.epsilon)):
            raise ValueError(f"epsilon must be above zero and finite: {self.epsilon}")

    @property
    def left(self) -> float:
        """Epsilon that is not spent; privacy losses add up."""
        return max(0.0, self.epsilon - math.fsum(self.spent))

    def spend(self, epsilon: float) -> Budget:
        """The budget after a release.

        Raises:
            Problem: less is left.
        """
        if not (epsilon > 0 and math.isfinite(epsilon)):
            raise ValueError(f"epsilon must be above zero and finite: {epsilon}")
        if epsilon > self.left * (1 + 1e-12):
            raise Problem(
                f"The privacy budget is spent: {epsilon:g} is asked and {self.left:g} is left of "
                f"{self.epsilon:g}",
                safe="No number was given out",
                do="Show the numbers that were given out before; they stay as they are",
                code="privacy.budget",
            )
        return replace(self, spent=(*self.spent, epsilon))


@dataclass(frozen=True)
class Counter:
    """Counts with noise, as they may be shown.

    Args:
        counts: whole numbers, never below zero.
        epsilon: the privacy loss of showing them, to be printed beside them.
        margin: a count is off by at most this with a probability of 95 %.
        budget: what is left after them.
    """

    counts: tuple[int, ...]
    epsilon: float
    margin: int
    budget: Budget

    @property
    def sentence(self) -> str:
        """What to print beside the counts."""
        return (
            f"Noise was added so that nobody's part can be told (ε = {self.epsilon:g}); 95 in 100 "
            f"counts are off by at most {self.margin:,}."
        )


def count_privately(
    counts: Sequence[int], *, epsilon: float, budget: Budget, most: int = 1
) -> Counter:
    """Counts of a counter with discrete Laplace noise, by OpenDP.

    Call it once for each release and show its result to everybody: the noise comes from the
    operating system and cannot be drawn again.

    Args:
        counts: true counts of groups.
        epsilon: the privacy loss for all of them together.
        budget: where it is taken from.
        most: how many units one person can add to the counts in all.

    Raises:
        Problem: the budget does not suffice, or OpenDP is not installed.
        ValueError: epsilon or `most` is not above zero.
    """
    if most < 1:
        raise ValueError(f"a person adds at least 1: {most}")
    left = budget.spend(epsilon)
    scale = most / epsilon
    noisy = _with_noise([int(count) for count in counts], scale, most, epsilon)
    return Counter(tuple(max(0, count) for count in noisy), epsilon, margin(scale), left)


def margin(scale: float, *, level: float = 0.95) -> int:
    """The smallest m with P(|noise| <= m) >= level for discrete Laplace noise of a scale."""
    shrink = math.exp(-1 / scale)
    # P(|X| > m) = 2 shrink^(m + 1) / (1 + shrink)
    within = math.log((1 - level) * (1 + shrink) / 2) / math.log(shrink) - 1
    return max(0, math.ceil(within - 1e-9))


def _with_noise(counts: list[int], scale: float, most: int, epsilon: float) -> list[int]:
    try:
        import opendp.prelude as dp
    except ModuleNotFoundError:
        raise Problem(
            "Differential privacy needs the package OpenDP, which is not installed",
            safe="No number was given out",
            do='Install DataShift with its extra "privacy"',
            code="privacy.not_installed",
        ) from None
    dp.enable_features("contrib")
    mechanism = dp.m.make_laplace(
        dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int), scale=scale
    )
    price: float = mechanism.map(most)
    if price > epsilon * (1 + 1e-9):
        raise AssertionError("the noise does not keep the epsilon it was made for")
    noisy: list[int] = mechanism(counts)
    return noisy
