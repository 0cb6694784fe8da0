"""How large the selection would have to be to change a conclusion.

A conclusion says on which side of a threshold the truth lies: an official figure, a target, zero
for a difference. These functions turn the question round and say what the people who are not in the
data would have to be like for it to be wrong. They assume nothing about who is in the data.

Sources: Meng (2018), Annals of Applied Statistics 12, 685-726 (correlation); Manski (1989), Journal
of Human Resources 24, 343-360 (extremes); Greenland (1996), International Journal of Epidemiology
25, 1107-1116 (odds); Scharfstein, Rotnitzky & Robins (1999), JASA 94, 1096-1120 (tilt).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.estimates.sensitivity import Defect, defect, ratio_to_reach
from datashift.kit.language import marked
from datashift.tables.arrays import Numbers

FURTHEST = 512.0  # tilt per standard deviation: a factor that no selection has
_YES, _NO = marked('"yes"'), marked('"no"')


@dataclass(frozen=True)
class Tipping:
    """What it would take for the truth to be at a threshold.

    Args:
        value: what the data say.
        threshold: where the conclusion changes.
        silent: people who are not in the data; None when the population is unknown.
        silent_value: what their share or mean would have to be; None when the population is unknown.
        possible: whether the silent people could be like that at all. True when unknown.
        differing: how many of the silent people would have to have the other answer than the data
            lead to expect; of shares only.
        ratio: how many times as likely "yes" (or, of an amount, somebody one standard deviation
            higher) would have to be in the data; above 1 when the data say too much. None when
            there is no such ratio.
        defect: Meng's correlation; None when the population is unknown.
        statement: one or two plain sentences.
    """

    value: float
    threshold: float
    silent: int | None
    silent_value: float | None
    possible: bool
    differing: int | None
    ratio: float | None
    defect: Defect | None
    statement: str


def extremes(share: float, n: int, population: int) -> tuple[float, float]:
    """The lowest and the highest share there can be, whatever the silent people would say."""
    return n * share / population, (n * share + population - n) / population


def silent_value(value: float, threshold: float, n: int, population: int) -> float:
    """The mean of those who are not in the data that puts the mean of all at the threshold."""
    return (population * threshold - n * value) / (population - n)


def tipping_share(
    share: float, threshold: float, n: int, population: int | None = None
) -> Tipping | None:
    """What it would take for the true share to be the threshold.

    Args:
        share: 0-1, of the data (weighted or not).
        threshold: 0-1.
        n: answers.
        population: everybody, those in the data included.

    Returns:
        None when there is nothing to tip: the share is the threshold, or everybody is in the data.
    """
    if share == threshold or n < 1 or (population is not None and population <= n):
        return None
    ratio = ratio_to_reach(share, threshold)
    if population is None:
        said = _odds(ratio, threshold) or _certain(threshold)
        return Tipping(share, threshold, None, None, True, None, ratio, None, said)
    silent = population - n
    needed = silent_value(share, threshold, n, population)
    possible = 0 <= needed <= 1
    differing = round(silent * abs(needed - share)) if possible else None
    found = defect(share, threshold, (threshold * (1 - threshold)) ** 0.5, n, population)
    if not possible:
        low, high = extremes(share, n, population)
        said = (
            f"Even if {_all(silent)} not in the data had said "
            f'"{"no" if threshold < share else "yes"}", the share would be '
            f"{_share(low if threshold < share else high)}, not {_share(threshold)}."
        )
    else:
        digits = max(_decimals(threshold, share), _decimals(needed, share))
        said = (
            f"For the true share to be {_share(threshold, digits)}, {_share(needed, digits)} of the "
            f'{silent:,} people who are not in the data would have to say "yes", where '
            f"{_share(share, digits)} of those in the data did: {differing:,} of them differing from what the data lead to expect."
        )
        if odds := _odds(ratio, None):
            said = f"{said} {odds}"
    return Tipping(share, threshold, silent, needed, possible, differing, ratio, found, said)


def tipping_mean(
    values: Numbers,
    threshold: float,
    *,
    weights: Numbers | None = None,
    population: int | None = None,
    limits: tuple[float, float] | None = None,
    unit: str = "",
) -> Tipping | None:
    """What it would take for the true mean to be the threshold.

    Args:
        values: the usable answers.
        weights: theirs; 1 each if None.
        population: everybody, those in the data included.
        limits: the lowest and highest amount that anybody can have.
        unit: of the amounts, in words ("minutes").

    Returns:
        None when there is nothing to tip: the mean is the threshold, all amounts are equal, or
        everybody is in the data.
    """
    n = len(values)
    weights = np.ones(n) if weights is None else weights
    if not n or (population is not None and population <= n):
        return None
    mean = float(np.average(values, weights=weights))
    spread = float(np.sqrt(np.average((values - mean) ** 2, weights=weights)))
    if mean == threshold or spread <= 0:
        return None
    ratio = tilt_to_reach(values, weights, threshold)
    if population is None:
        said = _tilted(ratio, spread, unit, threshold) or (
            f"Nobody in the data is beyond {_amount(threshold, unit)}, so no selection among people "
            "like them makes it the truth."
        )
        return Tipping(mean, threshold, None, None, True, None, ratio, None, said)
    silent = population - n
    needed = silent_value(mean, threshold, n, population)
    possible = limits is None or limits[0] <= needed <= limits[1]
    found = defect(mean, threshold, spread, n, population)
    if not possible and limits is not None:
        end = limits[0] if threshold < mean else limits[1]
        reached = (n * mean + silent * end) / population
        said = (
            f"Even if {_all(silent)} not in the data had {_amount(end, unit)}, the "
            f"mean would be {_amount(reached, unit)}, not {_amount(threshold, unit)}."
        )
    else:
        said = (
            f"For the true mean to be {_amount(threshold, unit)}, the {silent:,} people who are not "
            f"in the data would have to have {_amount(needed, unit)} on average, where those in the "
            f"data have {_amount(mean, unit)}."
        )
        if tilted := _tilted(ratio, spread, unit):
            said = f"{said} {tilted}"
    return Tipping(mean, threshold, silent, needed, possible, None, ratio, found, said)


def tipping_official(
    share: float, official: tuple[float, float], n: int, population: int | None = None
) -> Tipping | None:
    """What it would take for a share to agree with an official figure.

    Args:
        share: 0-1.
        official: the official range, 0-1; twice the figure when it has none.
        n: answers.
        population: everybody.

    Returns:
        the tipping to the nearer end of the official range; None when the share lies in it.
    """
    low, high = official
    if low <= share <= high:
        return None
    return tipping_share(share, low if share < low else high, n, population)


def tipping_difference(first: float, second: float, names: tuple[str, str]) -> Tipping | None:
    """What it would take for two shares of one data set to be the same.

    A selection that is the same in both groups moves both alike. The difference vanishes when "yes"
    is `ratio` times as likely to be in the data in the group with the higher share, and as many
    times less likely in the other; if only one of them is selected, the ratio is the square.

    Args:
        first, second: shares of the two groups, 0-1.
        names: of the groups.

    Returns:
        None when they are the same already, or one is 0 or 1.
    """
    square = ratio_to_reach(max(first, second), min(first, second))
    if square is None or first == second:
        return None
    high, low = names if first > second else names[::-1]
    ratio = square**0.5
    said = (
        f'The difference would vanish if "yes" was {_times(ratio)} as likely to be in the data as '
        f'"no" among {high} and "no" {_times(ratio)} as likely as "yes" among {low}, or '
        f"{_times(square)} in one of the two groups alone. What selects both groups alike does not "
        "make it vanish."
    )
    return Tipping(first - second, 0.0, None, None, True, None, ratio, None, said)


def tilt_to_reach(values: Numbers, weights: Numbers, truth: float) -> float | None:
    """How many times as likely somebody one standard deviation higher must be in the data.

    The truth is the mean of the values weighted by exp(-tilt * value): the chance of being in the
    data grows by a constant factor with the value. Of 0 and 1 the factor from 0 to 1 is
    `sensitivity.ratio_to_reach`.

    Returns:
        the factor; None when the truth lies at or beyond the ends of the values.
    """
    if not values.min() < truth < values.max():
        return None
    centre = np.average(values, weights=weights)
    spread = float(np.sqrt(np.average((values - centre) ** 2, weights=weights)))
    scaled = (values - centre) / spread
    target = float((truth - centre) / spread)

    def mean(tilt: float) -> float:
        power = -tilt * scaled
        tilted = weights * np.exp(power - power.max())
        return float(tilted @ scaled / tilted.sum())

    low, high = -1.0, 1.0  # the mean falls as the tilt grows
    while mean(low) < target or mean(high) > target:
        low, high = 2 * low, 2 * high
        if high > FURTHEST:
            return None
    while high - low > 1e-13 * max(1.0, abs(low), abs(high)):
        middle = (low + high) / 2
        low, high = (middle, high) if mean(middle) > target else (low, middle)
    return float(np.exp((low + high) / 2))


def _odds(ratio: float | None, threshold: float | None) -> str:
    if ratio is None:
        return ""
    more, less = (_YES, _NO) if ratio > 1 else (_NO, _YES)
    times = f"{_times(max(ratio, 1 / ratio))} as likely to be in the data as {less}"
    if threshold is None:
        return f"It takes {more} being {times}."
    return f"For the true share to be {_share(threshold)}, {more} would have to be {times}."


def _certain(threshold: float) -> str:
    if threshold in (0.0, 1.0):
        return f"The true share cannot be {_share(threshold)}: the data have both answers."
    return (
        f"Everybody in the data gave one answer; how likely the other was to be in them, and so "
        f"whether {_share(threshold)} can be the truth, the data cannot show."
    )


def _tilted(ratio: float | None, spread: float, unit: str, threshold: float | None = None) -> str:
    if ratio is None:
        return ""
    who = f"people {_amount(spread, unit)} {'higher' if ratio > 1 else 'lower'}"
    times = f"{_times(max(ratio, 1 / ratio))} as likely to be in the data"
    if threshold is None:
        return f"It takes {who} being {times}."
    return f"For the true mean to be {_amount(threshold, unit)}, {who} would have to be {times}."


def _all(silent: int) -> str:
    return "the one person who is" if silent == 1 else f"all {silent:,} people who are"


def _times(ratio: float) -> str:
    if ratio >= 100:
        return "more than 100 times"
    if ratio >= 1.1:
        return f"{ratio:.2g} times"
    return f"{ratio:.{2 if ratio >= 1.01 else 5}f} times"


def _share(share: float, decimals: int = 0) -> str:
    near_an_end = 0 < share < 0.005 or 0.995 < share < 1
    return f"{100 * share:.{max(decimals, 1 if near_an_end else 0)}f} in 100"


def _decimals(*shares: float) -> int:
    """As few decimals as tell the shares apart, at most 3."""
    for decimals in range(3):
        if len({round(100 * share, decimals) for share in shares}) == len(shares):
            return decimals
    return 3


def _amount(value: float, unit: str) -> str:
    return f"{value:,.4g} {unit}".strip()
