"""Digit preference: ages that end in 0 and 5, and leading digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.tables.arrays import Numbers

_BENFORD = np.log10(1 + 1 / np.arange(1, 10))
_MAGNITUDES = 3
_ENOUGH = 300


@dataclass(frozen=True)
class Leading:
    """How first digits compare with Benford's law.

    Args:
        n: positive amounts.
        shares: of first digits 1 to 9.
        deviation: mean absolute deviation from Benford's shares.
        chance: p-value of the chi-square test with 8 degrees of freedom.
    """

    n: int
    shares: tuple[float, ...]
    deviation: float
    chance: float


def whipple(ages: Numbers) -> float | None:
    """Whipple's index of ages 23 to 62 that end in 0 or 5: 100 is no preference, 500 nothing else.

    Source: Shryock and Siegel, The Methods and Materials of Demography (1976), chapter 8. The
    United Nations calls less than 105 highly accurate and 175 or more very rough.

    Args:
        ages: whole years, NaN where missing.

    Returns:
        the index; None without an age in the range.
    """
    years = _whole(ages)
    within = years[(years >= 23) & (years <= 62)]
    if not len(within):
        return None
    return float(500 * np.mean(within % 5 == 0))


def myers(ages: Numbers) -> float | None:
    """Myers' blended index of ages 10 to 99: 0 is no preference, 90 is all on one digit.

    Each digit is counted over eighty years from each of ten starting ages, so that the fall of
    numbers with age is not taken for preference (Myers 1940; Shryock and Siegel 1976, chapter 8).

    Args:
        ages: whole years, NaN where missing.

    Returns:
        half the sum of absolute deviations of the ten blended shares from 10 %; None without ages.
    """
    years = _whole(ages)
    counts = np.bincount(years[(years >= 10) & (years <= 99)], minlength=100)[10:]
    if not counts.sum():
        return None
    by_decade = counts.reshape(9, 10)
    from_ten, from_twenty = by_decade[:8].sum(axis=0), by_decade[1:].sum(axis=0)
    digits = np.arange(10)
    blended = (digits + 1) * from_ten + (9 - digits) * from_twenty
    return float(np.abs(100 * blended / blended.sum() - 10).sum() / 2)


def benford(amounts: Numbers) -> Leading | None:
    """First digits of positive amounts against Benford's law, where the law can be expected.

    Source: Benford (1938); Nigrini, Benford's Law (2012).

    Args:
        amounts: NaN where missing.

    Returns:
        None where the law is not valid: fewer than 300 amounts, or not spread over three orders
        of magnitude.
    """
    from scipy.stats import chi2

    positive = amounts[np.isfinite(amounts) & (amounts > 0)]
    if len(positive) < _ENOUGH:
        return None
    low, high = np.quantile(positive, [0.01, 0.99])
    if np.log10(high / low) < _MAGNITUDES:
        return None
    first = np.floor(positive / 10.0 ** np.floor(np.log10(positive)) + 1e-9).astype(np.int64)
    shares = np.bincount(np.clip(first, 1, 9), minlength=10)[1:] / len(positive)
    statistic = len(positive) * np.sum((shares - _BENFORD) ** 2 / _BENFORD)
    return Leading(
        n=len(positive),
        shares=tuple(float(share) for share in shares),
        deviation=float(np.abs(shares - _BENFORD).mean()),
        chance=float(chi2.sf(statistic, 8)),
    )


def _whole(ages: Numbers) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    known = ages[np.isfinite(ages) & (ages >= 0)]
    return np.floor(known).astype(np.int64)
