"""Pooled figures equal those of R's metafor, and obey the laws of averages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.comparison.pooling import Between, pool
from datashift.kit.problem import Problem

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "comparison"
METHODS: dict[str, Between] = {
    "EE": "none",
    "DL": "moments",
    "REML": "likelihood",
    "PM": "paule_mandel",
}
# metafor iterates REML and the Q profile to its own tolerance.
DIGITS = {"REML": 1e-9}
FIGURES = {
    "value": "value",
    "standard_error": "standard_error",
    "lower": "lower",
    "upper": "upper",
    "tau2": "between",
    "q": "heterogeneity",
    "q_chance": "chance",
    "predicted_lower": "next_lower",
    "predicted_upper": "next_upper",
}


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def studies(name: str) -> tuple[list[float], list[float]]:
    mine = [row for row in rows("studies.csv") if row["set"] == name]
    return [float(row["value"]) for row in mine], [float(row["standard_error"]) for row in mine]


@pytest.mark.parametrize(
    "row", rows("pooling.csv"), ids=lambda row: f"{row['set']}-{row['method']}-{row['test']}"
)
def test_metafor(row: dict[str, str]) -> None:
    """Colditz 1994 (BCG), Hackshaw 1998, Normand 1999, as metafor 3.8 pools them."""
    found = pool(
        *studies(row["set"]),
        between=METHODS[row["method"]],
        small_sample=row["test"] == "knha",
    )
    digits = DIGITS.get(row["method"], 1e-11)
    for theirs, ours in FIGURES.items():
        if row[theirs] != "NA":
            assert getattr(found, ours) == pytest.approx(float(row[theirs]), rel=digits), theirs
    assert 100 * found.share == pytest.approx(float(row["i2"]), rel=digits)
    if row["tau2_lower"] != "NA":
        assert found.between_lower == pytest.approx(float(row["tau2_lower"]), rel=1e-6, abs=1e-9)
        assert found.between_upper == pytest.approx(float(row["tau2_upper"]), rel=1e-6)


def test_published_bcg() -> None:
    """Viechtbauer, Journal of Statistical Software 36(3), 2010, section 3.1, to its four digits."""
    found = pool(*studies("bcg"), small_sample=False)
    assert round(found.value, 4) == -0.7145
    assert round(found.standard_error, 4) == 0.1798
    assert (round(found.lower, 4), round(found.upper, 4)) == (-1.0669, -0.3622)
    assert round(found.between, 4) == 0.3132
    assert round(100 * found.share, 2) == 92.22
    assert round(found.heterogeneity, 4) == 152.2330


values = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(0.1, 10)), min_size=2, max_size=12, unique=True
)


@given(values, st.sampled_from(list(METHODS.values())))
def test_a_pooled_figure_lies_among_the_studies(
    pairs: list[tuple[float, float]], between: Between
) -> None:
    y, errors = zip(*pairs, strict=True)
    found = pool(y, errors, between=between)
    assert min(y) - 1e-9 <= found.value <= max(y) + 1e-9
    assert 0 <= found.share <= 1
    assert found.between >= 0


@given(values, st.floats(-100, 100), st.floats(0.5, 4))
def test_another_scale_changes_nothing_but_the_scale(
    pairs: list[tuple[float, float]], shift: float, factor: float
) -> None:
    y, errors = zip(*pairs, strict=True)
    plain = pool(y, errors)
    moved = pool([shift + factor * one for one in y], [factor * one for one in errors])
    assert moved.value == pytest.approx(shift + factor * plain.value, abs=1e-5)
    assert moved.share == pytest.approx(plain.share, abs=1e-5)


def test_studies_that_differ_are_said_to_differ() -> None:
    found = pool(*studies("normand"), between="none")
    assert found.notes == (
        "The studies differ more than chance explains; one common value does not describe them.",
    )
    assert "hardly known" in pool([0.4, 0.5], [0.1, 0.1]).notes[0]


def test_what_cannot_be_weighed_is_not_pooled() -> None:
    with pytest.raises(Problem, match="Fewer than two studies"):
        pool([0.4], [0.1])
    with pytest.raises(Problem, match="without a standard error"):
        pool([0.4, 0.5], [0.1, 0.0])
