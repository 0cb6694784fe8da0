"""Official files of any layout become series that keep what the office said."""

from __future__ import annotations

from pathlib import Path

import pytest
from library.comparison.official_files import file, series
from shared_data import shared

from datashift.comparison import OfficialFile, official
from datashift.kit.problem import Problem

# Published by UN Women and WHO for 2018, women aged 15-49, past 12 months: value, 95 % bounds.
VIOLENCE = {
    "KE": (22.8, 15.1, 32.8),
    "TZ": (24.3, 16.1, 34.8),
    "NP": (11.4, 6.7, 18.7),
    "AR": (4.5, 2.4, 8.3),
}


@pytest.mark.parametrize("country", VIOLENCE)
def test_the_gender_minimum_set_keeps_its_bounds(country: str) -> None:
    folder = shared("2_official/un_gender_minset")
    (path,) = folder.glob("8100__*.csv")
    (found,) = official.read(path, series="VC_VAW_MARR")
    (one,) = [
        each
        for each in found.observations
        if each.ref_area == country and each.dimensions["AGE"] == "Y15T49"
    ]
    assert (one.value, one.lower, one.upper) == VIOLENCE[country]
    assert one.dimensions == {"SEX": "F", "AGE": "Y15T49", "VIOLENCE_TYPE": "PHY+SEX"}
    assert (one.time_period, one.covers, one.nature) == ("2018", "2000-2018", "E")
    assert found.definition.indicator == "5.2.1"
    assert found.definition.measure_unit == "PT"
    assert found.definition.population == "ever-partnered women and girls"


def test_every_file_of_the_gender_minimum_set_with_values_is_read() -> None:
    paths = sorted(shared("2_official/un_gender_minset").glob("*.csv"))
    worded = {"8800", "8900", "9000"}  # whether laws exist: words, no values
    for path in paths:
        if path.name[:4] in worded:
            with pytest.raises(Problem, match="No column of values"):
                official.read(path)
        else:
            assert official.read(path)[0].observations


def test_open_sdg_takes_its_indicator_from_the_name_of_the_file() -> None:
    (found,) = official.read(shared("2_official/uk_ons_opensdg/indicator_1-2-1.csv"))
    assert found.definition.indicator == "1.2.1"
    assert found.definition.measure_unit == "PT"
    assert {each.dimensions.get("SEX", "_T") for each in found.observations} == {"_T", "F", "M"}


def test_open_sdg_prefers_codes_of_areas_to_their_names() -> None:
    folder = shared("2_official/opensdg_problem_csvs")
    (found,) = official.read(folder / "data__csv-with-geocodes__indicator_1-1-1.csv")
    assert {each.ref_area for each in found.observations} > {"", "E12000004"}
    assert all(not each.dimensions for each in found.observations)


def test_a_column_with_the_wanted_series_is_the_column_of_series() -> None:
    path = shared("2_official/psyteachr_sdg/water_long.csv")
    (found,) = official.read(path, series="safe")
    assert found.definition.measure_unit == "PT"
    (one,) = [
        each for each in found.observations if (each.ref_area, each.time_period) == ("AF", "2000")
    ]
    assert one.value == 11.09


HEADS = "SERIES,REF_AREA,TIME_PERIOD,SEX,OBS_VALUE,LOWER_BOUND,NATURE,COMMENT_OBS,UNIT_MEASURE"
FIRST = "SH_H2O_SAFE,KE,2020,F,50,48,C,seen,PT"


