"""Errors from replicate weights against R's survey (tests/reference/estimates/replicates.R)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from reference.estimates.figures import Figures, figures, rows

from datashift.estimates import (
    Design,
    Measure,
    Replicates,
    estimate,
    make_replicates,
    read_replicates,
)
from datashift.estimates.replicates import Centre

SCHOOLS = Design("probability", weight="pw", population="fpc")
HOUSEHOLDS = Design(
    "probability", strata="stratum", cluster=("cluster",), weight="weight", population="population"
)
STRATIFIED = replace(SCHOOLS, strata="stype")
CLUSTERED = replace(SCHOOLS, cluster=("dnum",))
SHARES = ("met", "api00", "api.stu")
HOUSES = ("safe", "minutes", "people")
# name in replicates.R: rows, design, domain column, and share, number and size columns
JACKKNIFE: dict[str, tuple[str, Design, str, tuple[str, str, str]]] = {
    "strat": ("apistrat", STRATIFIED, "awards", SHARES),
    "clus1": ("apiclus1", CLUSTERED, "stype", SHARES),
    "house.adjust": ("households", HOUSEHOLDS, "place", HOUSES),
    "house.certainty": ("households", replace(HOUSEHOLDS, lonely="certainty"), "place", HOUSES),
    "house.average": ("households", replace(HOUSEHOLDS, lonely="average"), "place", HOUSES),
}
READ: dict[str, dict[str, Any]] = {
    "bootstrap": {},
    "brr": {},
    "fay": {"rho": 0.5},
    "jk1": {},
    "jkn": {"scales": [number / 40 for number in range(1, 31)]},
    "successive": {},
}


def agree(
    theirs: dict[str, dict[str, Figures]],
    case: str,
    table: pa.Table,
    design: Design,
    by: str,
    columns: tuple[str, str, str],
    replicates: Replicates,
) -> None:
    share, number, size = columns
    groups = ((), (by,))
    asked = [
        Measure("proportion", "proportion", share, by=groups),
        Measure("total", "total", number, by=groups),
        Measure("ratio", "ratio", number, over=size, by=groups),
    ]
    found = estimate(table, design, asked, replicates=replicates)
    assert {one.method for one in found} == {"replication"}
    for one in found:
        figure = theirs[f"{case}:{one.measure}"][one.domain.get(by, "")]
        assert one.value == pytest.approx(figure["value"], rel=1e-12)
        noise = 1e-14 * abs(one.value or 0.0)
        assert one.standard_error == pytest.approx(figure["error"], rel=1e-12, abs=noise)


@pytest.mark.parametrize("case", JACKKNIFE)
@pytest.mark.parametrize("centre", get_args(Centre))
def test_the_jackknife(case: str, centre: Centre) -> None:
    name, design, by, columns = JACKKNIFE[case]
    made = make_replicates(rows(name), design, "jackknife", centre=centre)
    agree(figures("replicates"), f"{case}.{centre}", rows(name), design, by, columns, made)


@pytest.mark.parametrize("method", ["brr", "fay"])
def test_balanced_halves(method: str) -> None:
    table = rows("households")
    pairs = pc.and_(pc.less_equal(table["cluster"], 2), pc.less_equal(table["stratum"], 6))
    table = table.filter(pairs)
    design = replace(HOUSEHOLDS, population=None)
    made = make_replicates(table, design, "brr" if method == "brr" else "fay", rho=0.3)
    agree(figures("replicates"), method, table, design, "sex", HOUSES, made)


@pytest.mark.parametrize("method", READ)
def test_replicates_read_from_columns(method: Any) -> None:
    table, weights = rows("households"), rows("replicate_weights")
    for name in weights.column_names:
        table = table.append_column(name, weights[name])
    design = Design("probability", weight="weight")
    found = read_replicates(table, weights.column_names, method, **READ[method])
    theirs = figures("replicates")
    agree(theirs, f"read.{method}", table, design, "sex", HOUSES, found)
    assert found.degrees == theirs[f"read.{method}"][""]["degrees"]
