"""Official figures kept by source and version: nothing lost, nothing mixed, nothing half-done."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command import datashift
from shared_data import shared

from datashift.comparison import Declared, holdings, official
from datashift.comparison.unpacked import official_files
from datashift.kit.language import spoken
from datashift.kit.language.retold import retold
from datashift.kit.problem import Problem

TODAY = date(2026, 11, 21)
FIRST = (
    "SeriesCode,GeoAreaCode,TimePeriod,Value\nSH_H2O_SAFE,404,2020,58.5\nSH_H2O_SAFE,404,2021,59\n"
)
SECOND = "SeriesCode,GeoAreaCode,TimePeriod,Value\nSH_H2O_SAFE,404,2021,59.9\nSH_H2O_SAFE,404,2022,60.5\n"


def load(folder: Path, text: str, name: str = "water.csv") -> holdings.Version:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return holdings.load(path, folder / "official", source="WHO and UNICEF", today=TODAY)


def test_a_second_version_stands_beside_the_first_and_says_what_moved(tmp_path: Path) -> None:
    first, second = load(tmp_path, FIRST), load(tmp_path, SECOND)
    assert (first.number, first.figures) == (1, 2)
    assert (second.number, second.new, second.changed, second.gone) == (2, 1, 1, 1)
    assert holdings.versions(tmp_path / "official") == (first, second)
    (series,) = holdings.series(tmp_path / "official", indicator="6.1.1", area="KE")
    assert [one.value for one in series.observations] == [59.9, 60.5]
    kept = tmp_path / "official" / "who-and-unicef" / "1" / "as_it_came"
    assert kept.read_text(encoding="utf-8") == FIRST


def test_the_same_bytes_make_no_new_version(tmp_path: Path) -> None:
    assert load(tmp_path, FIRST) == load(tmp_path, FIRST, "again.csv")
    assert len(holdings.versions(tmp_path / "official")) == 1


def page(number: int) -> str:
    return (
        f'[{{"page": {number}, "pages": 2, "total": 2}}, [{{"indicator": {{"id": "SH.H2O.SMDW.ZS",'
        ' "value": "Water (%)"}, "country": {"id": "NP", "value": "Nepal"}, "countryiso3code":'
        f' "NPL", "date": "{2020 + number}", "value": 16.1}}]]'
    )


def test_an_answer_that_goes_on_says_so_until_all_its_pages_came(tmp_path: Path) -> None:
    (sentence,) = load(tmp_path, page(1), "answer.json").refused
    assert sentence.startswith("answer.json: This is only 1 of 2 pages of an answer")
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        for number in (1, 2):
            archive.writestr(f"{number}.json", page(number))
    whole = holdings.load(
        tmp_path / "both.zip", tmp_path / "official", source="The World Bank", today=TODAY
    )
    assert (whole.figures, whole.refused) == (2, ())


def test_what_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        load(tmp_path, "a,b\n1,2\n")
    assert not (tmp_path / "official").exists()


def test_figures_come_back_as_they_were(tmp_path: Path) -> None:
    """Bounds, groups and sources of Nepal's SDMX message survive being kept."""
    path = shared("2_official/nepal_opensdg/CBS_DATA.xml")
    holdings.load(path, tmp_path, source="CBS", today=TODAY)
    read = official.read(path, source="CBS")
    kept = holdings.series(tmp_path)
    assert [(one.definition, one.observations) for one in kept] == [
        (one.definition, one.observations) for one in read
    ]


def test_the_files_of_an_open_sdg_site_come_as_one_zip() -> None:
    path = shared("2_official/nepal_opensdg/all_indicators_csv.zip")
    with official_files(path) as files:
        names = [file.name for file in files]
    assert len(names) == 50
    assert "1-1-1.csv" in names


def test_a_zip_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "site.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../6-1-1.csv", FIRST)
    version = holdings.load(path, tmp_path / "official", source="ONS", today=TODAY)
    assert version.figures == 2
    assert {one.name for one in tmp_path.iterdir()} == {"site.zip", "official"}


def test_the_command_loads_lists_and_shows(tmp_path: Path) -> None:
    (tmp_path / "water.csv").write_text(FIRST, encoding="utf-8")
    into = ("--into", str(tmp_path / "official"))
    empty = datashift("official", "list", *into)
    assert "No official figures are kept here yet" in empty.out
    done = datashift("official", "load", str(tmp_path / "water.csv"), "--source", "JMP", *into)
    assert done.out == "JMP, version 1: 1 series, 2 figures.\n"
    shown = datashift("official", "show", "6.1.1", "--area", "KE", "--json", *into)
    assert [row["value"] for row in json.loads(shown.out)] == [58.5, 59.0]


