"""How often nominal 95 % intervals hold the truth: thousands of samples of one population.

    .venv/bin/python tests/endurance/coverage.py [samples] > table.md

Prints the table of docs/methods/coverage.md. The population is made from a seed: 6 strata, 40
clusters in each, 30 people in a cluster; amounts are skewed, and people of one cluster are alike.
"""

from __future__ import annotations

import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from datashift.estimates import Design, Interval, Measure, contrasts, estimate, make_replicates
from datashift.estimates.contrasts import Part
from datashift.estimates.replication import Made
from datashift.tables.arrays import Integers, Numbers
from datashift.weights import Margin, Plan, Trimming, weigh

SEED = 20261121
STRATA, CLUSTERS, SIZE = 6, 40, 30
INSIDE = CLUSTERS * SIZE
ROWS = STRATA * INSIDE
Drawn = tuple[Integers, Mapping[str, Numbers]]  # rows, and columns of the design
Draw = Callable[[Generator], Drawn]

_KINDS: tuple[Interval, ...] = ("logit", "wilson", "beta", "t")
MEAN = Measure("mean", "mean", "amount")
SHARES = tuple(Measure(f"share, {kind}", "proportion", "yes", interval=kind) for kind in _KINDS)
RARE = tuple(
    Measure(f"share of 1 in 33, {kind}", "proportion", "rare", interval=kind) for kind in _KINDS
)
SUMS = (
    Measure("total", "total", "amount"),
    Measure("count", "count", "yes"),
    Measure("ratio", "ratio", "amount", over="people"),
)
ORDERED = (
    Measure("median", "median", "amount"),
    Measure("quantile 0.9", "quantile", "amount", at=0.9),
    Measure("gini", "gini", "amount"),
    Measure("quintile ratio", "quintile_ratio", "amount"),
)
DIFFERENCES = (
    Measure("difference of shares", "proportion", "yes"),
    Measure("difference of means", "mean", "amount"),
    Measure("difference of Ginis", "gini", "amount"),
)


@cache
def population() -> pa.Table:
    """Everybody."""
    chance = np.random.default_rng(SEED)
    cluster = np.repeat(np.arange(STRATA * CLUSTERS), SIZE)
    stratum = cluster // CLUSTERS
    level = chance.normal(0, 0.5, STRATA * CLUSTERS)[cluster] + 0.3 * (stratum - 2.5)
    sex = chance.integers(0, 2, ROWS)
    age = chance.integers(0, 3, ROWS)
    push = level + 0.4 * sex + 0.5 * (age - 1)
    return pa.table(
        {
            "stratum": stratum,
            "cluster": cluster,
            "sex": pa.array(np.array(["F", "M"])[sex]),
            "age": pa.array(np.array(["young", "middle", "old"])[age]),
            "yes": (chance.random(ROWS) < 1 / (1 + np.exp(-push))).astype(float),
            "rare": (chance.random(ROWS) < 0.03 * np.exp(0.3 * push)).astype(float),
            "amount": np.maximum(12 + 4 * push + chance.gamma(2, 4, ROWS), 0.1),
            "people": 1.0 + chance.poisson(3, ROWS),
            "answers": (chance.random(ROWS) < 0.85 - 0.25 * (age == 0) - 0.1 * sex).astype(float),
        }
    )


def simple(chance: Generator) -> Drawn:
    """240 of 7,200 people."""
    return chance.choice(ROWS, 240, replace=False), {"w": np.full(240, ROWS / 240)}


def small(chance: Generator) -> Drawn:
    """100 people."""
    return chance.choice(ROWS, 100, replace=False), {"w": np.full(100, ROWS / 100)}


def stratified(chance: Generator) -> Drawn:
    """Other shares of every stratum, up to a third; the population of each is known."""
    take = np.array([30, 40, 60, 100, 200, 400])
    chosen = [h * INSIDE + chance.choice(INSIDE, k, replace=False) for h, k in enumerate(take)]
    sizes = {"w": np.repeat(INSIDE / take, take), "n1": np.full(take.sum(), float(INSIDE))}
    return np.concatenate(chosen), sizes


