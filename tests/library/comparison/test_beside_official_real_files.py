"""Uwezo beside official learning figures, settlements beside 11.1.1: real figures on both sides.

The official ones are of the United Nations' SDG database, release 2019.Q1.G.03, as UNStats keeps it
at github.com/UNStats/FIS4SDGs_New (data/unsd, commit b3a75ed): SE_MAT_PROF is the series of 4.1.1
that SE_TOT_PRFL took the place of.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pytest
from library.comparison.test_comparability_real_files import SETTLEMENTS, UWEZO
from shared_data import shared

from datashift import tables
from datashift.comparison import Comparison, OfficialSeries, compare, official
from datashift.comparison.complementarity import complementarity, of_cells, of_series
from datashift.comparison.nearest import area_code
from datashift.disclosure import Cell
from datashift.estimates.estimate import Estimate

UN_2019 = Path(__file__).resolve().parents[2] / "reference" / "comparison" / "un_2019.csv"


GROUPS = [
    {"AGE": "Y6T16", "SEX": "F"},
    {"AGE": "Y6T16", "SEX": "M"},
    {"EDUCATION_LEV": "GRAD23"},
    {"EDUCATION_LEV": "PRIMAR"},
]


def published(code: str) -> OfficialSeries:
    return next(one for one in official.read(UN_2019) if one.code == code)


def uwezo() -> list[Cell]:
    """Mean scores of 2012 by province and sex. Without numbers of children there is no mean of
    Kenya."""
    rows = tables.read(shared("1_cgd/uwezo/KE12.csv")).data.to_pylist()
    return [
        Cell(
            Estimate(
                "math",
                {
                    "REF_AREA": area_code(row["region"], "KE", 2012),
                    "SEX": row["gender"].strip()[0],
                },
                row["math"],
            ),
            "A",
        )
        for row in rows
    ]


def beside(cell: Cell) -> Comparison:
    (one,) = compare(
        [cell], [published("SE_MAT_PROF")], measure="math", definition=UWEZO.definition
    )
    return one


def test_a_province_is_not_compared_with_kenya() -> None:
    cells = uwezo()
    assert len(cells) == 16
    series = [published("SE_MAT_PROF")]
    assert compare(cells, series, measure="math", definition=UWEZO.definition) == ()


@pytest.mark.parametrize("end", [0, -1], ids=["least", "most"])
def test_scores_are_not_subtracted_from_shares_of_children(end: int) -> None:
    """However the provinces are weighed, the mean of Kenya is between the least and the most."""
    value = sorted(cell.estimate.value or 0.0 for cell in uwezo())[end]
    assert 4.9 < value < 6.9
    one = beside(Cell(Estimate("math", {}, value), "A"))
    assert (one.official.value, one.official.time_period) == (47.09841, "2015")
    assert (one.difference, one.lower, one.upper, one.could_be_same) == (None, None, None, None)
    assert one.match == "proxy"
    reasons = {reason.code: reason.message for reason in one.reasons}
    assert {"measure.differs", "period.apart"} <= reasons.keys()
    assert "3 years apart" in reasons["period.apart"]


def test_the_grid_names_the_citizens_that_an_official_figure_is_from() -> None:
    """That of 2015 was made from an assessment led by citizens: it is no second, independent
    voice, and the source of the figure says so."""
    assert beside(Cell(Estimate("math", {}, 6.0), "A")).official.source.startswith("PAL Network")
    figures = (
        *of_cells(uwezo(), UWEZO, measure="math"),
        *of_series(published("SE_MAT_PROF"), "KE"),
    )
    grid = complementarity("4.1.1", "KE", figures, groups=GROUPS)
    assert (grid.only["citizen"], grid.states["disagree"], grid.states["agree"]) == (16, 0, 0)
    kenya = [one for one in grid.squares if one.area == "KE" and one.kinds]
    assert [(one.period, one.kinds) for one in kenya] == [
        ("2007", ("official",)),
        ("2015", ("official",)),
    ]
    assert "PAL Network - Citizen Led Assessment" in {one.name for one in grid.sources}


def test_families_in_settlements_are_not_subtracted_from_people_in_slums() -> None:
    path = shared("1_cgd/argentina_renabap_barrios_populares_2022.csv")
    families = tables.read(path).data["cantidad_familias_aproximada"]
    total = float(pc.sum(families).as_py())
    assert total > 1_000_000
    cell = Cell(Estimate("families", {}, total), "A")
    definition = SETTLEMENTS.definition
    (one,) = compare([cell], [published("EN_LND_SLUM")], measure="families", definition=definition)
    assert (one.citizen.value, one.official.value, one.official.time_period) == (
        total,
        16.7,
        "2014",
    )
    assert (one.difference, one.could_be_same, one.match) == (None, None, "proxy")
    said = " ".join(reason.message for reason in one.reasons)
    assert "Ours counts families, the official figure counts people." in said
    assert "8 years apart" in said
    assert {"unit.differs", "measure.differs", "period.apart"} <= {
        reason.code for reason in one.reasons
    }
