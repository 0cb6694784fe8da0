"""Comparability on real files: learning, settlements, and regions before and after a split."""

from __future__ import annotations

import pyarrow.csv
import pytest
from shared_data import shared

from datashift import sdg, tables
from datashift.comparison import Definition, Measured, comparability
from datashift.comparison.complementarity import complementarity, of_cells
from datashift.comparison.nearest import area_code
from datashift.disclosure import Cell
from datashift.estimates.estimate import Estimate
from datashift.harmonise import boundaries
from datashift.harmonise.points import locate
from datashift.harmonise.specification import AreasFile

UWEZO = Measured(
    "Uwezo, Kenya",
    Definition(
        indicator="4.1.1",
        title="Mean score in mathematics",
        quantity="mean",
        unit="child",
        population="children aged 6-16",
        area="KE",
        period="2012",
        sampling="probability",
        measure_unit="SCORE",
    ),
    groups={"AGE": "Y6T16"},
    breakdown={"SEX": ("F", "M"), "region": ("Central",)},
    mode="in_person",
)
SETTLEMENTS = Measured(
    "ReNaBaP",
    Definition(
        indicator="11.1.1",
        title="Families in popular settlements",
        quantity="total",
        unit="family",
        population="families in popular settlements",
        area="AR",
        period="2022",
        sampling="census",
        measure_unit="NUMBER",
    ),
    mode="observation",
)


@pytest.mark.parametrize("code", ["SE_TOT_PRFL", "SE_TOT_CPLR"])
def test_uwezo_scores_are_a_proxy_for_official_learning_series(code: str) -> None:
    found = comparability(UWEZO, code)
    assert found.level == "proxy"
    assert "unit_of_measure" in {part.name for part in found.held_by}
    assert "Give the figure in the other unit too, from the same rows." in found.to_move_up
    assert {each.code: each.fits for each in found.groups} == {
        "F": True,
        "M": True,
        "Central": False,
    }


def test_uwezo_would_be_partial_as_a_share_of_children() -> None:
    shares = Measured(
        "Uwezo shares",
        Definition(
            indicator="4.1.1", quantity="proportion", unit="child", measure_unit="PT",
            population="children aged 6-16", area="KE", period="2012", sampling="probability",
        ),
        groups={"AGE": "Y6T16"},
    )  # fmt: skip
    found = comparability(shares, "SE_TOT_PRFL")
    assert found.level == "partial"
    assert [part.name for part in found.held_by] == ["population"]
    assert (found.score or 0) > (comparability(UWEZO, "SE_TOT_PRFL").score or 0)


def test_uwezo_of_three_years_is_all_there_is_for_the_regions() -> None:
    table = tables.read(shared("1_cgd/uwezo/KE12.csv")).data
    scores = table["math"].to_pylist()
    sexes = [{"Male": "M", "Female": "F"}[each.strip()] for each in table["gender"].to_pylist()]
    places = dict(zip(table["region"].to_pylist(), range(len(table)), strict=True))
    cells = [
        Cell(Estimate("math", {"TIME_PERIOD": "2012", "SEX": sexes[at]}, scores[at]), "A")
        for at in places.values()
    ]
    grid = complementarity("4.1.1", "KE", of_cells(cells, UWEZO, measure="math"))
    assert grid.only["citizen"] > 0
    assert grid.states["disagree"] == 0
    assert len(grid.nowhere) >= 8  # the provinces of 2012: only Kenya as a whole has a figure


def test_settlements_are_a_proxy_for_people_in_slums() -> None:
    table = tables.read(shared("1_cgd/argentina_renabap_barrios_populares_2022.csv")).data
    assert "cantidad_familias_aproximada" in table.column_names
    assert "cantidad_personas" not in table.column_names  # families, never people
    found = comparability(SETTLEMENTS, "EN_LND_SLUM")
    assert found.level == "proxy"
    assert [part.name for part in found.held_by] == ["unit", "unit_of_measure"]
    assert found.part("population").verdict == "partial"
    assert "The series is for one group only: urban" in found.part("population").sentence
    assert "weigh by it" in found.to_move_up[0]


