"""observations.csv says exactly what was published, the same bytes each time."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from datashift.exchange import Observation, observations
from datashift.kit.cells import plain

ROWS = (
    Observation("works", value=54.30808080808081, n=59_400, unit="PT", match="proxy"),
    Observation(
        "works",
        series="SH_H2O_SAFE",
        ref_area="22",
        area_name="Njombe",
        time_period="2013",
        dimensions={"SEX": "F", "owner": "=cmd|' /C calc'!A0"},
        value=81.25,
        standard_error=1.5,
        lower=78.0,
        upper=84.5,
        n=1200,
        n_effective=800.0,
        unit="PT",
    ),
    Observation("works", ref_area="23", status="Q", unit="PT"),
)


def test_the_file_is_written_out_whole(tmp_path: Path) -> None:
    path = tmp_path / "observations.csv"
    observations.write(ROWS, path)
    assert path.read_bytes().decode() == (
        "INDICATOR,SERIES,REF_AREA,AREA_NAME,TIME_PERIOD,SEX,AGE,URBANISATION,owner,"
        "OBS_VALUE,STD_ERROR,CI_LOWER,CI_UPPER,N,N_EFFECTIVE,OBS_STATUS,UNIT_MEASURE,MATCH\n"
        "works,,_T,,_T,_T,_T,_T,_T,54.3080808081,,,,59400,,A,PT,proxy\n"
        "works,SH_H2O_SAFE,22,Njombe,2013,F,_T,_T,'=cmd|' /C calc'!A0,"
        "81.25,1.5,78,84.5,1200,800,A,PT,\n"
        "works,,23,,_T,_T,_T,_T,_T,,,,,,,Q,PT,\n"
    )


def test_the_table_has_the_columns_of_the_file() -> None:
    table = observations.table(ROWS)
    assert table.column_names == observations.columns(ROWS)
    assert table["OBS_VALUE"].to_pylist() == [54.30808080808081, 81.25, None]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_twelve_digits(value: float) -> None:
    written = observations.number(value)
    assert abs(float(written) - value) <= abs(value) * 1e-11
    assert observations.number(float(written)) == written


@given(st.text(max_size=40))
def test_any_text_stays_in_its_cell_and_is_no_formula(text: str) -> None:
    rows = (Observation("x", dimensions={"d": text}),)
    read = list(csv.reader(io.StringIO(observations.text(rows), newline="")))
    assert len(read) == 2
    cell = read[1][8]
    assert cell[:1] not in {"=", "@", "\t"}
    assert plain(cell).split() == text.replace("\0", " ").split()
