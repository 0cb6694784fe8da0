"""Estimates from the rows in order of their amounts: quantiles, Gini, quintile share ratio.

Each is given with its linearised variable z, the derivative by the weight of each row, so that the
variance is that of a total of z. Sources: Woodruff (1952), JASA 47, 635-646 (quantiles); Langel &
Tillé (2013), JRSS A 176, 521-540 (Gini); Langel & Tillé (2011), Journal of Statistical Planning and
Inference 141, 2976-2985 (quintile share ratio).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from datashift.estimates.answers import Answers
from datashift.estimates.estimate import Measure
from datashift.estimates.groupings import Grouping
from datashift.estimates.sample import Sample
from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Numbers

QUANTILES = ("median", "quantile")
INEQUALITIES = ("gini", "quintile_ratio")
ALIKE = 1e-12  # relative; sums of weights nearer than that to a share of the whole are there
POOREST, RICHEST = 0.2, 0.8


def is_ordered(measure: Measure) -> bool:
    """Whether the measure needs the rows in order, which moments do not tell."""
    return measure.quantity in QUANTILES + INEQUALITIES


def share_of(measure: Measure) -> float:
    """The share of a quantile, 0-1.

    Raises:
        Problem: it is not between 0 and 1.
    """
    at = 0.5 if measure.quantity == "median" else measure.at
    if not 0 < at < 1:
        raise Problem(
            f'The quantile "{measure.id}" is at {at:g}, and must be between 0 and 1',
            do="Give 0.1 for the value that a tenth lie below",
            code="estimates.quantile",
        )
    return at


@dataclass(frozen=True)
class Ordered:
    """Usable rows with a weight, by domain and then by amount.

    Args:
        rows: numbers of the rows.
        starts: where each domain begins, and the end, shape (domains + 1,).
        y, w: amounts and weights in that order.
    """

    rows: Integers
    starts: Integers
    y: Numbers
    w: Numbers

    def domains(self) -> Iterator[slice]:
        """Where each domain is."""
        for first, last in zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True):
            yield slice(first, last)


def in_order(answers: Answers, grouping: Grouping, sample: Sample) -> Ordered:
    """Put the rows in order."""
    kept = (grouping.domain < grouping.size) & (sample.weights != 0)
    if answers.usable is not None:
        kept &= answers.usable
    rows = np.flatnonzero(kept)
    rows = rows[np.lexsort((answers.y[rows], grouping.domain[rows]))]
    starts = np.searchsorted(grouping.domain[rows], np.arange(grouping.size + 1))
    return Ordered(rows, starts, answers.y[rows], sample.weights[rows])


def quantiles(ordered: Ordered, shares: Numbers) -> Numbers:
    """For each domain the smallest amount that at least that share lie at or below.

    NaN for a domain without rows or a share outside 0-1. R's rule "math", Hyndman & Fan's first.
    """
    found = np.full(len(shares), np.nan)
    for number, here in enumerate(ordered.domains()):
        if here.start < here.stop and 0 <= shares[number] <= 1:
            found[number] = _quantile(ordered.y[here], ordered.w[here], float(shares[number]))
    return found


def below(ordered: Ordered, values: Numbers, rows: int) -> tuple[Numbers, Numbers]:
    """The share at or below each domain's value, and its z, shape (rows,)."""
    shares = np.full(len(values), np.nan)
    z = np.zeros(rows)
    for number, here in enumerate(ordered.domains()):
        if here.start < here.stop:
            w = ordered.w[here]
            is_below = ordered.y[here] <= values[number]
            shares[number] = (w * is_below).sum() / w.sum()
            z[ordered.rows[here]] = (is_below - shares[number]) / w.sum()
    return shares, z


def inequality(measure: Measure, ordered: Ordered, rows: int) -> tuple[Numbers, Numbers]:
    """Each domain's Gini coefficient or quintile share ratio, and its z, shape (rows,).

    Raises:
        Problem: an amount is negative.
    """
    if (ordered.y < 0).any():
        raise Problem(
            "Inequality is of amounts of 0 or more, and there is a negative one",
            column=measure.of,
            do="Set the negative amounts aside, or use another measure",
            code="estimates.negative_amount",
        )
    of = _gini if measure.quantity == "gini" else _quintile_ratio
    found = np.full(len(ordered.starts) - 1, np.nan)
    z = np.zeros(rows)
    for number, here in enumerate(ordered.domains()):
        if here.start < here.stop:
            found[number], z[ordered.rows[here]] = of(ordered.y[here], ordered.w[here])
    return found, z


def _quantile(y: Numbers, w: Numbers, share: float) -> float:
    sums = np.cumsum(w)
    place = np.searchsorted(sums, (share - ALIKE) * sums[-1])
    return float(y[min(int(place), len(y) - 1)])


def _gini(y: Numbers, w: Numbers) -> tuple[float, Numbers]:
    """Half the mean distance of two people, over the mean: sum wy(2r - w) / (sum w sum wy) - 1."""
    ranks, sums = np.cumsum(w), np.cumsum(w * y)
    people, total = ranks[-1], sums[-1]
    if total <= 0:
        return np.nan, np.zeros_like(y)
    gini = float((w * y * (2 * ranks - w)).sum() / (people * total) - 1)
    z = 2 * (y * ranks + total - sums) - (gini + 1) * (people * y + total)
    return gini, z / (people * total)


def _quintile_ratio(y: Numbers, w: Numbers) -> tuple[float, Numbers]:
    """What those above the fourth quintile have over what those up to the first have."""
    poor, z_poor = _partial(y, w, POOREST)
    rest, z_rest = _partial(y, w, RICHEST)
    if poor <= 0:
        return np.nan, np.zeros_like(y)
    ratio = (float((w * y).sum()) - rest) / poor
    return ratio, (y - z_rest - ratio * z_poor) / poor


def _partial(y: Numbers, w: Numbers, share: float) -> tuple[float, Numbers]:
    """The sum of amounts of exactly that share, and its z; the density at the quantile cancels.

    Of the row that straddles the quantile only the part below counts: whole rows would add half a
    row to either end, a bias of half a standard error in samples of a few hundred.
    """
    value = _quantile(y, w, share)
    inside = y <= value
    over = float((w * inside).sum()) - share * float(w.sum())
    return float((w * y * inside).sum()) - value * over, y * inside - value * (inside - share)
