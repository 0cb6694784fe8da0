"""Places as dots, true to distance at their latitude; no names, nothing fetched from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles

WIDE, HIGH, EDGE = 480, 320, 12
SMALLEST = 0.005  # degrees that a map shows at least
DEGREE = 111.2  # km of a degree of latitude
Point = tuple[float, float]  # longitude and latitude; in a drawing, right and down


@dataclass(frozen=True)
class Drawn:
    """A map without names.

    Args:
        dots: places, in the units of the drawing.
        planned: places where somebody should go and nobody has been.
        kilometres: from its left edge to its right.
        outside: how many lie beyond it.
    """

    dots: tuple[Point, ...] = ()
    planned: tuple[Point, ...] = ()
    kilometres: float = 0.0
    outside: int = 0


def drawn(points: Sequence[Point], *, planned: Sequence[Point] = ()) -> Drawn:
    """Points as they lie in the drawing.

    A few points far away do not make all others one dot: they are counted, not drawn.
    """
    both = [*points, *planned]
    if not both:
        return Drawn()
    west, east = _middle([longitude for longitude, _ in both])
    south, north = _middle([latitude for _, latitude in both])
    squeeze = max(0.05, math.cos(math.radians((south + north) / 2)))
    wide, high = max((east - west) * squeeze, SMALLEST), max(north - south, SMALLEST)
    scale = min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high)

    def placed(some: Iterable[Point]) -> list[Point]:
        found = (
            (
                WIDE / 2 + (longitude - (west + east) / 2) * squeeze * scale,
                HIGH / 2 - (latitude - (south + north) / 2) * scale,
            )
            for longitude, latitude in some
        )
        return [(x, y) for x, y in found if 0 <= x <= WIDE and 0 <= y <= HIGH]

    dots, left = placed(points), placed(planned)
    return Drawn(
        dots=_distinct(dots),
        planned=_distinct(left),
        kilometres=WIDE / scale * DEGREE,
        outside=len(both) - len(dots) - len(left),
    )


def _distinct(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(dict.fromkeys((round(x, 1), round(y, 1)) for x, y in points))


def _middle(values: Sequence[float]) -> tuple[float, float]:
    """Between which nearly all lie: the quartiles, and three times their distance around them."""
    if len(values) < 4:
        return min(values), max(values)
    low, _, high = quantiles(values, n=4)
    reach = 3 * (high - low) + SMALLEST
    inside = [value for value in values if low - reach <= value <= high + reach]
    return min(inside), max(inside)
