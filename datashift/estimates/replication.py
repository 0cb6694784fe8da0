"""Replicate weights made from a design: jackknife, balanced halves, bootstrap.

Sources: Wolter (2007), chapters 3-5; Fay (1989), ASA Survey Research Methods, 212-217; Rao & Wu
(1988), JASA 83, 231-241; Rao, Wu & Yue (1992), Survey Methodology 18, 209-217.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from datashift.estimates.estimate import Design
from datashift.estimates.hadamard import hadamard
from datashift.estimates.linearisation import CERTAIN
from datashift.estimates.replicates import Centre, Deleted, Matrix, Replicates, refuse_not_random
from datashift.estimates.sample import Sample, sample
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Integers, Mask, Numbers
from datashift.weights import Calibrated, again

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.random import Generator

Made = Literal["jackknife", "brr", "fay", "bootstrap"]
LARGEST = 200_000_000  # factors held at once: PSUs times replicates
ROOM = 60_000_000  # whole weights held at once: rows times replicates


def make_replicates(
    data: pa.Table,
    design: Design,
    method: Made,
    *,
    rho: float = 0.3,
    number: int = 500,
    chance: Generator | None = None,
    centre: Centre = "estimate",
) -> Replicates:
    """Replicate weights of the rows.

    Args:
        data: the rows that will be estimated from, in their order.
        design: a probability sample.
        method: "jackknife" leaves out one PSU at a time (JK1 without strata, JKn with; with the
            finite population correction); "brr" takes one of the two PSUs of every stratum, balanced
            by a Hadamard matrix; "fay" does so with weights of `rho` and 2 - `rho` instead of 0 and
            2; "bootstrap" draws n - 1 of n PSUs with replacement, rescaled (Rao-Wu; with the finite
            population correction).
        rho: of Fay's method, 0 to below 1.
        number: replicates of the bootstrap.
        chance: of the bootstrap, which needs it.
        centre: see `Replicates`.

    Raises:
        Problem: the design does not suit the method.
    """
    refuse_not_random(design)
    laid = sample(data, design)
    if method == "jackknife":
        return _jackknife(laid, design, centre)
    if method == "bootstrap":
        if chance is None:
            raise ValueError("a bootstrap needs a source of chance")
        return _bootstrap(laid, design, number, chance, centre)
    return _balanced(laid, rho if method == "fay" else 0.0, centre)


def _single(laid: Sample, design: Design) -> Mask:
    """Strata with one PSU that was not certain; stops if the design says so."""
    single: Mask = (laid.strata.psus == 1) & (laid.strata.unsampled >= CERTAIN)
    if design.lonely == "error" and single.any():
        raise Problem(
            f"{how_many(int(single.sum()), 'stratum has', 'strata have')} only one sampled cluster",
            do="Join each with a similar stratum, or choose how to treat them",
            code="estimates.lonely",
        )
    return single


def _jackknife(laid: Sample, design: Design, centre: Centre) -> Replicates:
    strata, stratum = laid.strata, laid.stratum
    single = _single(laid, design)
    replicated = (strata.unsampled > 0) & (strata.psus > 1)
    if design.lonely == "centred":
        replicated = replicated | single
    psu: Integers = np.flatnonzero(replicated[stratum])
    here = stratum[psu]
    n = strata.psus[here]
    scales = strata.unsampled[here] * (n - 1) / n
    alone = single[here]
    scales[alone] = (len(strata.psus) - 1) / len(strata.psus)
    if design.lonely == "average" and len(psu):
        scales = scales * len(stratum) / len(psu)
    return Replicates(scales, deleted=Deleted(psu, alone), centre=centre)


def _balanced(laid: Sample, rho: float, centre: Centre) -> Replicates:
    if not 0 <= rho < 1:
        raise Problem("Fay's rho must be 0 or more and less than 1", code="replicates.rho")
    psus = laid.strata.psus
    if (psus != 2).any():
        raise Problem(
            f"Balanced halves need two sampled clusters in every stratum, and "
            f"{how_many(int((psus != 2).sum()), 'stratum has', 'strata have')} another number",
            do="Use the jackknife, or the bootstrap",
            code="replicates.pairs",
        )
    order = np.argsort(laid.stratum, kind="stable")
    first = np.zeros(len(order), dtype=bool)
    first[order[::2]] = True
    halves = hadamard(len(psus) + 1)[1:]  # its first row is all ones and balances nothing
    kept = halves[: len(psus)][laid.stratum] == np.where(first, 1, -1)[:, None]
    factors: Matrix = np.where(kept, 2.0 - rho, rho)
    _refuse_large(factors.shape)
    replicates = factors.shape[1]
    scales = np.full(replicates, 1 / (replicates * (1 - rho) ** 2))
    return Replicates(scales, factors=factors, centre=centre)


def _bootstrap(
    laid: Sample, design: Design, number: int, chance: Generator, centre: Centre
) -> Replicates:
    if number < 2:
        raise Problem("A bootstrap needs two replicates or more", code="replicates.number")
    _refuse_large((len(laid.stratum), number))
    _single(laid, design)
    factors = np.ones((len(laid.stratum), number))
    order = np.argsort(laid.stratum, kind="stable")
    end = 0
    for n, unsampled in zip(laid.strata.psus.tolist(), laid.strata.unsampled, strict=True):
        members, end = order[end : end + n], end + n
        if n > 1:
            drawn = chance.multinomial(n - 1, np.full(n, 1 / n), size=number).T
            factors[members] += np.sqrt(unsampled) * (drawn * n / (n - 1) - 1)
    return Replicates(np.full(number, 1 / (number - 1)), factors=factors, centre=centre)


def weighed_again(
    data: pa.Table, design: Design, calibration: Calibrated, replicates: Replicates
) -> Replicates:
    """Whole weights of each replicate, made by the same steps as the weights of the sample.

    Adjustment classes and known totals are met by every replicate, so that their spread knows of
    both. Source: Valliant (2004), Journal of Official Statistics 20, 1-18.

    Args:
        data: the rows, an Arrow table.
        design: its weights are those that the steps started from.
        calibration: the steps.
        replicates: of the same rows, before any step.

    Raises:
        Problem: a replicate has nobody left in a class or category, or meets no totals.
    """
    laid = sample(data, design)
    _refuse_large((laid.rows, len(replicates)), ROOM)
    own = calibration.start
    weights = np.empty((laid.rows, len(replicates)))
    for number in range(len(replicates)):
        weights[:, number] = again(calibration, own * _factors(laid, replicates, number))
    return replace(replicates, deleted=None, factors=None, weights=weights)


def _factors(laid: Sample, replicates: Replicates, number: int) -> Numbers:
    """What one replicate multiplies the weight of each row by."""
    if replicates.weights is not None:
        return np.divide(
            replicates.weights[:, number],
            laid.weights,
            out=np.zeros(laid.rows),
            where=laid.weights > 0,
        )
    psu = np.arange(laid.rows) if laid.psu is None else laid.psu
    if replicates.factors is not None:
        return np.asarray(replicates.factors[psu, number])
    if replicates.deleted is None:
        raise ValueError("replicates without weights")
    out = int(replicates.deleted.psu[number])
    strata, stratum = len(laid.strata.psus), laid.stratum[out]
    if replicates.deleted.alone[number]:
        factors = np.full(len(laid.stratum), strata / max(strata - 1, 1))
    else:
        n = int(laid.strata.psus[stratum])
        factors = np.where(laid.stratum == stratum, n / max(n - 1, 1), 1.0)
    factors[out] = 0.0
    return factors[psu]


def _refuse_large(shape: tuple[int, ...], most: int = LARGEST) -> None:
    if shape[0] * shape[1] > most:
        things = "clusters" if most == LARGEST else "rows"
        raise Problem(
            f"{shape[1]:,} replicates of {shape[0]:,} {things} do not fit into memory",
            do="Use the jackknife, or fewer replicates",
            code="replicates.large",
        )
