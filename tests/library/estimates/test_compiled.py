"""The compiled loops over sorted Parquet say what NumPy and DuckDB say of the same rows."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.estimates.figures import rows

from datashift.estimates import Design, Estimate, Measure, choice, compiled, cube, estimate
from datashift.estimates.compiled import machine
from datashift.estimates.moments import Tables
from datashift.kit.problem import Problem
from datashift.tables.sorted_rows import Parquet, sorted_store

pytestmark = pytest.mark.slow

pytest.importorskip("numba", reason="the compiled loops need numba (extra: fast)")

BY = ((), ("place",), ("sex",), ("region",), ("place", "sex"), ("region", "sex", "place"))
MEASURES = (
    Measure("share", "proportion", "yes", by=BY),
    Measure("mean", "mean", "amount", by=BY),
    Measure("ratio", "ratio", "yes", over="amount", by=BY),
    Measure("total", "total", "amount", by=BY),
    Measure("count", "count", None, by=BY),
    Measure("yeses", "count", "yes", by=BY[::-1]),
    Measure("rate", "rate", None, per="amount", factor=1000.0, by=BY),
)
CLUSTERED = Design("probability", strata="stratum", cluster=("psu",), weight="w")
DESIGNS = (
    CLUSTERED,
    replace(CLUSTERED, population="size"),
    replace(CLUSTERED, strata=None),
    replace(CLUSTERED, cluster=()),
    replace(CLUSTERED, lonely="average"),
    Design("probability", weight="w"),
    Design("register", weight="w"),
    Design("census"),
)
FIGURES = ("value", "standard_error", "lower", "upper", "n_effective", "numerator", "design_effect")
COUNTS = ("n", "missing", "unplaced", "reason", "notes", "method", "degrees_of_freedom")


@st.composite
def samples(draw: st.DrawFn) -> pa.Table:
    """Rows of a stratified cluster sample with gaps; a region is the same in all of a PSU."""
    size = draw(st.integers(8, 70))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    gaps = draw(st.sampled_from([0.0, 0.25]))

    def gapped(values: object) -> pa.Array:
        return pa.array(values, mask=chance.random(size) < gaps)

    psu = chance.integers(0, draw(st.integers(1, 12)), size)
    stratum = psu % draw(st.integers(1, 4))
    regions = pa.array(["North", "South", None if gaps else "West"])
    return pa.table(
        {
            "stratum": np.array(["b", "a", "d", "c"])[stratum],
            "psu": psu,
            "size": 20.0 + stratum,
            "w": gapped(np.round(chance.uniform(0.5, 20, size), 3)),
            "place": gapped(chance.choice(["A", "B", "C"], size)),
            "sex": chance.choice(["F", "M"], size),
            "region": regions.take(pa.array(psu % 3)),
            "yes": gapped(chance.integers(0, 2, size)),
            "amount": gapped(
                np.round(
                    chance.uniform(1, 100, size)
                    + draw(st.sampled_from([0.0, 100.0, 1e5])) * (psu % 3),
                    2,
                )
            ),
        }
    )


@pytest.fixture(autouse=True)
def _even_for_a_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "WORTH", 0)


def by_psu(table: pa.Table) -> pa.Table:
    return table.sort_by([("stratum", "ascending"), ("psu", "ascending")])


def alike(ours: tuple[Estimate, ...], theirs: tuple[Estimate, ...]) -> None:
    """Twelve digits of every figure; what is nothing but rounding is so in both."""
    assert [(one.measure, one.domain) for one in ours] == [(o.measure, o.domain) for o in theirs]
    for one, other in zip(ours, theirs, strict=True):
        noise = 1e-13 * abs(other.value or 0.0)
        if (other.standard_error or 0.0) <= noise:
            assert one.value == (other.value and pytest.approx(other.value, rel=1e-12))
            assert (one.standard_error or 0.0) <= noise
            continue
        # beyond the last digit of the value itself nothing can be known of its error
        near = 1e-12 + 2e-15 * abs((other.value or 0.0) / (other.standard_error or 1.0))
        for name in FIGURES:
            expected = getattr(other, name)
            if expected is not None:
                floor = 1e-12 * abs(other.value or 0.0) if name in ("lower", "upper") else 0.0
                expected = pytest.approx(expected, rel=near, abs=floor)
            assert getattr(one, name) == expected, (name, one, other)
        for name in COUNTS:
            assert getattr(one, name) == getattr(other, name), (name, one, other)


def compiled_tables(data: Parquet, design: Design) -> Tables:
    found = compiled.tabulate(data, design, MEASURES)
    assert found is not None
    return found


@given(samples(), st.sampled_from(DESIGNS), st.integers(1, 30))
@settings(deadline=None, max_examples=12)
def test_any_sample_in_row_groups_of_any_size(table: pa.Table, design: Design, group: int) -> None:
    table = by_psu(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        parquet.write_table(table, path, row_group_size=group)
        compiled_tables(Parquet(path), design)
        ours = estimate(Parquet(path), design, MEASURES)
    alike(ours, estimate(table, design, MEASURES))


@pytest.mark.parametrize("design", DESIGNS[:5])
def test_duckdb_says_the_same_of_households_in_any_order(design: Design, tmp_path: Path) -> None:
    table = rows("households").rename_columns({"cluster": "psu"})
    table = table.append_column("w", table["weight"]).append_column("size", table["population"])
    measures = [
        Measure("safe", "proportion", "safe", by=((), ("place",), ("place", "sex"))),
        Measure("minutes", "mean", "minutes", by=((), ("sex",))),
    ]
    shuffled = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)))
    stored = sorted_store(shuffled, tmp_path / "rows.parquet", ("stratum", "psu"))
    ours = estimate(stored, design, measures)
    alike(ours, estimate(ibis.duckdb.connect().create_table("rows", table), design, measures))
    alike(ours, estimate(stored, design, measures, backend=ibis.duckdb.connect()))


def test_a_cube_of_everything_equals_each_of_its_tables(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    psu = np.sort(chance.integers(0, 90, 2000))
    table = pa.table(
        {
            "stratum": psu // 30,
            "psu": psu,
            "w": chance.uniform(1, 2, 2000),
            **{name: chance.integers(0, 3, 2000).astype(str) for name in "abc"},
            **{name: (psu * 7 % 3).astype(str) for name in "de"},
            "yes": chance.integers(0, 2, 2000),
        }
    )
    measure = Measure("yes", "proportion", "yes", by=cube("abcde"))
    stored = sorted_store(table, tmp_path / "rows.parquet", ("stratum", "psu"))
    found = estimate(stored, CLUSTERED, [measure])
    alike(found, estimate(table, CLUSTERED, [measure]))
    assert found == estimate(stored, CLUSTERED, [measure])


def test_rows_of_a_psu_that_stand_apart_are_still_one_psu(tmp_path: Path) -> None:
    table = rows("households")
    parquet.write_table(table, tmp_path / "rows.parquet", row_group_size=100)
    design = Design("probability", strata="stratum", cluster=("cluster",), weight="weight")
    measures = [Measure("safe", "proportion", "safe", by=((), ("sex",)))]
    shuffled = table.take(pc.sort_indices(table, [("weight", "ascending")]))
    parquet.write_table(shuffled, tmp_path / "rows.parquet")
    apart = Parquet(tmp_path / "rows.parquet")
    assert compiled.tabulate(apart, design, measures) is None
    alike(estimate(apart, design, measures), estimate(table, design, measures))


def test_without_numba_the_same_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = by_psu(rows("households").rename_columns({"cluster": "psu"}))
    stored = sorted_store(table, tmp_path / "rows.parquet", ("stratum", "psu"))
    design = Design("probability", strata="stratum", cluster=("psu",), weight="weight")
    measures = [Measure("safe", "proportion", "safe", by=((), ("sex",)))]
    fast = estimate(stored, design, measures)
    monkeypatch.setattr(machine, "is_available", lambda: False)
    alike(fast, estimate(stored, design, measures))


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    stored = sorted_store(pa.table({"a": [1, 0]}), tmp_path / "rows.parquet", ())
    with pytest.raises(Problem, match='There is no column "b"'):
        estimate(stored, Design("register"), [Measure("m", "proportion", "b")])