def test_tanzanias_regions_before_and_after_the_split_are_not_compared_as_if_equal() -> None:
    def survey(area: str, year: str) -> Measured:
        return Measured(
            f"{area} {year}",
            Definition(indicator="6.1.1", unit="person", area=area, period=year),
        )

    for area in ("TZ-04", "TZ-05", "TZ-18", "TZ-20", "TZ-22"):
        found = comparability(survey(area, "2011"), survey(area, "2012"))
        assert found.level == "partial", area
        assert next(each.code for each in found.part("area").reasons) == "area.redrawn"
        assert "within the borders of the other" in found.to_move_up[0]
    for area in ("TZ-03", "TZ-21"):
        assert comparability(survey(area, "2011"), survey(area, "2012")).level == "direct"
    assert comparability(survey("TZ-18", "2012"), survey("TZ-18", "2013")).level == "direct"


def _survey(area: str, year: str) -> Measured:
    known = Definition(indicator="6.1.1", unit="person", area=area, period=year)
    return Measured(f"{area} {year}", known)


@pytest.mark.parametrize(
    ("ours", "theirs", "level", "said"),
    [
        (("KE-17", "2014"), ("KE-600", "2009"), "partial", "which was a part of Nyanza until 2013"),
        (("KE-600", "2009"), ("KE-17", "2014"), "partial", "ours is of all of it"),
        (("KE-30", "2019"), ("KE-110", "2009"), "direct", "its borders are the same"),
        (("KE-17", "2014"), ("KE-700", "2009"), "no", "another place"),
        (("NP-P3", "2019"), ("NP-BA", "2011"), "partial", "the Bagmati of before"),
        (("NP-P4", "2019"), ("NP-LU", "2011"), "partial", "they overlap"),
        (("NP-P7", "2019"), ("NP-BA", "2011"), "no", "another place"),
        (("TZ-27", "2012"), ("TZ-20", "2010"), "no", "another place"),
        (("TZ-28", "2012"), ("TZ-20", "2010"), "partial", "was a part of Rukwa until 2012"),
        (("TZ-28", "2012"), ("TZ-20", "2012"), "no", "another place"),
        (("AR-B", "2010"), ("AR-B", "2022"), "direct", ""),
    ],
)
def test_areas_that_others_replaced_are_not_compared_as_if_equal(
    ours: tuple[str, str], theirs: tuple[str, str], level: str, said: str
) -> None:
    found = comparability(_survey(*ours), _survey(*theirs))
    assert said in found.part("area").sentence
    expected = "partial" if level == "direct" and ours[1] != theirs[1] else level
    assert found.part("area").verdict == level
    assert found.level == expected


def test_every_county_and_province_of_today_was_made_from_older_ones() -> None:
    """The former provinces of Kenya fall into the 47 counties and nothing else."""
    provinces = {area.code for area in sdg.areas("KE", at=2012)}
    counties = {change.code for old in provinces for change in sdg.parts_of(old)}
    assert counties == {area.code for area in sdg.areas("KE")}
    assert sum(len(sdg.parts_of(old)) for old in provinces) == 47
    zones = {area.code for area in sdg.areas("NP", at=2014)}
    provinces = {change.code for old in zones for change in sdg.parts_of(old)}
    assert provinces == {area.code for area in sdg.areas("NP")}
    assert not any(sdg.parts_of(area.code) for area in sdg.areas("AR"))


def test_a_name_means_the_area_of_its_year() -> None:
    assert area_code("Bagmati", "NP", 2011) == "NP-BA"
    assert area_code("Bagmati", "NP", 2019) == area_code("Bagmati", "NP") == "NP-P3"
    assert area_code("Kisumu", "KE", 2009) == "KE-17"  # a county told backwards


def test_water_points_name_the_regions_that_new_ones_were_carved_out_of() -> None:
    """In the borders of 2012, points of Geita still say Shinyanga or Kagera."""
    path = shared("1_cgd/tza_waterpoints/needs_repair_all_columns_6555.csv")
    table = pyarrow.csv.read_csv(path)
    areas = boundaries.read(
        AreasFile(shared("4_boundaries/tz_regions.topojson"), name="Region_Nam")
    )
    found = locate(table["longitude"].to_numpy(), table["latitude"].to_numpy(), areas)
    said = table["region"].to_pylist()
    codes = {area.name: area.code for area in sdg.areas("TZ")}
    for name in ("Geita", "Katavi", "Njombe", "Simiyu"):
        inside = [said[at] for at, here in enumerate(found.area) if here == areas.names.index(name)]
        former = {codes[each.title()] for each in inside}
        assert former, name
        assert former <= {code for code in codes.values() if codes[name] in _carved(code)}, name


def _carved(code: str) -> set[str]:
    return {change.code for change in sdg.redrawn(code, 2011, 2012)}