def _clustered(chance: Generator, clusters: int, rows: int) -> Drawn:
    chosen = [
        (h * CLUSTERS + cluster) * SIZE + chance.choice(SIZE, rows, replace=False)
        for h in range(STRATA)
        for cluster in chance.choice(CLUSTERS, clusters, replace=False)
    ]
    size = STRATA * clusters * rows
    weights = np.full(size, CLUSTERS / clusters * SIZE / rows)
    sizes = {"n1": np.full(size, float(CLUSTERS)), "n2": np.full(size, float(SIZE))}
    return np.concatenate(chosen), {"w": weights, **sizes}


def clustered(chance: Generator) -> Drawn:
    """8 of 40 clusters in each stratum, 10 of 30 people in each."""
    return _clustered(chance, 8, 10)


def two_stages(chance: Generator) -> Drawn:
    """20 of 40 clusters, 6 of 30 people: most clusters were seen, few people in them."""
    return _clustered(chance, 20, 6)


def pairs(chance: Generator) -> Drawn:
    """2 of 40 clusters in each stratum, 20 people in each: 6 degrees of freedom."""
    return _clustered(chance, 2, 20)


def uneven(chance: Generator) -> Drawn:
    """240 people by chances that vary eightfold and have nothing to do with the answers."""
    size = np.random.default_rng(SEED + 1).choice([1.0, 2.0, 4.0, 8.0], ROWS)
    chosen = chance.choice(ROWS, 240, replace=True, p=size / size.sum())
    return chosen, {"w": size.sum() / size[chosen] / 240}


@dataclass(frozen=True)
class Case:
    """One design whose intervals are counted.

    Args:
        cautious: measures whose intervals cover more than they say and never less.
        unclaimed: measures for which nothing is claimed here.
    """

    name: str
    draw: Draw
    design: Design
    measures: tuple[Measure, ...] = (MEAN, SHARES[0])
    plan: Plan | None = None
    made: Made | None = None
    differences: tuple[Measure, ...] = ()
    cautious: tuple[str, ...] = ()
    unclaimed: tuple[str, ...] = ()

    def claim(self, measure: str) -> tuple[float, float] | None:
        """The shares of intervals between which the documentation places this one."""
        if measure in self.unclaimed:
            return None
        return (0.93, 1.0) if measure in self.cautious else (0.93, 0.97)


_PLAIN = Design("probability", weight="w")
_STRATA = replace(_PLAIN, strata="stratum")
_CLUSTERS = replace(_STRATA, cluster=("cluster",))
_STAGES = replace(_CLUSTERS, population="n1", later_populations=("n2",))


def _margins(*names: str) -> tuple[Margin, ...]:
    found = []
    for name in names:
        counted = population().group_by(name).aggregate([([], "count_all")]).to_pylist()
        found.append(Margin(name, {row[name]: float(row["count_all"]) for row in counted}))
    return tuple(found)


