"""Real files of citizens and offices open, and say the same as other readers."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from library.tables.files import columns, flag, flags, kinds
from shared_data import FOLDER, shared

from datashift.tables import Table, read

TABULAR = (".csv", ".xlsx", ".geojson", ".json")
FILES = sorted(
    str(path.relative_to(FOLDER))
    for part in ("1_cgd", "2_official")
    for path in (FOLDER / part).rglob("*")
    if path.suffix in TABULAR
)


@pytest.mark.parametrize("name", FILES or ["1_cgd"])
def test_every_tabular_file_opens(name: str) -> None:
    table = read(shared(name))
    assert len(table) > 0
    assert table.row_numbers.to_pylist() == sorted(set(table.row_numbers.to_pylist()))
    if name.endswith(".csv"):
        assert len(table) == _rows_by_python(shared(name))


def _rows_by_python(path: Path) -> int:
    """Rows under the heading that hold something, counted by Python's own reader."""
    content = path.read_bytes().decode("utf-8-sig", errors="replace")
    delimiter = "\t" if content.count("\t") > content.count(",") else ","
    rows = csv.reader(content.splitlines(keepends=True), delimiter=delimiter)
    return sum(1 for row in rows if any(cell.strip() for cell in row)) - 1


def water() -> Table:
    """The water points of Tanzania."""
    return read(shared("1_cgd/tza_waterpoints/waterpoints_59400.csv"))


def test_water_points_agree_with_pandas() -> None:
    path = shared("1_cgd/tza_waterpoints/waterpoints_59400.csv")
    table, frame = read(path), pd.read_csv(path)
    assert len(table) == len(frame) == 59_400
    assert kinds(table) == {
        "id": "integer", "longitude": "number", "latitude": "number", "population": "integer",
        "construction_year": "integer", "status_group": "text",
    }  # fmt: skip
    for name in frame.columns:
        theirs = frame[name]
        assert table.column(name).missing == theirs.isna().sum()
        if theirs.dtype.kind in "if":
            assert table.data[name].to_pandas().sum() == pytest.approx(theirs.sum(), rel=1e-12)


def test_femicides_of_argentina() -> None:
    table = read(shared("1_cgd/femicides_latam/argentina_femicidios_minjus_2012_2016.csv"))
    assert len(table) == 771
    assert kinds(table)["fecha_hecho"] == "date"
    assert kinds(table)["edad"] == "integer"
    assert flag(table, "missing.marker", "fecha_hecho").values["listed"] == {"Se desconoce": 3}
    assert set(columns(table)["tipo_victima"]) >= {"Principal"}  # written "Principal " in the file


def test_femicides_of_kenya_have_dates_in_words() -> None:
    table = read(shared("1_cgd/femicide_kenya_no_names.csv"))
    assert (len(table), kinds(table)["Date of Murder"]) == (659, "date")
    assert columns(table)["Date of Murder"][0] == dt.date(2023, 7, 31)


def test_haiti_reports_keep_their_line_breaks() -> None:
    path = shared("1_cgd/ushahidi_haiti_2010.csv")
    table, frame = read(path), pd.read_csv(path)
    assert len(table) == len(frame) == 3593
    ours = columns(table)["DESCRIPTION"]
    assert [text for text in ours if text] == [
        text.strip() for text in frame["DESCRIPTION"].dropna() if text.strip()
    ]
    parsed = pd.to_datetime(frame["INCIDENT DATE"], format="%d/%m/%Y %H:%M")
    assert columns(table)["INCIDENT DATE"] == [value.to_pydatetime() for value in parsed]


def test_namibia_is_not_missing() -> None:
    table = read(shared("2_official/psyteachr_sdg/parliament.csv"))
    assert "NA" in columns(table)["iso_code"]
    assert kinds(table)["percentage_of_women"] == "number"
    look = flag(table, "missing.marker", "iso_code")
    assert len(look.rows) == look.count == 17


def test_country_codes_keep_their_zeros() -> None:
    table = read(shared("2_official/psyteachr_sdg/countries.csv"))
    assert columns(table)["country-code"][0] == "004"


def test_tabs_in_a_csv_and_bounds_of_the_official_series() -> None:
    path = shared("2_official/un_gender_minset/8600__V_4__Ic36721ab__S93ff1bef.csv")
    table, frame = read(path), pd.read_csv(path, sep="\t")
    assert table.source.details["delimiter"] == "\t"
    assert [column.written for column in table.columns] == list(frame.columns)
    assert table.data["OBS_VALUE"].to_pandas().sum() == pytest.approx(frame["OBS_VALUE"].sum())


def test_ghana_water_points_have_keys_that_vary() -> None:
    path = shared("1_cgd/ona_water_points_ghana.json")
    table, records = read(path), json.loads(path.read_text())
    assert len(table) == len(records) == 712
    assert flag(table, "reading.varying_keys").values["of"] == len(table.columns)
    assert columns(table)["_uuid"] == [record["_uuid"].strip() for record in records]
    assert kinds(table)["_geolocation/latitude"] == "number"


def test_county_codes_stay_whole_beside_the_country() -> None:
    table = read(shared("2_official/kenya_hurumap/population_by_gender_ke.csv"))
    assert {"KE", "47"} <= set(columns(table)["geo_code"])
    assert kinds(table)["value"] == "integer"
    assert not flags(table, "numbers.ambiguous")
