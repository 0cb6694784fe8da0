"""Moments of parts put together are those of the whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.estimates import (
    Design,
    Estimate,
    Measure,
    from_moments,
    load_moments,
    merged,
    sorted_store,
    store_moments,
    tabulate,
)
from datashift.kit.problem import Problem

BY = ((), ("sex",), ("place", "sex"))
MEASURES = (
    Measure("share", "proportion", "yes", by=BY),
    Measure("mean", "mean", "amount", by=BY),
    Measure("total", "total", "amount", by=BY),
    Measure("ratio", "ratio", "amount", over="people", by=BY),
)
DESIGN = Design("probability", "stratum", ("psu",), "w")


def sample(seed: int, far: float) -> pa.Table:
    chance = np.random.default_rng(seed)
    psu = np.arange(240) // 10
    return pa.table(
        {
            "stratum": psu % 3,
            "psu": psu,
            "w": chance.uniform(0.5, 4, 240),
            "size": np.full(240, 50),
            "sex": chance.choice(["F", "M"], 240),
            "place": chance.choice(["A", "B", "C"], 240),
            "yes": chance.integers(0, 2, 240),
            "people": chance.integers(1, 9, 240),
            "amount": chance.uniform(1, 9, 240) + far * (psu % 5),
        }
    )


def alike(ours: tuple[Estimate, ...], theirs: tuple[Estimate, ...]) -> None:
    for one, other in zip(ours, theirs, strict=True):
        assert (one.domain, one.n, one.missing) == (other.domain, other.n, other.missing)
        assert (one.degrees_of_freedom, one.notes) == (other.degrees_of_freedom, other.notes)
        assert one.value == pytest.approx(other.value, rel=1e-12)
        assert one.standard_error == pytest.approx(other.standard_error, rel=1e-12)
        assert one.n_effective == pytest.approx(other.n_effective, rel=1e-12)


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.0, 100.0, 1e5]),
    st.lists(st.integers(1, 23), min_size=1, max_size=4, unique=True),
    st.sampled_from([None, "size"]),
)
@settings(deadline=None, max_examples=15)
def test_parts_say_what_the_whole_says(
    seed: int, far: float, cuts: list[int], population: str | None
) -> None:
    design = replace(DESIGN, population=population)
    table = sample(seed, far)
    ends = [0, *sorted(10 * cut for cut in cuts), 240]
    parts = [table.slice(a, b - a) for a, b in pairwise(ends)]
    whole = from_moments(tabulate(table, design, MEASURES), design, MEASURES)
    found = merged([tabulate(part, design, MEASURES) for part in parts], MEASURES)
    alike(from_moments(found, design, MEASURES), whole)


def test_stored_parts_of_a_finite_population(tmp_path: Path) -> None:
    design = replace(DESIGN, population="size")
    table = sample(1, 0.0)
    parts = [
        load_moments(store_moments(tabulate(part, design, MEASURES), tmp_path / name))
        for name, part in (("a", table.slice(0, 100)), ("b", table.slice(100)))
    ]
    whole = from_moments(tabulate(table, design, MEASURES), design, MEASURES)
    alike(from_moments(merged(parts, MEASURES), design, MEASURES), whole)


def test_a_part_may_lack_strata_and_order_does_not_matter() -> None:
    design = replace(DESIGN, population="size")
    table = sample(2, 0.0).sort_by("stratum")
    whole = from_moments(tabulate(table, design, MEASURES), design, MEASURES)
    parts = [
        tabulate(table.slice(0, 80), design, MEASURES),
        tabulate(table.slice(80), design, MEASURES),
    ]
    for order in (parts, parts[::-1]):
        alike(from_moments(merged(order, MEASURES), design, MEASURES), whole)


def test_the_parts_of_a_census_leave_no_error() -> None:
    design = replace(DESIGN, population="size")
    table = sample(3, 0.0)
    size = pa.array(np.full(table.num_rows, 8))  # three strata of eight PSUs
    table = table.set_column(table.column_names.index("size"), "size", size)
    parts = [tabulate(part, design, MEASURES) for part in (table.slice(0, 70), table.slice(70))]
    found = from_moments(merged(parts, MEASURES), design, MEASURES)
    assert {one.standard_error for one in found} == {0.0}


def test_parts_that_name_other_populations_are_refused() -> None:
    design = replace(DESIGN, population="size")
    table = sample(1, 0.0)
    other = table.set_column(
        table.column_names.index("size"), "size", pa.array(np.full(table.num_rows, 60))
    )
    parts = [tabulate(part, design, MEASURES) for part in (table.slice(0, 100), other.slice(100))]
    with pytest.raises(Problem, match="not the same"):
        merged(parts, MEASURES)


@pytest.mark.parametrize("engine", ["file", "duckdb"])
def test_an_update_may_come_from_another_engine(engine: str, tmp_path: Path) -> None:
    table = sample(4, 100.0)
    names = pa.array(["north", "south", "west"]).take(table["stratum"])
    table = table.set_column(table.column_names.index("stratum"), "stratum", names)
    whole = from_moments(tabulate(table, DESIGN, MEASURES), DESIGN, MEASURES)
    stored = sorted_store(table.slice(100), tmp_path / "rows.parquet", ("stratum", "psu"))
    backend = ibis.duckdb.connect() if engine == "duckdb" else None
    parts = [
        tabulate(table.slice(0, 100), DESIGN, MEASURES),
        tabulate(stored, DESIGN, MEASURES, backend=backend),
    ]
    alike(from_moments(merged(parts, MEASURES), DESIGN, MEASURES), whole)
