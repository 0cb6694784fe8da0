"""A sample in three stages against R's survey (tests/reference/estimates/stages.R)."""

from __future__ import annotations

from dataclasses import replace

import ibis
import pytest
from reference.estimates.figures import figures, rows

from datashift.estimates import Design, Measure, estimate
from datashift.kit.problem import Problem
from datashift.weights import Margin, calibrate

BY = ((), ("sex",))
DESIGN = Design(
    "probability",
    strata="region",
    cluster=("district", "village"),
    weight="w",
    population="of",
    later_populations=("villages", "houses"),
    lonely="certainty",
)
MEASURES = (
    Measure("proportion", "proportion", "yes", by=BY),
    Measure("total", "total", "y", by=BY),
)


@pytest.mark.parametrize("case", ["three", "post"])
def test_errors_know_of_every_stage(case: str) -> None:
    table = rows("stages")
    calibration = None
    if case == "post":
        margin = Margin("sex", {"F": 400, "M": 380})
        calibration = calibrate(table, "w", "poststratify", [margin])
    for one in estimate(table, DESIGN, MEASURES, calibration=calibration):
        figure = figures("stages_figures")[f"{case}:{one.measure}"][one.domain.get("sex", "")]
        assert one.value == pytest.approx(figure["value"], rel=1e-12)
        assert one.standard_error == pytest.approx(figure["error"], rel=1e-12)


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_rows_in_an_engine_give_the_same() -> None:
    there = ibis.duckdb.connect().create_table("rows", rows("stages"))
    ours, theirs = (estimate(table, DESIGN, MEASURES) for table in (there, rows("stages")))
    for one, other in zip(ours, theirs, strict=True):
        assert one.standard_error == pytest.approx(other.standard_error, rel=1e-12)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"population": None}, "The sizes of a later stage are given and that of the first is not"),
        ({"cluster": ("district",)}, "There are sizes of 3 stages, and the clusters make only 2"),
        ({"later_populations": ("y",)}, "not the same in all rows of a stratum"),
    ],
)
def test_sizes_that_do_not_fit_are_one_plain_sentence(change: dict[str, str], words: str) -> None:
    with pytest.raises(Problem, match=words):
        estimate(rows("stages"), replace(DESIGN, **change), MEASURES)  # type: ignore[arg-type]
