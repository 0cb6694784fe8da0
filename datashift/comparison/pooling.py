"""One figure from several comparable studies, and how much they differ beyond chance.

Only for figures that answer the same question; whether they do is settled before. A plain average
is never taken: each study counts by how sure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers

Between = Literal["none", "moments", "likelihood", "paule_mandel"]
_FEW = 5


@dataclass(frozen=True)
class Pooled:
    """Studies taken together.

    Args:
        studies: how many.
        value: the pooled figure: their common value ("none"), else the mean of the values that
            studies like these have.
        standard_error: of it.
        lower, upper: its 95 % interval.
        between: variance between the studies' true values (tau squared).
        between_lower, between_upper: its 95 % interval by the Q profile; None without it.
        heterogeneity: Cochran's Q.
        chance: how often studies of one true value give such a Q.
        share: of the variation that is between the studies, 0-1 (I squared).
        next_lower, next_upper: where the true value of a further study lies, 95 %; None for
            "none".
        method: how the variance between was estimated.
        notes: what a reader must know, plain sentences.
    """

    studies: int
    value: float
    standard_error: float
    lower: float
    upper: float
    between: float
    between_lower: float | None
    between_upper: float | None
    heterogeneity: float
    chance: float
    share: float
    next_lower: float | None
    next_upper: float | None
    method: Between
    notes: tuple[str, ...]


def pool(
    values: Sequence[float],
    standard_errors: Sequence[float],
    *,
    between: Between = "likelihood",
    small_sample: bool = True,
) -> Pooled:
    """Pool the values of several studies by inverse variance.

    Sources: DerSimonian and Laird (1986), "moments"; restricted maximum likelihood, "likelihood"
    (Viechtbauer 2005); Paule and Mandel (1982); the interval of Hartung and Knapp (2001) and
    Sidik and Jonkman (2002), t with one degree of freedom fewer than studies; the Q profile of
    Viechtbauer (2007); I squared of Higgins and Thompson (2002). Equal to R's metafor.

    Args:
        values: one per study, on a scale where a normal error is fair (log for ratios).
        standard_errors: of them, above 0.
        between: how the variance between studies is estimated; "none" says there is none.
        small_sample: Hartung and Knapp's interval instead of the normal one; not for "none".

    Raises:
        Problem: fewer than two studies, or a study without a standard error.
    """
    y, v = np.asarray(values, dtype=float), np.asarray(standard_errors, dtype=float) ** 2
    _refuse(y, v)
    tau2 = _BETWEEN[between](y, v)
    weights = 1 / (v + tau2)
    mean = float(weights @ y / weights.sum())
    error = float(np.sqrt(1 / weights.sum()))
    degrees = len(y) - 1
    adjusted = small_sample and between != "none"
    if adjusted:
        error *= float(np.sqrt(weights @ (y - mean) ** 2 / degrees))
    times = _quantile(degrees if adjusted else None)
    apart = _q(y, v, 0.0)
    low, high = (None, None) if between == "none" else _profile(y, v)
    ahead = None if between == "none" else times * float(np.sqrt(tau2 + error**2))
    return Pooled(
        studies=len(y),
        value=mean,
        standard_error=error,
        lower=mean - times * error,
        upper=mean + times * error,
        between=tau2,
        between_lower=low,
        between_upper=high,
        heterogeneity=apart,
        chance=_beyond(apart, degrees),
        share=_share(v, tau2, apart, between),
        next_lower=None if ahead is None else mean - ahead,
        next_upper=None if ahead is None else mean + ahead,
        method=between,
        notes=_notes(len(y), apart, degrees, between),
    )


def _refuse(y: Numbers, v: Numbers) -> None:
    if len(y) < 2:
        raise Problem(
            "Fewer than two studies can be pooled",
            do="Show the one study there is",
            code="pooling.one",
        )
    if len(y) != len(v) or not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise Problem(
            "A study without a standard error cannot be weighed against others",
            do="Leave it out and show it beside the pooled figure",
            code="pooling.no_error",
        )


def _mean(y: Numbers, v: Numbers, tau2: float) -> float:
    weights = 1 / (v + tau2)
    return float(weights @ y / weights.sum())


def _q(y: Numbers, v: Numbers, tau2: float) -> float:
    """Cochran's Q with a variance between the studies."""
    return float(((y - _mean(y, v, tau2)) ** 2 / (v + tau2)).sum())


def _none(y: Numbers, v: Numbers) -> float:
    del y, v
    return 0.0


def _moments(y: Numbers, v: Numbers) -> float:
    weights = 1 / v
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    return max(0.0, float((_q(y, v, 0.0) - (len(y) - 1)) / scale))


def _paule_mandel(y: Numbers, v: Numbers) -> float:
    return _where_q_is(y, v, len(y) - 1)


def _likelihood(y: Numbers, v: Numbers) -> float:
    """The root of the derivative of the restricted likelihood."""

    def slope(tau2: float) -> float:
        weights = 1 / (v + tau2)
        apart = y - weights @ y / weights.sum()
        total, squares = weights.sum(), (weights**2).sum()
        return float((weights**2 * apart**2).sum() - total + squares / total)

    return _root(slope, float(np.var(y, ddof=1) + v.max()))


_BETWEEN: dict[Between, Callable[[Numbers, Numbers], float]] = {
    "none": _none,
    "moments": _moments,
    "likelihood": _likelihood,
    "paule_mandel": _paule_mandel,
}


def _where_q_is(y: Numbers, v: Numbers, wanted: float) -> float:
    """The variance between at which Q takes a value; 0 when Q is below it already."""
    return _root(lambda tau2: _q(y, v, tau2) - wanted, float(np.var(y, ddof=1) + v.max()))


def _root(falling: Callable[[float], float], scale: float) -> float:
    """Where a function that falls through zero is zero, from 0 on."""
    from scipy.optimize import brentq

    if falling(0.0) <= 0:
        return 0.0
    high = scale
    while falling(high) > 0:
        high *= 2
    return float(brentq(falling, 0.0, high, xtol=1e-14 * scale, rtol=1e-14))


def _profile(y: Numbers, v: Numbers) -> tuple[float, float]:
    from scipy.stats import chi2

    ends = (float(chi2.ppf(share, len(y) - 1)) for share in (0.975, 0.025))
    low, high = (_where_q_is(y, v, end) for end in ends)
    return low, high


def _quantile(degrees: int | None) -> float:
    from scipy.stats import norm, t

    return float(norm.ppf(0.975) if degrees is None else t.ppf(0.975, degrees))


def _beyond(apart: float, degrees: int) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(apart, degrees))


def _share(v: Numbers, tau2: float, apart: float, between: Between) -> float:
    """I squared: from Q without a variance between, else from the typical variance within."""
    degrees = len(v) - 1
    if between == "none":
        return max(0.0, (apart - degrees) / apart) if apart else 0.0
    weights = 1 / v
    typical = degrees * weights.sum() / (weights.sum() ** 2 - (weights**2).sum())
    return float(tau2 / (tau2 + typical))


def _notes(studies: int, apart: float, degrees: int, between: Between) -> tuple[str, ...]:
    notes = []
    if studies < _FEW:
        notes.append(
            f"With {studies} studies, how much they differ is hardly known; the interval is wide for that reason."
        )
    if between == "none" and apart > degrees and _beyond(apart, degrees) < 0.1:
        notes.append(
            "The studies differ more than chance explains; one common value does not describe them."
        )
    return tuple(notes)
