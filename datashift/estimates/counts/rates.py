"""Counts and rates of events with exact Poisson or negative-binomial intervals.

Sources: Garwood (1936), Biometrika 28, 437-442 (exact Poisson interval); Lawless (1987), Canadian
Journal of Statistics 15, 209-225 (negative binomial with an offset).
"""

from __future__ import annotations

from collections.abc import Sequence

from datashift.estimates.counts.dispersion import Dispersion, dispersion
from datashift.estimates.counts.events import (
    FIXED,
    MEANING,
    UNKNOWN_CASES,
    Counting,
    Events,
    refuse_unusable,
)
from datashift.estimates.estimate import Estimate
from datashift.kit.problem import Problem

POISSON = "counts.poisson"
NEGATIVE_BINOMIAL = "counts.negative_binomial"
FEW = 20  # events below which a rate is called unstable: NCHS, Vital Statistics technical notes
UNSTABLE = "Fewer than 20 events: the rate may change a lot from one period to the next."


def garwood(count: int, level: float = 0.95) -> tuple[float, float]:
    """Exact interval for the mean of a Poisson count: half chi-square quantiles."""
    from scipy import special

    tail = (1 - level) / 2
    lower = float(special.gammaincinv(count, tail)) if count else 0.0
    return lower, float(special.gammaincinv(count + 1, 1 - tail))


def per_period(events: Sequence[Events], counting: Counting) -> tuple[Estimate, ...]:
    """Each count or rate by itself, in the order given, with the exact Poisson interval.

    Raises:
        Problem: a count that is not whole, an exposure that is not positive, or only some given.
    """
    refuse_unusable(events)
    return tuple(_alone(one, counting) for one in events)


def over_periods(events: Sequence[Events], counting: Counting) -> Estimate:
    """The mean count per period, or the rate over all periods, with an interval for its level.

    Poisson: Garwood's for the sum. Negative binomial: Student's t on the logarithm, with as many
    degrees of freedom as there are periods less one.

    Raises:
        Problem: no periods, as `per_period`, or a negative binomial of fewer than 3 periods.
    """
    refuse_unusable(events)
    if not events:
        raise Problem("There are no periods to add up", code="counts.nothing")
    total = sum(one.count for one in events)
    scale, exposure = _scale(events, counting), _exposure(events)
    value = total / exposure * scale
    if counting.process == "fixed":
        return Estimate(counting.measure, {}, value, n=total, method=POISSON, reason=FIXED)
    spread = _spread(events, counting)
    if spread is not None:
        return _overdispersed(spread, events, counting, value, scale)
    lower, upper = garwood(total, counting.level)
    factor = scale / exposure
    return Estimate(
        counting.measure,
        {},
        value,
        total**0.5 * factor,
        lower * factor,
        upper * factor,
        n=total,
        n_effective=float(total),
        method=POISSON,
        notes=_notes(total, events[0].exposure is not None),
    )


def _alone(one: Events, counting: Counting) -> Estimate:
    factor = counting.per / one.exposure if one.exposure is not None else 1.0
    value = one.count * factor
    if counting.process == "fixed":
        return Estimate(
            counting.measure, one.domain, value, n=one.count, method=POISSON, reason=FIXED
        )
    lower, upper = garwood(one.count, counting.level)
    return Estimate(
        counting.measure,
        one.domain,
        value,
        one.count**0.5 * factor,
        lower * factor,
        upper * factor,
        n=one.count,
        n_effective=float(one.count),
        method=POISSON,
        notes=_notes(one.count, one.exposure is not None),
    )


def _notes(total: int, rate: bool) -> tuple[str, ...]:
    notes = [MEANING, UNKNOWN_CASES]
    if rate and total < FEW:
        notes.append(UNSTABLE)
    return tuple(notes)


def _exposure(events: Sequence[Events]) -> float:
    return sum(1.0 if one.exposure is None else one.exposure for one in events)


def _scale(events: Sequence[Events], counting: Counting) -> float:
    return 1.0 if events[0].exposure is None else counting.per


def _spread(events: Sequence[Events], counting: Counting) -> Dispersion | None:
    """The dispersion to use; None for Poisson."""
    if counting.chance == "poisson" or (counting.chance == "judged" and len(events) < 3):
        return None
    found = dispersion(events)
    if counting.chance == "judged" and not found.overdispersed:
        return None
    return found


def _overdispersed(
    spread: Dispersion, events: Sequence[Events], counting: Counting, value: float, scale: float
) -> Estimate:
    import math

    from scipy import special

    degrees = len(events) - 1
    middle, error = spread.rate * scale, spread.log_error
    reach = float(special.stdtrit(degrees, 0.5 + counting.level / 2)) * error
    total = sum(one.count for one in events)
    notes = (*_notes(total, events[0].exposure is not None), spread.statement)
    if not math.isclose(middle, value, rel_tol=1e-6):
        notes = (*notes, f"All events over all exposure would give {value:.4g}.")
    return Estimate(
        counting.measure,
        {},
        middle,
        middle * error,
        middle * math.exp(-reach),
        middle * math.exp(reach),
        n=total,
        n_effective=1 / error**2 if error else None,
        design_effect=total * error**2,
        degrees_of_freedom=float(degrees),
        method=NEGATIVE_BINOMIAL,
        notes=notes,
    )
