"""Official figures as offices hand them out: SDMX messages, downloads and answers of databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from library.comparison.official_files import file
from shared_data import shared

from datashift.comparison import Observation, OfficialSeries, official
from datashift.kit.problem import Problem

TITLE = "People using safely managed drinking water services (% of population)"


def only(path: Path) -> OfficialSeries:
    (series,) = official.read(path)
    return series


def figures(series: OfficialSeries) -> list[tuple[str, str, float | None]]:
    return [(one.ref_area, one.time_period, one.value) for one in series.observations]


def test_a_download_of_the_united_nations_database(tmp_path: Path) -> None:
    text = (
        "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,"
        "Value,Time_Detail,[Nature],[Units],[Sex]\n"
        '6,6.1,6.1.1,SH_H2O_SAFE,"Safely managed water (%)",524,Nepal,2022,16.1,2022,E,PERCENT,'
        "BOTHSEX\n"
    )
    series = only(file(tmp_path, text))
    assert series.definition.indicator == "6.1.1"
    assert series.definition.measure_unit == "PT"
    assert series.observations == (Observation("NP", "2022", 16.1, nature="E"),)


def test_an_answer_of_the_united_nations_database(tmp_path: Path) -> None:
    text = (
        '{"size": 1, "attributes": [], "data": [{"goal": ["6"], "indicator": ["6.1.1"],'
        ' "series": "SH_H2O_SAFE", "seriesDescription": "Safely managed water (%)",'
        ' "geoAreaCode": "404", "geoAreaName": "Kenya", "timePeriodStart": 2020.0,'
        ' "value": "58.5", "footnotes": [""], "attributes": {"Nature": "C", "Units": "PERCENT"},'
        ' "dimensions": {"Location": "URBAN", "Reporting Type": "G"}}]}'
    )
    series = only(file(tmp_path, text, "data.json"))
    assert series.observations == (
        Observation("KE", "2020", 58.5, dimensions={"URBANISATION": "U"}, nature="C"),
    )


def test_a_download_of_the_world_bank_has_its_years_in_the_headings(tmp_path: Path) -> None:
    text = (
        '"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-10-01",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022",\n'
        f'"Nepal","NPL","{TITLE}","SH.H2O.SMDW.ZS","16.6","16.1",\n'
        f'"Kenya","KEN","{TITLE}","SH.H2O.SMDW.ZS","","60.5",\n'
    )
    series = only(file(tmp_path, text))
    assert figures(series) == [("KE", "2022", 60.5), ("NP", "2021", 16.6), ("NP", "2022", 16.1)]
    assert (series.title, series.definition.measure_unit) == (TITLE, "PT")


def test_an_answer_of_the_world_bank_is_a_page_and_its_records(tmp_path: Path) -> None:
    text = (
        '[{"page": 1, "pages": 1, "total": 1}, [{"indicator": {"id": "SH.H2O.SMDW.ZS", "value":'
        f' "{TITLE}"}}, "country": {{"id": "NP", "value": "Nepal"}}, "countryiso3code": "NPL",'
        ' "date": "2022", "value": 16.1, "unit": "", "obs_status": "", "decimal": 1}]]'
    )
    assert figures(only(file(tmp_path, text, "data.json"))) == [("NP", "2022", 16.1)]


def test_an_sdmx_message_of_nepal() -> None:
    """886 figures in the message of the Central Bureau of Statistics; counted by pysdmx too."""
    found = official.read(shared("2_official/nepal_opensdg/CBS_DATA.xml"))
    assert sum(len(series.observations) for series in found) == 886
    poor = next(series for series in found if series.code == "SI_POV_DAY1")
    assert poor.definition.indicator == "1.1.1"
    assert ("NP", "1996", 66.0) in figures(poor)


def test_a_structure_message_holds_no_figures() -> None:
    with pytest.raises(Problem, match="SDMX structure message"):
        official.read(shared("2_official/nepal_opensdg/CBS_DSD.xml"))
