"""SDMX data messages of every kind become one row per observation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shared_data import shared

from datashift.kit.problem import Problem
from datashift.tables import Limits, read

NAMESPACE = 'xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"'
ROWS = [
    {"SERIES": "A", "TIME_PERIOD": 2019, "OBS_VALUE": 1.5, "NATURE": "C"},
    {"SERIES": "A", "TIME_PERIOD": 2020, "OBS_VALUE": 2.5, "NATURE": None},
]


def rows(folder: Path, text: str, name: str = "message.xml") -> list[dict[str, Any]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    table = read(path)
    assert table.source.format == "sdmx"
    return [{key: row.get(key) for key in ROWS[0]} for row in table.data.to_pylist()]


def message(kind: str, inside: str) -> str:
    return f'<?xml version="1.0"?><m:{kind} {NAMESPACE}><m:DataSet>{inside}</m:DataSet></m:{kind}>'


def test_structure_specific_by_series(tmp_path: Path) -> None:
    text = message(
        "StructureSpecificData",
        '<Series SERIES="A"><Obs TIME_PERIOD="2019" OBS_VALUE="1.5" NATURE="C"/>'
        '<Obs TIME_PERIOD="2020" OBS_VALUE="2.5"/></Series>',
    )
    assert rows(tmp_path, text) == ROWS


def test_structure_specific_flat_with_the_attributes_of_a_group(tmp_path: Path) -> None:
    text = message(
        "StructureSpecificData",
        '<Group SERIES="A" TIME_PERIOD="2019" NATURE="C"/>'
        '<Obs SERIES="A" TIME_PERIOD="2019" OBS_VALUE="1.5"/>'
        '<Obs SERIES="A" TIME_PERIOD="2020" OBS_VALUE="2.5"/>',
    )
    assert rows(tmp_path, text) == ROWS


def test_generic(tmp_path: Path) -> None:
    def observed(year: int, value: float, more: str = "") -> str:
        return f'<g:Obs><g:ObsDimension value="{year}"/><g:ObsValue value="{value}"/>{more}</g:Obs>'

    nature = '<g:Attributes><g:Value id="NATURE" value="C"/></g:Attributes>'
    series = (
        '<g:Series><g:SeriesKey><g:Value id="SERIES" value="A"/></g:SeriesKey>'
        f"{observed(2019, 1.5, nature)}{observed(2020, 2.5)}</g:Series>"
    )
    text = message("GenericData", series).replace("m:DataSet>", 'm:DataSet xmlns:g="g">', 1)
    assert rows(tmp_path, text) == ROWS


def test_json_by_series(tmp_path: Path) -> None:
    text = """{"meta": {}, "data": {"dataSets": [{"structure": 0, "series": {"0": {"observations":
      {"0": [1.5, 0], "1": [2.5, null]}}}}], "structures": [{"dimensions": {"series":
      [{"id": "SERIES", "values": [{"id": "A"}]}], "observation": [{"id": "TIME_PERIOD", "values":
      [{"value": "2019"}, {"value": "2020"}]}]}, "attributes": {"observation": [{"id": "NATURE",
      "values": [{"id": "C"}]}]}}]}}"""
    assert rows(tmp_path, text, "message.json") == ROWS


def test_json_that_points_to_nothing_is_refused(tmp_path: Path) -> None:
    text = (
        '{"data": {"dataSets": [{"observations": {"3": [1]}}], "structure": {"dimensions":'
        ' {"observation": [{"id": "SERIES", "values": [{"id": "A"}]}]}}}}'
    )
    with pytest.raises(Problem, match="points to something it does not hold"):
        rows(tmp_path, text, "message.json")


def test_a_real_generic_message() -> None:
    """252 months of the euro in dollars, of the European Central Bank; the first was 1.16078."""
    table = read(shared("5_forms/sdmx_samples/M.USD.EUR.SP00.A.xml"))
    assert len(table) == 252
    assert table.data["OBS_VALUE"][0].as_py() == 1.16078
    assert table.data["TITLE"][0].as_py() == "US dollar/Euro"


def test_a_message_may_not_name_other_files(tmp_path: Path) -> None:
    text = message("CompactData", "<Series/>").replace(
        "?>", '?><!DOCTYPE m [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1
    )
    with pytest.raises(Problem, match="document type"):
        rows(tmp_path, text)


def test_a_message_cut_off_is_refused_with_its_line(tmp_path: Path) -> None:
    text = message("CompactData", '<Series SERIES="A">\n<Obs OBS_VALUE="1"/>')[:-30]
    with pytest.raises(Problem, match=r"message\.xml, line \d+: The XML is broken or cut off"):
        rows(tmp_path, text)


def test_a_message_without_figures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="holds no observations"):
        rows(tmp_path, message("GenericData", ""))


def test_a_message_with_more_figures_than_can_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "message.xml"
    path.write_text(message("CompactData", '<Obs OBS_VALUE="1"/>' * 3), encoding="utf-8")
    with pytest.raises(Problem, match="more observations"):
        read(path, limits=Limits(rows=2))
