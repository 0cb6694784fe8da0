from __future__ import annotations

from dataclasses import replace

import ibis
import pyarrow as pa
import pytest
from reference.estimates.figures import rows

from datashift.estimates import Design, Estimate, Measure, estimate

# ibis 12 calls DuckDB 2 by a name that DuckDB has deprecated
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

HOUSEHOLDS = Design(
    "probability", strata="stratum", cluster=("cluster",), weight="weight", population="population"
)
BY = ((), ("place", "sex"))
MEASURES = (
    Measure("safe", "proportion", "safe", by=BY),
    Measure("minutes", "mean", "minutes", by=BY),
    Measure("people", "total", "people", by=BY),
    Measure("girls", "ratio", "girls", over="people", by=BY),
    Measure("rate", "rate", None, per="people", factor=1000, by=BY),
)
NUMBERS = (
    "value",
    "standard_error",
    "lower",
    "upper",
    "n_effective",
    "numerator",
    "design_effect",
    "degrees_of_freedom",
)


def with_gaps() -> pa.Table:
    """The households with places missing here and there."""
    table = rows("households")
    places = [
        None if row % 17 == 0 else name for row, name in enumerate(table["place"].to_pylist())
    ]
    return table.set_column(table.column_names.index("place"), "place", pa.array(places))


def alike(ours: tuple[Estimate, ...], theirs: tuple[Estimate, ...]) -> None:
    assert [(one.measure, one.domain) for one in ours] == [(o.measure, o.domain) for o in theirs]
    for one, other in zip(ours, theirs, strict=True):
        for name in NUMBERS:
            expected = getattr(other, name)
            if expected is not None:
                expected = pytest.approx(expected, rel=1e-12, abs=1e-13)
            assert getattr(one, name) == expected, (name, one, other)
        for name in ("n", "missing", "unplaced", "reason", "notes", "method"):
            assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize(
    "design",
    [
        HOUSEHOLDS,
        replace(HOUSEHOLDS, cluster=(), population=None),
        Design("probability", weight="weight"),
        Design("register", weight="weight"),
    ],
)
def test_an_ibis_expression_says_the_same_as_the_kernel(design: Design) -> None:
    table = with_gaps()
    engine = ibis.duckdb.connect()
    alike(
        estimate(engine.create_table("rows", table), design, MEASURES),
        estimate(table, design, MEASURES),
    )


def test_an_arrow_table_runs_on_the_backend_it_is_given() -> None:
    table = with_gaps()
    found = estimate(table, HOUSEHOLDS, MEASURES, backend=ibis.duckdb.connect())
    alike(found, estimate(table, HOUSEHOLDS, MEASURES))
