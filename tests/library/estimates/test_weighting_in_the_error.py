"""Errors know of everything that was done to the weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates import Design, Measure, difference, estimate, make_replicates
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers
from datashift.weights import Margin, Method, Plan, Trimming, again, weigh

SCHOOLS = Design("probability", cluster=("dnum",), weight="pw", population="fpc")
STYPE = Margin("stype", {"E": 4421, "H": 755, "M": 1018})
MET = Margin("met", {"0": 1072, "1": 5122})
API99 = Margin("api99", {"": 3914069})
BY = ((), ("awards",))


@pytest.mark.parametrize(
    ("case", "method", "margins"),
    [
        ("linear", "linear", (STYPE, API99)),
        ("rake", "rake", (STYPE, MET)),
        ("post", "poststratify", (MET,)),
    ],
)
def test_a_jackknife_calibrated_replicate_by_replicate_equals_r(
    case: str, method: Method, margins: tuple[Margin, ...]
) -> None:
    data = rows("apiclus1")
    done = weigh(data, Plan("pw", method=method, margins=margins))
    measures = (
        Measure("proportion", "proportion", "met", by=BY),
        Measure("total", "total", "api00", by=BY),
    )
    found = estimate(
        data,
        SCHOOLS,
        measures,
        calibration=done,
        replicates=make_replicates(data, SCHOOLS, "jackknife"),
    )
    for one in found:
        theirs = figures("calibrated_replicates")[f"{case}:{one.measure}"]
        expected = theirs[one.domain.get("awards", "")]
        assert one.value == pytest.approx(expected["value"], rel=1e-9)
        assert one.standard_error == pytest.approx(expected["error"], rel=1e-8, abs=1e-9)


def sample(seed: int = 3, size: int = 240) -> pa.Table:
    """A stratified cluster sample; answering goes with age."""
    chance = np.random.default_rng(seed)
    cluster = np.arange(size) // 12
    age = chance.choice(["young", "old"], size)
    answered = chance.random(size) < np.where(age == "old", 0.9, 0.6)
    return pa.table(
        {
            "stratum": cluster // 5,
            "cluster": cluster,
            "w": np.round(chance.uniform(2, 12, size), 3),
            "age": age,
            "sex": chance.choice(["F", "M"], size),
            "answered": answered.astype(int),
            "y": pa.array(chance.gamma(2, 4, size) + 3 * (age == "old"), mask=~answered),
        }
    )


DESIGN = Design("probability", strata="stratum", cluster=("cluster",), weight="w")
CLASSES = Plan("w", "answered", ("age",))
RAKED = Plan("w", "answered", ("age",), None, "rake", (Margin("sex", {"F": 900, "M": 800}),))
TRIMMED = Plan("w", "answered", ("age",), Trimming(highest=14))


@pytest.mark.parametrize("plan", [CLASSES, RAKED, TRIMMED], ids=["classes", "raked", "trimmed"])
def test_the_error_is_that_of_the_derivative_by_every_weight(plan: Plan) -> None:
    """The linearised variable is what the estimate does when one row's weight moves a little."""
    data = sample()
    done = weigh(data, plan)
    y = np.nan_to_num(data["y"].to_numpy())
    inside = data["sex"].to_numpy() == "F"

    def mean(start: Numbers) -> float:
        weights = again(done, start) * inside
        return float((weights * y).sum() / weights.sum())

    influence = _derivative(mean, done.start)
    by = (("sex",),)
    (women, _) = estimate(data, DESIGN, [Measure("y", "mean", "y", by=by)], calibration=done)
    assert women.value == pytest.approx(mean(done.start), rel=1e-12)
    assert women.standard_error == pytest.approx(_error(data, influence * done.start), rel=1e-5)

    def apart(start: Numbers) -> float:
        weights = again(done, start)
        each = [weights * (inside == side) for side in (True, False)]
        women, men = (float((one * y).sum() / one.sum()) for one in each)
        return women - men

    found = difference(
        data, DESIGN, Measure("y", "mean", "y"), {"sex": "F"}, {"sex": "M"}, calibration=done
    )
    influence = _derivative(apart, done.start)
    assert found.value == pytest.approx(apart(done.start), rel=1e-11)
    assert found.standard_error == pytest.approx(_error(data, influence * done.start), rel=1e-5)


def _derivative(of: Callable[[Numbers], float], at: Numbers) -> Numbers:
    step = 1e-5
    moves = np.eye(len(at)) * step * at
    return np.array([(of(at + m) - of(at - m)) / (2 * m.sum()) for m in moves])


def _error(data: pa.Table, totals: Numbers) -> float:
    """Of a total, over the clusters of each stratum, by the textbook."""
    cluster, stratum = data["cluster"].to_numpy(), data["stratum"].to_numpy()
    sums = np.bincount(cluster, totals)
    of = stratum[np.unique(cluster, return_index=True)[1]]
    parts = [sums[of == h] for h in np.unique(of)]
    return float(np.sqrt(sum(len(p) * p.var(ddof=1) for p in parts)))


def test_who_did_not_answer_keeps_the_design_whole() -> None:
    """Leaving them out instead would lose clusters and know nothing of response."""
    data = sample()
    done = weigh(data, CLASSES)
    (found,) = estimate(data, DESIGN, [Measure("y", "mean", "y")], calibration=done)
    assert found.n == int(data["answered"].to_numpy().sum())
    assert done.weights.sum() == pytest.approx(data["w"].to_numpy().sum(), rel=1e-12)
    assert found.notes == ()


def test_the_jackknife_of_the_whole_weighting_nears_linearisation() -> None:
    data = sample(size=1200)
    done = weigh(data, RAKED)
    measure = [Measure("y", "mean", "y"), Measure("g", "gini", "y")]
    replicates = make_replicates(data, DESIGN, "jackknife")
    linear = estimate(data, DESIGN, measure, calibration=done)
    jack = estimate(data, DESIGN, measure, calibration=done, replicates=replicates)
    for one, other in zip(linear, jack, strict=True):
        assert other.value == one.value
        assert other.standard_error == pytest.approx(one.standard_error, rel=0.05)
        assert other.standard_error != one.standard_error


def test_a_replicate_without_a_category_is_explained() -> None:
    data = sample().append_column("rare", pa.array(["x"] * 12 + ["z"] * 228))
    plan = Plan("w", method="poststratify", margins=(Margin("rare", {"x": 50, "z": 1500}),))
    with pytest.raises(Problem, match="Nobody is left in rare = x in one of the replicates"):
        estimate(
            data,
            DESIGN,
            [Measure("n", "count", None)],
            calibration=weigh(data, plan),
            replicates=make_replicates(data, DESIGN, "jackknife"),
        )
