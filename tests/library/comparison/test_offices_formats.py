"""Official figures as offices hand them out: SDMX messages, downloads and answers of databases."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from library.comparison.official_files import file
from openpyxl import Workbook
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


WORLD_BANK = 'xmlns:wb="http://www.worldbank.org"'


@pytest.mark.parametrize(
    "text",
    [
        (
            f'<wb:data page="1" pages="1" total="2" {WORLD_BANK}><wb:data>'
            f'<wb:indicator id="SH.H2O.SMDW.ZS">{TITLE}</wb:indicator>'
            '<wb:country id="NP">Nepal</wb:country><wb:countryiso3code>NPL</wb:countryiso3code>'
            "<wb:date>2022</wb:date><wb:value>16.1</wb:value><wb:unit /><wb:obs_status />"
            "<wb:decimal>1</wb:decimal></wb:data><wb:data>"
            f'<wb:indicator id="SH.H2O.SMDW.ZS">{TITLE}</wb:indicator>'
            '<wb:country id="NP">Nepal</wb:country><wb:countryiso3code>NPL</wb:countryiso3code>'
            "<wb:date>2021</wb:date><wb:value>16.6</wb:value><wb:unit /></wb:data></wb:data>"
        ),
        (
            f"<Root {WORLD_BANK}>\n  <data>\n    <record>\n"
            '      <field name="Country or Area" key="NPL">Nepal</field>\n'
            f'      <field name="Item" key="SH.H2O.SMDW.ZS">{TITLE}</field>\n'
            '      <field name="Year">2021</field>\n      <field name="Value">16.6</field>\n'
            "    </record>\n    <record>\n"
            '      <field name="Country or Area" key="NPL">Nepal</field>\n'
            f'      <field name="Item" key="SH.H2O.SMDW.ZS">{TITLE}</field>\n'
            '      <field name="Year">2022</field>\n      <field name="Value">16.1</field>\n'
            "    </record>\n    <record>\n"
            '      <field name="Country or Area" key="NPL">Nepal</field>\n'
            f'      <field name="Item" key="SH.H2O.SMDW.ZS">{TITLE}</field>\n'
            '      <field name="Year">2023</field>\n      <field name="Value" />\n'
            "    </record>\n  </data>\n</Root>"
        ),
        (
            f'<wb:data {WORLD_BANK} page="1" pages="1" total="2" lastupdated="2026-10-01">'
            '<wb:source id="2" name="World Development Indicators"><wb:data>'
            '<wb:variable name="Country" id="NPL">Nepal</wb:variable>'
            f'<wb:variable name="Series" id="SH.H2O.SMDW.ZS">{TITLE}</wb:variable>'
            '<wb:variable name="Time" id="YR2021">2021</wb:variable><wb:value>16.6</wb:value>'
            '</wb:data><wb:data><wb:variable name="Country" id="NPL">Nepal</wb:variable>'
            f'<wb:variable name="Series" id="SH.H2O.SMDW.ZS">{TITLE}</wb:variable>'
            '<wb:variable name="Time" id="YR2022">2022</wb:variable><wb:value>16.1</wb:value>'
            "</wb:data></wb:source></wb:data>"
        ),
    ],
    ids=["an answer", "a download", "an answer to an advanced question"],
)
def test_the_world_banks_xml_says_what_its_tables_say(tmp_path: Path, text: str) -> None:
    series = only(file(tmp_path, f'\ufeff<?xml version="1.0" encoding="utf-8"?>{text}', "data.xml"))
    given = [one for one in figures(series) if one[2] is not None]
    assert given == [("NP", "2021", 16.6), ("NP", "2022", 16.1)]
    assert (series.code, series.title) == ("SH.H2O.SMDW.ZS", TITLE)
    assert series.definition.measure_unit == "PT"
    assert all(not one.dimensions for one in series.observations)


def test_an_answer_of_the_world_bank_that_is_an_error_is_told_as_one(tmp_path: Path) -> None:
    text = (
        f'<?xml version="1.0"?><wb:error {WORLD_BANK}><wb:message id="120" key="Invalid value">'
        "The provided parameter value is not valid</wb:message></wb:error>"
    )
    with pytest.raises(Problem, match="answered with an error instead of figures"):
        official.read(file(tmp_path, text, "data.xml"))


def test_a_workbook_of_the_world_bank_is_read_from_its_sheet_of_data(tmp_path: Path) -> None:
    book = Workbook()
    data = book.active
    assert data is not None
    data.title = "Data"
    for row in (
        ["Data Source", "World Development Indicators"],
        ["Last Updated Date", datetime(2026, 10, 1)],  # noqa: DTZ001 - a spreadsheet's day has no zone
        [],
        [
            "Country Name",
            "Country Code",
            "Indicator Name",
            "Indicator Code",
            "2021",
            "2022",
            "2023",
        ],
        ["Nepal", "NPL", TITLE, "SH.H2O.SMDW.ZS", 16.6, 16.1, None],
    ):
        data.append(row)
    countries = book.create_sheet("Metadata - Countries")
    countries.append(["Country Code", "Region", "IncomeGroup", "SpecialNotes", "TableName"])
    countries.append(["NPL", "South Asia", "Lower middle income", None, "Nepal"])
    indicators = book.create_sheet("Metadata - Indicators")
    indicators.append(["INDICATOR_CODE", "INDICATOR_NAME", "SOURCE_NOTE", "SOURCE_ORGANIZATION"])
    indicators.append(["SH.H2O.SMDW.ZS", TITLE, "", "WHO and UNICEF"])
    book.save(path := tmp_path / "API_SH.H2O.SMDW.ZS_DS2_en_excel_v2.xlsx")
    series = only(path)
    assert figures(series) == [("NP", "2021", 16.6), ("NP", "2022", 16.1)]
    assert (series.code, series.title) == ("SH.H2O.SMDW.ZS", TITLE)


def test_a_download_of_the_world_banks_databank_is_told_by_its_codes(tmp_path: Path) -> None:
    text = (
        "Country Name,Country Code,Series Name,Series Code,2019 [YR2019],2020 [YR2020]\n"
        f'Kenya,KEN,"{TITLE}",SH.H2O.SMDW.ZS,57.1,..\n'
        f'Nepal,NPL,"{TITLE}",SH.H2O.SMDW.ZS,17,16.5\n'
    )
    series = only(file(tmp_path, text))
    assert (series.code, series.title) == ("SH.H2O.SMDW.ZS", TITLE)
    assert all(not one.dimensions for one in series.observations)


SAFE = (Observation("KE", "2021", 58.5), Observation("KE", "2021", 78.5, dimensions={"SEX": "F"}))


@pytest.mark.parametrize(
    "text",
    [
        (
            "DATAFLOW,FREQ,SERIES,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OWN_REMARK\n"
            "A:B(1.0),A,SH_H2O_SAFE,404,_T,2021,58.5,PT,first\n"
            "A:B(1.0),A,SH_H2O_SAFE,404,F,2021,78.5,PT,second\n"
        ),
        (
            "STRUCTURE,STRUCTURE_ID,ACTION,SERIES,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
            "dataflow,A:B(1.0),I,SH_H2O_SAFE,404,_T,2021,58.5,PT\n"
            "dataflow,A:B(1.0),I,SH_H2O_SAFE,404,F,2021,78.5,PT\n"
        ),
        (
            "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,SERIES,Series,REF_AREA,Place,SEX,Sex,"
            "TIME_PERIOD,Time,OBS_VALUE,Value,UNIT_MEASURE,Unit\n"
            "dataflow,A:B(1.0),B,I,SH_H2O_SAFE,Water,404,Kenya,_T,All,2021,2021,58.5,58.5,PT,%\n"
            "dataflow,A:B(1.0),B,I,SH_H2O_SAFE,Water,404,Kenya,F,Women,2021,2021,78.5,78.5,PT,%\n"
        ),
        (
            "DATAFLOW,SERIES: Series,REF_AREA: Place,SEX: Sex,TIME_PERIOD: Time,OBS_VALUE: Value,"
            "UNIT_MEASURE: Unit\n"
            "A:B(1.0): B,SH_H2O_SAFE: Water,KEN: Kenya,_T: All,2021,58.5,PT: Percent\n"
            "A:B(1.0): B,SH_H2O_SAFE: Water,KEN: Kenya,F: Women,2021,78.5,PT: Percent\n"
        ),
    ],
    ids=["1.0", "2.0", "names in columns", "names in cells"],
)
def test_sdmx_csv_with_and_without_labels_says_the_same(tmp_path: Path, text: str) -> None:
    series = only(file(tmp_path, text))
    assert (series.code, series.definition.indicator) == ("SH_H2O_SAFE", "6.1.1")
    assert series.observations == SAFE


def test_indicators_of_another_framework_stay_apart(tmp_path: Path) -> None:
    text = (
        "DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
        "UNICEF:CME(1.0),KEN,CME_MRY0T4,2021,37.2,D_PER_1000_B\n"
        "UNICEF:CME(1.0),KEN,CME_MRM0,2021,18.4,D_PER_1000_B\n"
    )
    codes = [one.code for one in official.read(file(tmp_path, text))]
    assert codes == ["CME_MRM0", "CME_MRY0T4"]


def test_an_attribute_of_a_message_makes_no_group(tmp_path: Path) -> None:
    text = (
        '{"header": {}, "dataSets": [{"attributes": [0], "series": {"0:0": {"observations":'
        ' {"0": [58.5]}}}}], "structure": {"dimensions": {"series": [{"id": "SERIES", "values":'
        ' [{"id": "SH_H2O_SAFE"}]}, {"id": "REF_AREA", "values": [{"id": "404"}]}],'
        ' "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2021"}]}]},'
        ' "attributes": {"dataSet": [{"id": "OWN_REMARK", "values": [{"name": "first"}]}]}}}'
    )
    assert only(file(tmp_path, text, "data.json")).observations == SAFE[:1]


@pytest.mark.parametrize(
    "text",
    [
        '{"Year": [2020, 2020], "Sex": [null, "Female"], "Value": [17, 16.1]}',
        (
            '{"data": {"Year": [2020, 2020], "Sex": ["", "Female"], "Value": [17, 16.1]},'
            ' "edges": {"From": [], "To": []}}'
        ),
    ],
)
def test_an_open_sdg_site_writes_its_json_by_columns(tmp_path: Path, text: str) -> None:
    series = only(file(tmp_path, text, "6-1-1.json"))
    assert series.definition.indicator == "6.1.1"
    assert [(one.value, dict(one.dimensions)) for one in series.observations] == [
        (17.0, {}),
        (16.1, {"SEX": "F"}),
    ]


def test_an_sdmx_message_of_nepal() -> None:
    """886 figures in the message of the Central Bureau of Statistics; counted by pysdmx too. 185 of
    them stand there twice, the same in every attribute."""
    found = official.read(shared("2_official/nepal_opensdg/CBS_DATA.xml"))
    assert sum(len(series.observations) for series in found) == 886 - 185
    (flag,) = (flag for series in found for flag in series.flags if flag.code == "official.again")
    assert (flag.count, len(flag.rows)) == (185, 185)
    assert flag.message.startswith("185 rows of CBS_DATA.xml repeat earlier ones")
    poor = next(series for series in found if series.code == "SI_POV_DAY1")
    assert poor.definition.indicator == "1.1.1"
    assert ("NP", "1996", 66.0) in figures(poor)


def test_a_structure_message_holds_no_figures() -> None:
    with pytest.raises(Problem, match="SDMX structure message"):
        official.read(shared("2_official/nepal_opensdg/CBS_DSD.xml"))
