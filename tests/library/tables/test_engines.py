"""The engine computes and opens nothing."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from datashift.kit.problem import Problem
from datashift.tables import engines

shut = cache(engines.connect)
DATA = pa.table({"region": pa.array(["A", "B", "A"]).dictionary_encode(), "n": [1, 2, None]})


def test_an_expression_runs_on_a_bound_engine_and_on_the_default() -> None:
    backend = engines.connect()
    for found in (engines.expression(DATA, backend), engines.expression(DATA)):
        totals = found.group_by("region").agg(n=found.n.sum()).order_by("region")
        result = backend.to_pyarrow(totals)
        assert result.to_pydict() == {"region": ["A", "B"], "n": [1, 2]}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('https://example.org')",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
    ],
)
def test_files_network_and_settings_are_shut(query: str) -> None:
    with pytest.raises(duckdb.Error):
        shut().con.execute(query)


def test_a_parquet_file_is_read_and_no_other(tmp_path: Path) -> None:
    import pyarrow.parquet

    for name in ("rows", "others"):
        pyarrow.parquet.write_table(DATA, tmp_path / f"{name}.parquet")
    rows = engines.parquet(tmp_path / "rows.parquet")
    assert rows.n.sum().to_pyarrow().as_py() == 3
    with pytest.raises(duckdb.Error):
        rows.get_backend().con.execute(f"FROM '{tmp_path}/others.parquet'")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://me:secret@host/name", "no engine that is known"),
        ("me:secret@host", "no engine that is known"),
        ("postgresql://me:secret@127.0.0.1:1/name", "PostgreSQL server does not answer"),
        ("postgresql://me:sec ret@@ho st/name", "PostgreSQL server does not answer"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence_without_it(address: str, words: str) -> None:
    with pytest.raises(Problem, match=words) as caught, engines.elsewhere(address):
        pass
    assert "secret" not in str(caught.value)
    assert "me:" not in str(caught.value)


def test_spark_without_its_packages_says_what_to_install() -> None:
    if importlib.util.find_spec("pyspark") is not None:
        pytest.skip("pyspark is installed")
    with pytest.raises(Problem, match=r"pip install 'datashift\[spark\]'"):
        engines.connect("sc://127.0.0.1:15002")


@pytest.mark.spark
def test_a_spark_that_does_not_answer_is_one_sentence(spark: str) -> None:
    with pytest.raises(Problem, match="The Spark server does not answer"):
        engines.connect("sc://127.0.0.1:1")
