"""Progress towards a target: the methods of the United Nations and of Statistics Canada.

Both ask how fast a figure moved since a base year. A figure with an error moved by an uncertain
amount, so a category never stands alone: with it come the growth, its range, and how likely each
category is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers

Method = Literal["united_nations", "statistics_canada"]
Category = Literal[
    "achieved", "on_track", "acceleration_needed", "limited", "no_progress", "deterioration"
]
Direction = Literal["up", "down"]

# Growth a year, or share of the way, from which a category is reached, best first.
_CANADA_RATIO: Mapping[Category, float] = {
    "on_track": 0.95,
    "acceleration_needed": 0.6,
    "limited": 0,
}
_CANADA_GROWTH: Mapping[Category, float] = {
    "on_track": 0.015,
    "acceleration_needed": 0.005,
    "limited": 0,
}
_UN_WAY: Mapping[Category, float] = {"on_track": 0.95, "acceleration_needed": 0.1}
_UN_GROWTH: Mapping[Category, float] = {"on_track": 0.02, "acceleration_needed": 0.005}
_NEARLY_ZERO = 0.001  # a target of 0 has no growth rate; Open SDG puts this in its place
_NEAR_LIMIT = 4.44  # Open SDG's exponent by which thresholds shrink near a natural limit
_DRAWS = 201


@dataclass(frozen=True)
class Point:
    """A figure of one year.

    Args:
        standard_error: 0 for a figure taken as exact.
    """

    year: int
    value: float
    standard_error: float = 0.0


@dataclass(frozen=True)
class Target:
    """What is wanted of an indicator.

    Args:
        direction: which way is better.
        value: the target; None without a number.
        year: by when.
        limit: natural end of the scale (100 for a share in percent); None without one.
    """

    direction: Direction
    value: float | None = None
    year: int = 2030
    limit: float | None = None


@dataclass(frozen=True)
class Progress:
    """How fast, how sure, and what that is called.

    Args:
        category: that of the figures taken as exact.
        growth: compound change a year as a share, positive when it goes up.
        growth_lower, growth_upper: its 95 % range from the errors of both figures.
        measure: what the categories are cut from: the share of the required growth (Statistics
            Canada with a target), the share of the way expected by the target year (United Nations
            with a target), or the growth in the wanted direction.
        chances: how likely each category is, given the errors; they add up to 1.
        base, latest: the figures compared.
        method: whose categories they are.
    """

    category: Category
    growth: float
    growth_lower: float
    growth_upper: float
    measure: float
    chances: Mapping[Category, float]
    base: Point
    latest: Point
    method: Method

    @property
    def sure(self) -> bool:
        """Whether the category holds in 95 of 100 cases."""
        return self.chances[self.category] >= 0.95


def progress(
    base: Point, latest: Point, target: Target, *, method: Method = "statistics_canada"
) -> Progress:
    """Assess progress from a base year to the latest.

    Sources: "Progress Measurement Methodology for the Sustainable Development Goals", Statistics
    Canada's method as Open SDG 2.4 documents it; United Nations, SDG Progress Chart Technical Note
    2023. The errors are carried through by 201 x 201 equally likely pairs of the two figures.

    Args:
        base: usually of 2015.
        latest: of a later year.
        target: what is wanted.

    Raises:
        Problem: the years do not follow each other, or a value from which no growth rate follows.
    """
    _refuse(base, latest)
    drawn = _drawn(base, latest)
    found = _categories(drawn, latest, target, method)
    mean = _categories(
        _pairs(np.array([base.value]), np.array([latest.value]), drawn.years),
        *(latest, target, method),
    )
    counts = np.bincount(found.places, minlength=len(found.names))
    chances: dict[Category, float] = dict.fromkeys(_categories_of(method), 0.0)
    chances |= {
        name: float(count / len(drawn.growth))
        for name, count in zip(found.names, counts, strict=True)
    }
    low, high = _ends(base, latest)
    return Progress(
        category=mean.names[mean.places[0]],
        growth=mean.growth,
        growth_lower=low,
        growth_upper=high,
        measure=float(mean.measure[0]),
        chances=chances,
        base=base,
        latest=latest,
        method=method,
    )


@dataclass(frozen=True)
class _Pairs:
    """Every base with every latest figure, and the growth a year between the two.

    Powers are taken of the figures and not of the pairs: 402 of them instead of 40,401.
    """

    bases: Numbers
    latests: Numbers
    growth: Numbers
    years: int

    @property
    def base(self) -> Numbers:
        return np.repeat(self.bases, len(self.latests))

    @property
    def latest(self) -> Numbers:
        return np.tile(self.latests, len(self.bases))

    def grown(self, years: float) -> Numbers:
        """What one would be after so many years, for each pair."""
        return _quotients(self.latests, self.bases, years / self.years)


@lru_cache(maxsize=1)
def _drawn(base: Point, latest: Point) -> _Pairs:
    """The pairs of two figures, which are the same for both methods."""
    return _pairs(_draws(base), _draws(latest), latest.year - base.year)


@lru_cache(maxsize=8)
def _ends(base: Point, latest: Point) -> tuple[float, float]:
    """The 95 % range of the growth."""
    low, high = np.quantile(_drawn(base, latest).growth, [0.025, 0.975])
    return float(low), float(high)


def _pairs(bases: Numbers, latests: Numbers, years: int) -> _Pairs:
    growth = _quotients(latests, bases, 1 / years) - 1
    growth.flags.writeable = False  # it is kept
    return _Pairs(bases, latests, growth, years)


def _quotients(latests: Numbers, bases: Numbers, power: float) -> Numbers:
    found = np.divide.outer(latests**power, bases**power).T.ravel()
    return np.asarray(found, dtype=np.float64)


def _refuse(base: Point, latest: Point) -> None:
    if latest.year <= base.year:
        raise Problem(
            f"Progress needs a later year than {base.year}",
            do="Choose two years with figures",
            code="progress.years",
        )
    if base.value <= 0 or latest.value < 0:
        raise Problem(
            "No growth rate follows from a base of 0 or from a negative figure",
            do="Show the figures without a category",
            code="progress.no_rate",
        )


def _draws(point: Point) -> Numbers:
    """Equally likely values of a figure, none below 0."""
    if not point.standard_error:
        return np.array([point.value])
    values = point.value + point.standard_error * _normal()
    return np.maximum(values, 1e-9 * point.value)


@cache
def _normal() -> Numbers:
    """Equally likely values of a standard normal variable."""
    normal = NormalDist()
    return np.array([normal.inv_cdf((at + 0.5) / _DRAWS) for at in range(_DRAWS)])


@dataclass(frozen=True)
class _Found:
    names: tuple[Category, ...]
    places: NDArray[np.int8]  # among the names
    measure: Numbers
    growth: float  # of the first pair


def _categories_of(method: Method) -> tuple[Category, ...]:
    if method == "united_nations":
        return ("achieved", "on_track", "acceleration_needed", "no_progress")
    return ("achieved", "on_track", "acceleration_needed", "limited", "deterioration")


def _categories(pairs: _Pairs, last: Point, target: Target, method: Method) -> _Found:
    """The category of each pair of figures, and what it was cut from."""
    up = 1.0 if target.direction == "up" else -1.0
    base, latest, growth = pairs.base, pairs.latest, pairs.growth
    scale: Numbers | float = 1.0
    if target.value is None:
        measure = up * growth
        cuts = _UN_GROWTH if method == "united_nations" else _CANADA_GROWTH
        if method == "statistics_canada" and target.limit is not None:
            scale = _near_limit(base, target.limit)
    elif method == "united_nations":
        expected = latest * pairs.grown(target.year - last.year)
        needed = target.value - base
        measure = np.divide(
            expected - base, needed, out=np.full(len(base), np.inf), where=needed != 0
        )
        cuts = _UN_WAY
    else:
        wanted = target.value or _NEARLY_ZERO
        share = 1 / (target.year - last.year + pairs.years)
        required = np.repeat((wanted / pairs.bases) ** share - 1, len(pairs.latests))
        measure = np.divide(
            up * growth, np.abs(required), out=np.full(len(base), np.inf), where=required != 0
        )
        cuts = _CANADA_RATIO
    lowest: Category = "no_progress" if method == "united_nations" else "deterioration"
    rising: list[Category] = list(cuts)[::-1]
    names: tuple[Category, ...] = (lowest, *rising, "achieved")
    found = np.zeros(len(base), dtype=np.int8)
    for place, name in enumerate(rising, start=1):
        found[measure >= cuts[name] * scale] = place
    if target.value is not None:
        found[up * latest >= up * target.value] = len(names) - 1
    return _Found(names, found, measure, float(growth[0]))


def _near_limit(base: Numbers, limit: float) -> Numbers:
    """How far thresholds shrink when a figure begins near the end of its scale."""
    share = base / limit
    beyond = np.where(share <= 1, share, np.maximum(2 - share, 0))
    return np.asarray(1 - beyond**_NEAR_LIMIT, dtype=np.float64)