def test_the_command_says_what_no_page_will_show(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("Year,Value\n2020,17\n2021,18\n", encoding="utf-8")
    unplaced = datashift("official", "load", "table.csv", "--source", "NSO", folder=tmp_path)
    assert "2 figures name no place, so that no page shows them" in unplaced.err
    assert "One series names no SDG indicator" in unplaced.err
    said = ("--area", "NP", "--indicator", "6.1.1")
    placed = datashift("official", "load", "table.csv", "--source", "NSO", *said, folder=tmp_path)
    assert not placed.err


def test_what_misleads_is_kept_as_it_came_and_said(tmp_path: Path) -> None:
    rows = ("404,soon,1", "404,99999,2", "404,2020,3", "404,2020,4", "404,2021,=1+1", "404,2022,5")
    version = load(tmp_path, "\n".join(["GeoAreaCode,TimePeriod,Value", *rows]))
    assert version.figures == 6
    assert version.refused == (
        'One official value in water.csv is not a number ("=1+1") and counts as missing.',
        "Figures without a year that can be read: 2, as in 99999.",
        "Figures given twice with different values: 1, as of KE 2020.",
    )
    with spoken("es"):
        assert retold(version.refused[1]).startswith("Cifras sin un año que se pueda leer: 2")
        assert retold(version.refused[0]) != version.refused[0]


def test_a_row_that_is_repeated_is_said_and_counts_once(tmp_path: Path) -> None:
    rows = ("GeoAreaCode,TimePeriod,Value", "404,2020,3", "404,2021,4", "404,2020,3")
    version = load(tmp_path, "\n".join(rows))
    assert version.figures == 2
    (said,) = version.refused
    assert said == "One row of water.csv repeats an earlier one and is not counted again."
    several = load(tmp_path, "\n".join((*rows, "404,2020,3")))
    assert several.refused == (
        "2 rows of water.csv repeat earlier ones and are not counted again.",
    )
    for language in ("es", "sw", "ne", "fr"):
        with spoken(language):
            for each in (said, *several.refused):
                assert retold(each) != each


def test_a_percentage_that_is_no_share_is_said_and_kept(tmp_path: Path) -> None:
    rows = ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE", "6.1.1,KE,2020,104.2,PT")
    version = load(tmp_path, "\n".join(rows))
    (said,) = version.refused
    assert said == "One official value in percent in water.csv is below 0 or above 100: 104.2."
    for language in ("es", "sw", "ne", "fr"):
        with spoken(language):
            assert retold(said) != said
    several = load(tmp_path, "\n".join((*rows, "6.1.1,KE,2021,-3,PT")))
    assert several.figures == 2
    assert several.refused[0].startswith("2 official values in percent in water.csv are below 0")


def test_the_command_line_says_that_figures_are_big_data(tmp_path: Path) -> None:
    (tmp_path / "pumps.csv").write_text(
        "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n6.1.1,KE,2020,48\n", encoding="utf-8"
    )
    said = ("official", "load", "pumps.csv", "--source", "Pumps", "--big-data")
    assert "Pumps (big data), version 1" in datashift(*said, folder=tmp_path).out
    assert "Pumps (big data)" in datashift("official", "list", folder=tmp_path).out
    (kept,) = holdings.versions(tmp_path / "official")
    assert kept.big


def test_an_xml_file_that_is_no_message_is_refused_with_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "note.xml").write_text("<?xml version='1.0'?><note><to>you</to></note>")
    said = datashift("official", "load", "note.xml", "--source", "NSO", folder=tmp_path)
    assert "SDMX-ML" in said.err


def test_the_word_for_missing_is_not_namibia(tmp_path: Path) -> None:
    names = "Country,Code,Year,Value\n"
    load(tmp_path, f"{names}Namibia,NAM,2020,80\nLow-income countries,NA,2020,30\n", "three.csv")
    (found,) = holdings.series(tmp_path / "official")
    assert {one.ref_area for one in found.observations} == {"NA", "Low-income countries"}
    load(tmp_path, f"{names}Namibia,NA,2020,80\nKenya,KE,2020,60\n", "two.csv")
    (found,) = holdings.series(tmp_path / "official")
    assert {one.ref_area for one in found.observations} == {"NA", "KE"}