@pytest.mark.parametrize(
    ("again", "kept", "codes"),
    [
        (FIRST, 1, ["official.again"]),
        (FIRST.replace("seen", "seen again"), 1, ["official.again"]),  # a remark is no figure
        (FIRST.replace(",50,", ",50.0,"), 1, ["official.again"]),
        (f"{FIRST}\n{FIRST}", 1, ["official.again"]),
        (FIRST.replace(",F,", ",M,"), 2, []),
        (FIRST.replace("2020", "2021"), 2, []),
        (FIRST.replace("KE", "TZ"), 2, []),
        (FIRST.replace(",C,", ",E,"), 2, []),
        (FIRST.replace(",PT", ",NUMBER"), 2, []),
        (FIRST.replace(",50,", ",51,"), 2, ["official.two_values"]),
        (FIRST.replace(",48,", ",47,"), 2, ["official.two_values"]),
    ],
)
def test_a_row_that_is_repeated_counts_once_and_two_values_are_kept(
    tmp_path: Path, again: str, kept: int, codes: list[str]
) -> None:
    found = series(tmp_path, f"{HEADS}\n{FIRST}\n{again}\n")
    assert sum(len(one.observations) for one in found) == kept
    assert [flag.code for one in found for flag in one.flags] == codes


def test_bounds_and_words_are_kept_and_flagged(tmp_path: Path) -> None:
    rows = "".join(f"KE,{year},3.5\n" for year in range(1990, 2020))
    (found,) = series(
        tmp_path,
        f"REF_AREA,TIME_PERIOD,OBS_VALUE\n{rows}KE,2020,<2.5\nKE,2021,>95\nKE,2022,NaN\nKE,2023,N\n",
    )
    below, above, no_number, word = found.observations[-4:]
    assert (below.value, below.lower, below.upper, below.beyond) == (None, None, 2.5, "<")
    assert (above.value, above.lower, above.upper, above.beyond) == (None, 95.0, None, ">")
    assert no_number.value is None
    assert word.value is None
    assert [(flag.code, flag.rows) for flag in found.flags] == [
        ("official.bound", (32, 33)),
        ("official.not_a_number", (34, 35)),
    ]


def test_sdmx_columns_keep_intervals_multipliers_and_sources(tmp_path: Path) -> None:
    (found,) = series(
        tmp_path,
        "SERIES,REF_AREA,TIME_PERIOD,SEX,AGE,URBANISATION,OBS_VALUE,CI_LOWER,CI_UPPER,"
        "UNIT_MEASURE,UNIT_MULT,NATURE,OBS_STATUS,SOURCE\n"
        "SH_H2O_SAFE,404,2019,_T,_T,R,1.5,1.2,1.9,NUMBER,3,C,A,Household survey\n",
    )
    (one,) = found.observations
    assert (one.ref_area, one.value, one.lower, one.upper) == ("KE", 1500.0, 1200.0, 1900.0)
    assert one.dimensions == {"URBANISATION": "R"}
    assert (one.nature, one.status, one.source) == ("C", "A", "Household survey")
    assert found.definition.indicator == "6.1.1"


def test_a_file_of_several_indicators_gives_a_series_for_each(tmp_path: Path) -> None:
    found = series(
        tmp_path,
        "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n6.1.1,RV,2020,40\n1.2.1,RV,2020,30\n",
    )
    assert [each.definition.indicator for each in found] == ["1.2.1", "6.1.1"]
    assert found[0].observations[0].ref_area == "RV"


def test_declared_columns_go_before_headings_and_a_year_may_stand_for_a_column(
    tmp_path: Path,
) -> None:
    path = file(tmp_path, "place,score,other\nKenya,12.5,1\nNepal,13.5,2\n")
    (found,) = official.read_file(
        OfficialFile(
            path, area="place", period="2019", value="score", source="A statistical office"
        )
    )
    assert [(o.ref_area, o.time_period, o.value, o.source) for o in found.observations] == [
        ("KE", "2019", 12.5, "A statistical office"),
        ("NP", "2019", 13.5, "A statistical office"),
    ]


def test_an_unknown_layout_says_what_was_found_and_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        series(tmp_path, "colour,size\nred,1\nblue,2\n")
    said = str(raised.value)
    assert (
        'official.csv: No column of values was recognised; the columns are "colour", "size"' in said
    )
    assert "set area, period and value" in said


def test_a_series_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = file(tmp_path, "SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE\nSH_H2O_SAFE,KE,2019,5\n")
    with pytest.raises(Problem, match='no series "SH_X"; the file has SH_H2O_SAFE'):
        official.read(path, series="SH_X")
