"""Moments of rows in clusters: sums per PSU and domain first, all else from those."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.answers import Answers
from datashift.estimates.groupings import Grouping
from datashift.estimates.moments import Cells, Moments
from datashift.estimates.sample import Sample
from datashift.tables.arrays import Integers, Mask, Numbers, counted, summed

Matrix = NDArray[np.float64]
ROOM = 4  # PSU totals per row that may be held; beyond, most would be empty


def fits(grouping: Grouping, sample: Sample) -> bool:
    """Whether a total per PSU and domain can be held for all PSUs and domains."""
    totals = len(sample.stratum) * (grouping.size + 1)
    return sample.psu is not None and sample.rows > 0 and totals <= ROOM * sample.rows + 1024


@dataclass(frozen=True)
class Weighed:
    """Products of each row that every cross-classification sums.

    Args:
        w: weights, 0 where there is no usable answer.
        wy, wx, wxx: products; None stands for w.
    """

    w: Numbers
    wy: Numbers
    wx: Numbers | None
    wxx: Numbers | None


def weighed(answers: Answers, weights: Numbers) -> Weighed:
    """Of the rows of one measure."""
    w = weights if answers.usable is None else np.where(answers.usable, weights, 0.0)
    if answers.x is None:
        return Weighed(w, w * answers.y, None, None)
    wx = w * answers.x
    return Weighed(w, w * answers.y, wx, wx * answers.x)


def clustered(answers: Answers, products: Weighed, grouping: Grouping, sample: Sample) -> Moments:
    """Moments of one measure in the domains of one cross-classification."""
    if sample.psu is None:
        raise ValueError("the rows are not in clusters")
    size, width = grouping.size, grouping.size + 1  # the last column is of rows in no domain
    key = sample.psu * width + grouping.domain
    shape = (len(sample.stratum), width)

    def added(values: Numbers | Mask) -> Matrix:
        return summed(key, values, shape[0] * width).reshape(shape)[:, :-1]

    def whole(values: Numbers) -> Numbers:
        return summed(grouping.domain, values, size)

    y, x, w = answers.y, answers.x, products.w
    members = counted(key, shape[0] * width).reshape(shape)[:, :-1]
    n: Matrix | Integers = members if answers.usable is None else added(answers.usable)
    bottom = added(w if products.wx is None else products.wx)
    is_share = answers.binary and x is None
    top = added(products.wy) if is_share or answers.form == "total" else None
    sum_x = bottom.sum(axis=0)
    sum_y = whole(products.wy) if top is None else top.sum(axis=0)
    centre = np.zeros(size)
    np.divide(sum_y, sum_x, out=centre, where=sum_x != 0)
    if is_share and top is not None:  # of yes and no, sums say all
        own = top - centre * bottom
        yes, no = sum_y, (bottom - top).sum(axis=0)
        yy, yx, xx = yes * (1 - centre) ** 2 + no * centre**2, own.sum(axis=0), sum_x
    else:
        # each row is taken from its own domain's mean: digits are kept where domains lie apart
        apart = y - np.append(centre, 0.0)[grouping.domain] * (1.0 if x is None else x)
        wz = w * apart
        own = added(wz)
        yy = whole(wz * apart)
        yx = own.sum(axis=0) if x is None else whole(wz * x)
        xx = sum_x if products.wxx is None else whole(products.wxx)
    a = own.sum(axis=0)
    count = n.sum(axis=0).astype(np.int64)
    total = own if answers.form == "ratio" or top is None else top
    return Moments(
        n=count,
        missing=members.sum(axis=0) - count,
        plain=whole(y),
        y=sum_y if answers.form == "total" else a + centre * sum_x,
        x=sum_x,
        weight=sum_x if x is None else whole(w),
        centre=centre,
        a=a,
        yy=yy,
        yx=yx,
        xx=xx,
        cells=_cells(n > 0, total, bottom, sample),
    )


def _cells(answered: NDArray[np.bool_], a: Matrix, b: Matrix, sample: Sample) -> Cells:
    """Moments about the means over PSUs with answers; PSUs come sorted by stratum."""
    stratum: Integers = sample.stratum
    starts = np.concatenate([[0], np.cumsum(sample.strata.psus)[:-1]])

    def over(values: NDArray[np.float64]) -> Matrix:
        return np.asarray(np.add.reduceat(values, starts, axis=0))

    psus = over(answered.astype(np.float64))
    some = np.maximum(psus, 1)
    sum_a, sum_b = over(a), over(b)
    apart_a = np.where(answered, a - (sum_a / some)[stratum], 0.0)
    apart_b = np.where(answered, b - (sum_b / some)[stratum], 0.0)
    aa, ab, bb = over(apart_a * apart_a), over(apart_a * apart_b), over(apart_b * apart_b)
    where, domain = np.nonzero(psus > 0)
    return Cells(
        stratum=where,
        domain=domain,
        psus=psus[where, domain].astype(np.int64),
        a=sum_a[where, domain],
        b=sum_b[where, domain],
        aa=aa[where, domain],
        ab=ab[where, domain],
        bb=bb[where, domain],
    )
