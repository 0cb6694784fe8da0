"""How often nominal 95 % intervals of counts, overlapping lists and small areas hold the truth.

    .venv/bin/python tests/endurance/small_figures_coverage.py [repetitions]

Prints the tables of docs/methods/{counts,lists,small_areas}.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from datashift.estimates.counts import Counting, Events, garwood, over_periods
from datashift.estimates.lists import Overlap, UnderCounting, overlap_of, undercount
from datashift.estimates.small_areas import Area, FayHerriot, small_areas
from datashift.estimates.small_areas.areas import Method

SEED = 20261121
CASES = UnderCounting("cases")


def counts(chance: Generator, times: int) -> None:
    for mean in (1.0, 5.0, 20.0, 100.0):
        drawn = chance.poisson(mean, times).tolist()
        _say(f"Poisson, mean {mean:g}", [_in(garwood(one), mean) for one in drawn])
    counting = Counting("cases", "random")
    for periods, size in ((8, 5.0), (15, 5.0), (30, 5.0), (15, 1.0), (15, 1e6)):
        held = []
        for _ in range(times):
            drawn = chance.negative_binomial(size, size / (size + 30.0), periods).tolist()
            found = over_periods([Events(one) for one in drawn], counting)
            held.append(_in((found.lower or 0.0, found.upper or 0.0), 30.0))
        _say(f"judged, {periods} periods, mean 30, size {size:g}", held)


def lists(chance: Generator, times: int) -> None:
    def separate(*reach: float) -> Callable[[], Overlap]:
        return lambda: overlap_of("abcd"[: len(reach)], chance.random((600, len(reach))) < reach)

    def dependent(third: bool) -> Overlap:
        first = chance.random(600) < 0.5
        second = chance.random(600) < np.where(first, 0.6, 0.25)
        columns = [first, second, chance.random(600) < 0.4]
        return overlap_of("abc"[: 2 + third], np.column_stack(columns[: 2 + third]))

    def unequal() -> Overlap:
        ease = chance.beta(2, 3, 600)[:, None]
        return overlap_of("abc", chance.random((600, 3)) < ease * np.array([1.0, 0.8, 0.7]))

    worlds: dict[str, Callable[[], Overlap]] = {
        "two separate lists": separate(0.4, 0.3),
        "three separate lists": separate(0.5, 0.4, 0.3),
        "four separate lists": separate(0.4, 0.35, 0.3, 0.3),
        "three lists, two dependent": lambda: dependent(True),
        "two dependent lists": lambda: dependent(False),
        "three lists, people unequally easy to list": unequal,
    }
    for name, world in worlds.items():
        found = [undercount(world(), CASES) for _ in range(times // (4 if "four" in name else 1))]
        totals = np.mean([one.total for one in found])
        _say(f"{name}, mean {totals:.0f} of 600", [_in((o.lower, o.upper), 600) for o in found])


def areas(chance: Generator, times: int) -> None:
    methods: tuple[Method, ...] = ("reml", "ml", "moments")
    for count, between in ((15, 0.05), (30, 0.02), (30, 0.05), (30, 0.1), (60, 0.05)):
        for method in methods:
            held, said, made = [], [], []
            for _ in range(times // 5):
                poor = chance.uniform(0.1, 0.6, count)
                truth = 0.7 - 0.5 * poor + chance.normal(0, between, count)
                variance = chance.uniform(0.0005, 0.006, count)
                direct = truth + chance.normal(0, np.sqrt(variance))
                given = [
                    Area({"area": str(at)}, float(y), float(d), {"poor": float(x)})
                    for at, (y, d, x) in enumerate(zip(direct, variance, poor, strict=True))
                ]
                for one, true in zip(
                    small_areas(given, FayHerriot("share", method)).areas, truth, strict=True
                ):
                    held.append(_in((one.lower, one.upper), true))
                    said.append(one.mse)
                    made.append((one.value - true) ** 2)
            ratio = np.mean(said) / np.mean(made)
            _say(f"{count} areas, between {between:g}, {method}, MSE ratio {ratio:.2f}", held)


def _in(ends: tuple[float, float], truth: float) -> bool:
    return ends[0] <= truth <= ends[1]


def _say(name: str, held: list[bool]) -> None:
    sys.stdout.write(f"| {name} | {100 * float(np.mean(held)):.1f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for one in (counts, lists, areas):
        one(np.random.default_rng(SEED), repetitions)