def test_several_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "code,name\n1,x\n2,y\n")
        archive.writestr("b.csv", "code,name\n1,x\n2,y\n")
    with pytest.raises(Problem, match=r"Of a\.csv: No column of values was recognised"):
        holdings.load(tmp_path / "two.zip", tmp_path / "official", source="NSO", today=TODAY)


def test_a_version_put_aside_is_not_seen_and_its_number_is_not_given_again(tmp_path: Path) -> None:
    into = tmp_path / "official"
    first, second = load(tmp_path, FIRST), load(tmp_path, SECOND)
    holdings.put_aside(into, source=second.source, number=2)
    assert holdings.versions(into) == (first,)
    assert load(tmp_path, SECOND).number == 3
    holdings.take_back(into, source=second.source, number=2)
    assert [one.number for one in holdings.versions(into)] == [1, 2, 3]


def test_the_figures_of_a_country_and_its_parts_are_read_alone(tmp_path: Path) -> None:
    text = (
        "indicator,series,area,period,value\n"
        "6.1.1,SH_H2O_SAFE,KE,2018,58.5\n"
        "6.1.1,SH_H2O_SAFE,KE-30,2018,71\n"
        "6.1.1,SH_H2O_SAFE,KEX,2018,1\n"
        "6.2.1,SH_SAN_SAFE,KE,2018,30\n"
    )
    version = load(tmp_path, text)
    into, source = tmp_path / "official", version.source
    water, toilets = holdings.contents(into, source=source, number=1)
    assert (water.number, toilets.number) == (0, 1)
    assert [(one.area, one.first, one.figures) for one in toilets.areas] == [("KE", "2018", 1)]
    (read,) = holdings.read(into, source=source, number=1, only=[0], within="KE")
    assert [one.ref_area for one in read.observations] == ["KE", "KE-30"]


def test_what_the_file_does_not_say_is_declared_with_it(tmp_path: Path) -> None:
    path = tmp_path / "piped.csv"
    path.write_text("Area;Jahr;Anteil\nBagmati;2019;14,9\n;2019;19,1\n", encoding="utf-8")
    into = tmp_path / "official"
    with pytest.raises(Problem, match=r"No column of values .* Nothing was kept\. Say"):
        holdings.load(path, into, source="NSO", today=TODAY)
    said = Declared(area="NP", period="Jahr", value="Anteil", indicator="6.1.1")
    first = holdings.load(path, into, source="NSO", today=TODAY, declared=said)
    (series,) = holdings.series(into, indicator="6.1.1")
    assert [(one.ref_area, one.value) for one in series.observations] == [
        ("NP", 19.1),
        ("NP-P3", 14.9),  # Bagmati is a province of that year; the zone of that name had ended
    ]
    assert holdings.load(path, into, source="NSO", today=TODAY, declared=said) == first
    again = holdings.load(
        path, into, source="NSO", today=TODAY, declared=replace(said, indicator="6.2.1")
    )
    assert again.number == 2
    with pytest.raises(Problem, match=r'no SDG indicator "6\.1\.9"'):
        holdings.load(path, into, source="NSO", today=TODAY, declared=Declared(indicator="6.1.9"))


def test_a_number_of_an_area_is_not_taken_for_that_of_another_level(tmp_path: Path) -> None:
    """A ward may be 30, as Baringo County is."""
    path = tmp_path / "poor.csv"
    path.write_text("geo_code,year,value\nKE,2016,36.1\n30,2016,41\n", encoding="utf-8")
    into = tmp_path / "official"
    holdings.load(path, into, source="KNBS", today=TODAY, declared=Declared(area="KE"))
    (series,) = holdings.series(into)
    assert {one.ref_area for one in series.observations} == {"KE", "30"}


def test_the_provinces_of_nepal_are_known_by_their_names(tmp_path: Path) -> None:
    path = shared("2_official/nepal_opensdg/all_indicators_csv.zip")
    holdings.load(path, tmp_path, source="NSO", today=TODAY, declared=Declared(area="Nepal"))
    (water,) = holdings.series(tmp_path, indicator="6.1.1", area="NP-P1")
    assert {one.value for one in water.observations} == {34.7}
