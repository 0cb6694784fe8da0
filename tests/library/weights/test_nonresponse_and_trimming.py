from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.estimates.figures import rows

from datashift.kit.problem import Problem
from datashift.weights import adjust_nonresponse, diagnose, trim


def asked() -> pa.Table:
    """The households, and whether they answered the question on safe water."""
    table = rows("households")
    return table.append_column("answered", table["safe"].is_valid().cast("int8"))


def test_adjusted_weights_equal_r() -> None:
    found = adjust_nonresponse(asked(), "weight", "answered", ["sex", "place"])
    theirs = rows("weights")["adjusted"].to_numpy()
    assert found.weights == pytest.approx(theirs, rel=1e-12)
    assert sum(one.asked for one in found.classes) == asked().num_rows
    assert found.classes[0].codes == ("F", "P1")


def test_trimmed_weights_equal_r() -> None:
    weights = rows("households")["weight"].to_numpy().astype(float)
    found = trim(weights, lowest=20, highest=450)
    assert found.weights == pytest.approx(rows("weights")["trimmed"].to_numpy(), rel=1e-12)
    assert found.cut == ((weights > 450) | (weights < 20)).sum()
    assert found.notes == (f"{found.cut} weights were cut off at the bounds.",)


@given(st.integers(0, 2**32 - 1), st.floats(1.5, 6))
@settings(deadline=None, max_examples=12)
def test_trimming_keeps_the_total_of_every_group(seed: int, times: float) -> None:
    chance = np.random.default_rng(seed)
    weights = chance.lognormal(0, 1, 60) * (chance.random(60) < 0.9)
    groups = np.arange(60) % 3
    means = [weights[(groups == g) & (weights > 0)].mean() for g in range(3)]
    found = trim(weights, highest=times * max(means), groups=groups).weights
    for group in range(3):
        assert found[groups == group].sum() == pytest.approx(weights[groups == group].sum())
    assert found.max() <= times * max(means)
    assert (found[weights == 0] == 0).all()


def test_kish_says_what_uneven_weights_cost() -> None:
    found = diagnose(np.array([1.0, 1.0, 1.0, 5.0, 0.0, np.nan]), np.full(6, 2.0))
    assert (found.rows, found.unweighted, found.total) == (4, 2, 8.0)
    assert found.effect == 4 * 28 / 64
    assert found.effective == 64 / 28
    assert (found.smallest_factor, found.largest_factor) == (0.5, 2.5)
    assert found.notes == ("One row alone stands for 62 in 100.",)
    assert diagnose(np.full(30, 7.0)).notes == ()
    assert diagnose(np.full(30, 7.0)).effect == pytest.approx(1)


def test_small_classes_and_large_factors_are_said() -> None:
    table = pa.table({"here": [1, 0, 0, 0, 1], "place": ["A", "A", "A", "A", "B"]})
    found = adjust_nonresponse(table, None, "here", ["place"])
    assert found.weights.tolist() == [4, 0, 0, 0, 1]
    few, wild = found.notes
    assert few == "2 classes have fewer than 20 answers; join similar ones."
    assert wild.startswith("In 1 class those who answered stand for more than 3 times")
    assert adjust_nonresponse(table, None, "here", []).weights.tolist() == [2.5, 0, 0, 0, 2.5]


def test_what_cannot_be_weighted_is_one_plain_sentence() -> None:
    table = pa.table({"here": [1, 0, None], "place": ["A", "B", None], "one": [1, 0, 1]})
    with pytest.raises(Problem, match="1 row does not say 1 or 0"):
        adjust_nonresponse(table, None, "here", [])
    with pytest.raises(Problem, match="a class needs one of everybody who was asked"):
        adjust_nonresponse(table, None, "one", ["place"])
    with pytest.raises(Problem, match="Nobody answered in the class B"):
        adjust_nonresponse(table.slice(0, 2), None, "one", ["place"])
    with pytest.raises(Problem, match="keep the total"):
        trim(np.array([1.0, 2.0, 9.0]), highest=3)
    with pytest.raises(Problem, match="the wrong way round"):
        trim(np.array([1.0]), lowest=3, highest=2)
    with pytest.raises(Problem, match="No row has a weight above 0"):
        diagnose(np.zeros(3))
