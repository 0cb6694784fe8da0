"""The engine computes and opens nothing."""

from __future__ import annotations

from functools import cache

import duckdb
import pyarrow as pa
import pytest

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
