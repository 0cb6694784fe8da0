"""What holds of replicate weights whatever the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from reference.estimates.figures import rows

from datashift.estimates import Design, Measure, estimate, make_replicates, read_replicates
from datashift.estimates.hadamard import hadamard
from datashift.estimates.sample import sample
from datashift.kit.problem import Problem

HOUSEHOLDS = Design(
    "probability",
    strata="stratum",
    cluster=("cluster",),
    weight="weight",
    population="population",
    lonely="certainty",
)
TOTAL = Measure("total", "total", "minutes", by=((), ("sex",)))


def test_of_a_total_the_jackknife_is_the_linearisation() -> None:
    table = rows("households")
    made = make_replicates(table, HOUSEHOLDS, "jackknife")
    ours = estimate(table, HOUSEHOLDS, [TOTAL], replicates=made)
    for one, other in zip(ours, estimate(table, HOUSEHOLDS, [TOTAL]), strict=True):
        assert one.standard_error == pytest.approx(other.standard_error, rel=1e-11)
        assert one.degrees_of_freedom == other.degrees_of_freedom


def test_of_a_total_balanced_halves_are_the_linearisation() -> None:
    chance = np.random.default_rng(4)
    table = pa.table(
        {"h": np.repeat(np.arange(11), 4), "c": np.tile([1, 1, 2, 2], 11), "y": chance.random(44)}
    )
    design = Design("probability", strata="h", cluster=("c",))
    (theirs,) = estimate(table, design, [Measure("t", "total", "y")])
    for method in ("brr", "fay"):
        made = make_replicates(table, design, "brr" if method == "brr" else "fay")
        assert len(made) == 12
        (ours,) = estimate(table, design, [Measure("t", "total", "y")], replicates=made)
        assert ours.standard_error == pytest.approx(theirs.standard_error, rel=1e-12)


def test_a_bootstrap_nears_the_linearisation_and_keeps_every_stratum_whole() -> None:
    table = rows("households")
    made = make_replicates(
        table, HOUSEHOLDS, "bootstrap", number=2000, chance=np.random.default_rng(11)
    )
    assert made.factors is not None
    laid = sample(table, HOUSEHOLDS)
    for stratum, psus in enumerate(laid.strata.psus):
        assert made.factors[laid.stratum == stratum].sum(axis=0) == pytest.approx(psus)
    ours = estimate(table, HOUSEHOLDS, [TOTAL], replicates=made)
    for one, other in zip(ours, estimate(table, HOUSEHOLDS, [TOTAL]), strict=True):
        assert one.standard_error == pytest.approx(other.standard_error, rel=0.06)


def test_the_same_seed_draws_the_same_bootstrap() -> None:
    first, second = (
        make_replicates(
            rows("households"),
            HOUSEHOLDS,
            "bootstrap",
            number=5,
            chance=np.random.default_rng(1),
        ).factors
        for _ in range(2)
    )
    assert np.array_equal(first, second)  # type: ignore[arg-type]


@pytest.mark.parametrize("least", [1, 2, 3, 5, 9, 12, 13, 21, 29, 40, 53])
def test_any_two_rows_of_a_hadamard_matrix_balance(least: int) -> None:
    found = hadamard(least)
    assert len(found) >= least
    assert np.array_equal(found @ found.T, len(found) * np.eye(len(found)))
    assert (found[0] == 1).all()


def test_what_does_not_suit_is_one_plain_sentence() -> None:
    table = rows("households")
    with pytest.raises(Problem, match="need two sampled clusters in every stratum"):
        make_replicates(table, HOUSEHOLDS, "brr")
    with pytest.raises(Problem, match="Replicate weights are for random samples"):
        make_replicates(table, replace(HOUSEHOLDS, sampling="register"), "jackknife")
    with pytest.raises(Problem, match="only one sampled cluster"):
        make_replicates(table, replace(HOUSEHOLDS, lonely="error"), "jackknife")
    with pytest.raises(Problem, match="Fay's method needs its rho"):
        read_replicates(table, ["weight", "people"], "fay")
    with pytest.raises(Problem, match="needs the scale of each replicate"):
        read_replicates(table, ["weight", "people"], "jkn")
    with pytest.raises(Problem, match="12 rows have no replicate weight"):
        read_replicates(table, ["weight", "girls"], "brr")
