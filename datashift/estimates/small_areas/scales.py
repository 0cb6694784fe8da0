"""Scales on which shares are modelled, and the way back.

Sources: Casas-Cordero, Encina & Lahiri (2016), in Pratesi (ed.), Analysis of Poverty Data by Small
Area Estimation (arcsine); Rao & Molina (2015), section 6.2 (back-transformation).
"""

from __future__ import annotations

import numpy as np

from datashift.estimates.small_areas.areas import Scale
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers

NODES = 64  # of Gauss-Hermite quadrature
BACK = (
    "The model works on a transformed scale; the figure and its error were carried back by averaging "
    "over the model's uncertainty, which takes out most of the bias of carrying back."
)


def there(share: Numbers, variance: Numbers, scale: Scale) -> tuple[Numbers, Numbers]:
    """Shares and their variances on the scale, by the delta method.

    Raises:
        Problem: a share of 0 or 1, or outside.
    """
    if scale == "none":
        return share, variance
    if ((share <= 0) | (share >= 1)).any():
        raise Problem(
            "A share of 0 or 1 (or outside) has no place on this scale",
            do="Leave the estimate of that area out; it will be predicted from the others",
            code="small_areas.share",
        )
    if scale == "arcsine":
        return np.arcsin(np.sqrt(share)), variance / (4 * share * (1 - share))
    return np.log(share / (1 - share)), variance / (share * (1 - share)) ** 2


def back(value: Numbers, scale: Scale) -> Numbers:
    """Values of the scale as shares."""
    if scale == "none":
        return value
    if scale == "arcsine":
        return np.sin(np.clip(value, 0, np.pi / 2)) ** 2
    return 1 / (1 + np.exp(-value))


def expected(value: Numbers, variance: Numbers, scale: Scale) -> tuple[Numbers, Numbers]:
    """Mean and variance of the share when the scale's value is normal about `value`."""
    if scale == "none":
        return value, variance
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    shares = back(value[:, None] + np.sqrt(variance)[:, None] * nodes, scale)
    weights = weights / weights.sum()
    mean = shares @ weights
    return mean, np.maximum(shares**2 @ weights - mean**2, 0.0)
