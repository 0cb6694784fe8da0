from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from reference.estimates.figures import rows

from datashift.estimates import Design, Measure, estimate
from datashift.estimates.selection import (
    QuasiRandomisation,
    QuasiRandomised,
    assumption,
    is_conditional,
    pseudo_weights,
    quasi_randomise,
    quasi_randomise_to_totals,
)
from datashift.kit.problem import Problem
from datashift.weights import Margin

VOLUNTEERS = Design("volunteer")
SAMPLE = Design("probability", strata="stratum", cluster=("cluster",), weight="weight")
ASKED = QuasiRandomisation(("region", "sex", "age"))
YES = Measure("yes", "proportion", "yes", by=((), ("region",)))


def found(
    data: pa.Table | None = None,
    reference: pa.Table | None = None,
    asked: QuasiRandomisation = ASKED,
    measure: Measure = YES,
) -> QuasiRandomised:
    return quasi_randomise(
        rows("selection_volunteers") if data is None else data,
        VOLUNTEERS,
        [measure],
        rows("selection_sample") if reference is None else reference,
        SAMPLE,
        asked,
        chance=np.random.default_rng(1),
    )


@cache
def population(seed: int) -> pa.Table:
    """8,000 people; the answer goes with sex and age, and so does volunteering."""
    chance = np.random.default_rng(seed)
    old, woman = chance.integers(0, 4, 8000), chance.integers(0, 2, 8000)
    share = 1 / (1 + np.exp(1.2 - 0.5 * old - 0.6 * woman))
    return pa.table(
        {
            "age": pa.array([f"a{one}" for one in old]),
            "sex": pa.array(["MF"[one] for one in woman]),
            "yes": (chance.random(8000) < share).astype(float),
            "likely": 0.02 * np.exp(0.5 * old + 0.7 * woman),
        }
    )


def test_ranges_cover_the_truth_where_selection_is_explained_and_plain_shares_do_not() -> None:
    people = population(1)
    truth = pc.mean(people["yes"]).as_py()
    chance = np.random.default_rng(2)
    likely = people["likely"].to_numpy()
    covered, plain, wide = [], [], []
    for _ in range(150):
        data = people.filter(pa.array(chance.random(8000) < likely))
        reference = people.take(chance.choice(8000, 500, replace=False)).append_column(
            "weight", pa.array(np.full(500, 16.0))
        )
        one = quasi_randomise(
            data,
            VOLUNTEERS,
            [Measure("yes", "proportion", "yes")],
            reference,
            Design("probability", weight="weight"),
            QuasiRandomisation(("age", "sex")),
        ).estimates[0]
        assert one.lower is not None
        assert one.upper is not None
        covered.append(one.lower <= truth <= one.upper)
        wide.append(one.upper - one.lower)
        plain.append(pc.mean(data["yes"]).as_py())
    assert 0.90 <= np.mean(covered) <= 0.99
    assert np.mean(np.abs(np.array(plain) - truth) < np.mean(wide) / 2) < 0.1


def test_weights_balance_the_data_on_every_covariate() -> None:
    weights = pseudo_weights(
        rows("selection_volunteers"), rows("selection_sample"), SAMPLE, ASKED.covariates
    )
    assert weights.weights.sum() == pytest.approx(
        pc.sum(rows("selection_sample")["weight"]).as_py(), rel=0.02
    )
    assert len(weights.balance) == 4
    assert max(abs(one.before) for one in weights.balance) > 0.3
    assert max(abs(one.after) for one in weights.balance) < 0.1
    assert weights.diagnosis.effective < weights.diagnosis.rows
    assert weights.unlike is not None
    assert weights.unlike < 0.05


def test_the_range_is_labelled_and_never_passes_for_a_sampling_range() -> None:
    one = found().estimates[0]
    assert one.method == "quasi-randomisation"
    assert is_conditional(one)
    assert one.reason.startswith("People chose themselves")
    assert one.sensitivity.startswith('If "yes" was twice as likely')
    assert assumption(one) == (
        "The range is not a sampling range: it holds only if, among people alike in region, sex and "
        "age, being in the data has nothing to do with the answer, and if the chance of being in "
        "the data is described well."
    )
    plain = estimate(rows("selection_volunteers"), VOLUNTEERS, [YES])[0]
    assert (plain.lower, assumption(plain), is_conditional(plain)) == (None, "", False)


def test_the_bootstrap_agrees_with_the_linearisation_and_repeats_itself() -> None:
    asked = replace(ASKED, errors="bootstrap", replicates=120)
    drawn, again, linear = found(asked=asked), found(asked=asked), found()
    assert drawn.estimates == again.estimates
    for one, other in zip(drawn.estimates, linear.estimates, strict=True):
        assert one.value == other.value
        assert one.standard_error == pytest.approx(other.standard_error, rel=0.25)


