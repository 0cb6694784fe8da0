"""The Fay-Herriot prediction of every area, its mean squared error, and how much was borrowed.

Sources: Fay & Herriot (1979), JASA 74, 269-277; mean squared errors right to the second order:
Prasad & Rao (1990), JASA 85, 163-171 (REML); Datta & Lahiri (2000), Statistica Sinica 10, 613-627
(ML); Datta, Rao & Smith (2005), Biometrika 92, 183-196 (moments).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from datashift.estimates.estimate import Estimate
from datashift.estimates.small_areas import scales
from datashift.estimates.small_areas.areas import Area, FayHerriot, Laid, Method, laid
from datashift.estimates.small_areas.diagnose import diagnosed
from datashift.estimates.small_areas.variance import (
    ModelFit,
    asymptotic,
    bias_of_ml,
    fit,
    weighted,
)
from datashift.tables.arrays import Numbers
from datashift.tables.flag import Flag

NAME = "small_areas.fay_herriot"


@dataclass(frozen=True)
class SmallArea:
    """The prediction of one area.

    Args:
        domain: column to code.
        value: the prediction.
        mse: its mean squared error.
        lower, upper: interval, the prediction less and more a quantile of root MSE: Student's t with
            areas less coefficients, as the normal one covers too seldom.
        own: gamma, the share of the figure (on the model's scale) that comes from the area's own
            answers, 0-1; 0 where it had none.
        direct: its direct estimate, None where it had none.
        direct_error: the direct estimate's standard error.
        synthetic: what the official figures alone would say.
        residual: standardised distance of the direct estimate from the model; None without one.
        n: answers.
    """

    domain: Mapping[str, str]
    value: float
    mse: float
    lower: float
    upper: float
    own: float
    direct: float | None
    direct_error: float | None
    synthetic: float
    residual: float | None
    n: int

    @property
    def statement(self) -> str:
        """How much was borrowed, in one plain sentence."""
        if self.direct is None:
            return (
                "Nobody was asked here: the whole figure comes from the pattern of the other areas "
                "and official figures."
            )
        percent = round(100 * self.own)
        if percent == 0:
            return (
                "Hardly any of this figure comes from the area's own interviews; it comes from the "
                "pattern of the other areas and official figures."
            )
        if percent == 100:
            return "Nearly all of this figure comes from the area's own interviews."
        return (
            f"About {percent} % of this figure comes from the area's own interviews, the rest from "
            "the pattern of the other areas and official figures."
        )


@dataclass(frozen=True)
class SmallAreas:
    """Predictions of all areas, in the order given.

    Args:
        measure: id of the measure.
        areas: the predictions.
        model: the model they come from, on its scale.
        benchmark: sum of sizes times predictions over that of sizes times direct estimates, over
            areas with both; about 1 when both say the same of the whole. None without sizes.
        flags: what must be known of the model.
        level: of the intervals.
        official: where the covariates come from.
    """

    measure: str
    areas: tuple[SmallArea, ...]
    model: ModelFit
    benchmark: float | None
    flags: tuple[Flag, ...]
    level: float
    official: str

    def estimates(self) -> tuple[Estimate, ...]:
        """The predictions as figures of a release; the standard error is the root of the MSE."""
        shared = [flag.message for flag in self.flags]
        if self.official:
            shared.append(f"Official figures: {self.official}.")
        return tuple(
            Estimate(
                self.measure,
                area.domain,
                area.value,
                area.mse**0.5,
                area.lower,
                area.upper,
                n=area.n,
                method=NAME,
                notes=(area.statement, *shared),
            )
            for area in self.areas
        )


def small_areas(areas: Sequence[Area], model: FayHerriot) -> SmallAreas:
    """Predict every area by the Fay-Herriot model.

    Raises:
        Problem: too few areas, unusable variances or covariates, or shares that do not fit the
            scale.
    """
    from scipy import special

    plain = laid(areas)
    y, d = scales.there(plain.y, plain.d, model.scale)
    scaled = Laid(plain.names, plain.x, plain.seen, y, d)
    fitted = fit(scaled, model.method)
    value, mse, own, synthetic = predicted(scaled, fitted.variance, model.method)
    degrees = len(y) - plain.x.shape[1]
    reach = float(special.stdtrit(degrees, 0.5 + model.level / 2)) * np.sqrt(mse)
    lower, upper = (scales.back(end, model.scale) for end in (value - reach, value + reach))
    shown, error = scales.expected(value, mse, model.scale)
    residual = np.full(len(areas), np.nan)
    residual[plain.seen] = (y - synthetic[plain.seen]) / np.sqrt(fitted.variance + d)
    found = tuple(
        SmallArea(
            area.domain,
            float(shown[at]),
            float(error[at]),
            float(lower[at]),
            float(upper[at]),
            float(own[at]),
            area.direct,
            None if area.variance is None else area.variance**0.5,
            float(scales.back(synthetic[at : at + 1], model.scale)[0]),
            None if np.isnan(residual[at]) else float(residual[at]),
            area.n,
        )
        for at, area in enumerate(areas)
    )
    benchmark = _benchmark(areas, found)
    return SmallAreas(
        model.measure,
        found,
        fitted,
        benchmark,
        diagnosed(areas, fitted, residual, benchmark, model.scale),
        model.level,
        model.official,
    )


def predicted(laid: Laid, a: float, method: Method) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Of every area: prediction, mean squared error, gamma, and the synthetic value.

    MSE = g1 + g2 + 2 g3 - (1 - gamma)^2 bias of A; without a direct estimate A + x'Var(b)x.
    """
    seen, d = laid.seen, laid.d
    v = a + d
    b, covariance = weighted(laid.y, laid.x[seen], v)
    synthetic = laid.x @ b
    uncertain = np.einsum("ij,jk,ik->i", laid.x, covariance, laid.x)
    value, mse, own = synthetic.copy(), a + uncertain, np.zeros(len(laid.x))
    gamma = a / v
    variance, bias = asymptotic(d, a, method)
    if method == "ml":
        bias = bias_of_ml(laid.x[seen], d, a)
    borrowed = (1 - gamma) ** 2
    value[seen] = synthetic[seen] + gamma * (laid.y - synthetic[seen])
    mse[seen] = gamma * d + borrowed * (uncertain[seen] + 2 * variance / v - bias)
    own[seen] = gamma
    return value, np.maximum(mse, 0.0), own, synthetic


def _benchmark(areas: Sequence[Area], found: Sequence[SmallArea]) -> float | None:
    pairs = [
        (area.size * one.value, area.size * area.direct)
        for area, one in zip(areas, found, strict=True)
        if area.size is not None and area.direct is not None
    ]
    direct = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / direct if direct else None
