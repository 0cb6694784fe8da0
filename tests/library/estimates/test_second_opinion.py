"""A second opinion: svy, another implementation of design-based estimation in Python."""

from __future__ import annotations

from typing import Any

import pytest
from reference.estimates.figures import rows

from datashift.estimates import Design, Estimate, Measure, estimate, read_replicates

SCHOOLS: dict[str, tuple[str, Design, dict[str, str]]] = {
    "simple": ("apistrat", Design("probability", weight="pw"), {"wgt": "pw"}),
    "stratified": (
        "apistrat",
        Design("probability", strata="stype", weight="pw"),
        {"stratum": "stype", "wgt": "pw"},
    ),
    "stratified, finite": (
        "apistrat",
        Design("probability", strata="stype", weight="pw", population="fpc"),
        {"stratum": "stype", "wgt": "pw", "pop_size": "fpc"},
    ),
    "clustered": (
        "apiclus1",
        Design("probability", cluster=("dnum",), weight="pw"),
        {"psu": "dnum", "wgt": "pw"},
    ),
}


def opinion(name: str, **parts: Any) -> Any:
    svy = pytest.importorskip("svy")
    polars = pytest.importorskip("polars")
    return svy.Sample(data=polars.from_arrow(rows(name)), design=svy.Design(**parts)).estimation


def agree(ours: Estimate, theirs: Any) -> None:
    assert ours.value == pytest.approx(theirs.est, rel=1e-12)
    assert ours.standard_error == pytest.approx(theirs.se, rel=1e-10)
    assert ours.lower == pytest.approx(theirs.lci, rel=1e-9)
    assert ours.upper == pytest.approx(theirs.uci, rel=1e-9)
    assert ours.n == theirs.n


@pytest.mark.parametrize("case", list(SCHOOLS))
@pytest.mark.filterwarnings("ignore")
def test_means_ratios_totals_and_shares(case: str) -> None:
    name, design, parts = SCHOOLS[case]
    asked = opinion(name, **parts)
    by = (("awards",),)
    found = estimate(
        rows(name),
        design,
        [
            Measure("mean", "mean", "api00"),
            Measure("group", "mean", "api00", by=by),
            Measure("ratio", "ratio", "api00", over="enroll"),
            Measure("total", "total", "enroll"),
            Measure("share", "proportion", "met"),
        ],
    )
    theirs = [
        *asked.mean(y="api00").estimates,
        *asked.mean(y="api00", by="awards").estimates,
        *asked.ratio(y="api00", x="enroll").estimates,
        *asked.total(y="enroll").estimates,
        *[one for one in asked.prop(y="met").estimates if one.y_level == 1],
    ]
    assert len(found) == len(theirs)
    for ours, other in zip(found, theirs, strict=True):
        agree(ours, other)


@pytest.mark.filterwarnings("ignore")
def test_replicate_weights_read_from_columns() -> None:
    svy = pytest.importorskip("svy")
    polars = pytest.importorskip("polars")
    data = rows("households")
    for name in rows("replicate_weights").column_names:
        data = data.append_column(name, rows("replicate_weights")[name])
    data = data.filter(data["minutes"].is_valid())
    columns = [f"b{number}" for number in range(1, 31)]
    given = svy.Design(wgt="weight", rep_wgts=svy.BrrWgts(prefix="b", n_reps=30))
    asked = svy.Sample(data=polars.from_arrow(data), design=given).estimation
    (theirs,) = asked.mean(y="minutes", method="replication", variance_center="estimate").estimates
    (ours,) = estimate(
        data,
        Design("probability", weight="weight"),
        [Measure("mean", "mean", "minutes")],
        replicates=read_replicates(data, columns, "brr"),
    )
    agree(ours, theirs)