def test_a_census_as_reference_adds_no_error_of_its_own() -> None:
    everybody = population(1)
    data = everybody.filter(pa.array(np.random.default_rng(3).random(8000) < everybody["likely"]))
    one, other = (
        quasi_randomise(
            data,
            VOLUNTEERS,
            [Measure("yes", "proportion", "yes")],
            reference,
            design,
            QuasiRandomisation(("age", "sex")),
        ).estimates[0]
        for reference, design in (
            (everybody, Design("census")),
            (
                everybody.slice(0, 400).append_column("weight", pa.array(np.full(400, 20.0))),
                Design("probability", weight="weight"),
            ),
        )
    )
    assert one.standard_error is not None
    assert other.standard_error is not None
    assert one.standard_error < other.standard_error


def test_rows_that_came_together_widen_the_range() -> None:
    data = rows("selection_volunteers")
    data = data.sort_by("yes").append_column("club", pa.array(np.arange(len(data)) // 20))
    alone = found(data).estimates[0].standard_error
    together = quasi_randomise(
        data,
        Design("volunteer", cluster=("club",)),
        [YES],
        rows("selection_sample"),
        SAMPLE,
        ASKED,
    ).estimates[0]
    assert alone is not None
    assert together.standard_error is not None
    assert together.standard_error > 2 * alone


def test_a_row_without_an_answer_counts_as_not_in_the_data() -> None:
    data = rows("selection_volunteers")
    gone = pa.array(np.arange(len(data)) % 7 == 0)
    gaps = data.set_column(
        data.column_names.index("yes"), "yes", pc.if_else(gone, None, data["yes"])
    )
    with_gaps, without = found(gaps).estimates[0], found(data.filter(pc.invert(gone))).estimates[0]
    assert with_gaps.value == without.value
    assert with_gaps.standard_error == without.standard_error
    assert with_gaps.missing == pc.sum(gone).as_py()


def test_a_group_the_reference_does_not_know_rests_on_the_weights_alone() -> None:
    data = rows("selection_volunteers")
    data = data.append_column("club", pa.array([["x", "y"][one % 2] for one in range(len(data))]))
    one = found(data, measure=replace(YES, by=(("club",),))).estimates[0]
    assert "rests on the weights alone" in one.notes[1]


def test_totals_are_of_the_whole_population() -> None:
    one = found(measure=Measure("yes", "count", "yes")).estimates[0]
    share = found(measure=Measure("yes", "proportion", "yes")).estimates[0]
    size = pc.sum(rows("selection_sample")["weight"]).as_py()
    assert one.value is not None
    assert share.value is not None
    assert one.value == pytest.approx(share.value * size, rel=0.01)


def problem(data: pa.Table, reference: pa.Table, names: tuple[str, ...] = ("sex", "age")) -> str:
    with pytest.raises(Problem) as raised:
        pseudo_weights(data, reference, SAMPLE, names)
    return str(raised.value)


def test_what_has_no_common_support_is_refused() -> None:
    data, sample = rows("selection_volunteers"), rows("selection_sample")
    men = pc.field("sex") == "M"
    assert 'Nobody in the data has "F" of "sex"' in problem(data.filter(men), sample)
    assert "in the data but not in the reference sample" in problem(data, sample.filter(men))
    young = pc.field("age") < 25
    assert 'have a "age" beyond anybody\'s in the data' in problem(data.filter(young), sample)
    heavy = pc.multiply(sample["weight"], 70)
    few = sample.set_column(sample.column_names.index("weight"), "weight", heavy).slice(0, 20)
    assert "The reference sample has 20 usable rows, too few" in problem(data, few)
    assert 'no column "wells" in the reference sample' in problem(
        data.append_column("wells", data["age"]), sample, ("wells",)
    )
    light = sample.set_column(
        sample.column_names.index("weight"), "weight", pc.multiply(sample["weight"], 0.05)
    )
    assert "the reference sample stands for" in problem(data, light)
    assert "says nothing that the other columns" in problem(
        data, sample, ("sex", "sex*region", "region", "age")
    )


def test_a_random_sample_needs_no_model() -> None:
    with pytest.raises(Problem, match="random sample or a census"):
        quasi_randomise(
            rows("selection_sample"), SAMPLE, [YES], rows("selection_sample"), SAMPLE, ASKED
        )


MARGINS = (
    Margin("sex", {"F": 6000, "M": 6000}),
    Margin("region", {"East": 6000, "North": 3600, "West": 2400}),
)


def test_known_totals_give_the_calibrated_figure_with_a_labelled_range() -> None:
    data = rows("selection_volunteers")
    known = quasi_randomise_to_totals(data, VOLUNTEERS, [YES], MARGINS)
    one = known.estimates[0]
    assert is_conditional(one)
    assert assumption(one) == (
        "The range is not a sampling range: it holds only if, among people alike in sex and region, "
        "being in the data has nothing to do with the answer."
    )
    assert one.method == "quasi-randomisation"
    assert one.reliability == ""
    weighted = pc.sum(pc.multiply(data["yes"], pa.array(known.weights.weights))).as_py()
    assert one.value == pytest.approx(weighted / 12000)
    assert max(abs(balance.after) for balance in known.weights.balance) < 1e-9
    assert known.weights.unlike is None
