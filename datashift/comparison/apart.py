"""How far apart two figures are, and how sure that is."""

from __future__ import annotations

import math

from datashift.comparison.series import Figure

NORMAL = 1.959964  # the normal quantile of a 95 % interval


def halves(figure: Figure) -> tuple[float, float] | None:
    """The lower and the upper half of an interval; None without one."""
    if figure.value is None or figure.lower is None or figure.upper is None:
        return None
    return figure.value - figure.lower, figure.upper - figure.value


def difference(ours: Figure, theirs: Figure) -> tuple[float | None, float | None, float | None]:
    """Ours minus theirs with its 95 % interval, the two sources being independent.

    Each end takes the halves of the two intervals that face it, squared and added (Zou and Donner,
    Construction of confidence limits about effect measures, Statistics in Medicine 27, 2008): with
    symmetric intervals, 1.96 times the root of the summed squared standard errors.
    """
    if ours.value is None or theirs.value is None:
        return None, None, None
    apart = ours.value - theirs.value
    our_halves, their_halves = halves(ours), halves(theirs)
    if our_halves is None or their_halves is None:
        return apart, None, None
    down = math.hypot(our_halves[0], their_halves[1])
    up = math.hypot(our_halves[1], their_halves[0])
    return apart, apart - down, apart + up
