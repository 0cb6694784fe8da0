"""Two periods of a count or rate: their ratio and their difference.

Sources: Przyborowski & Wilenski (1940), Biometrika 31, 313-323, and Clopper & Pearson (1934) for
the exact ratio (R `poisson.test`); Zou & Donner (2008), Statistics in Medicine 27, 1693-1702, for
the difference by recovering variances from Garwood's limits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from datashift.estimates.counts.dispersion import Dispersion
from datashift.estimates.counts.events import FIXED, Counting, Events, refuse_unusable
from datashift.estimates.counts.rates import NEGATIVE_BINOMIAL, POISSON, garwood
from datashift.kit.problem import Problem


@dataclass(frozen=True)
class Change:
    """How a count or rate differs between two periods (or groups).

    Args:
        measure: id of the measure.
        earlier, later: what was compared.
        ratio: later over earlier; None when the earlier count is 0.
        ratio_lower, ratio_upper: its interval; the upper end is None (unbounded) when the earlier
            count is 0.
        difference: later less earlier, in the units of the rate.
        difference_lower, difference_upper: its interval.
        p: probability of a ratio at least as unlikely if nothing had changed; None for a fixed
            number.
        method: the page under docs/methods.
        reason: why there is no interval, "" when there is one.
    """

    measure: str
    earlier: Events
    later: Events
    ratio: float | None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    difference: float = 0.0
    difference_lower: float | None = None
    difference_upper: float | None = None
    p: float | None = None
    method: str = POISSON
    reason: str = ""

    @property
    def statement(self) -> str:
        """One plain sentence on whether chance alone could explain the change."""
        if self.p is None:
            return "The numbers were counted and differ as they are; no range applies."
        if self.p < 0.05:
            return "Chance alone would hardly make the two differ so much."
        return "Chance alone could make the two differ so much."


def change(
    earlier: Events, later: Events, counting: Counting, spread: Dispersion | None = None
) -> Change:
    """Compare two counts or rates.

    Args:
        spread: dispersion estimated from several periods; with it the ratio's interval is Student's
            t on the logarithm with variance 1/mean + 1/size for each. None compares as Poisson.

    Raises:
        Problem: unusable counts, no events in either period, or none in one of them together with
            `spread`.
    """
    refuse_unusable((earlier, later))
    if earlier.count + later.count == 0:
        raise Problem(
            "There are no events in either period, so they cannot be compared",
            do="Compare longer periods or larger areas",
            code="counts.nothing",
        )
    base, now = _factor(earlier, counting), _factor(later, counting)
    ratio = later.count * now / (earlier.count * base) if earlier.count else None
    found = Change(
        counting.measure,
        earlier,
        later,
        ratio,
        difference=later.count * now - earlier.count * base,
    )
    if counting.process == "fixed":
        return replace(found, reason=FIXED)
    if spread is not None and math.isfinite(spread.size):
        return _overdispersed(found, base, now, counting, spread)
    low, high, p = _exact(earlier.count, later.count, base, now, counting.level)
    down, up = _recovered(earlier.count, later.count, base, now, counting.level)
    return replace(
        found, ratio_lower=low, ratio_upper=high, difference_lower=down, difference_upper=up, p=p
    )


def _factor(events: Events, counting: Counting) -> float:
    return 1.0 if events.exposure is None else counting.per / events.exposure


def _exact(
    earlier: int, later: int, base: float, now: float, level: float
) -> tuple[float, float | None, float]:
    """Given the sum, the later count is binomial: Clopper-Pearson, carried to the ratio."""
    from scipy import special, stats

    tail, total = (1 - level) / 2, earlier + later
    lower = float(special.betaincinv(later, earlier + 1, tail)) if later else 0.0
    odds = lower / (1 - lower) * now / base
    p = float(stats.binomtest(later, total, base / (base + now)).pvalue)
    if not earlier:
        return odds, None, p
    upper = float(special.betaincinv(later + 1, earlier, 1 - tail))
    return odds, upper / (1 - upper) * now / base, p


def _recovered(
    earlier: int, later: int, base: float, now: float, level: float
) -> tuple[float, float]:
    (low_a, high_a), (low_b, high_b) = garwood(earlier, level), garwood(later, level)
    difference = later * now - earlier * base
    down = math.hypot((later - low_b) * now, (high_a - earlier) * base)
    up = math.hypot((high_b - later) * now, (earlier - low_a) * base)
    return difference - down, difference + up


def _overdispersed(
    found: Change, base: float, now: float, counting: Counting, spread: Dispersion
) -> Change:
    from scipy import special

    a, b = found.earlier.count, found.later.count
    if not a or not b:
        raise Problem(
            "One of the two periods has no events, so counts that vary this much cannot be compared",
            do="Compare longer periods or larger areas",
            code="counts.nothing",
        )
    degrees = spread.periods - 1
    variance_a, variance_b = 1 / a + 1 / spread.size, 1 / b + 1 / spread.size
    error = math.sqrt(variance_a + variance_b)
    t = float(special.stdtrit(degrees, 0.5 + counting.level / 2))
    middle = math.log(b * now / (a * base))
    low_a, high_a = _around(a * base, variance_a, t)
    low_b, high_b = _around(b * now, variance_b, t)
    return replace(
        found,
        ratio_lower=math.exp(middle - t * error),
        ratio_upper=math.exp(middle + t * error),
        difference_lower=found.difference - math.hypot(b * now - low_b, high_a - a * base),
        difference_upper=found.difference + math.hypot(high_b - b * now, a * base - low_a),
        p=2 * float(special.stdtr(degrees, -abs(middle) / error)),
        method=NEGATIVE_BINOMIAL,
    )


def _around(value: float, log_variance: float, t: float) -> tuple[float, float]:
    reach = t * math.sqrt(log_variance)
    return value * math.exp(-reach), value * math.exp(reach)