@cache
def cases() -> tuple[Case, ...]:
    """Every design that is claimed, and those that show where a claim ends."""
    rake = Plan("w", method="rake", margins=_margins("sex", "age"))
    answered = Plan("w", "answers", ("age", "sex"))
    both = replace(rake, answered="answers", classes=("age", "sex"))
    trimmed = Plan("w", trimming=Trimming(times_median=3))
    rare = tuple(one.id for one in RARE[:3])
    wald = (RARE[3].id,)
    tails = tuple(one.id for one in ORDERED[1:])
    return (
        Case("simple", simple, _PLAIN, (MEAN, *SHARES, *SUMS, *ORDERED), differences=DIFFERENCES, cautious=("share, beta",)),
        Case("simple, a rare answer", simple, _PLAIN, RARE, cautious=rare, unclaimed=wald),
        Case(
            "simple, 100 people",
            small,
            _PLAIN,
            (MEAN, *SHARES, *ORDERED),
            cautious=("share, beta",),
            unclaimed=tails[1:],
        ),
        Case(
            "stratified, finite population",
            stratified,
            replace(_STRATA, population="n1"),
            (MEAN, *SHARES[:1], *SUMS, *ORDERED),
            differences=DIFFERENCES,
        ),
        Case(
            "stratified clusters",
            clustered,
            _CLUSTERS,
            (MEAN, *SHARES, *RARE, *SUMS, *ORDERED),
            differences=DIFFERENCES,
            cautious=(*rare, "share, beta"),
            unclaimed=wald,
        ),
        Case("two stages, finite populations", two_stages, _STAGES, (MEAN, *SHARES[:1], *SUMS)),
        Case(
            "two stages, sizes of the first only",
            two_stages,
            replace(_STAGES, later_populations=()),
            unclaimed=("mean", "share, logit"),
        ),
        Case("pairs of clusters", pairs, _CLUSTERS, (MEAN, SHARES[0], *ORDERED), unclaimed=tails),
        Case("raked", simple, _PLAIN, (MEAN, *SHARES[:1], *ORDERED), rake),
        Case("clusters, raked", clustered, _CLUSTERS, (MEAN, *SHARES[:1], *SUMS), rake),
        Case("clusters, response classes", clustered, _CLUSTERS, (MEAN, *SHARES[:1]), answered),
        Case("clusters, response classes, raked", clustered, _CLUSTERS, plan=both),
        Case("uneven weights", uneven, _PLAIN, (MEAN, SHARES[0])),
        Case("uneven weights, trimmed", uneven, _PLAIN, (MEAN, SHARES[0]), trimmed),
        Case("clusters, jackknife", clustered, _CLUSTERS, (MEAN, SHARES[0], *SUMS), made="jackknife"),
        Case("clusters, bootstrap", clustered, _CLUSTERS, (MEAN, SHARES[0], *SUMS), made="bootstrap"),
        Case("pairs, BRR", pairs, _CLUSTERS, (MEAN, SHARES[0], SUMS[2]), made="brr"),
        Case("pairs, Fay", pairs, _CLUSTERS, (MEAN, SHARES[0], SUMS[2]), made="fay"),
        Case("clusters, jackknife, raked", clustered, _CLUSTERS, plan=rake, made="jackknife"),
        Case("clusters, jackknife, classes, raked", clustered, _CLUSTERS, plan=both, made="jackknife"),
        Case("pairs, BRR, raked", pairs, _CLUSTERS, plan=rake, made="brr"),
    )  # fmt: skip


def covered(case: Case, samples: int, chance: Generator) -> dict[str, float]:
    """For each measure the share of samples whose interval holds the truth."""
    truth = {one.id: _true(one) for one in case.measures}
    truth |= {one.id: _true(one, "F") - _true(one, "M") for one in case.differences}
    held: dict[str, int] = defaultdict(int)
    for _ in range(samples):
        for name, lower, upper in _intervals(case, chance):
            held[name] += bool(lower <= truth[name] <= upper)
    return {name: held[name] / samples for name in truth}


def _intervals(case: Case, chance: Generator) -> Iterator[tuple[str, float, float]]:
    chosen, sizes = case.draw(chance)
    rows = population().take(pa.array(chosen))
    for name, values in sizes.items():
        rows = rows.append_column(name, pa.array(values))
    made = None
    if case.made is not None:
        made = make_replicates(rows, case.design, case.made, number=200, chance=chance)
    done = weigh(rows, case.plan) if case.plan is not None else None
    found = estimate(rows, case.design, case.measures, calibration=done, replicates=made)
    parts = ((Part({"sex": "F"}, 1.0), Part({"sex": "M"}, -1.0)),)
    for one in found:
        yield one.measure, _or(one.lower, np.inf), _or(one.upper, -np.inf)
    for measure in case.differences:
        (apart,) = contrasts(rows, case.design, measure, parts)
        yield measure.id, _or(apart.lower, np.inf), _or(apart.upper, -np.inf)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


@cache
def _true(measure: Measure, sex: str | None = None) -> float:
    """The figure of everybody, or of one sex."""
    everybody = population()
    by = () if sex is None else ("sex",)
    found = estimate(everybody, Design("census"), [replace(measure, by=(by,))])
    (one,) = [each for each in found if sex is None or each.domain["sex"] == sex]
    assert one.value is not None
    return one.value


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    samples = int(arguments[0]) if arguments else 2_000
    warnings.simplefilter("ignore")
    sys.stdout.write(
        "| design | measure | 95 % intervals that hold the truth, % | claimed |\n"
        "|---|---|---|---|\n"
    )
    for number, case in enumerate(cases()):
        found = covered(case, samples, np.random.default_rng([SEED, number]))
        for name, share in found.items():
            claim = case.claim(name)
            word = "no" if claim is None else "yes" if claim[1] < 1 else "at least"
            outside = claim is not None and not claim[0] <= share <= claim[1]
            shown = f"{100 * share:.1f}{' (outside)' if outside else ''}"
            sys.stdout.write(f"| {case.name} | {name} | {shown} | {word} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
