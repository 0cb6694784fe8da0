"""Nominal 95 % intervals cover the truth in 93-97 % of samples, in every design that is claimed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

from datashift.estimates import Design, Interval, Measure, estimate
from datashift.tables.arrays import Integers, Numbers

SAMPLES = 500
STRATA, CLUSTERS, SIZE = 6, 40, 30  # the population: clusters per stratum, rows per cluster
INSIDE = CLUSTERS * SIZE  # rows per stratum
Draw = Callable[[Generator], tuple[Integers, Numbers]]


def population(chance: Generator) -> tuple[Integers, Numbers, Numbers]:
    """Cluster, yes/no and amount of every row."""
    cluster = np.repeat(np.arange(STRATA * CLUSTERS), SIZE)
    level = chance.normal(0, 0.5, STRATA * CLUSTERS)[cluster] + 0.3 * (cluster // CLUSTERS - 2.5)
    yes = chance.random(len(level)) < 1 / (1 + np.exp(-level))
    amount = 20 + 5 * level + chance.gamma(2, 4, len(level))
    return cluster, yes.astype(np.float64), amount


def simple(chance: Generator) -> tuple[Integers, Numbers]:
    rows = STRATA * INSIDE
    return chance.choice(rows, 200, replace=False), np.full(200, rows / 200)


def stratified(chance: Generator) -> tuple[Integers, Numbers]:
    take = [20, 30, 40, 50, 30, 30]
    chosen = [h * INSIDE + chance.choice(INSIDE, k, replace=False) for h, k in enumerate(take)]
    return np.concatenate(chosen), np.repeat([INSIDE / k for k in take], take)


def clustered(chance: Generator) -> tuple[Integers, Numbers]:
    chosen = [
        (h * CLUSTERS + cluster) * SIZE + chance.choice(SIZE, 10, replace=False)
        for h in range(STRATA)
        for cluster in chance.choice(CLUSTERS, 8, replace=False)
    ]
    rows = np.concatenate(chosen)
    return rows, np.full(len(rows), CLUSTERS / 8 * SIZE / 10)


def kept(design: NDArray[np.int64], samples: Integers) -> Integers:
    """Every sample is a design of its own: its strata are no other's."""
    return samples * (STRATA + 1) + design


@pytest.mark.parametrize("design", ["simple", "stratified", "clustered"])
def test_intervals_cover(design: str) -> None:
    chance = np.random.default_rng(20261120)
    cluster, yes, amount = population(chance)
    draw: Draw = {"simple": simple, "stratified": stratified, "clustered": clustered}[design]
    drawn = [draw(chance) for _ in range(SAMPLES)]
    rows = np.concatenate([chosen for chosen, _ in drawn])
    samples = np.repeat(np.arange(SAMPLES), [len(chosen) for chosen, _ in drawn])
    stratum = cluster[rows] // CLUSTERS
    table = pa.table(
        {
            "sample": samples,
            "stratum": kept(stratum * (design != "simple"), samples),
            "cluster": cluster[rows],
            "w": np.concatenate([weights for _, weights in drawn]),
            "yes": yes[rows],
            "amount": amount[rows],
        }
    )
    by = (("sample",),)
    kinds: tuple[Interval, ...] = ("logit", "beta", "wilson")
    measures = [Measure(kind, "proportion", "yes", interval=kind, by=by) for kind in kinds]
    measures.append(Measure("t", "mean", "amount", by=by))
    found = estimate(
        table,
        Design(
            "probability",
            strata="stratum",
            cluster=("cluster",) if design == "clustered" else (),
            weight="w",
        ),
        measures,
    )
    covered = dict.fromkeys(("logit", "beta", "wilson", "t"), 0)
    for one in found:
        assert one.lower is not None
        assert one.upper is not None
        true = (amount if one.measure == "t" else yes).mean()
        covered[one.measure] += bool(one.lower <= true <= one.upper)
    for kind, count in covered.items():
        # beta never covers too little and may cover too much: it is Clopper-Pearson
        assert 0.93 <= count / SAMPLES <= (0.98 if kind == "beta" else 0.97), (kind, count)
