"""Columns are recognised by heading and values, with a reason and never for certain."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.harmonise.at_hand import the
from shared_data import shared

from datashift.harmonise import Suggestion, suggest_columns
from datashift.tables import read


def suggested(path: str) -> dict[tuple[str, str], Suggestion]:
    """What is suggested for a real file, by role and column."""
    return {(one.role, one.column): one for one in suggest_columns(read(shared(path)))}


def only(name: str, values: list[object]) -> Suggestion:
    """What is suggested for a table of one column."""
    (found,) = suggest_columns(the({name: values}))
    return found


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["yes", "no"], {"yes": 1, "no": 0}),
        (["Sí", "No"], {"Sí": 1, "No": 0}),
        (["Ndiyo", "Hapana"], {"Ndiyo": 1, "Hapana": 0}),
        (["Oui", "Non"], {"Oui": 1, "Non": 0}),
        (["छ", "छैन"], {"छ": 1, "छैन": 0}),
        (["functional", "non functional"], {"functional": 1, "non functional": 0}),
        ([True, False], {"true": 1, "false": 0}),
    ],
)
def test_answers_of_yes_and_no_are_outcomes_in_every_language(
    values: list[object], wanted: dict[str, int]
) -> None:
    found = only("q17", values * 5)
    assert (found.role, found.detail) == ("outcome", {"map": wanted})


@pytest.mark.parametrize(
    ("heading", "values", "role"),
    [
        ("Longitud", [-58.4, -60.1], "longitude"),
        ("lat_wgs84", [-4.4, -4.5], "latitude"),
        ("अक्षांश", [27.7, 28.2], "latitude"),
        ("jinsia", ["Mwanamke", "Mwanaume"], "SEX"),
        ("लिङ्ग", ["महिला", "पुरुष"], "SEX"),
        ("umri", [15, 49], "AGE"),
        ("milieu", ["urbain", "rural"], "URBANISATION"),
        ("factor de expansión", [1.5, 2.5], "weight"),
        ("estrato", ["a", "b"], "strata"),
        ("grappe", [1, 2], "cluster"),
        ("tarehe", [date(2013, 1, 1), date(2014, 1, 1)], "time"),
        ("année", [2013, 2014], "time"),
        ("simu", ["0712 000 001", "0712 000 002"], "personal"),
        ("deviceid", [1, 2], "personal"),
        ("contact", ["a@example.org", "b@example.org"], "personal"),
        ("notes", ["same", "same"], "ignore"),
    ],
)
def test_headings_are_read_in_five_languages(heading: str, values: list[object], role: str) -> None:
    assert only(heading, values * 8).role == role


def test_an_empty_column_is_best_left_alone() -> None:
    assert only("notes", [None, None]).role == "ignore"


def test_water_points_of_tanzania() -> None:
    found = suggested("1_cgd/tza_waterpoints/needs_repair_all_columns_6555.csv")
    assert {
        ("longitude", "longitude"),
        ("latitude", "latitude"),
        ("place", "region"),
        ("time", "date_recorded"),
        ("outcome", "public_meeting"),
        ("identifier", "id"),
    } <= set(found)
    assert found["country", ""].detail == {"country": "TZ"}
    assert found["place", "region"].detail == {"country": "TZ", "level": 1}


def test_settlements_of_argentina() -> None:
    found = suggested("1_cgd/argentina_renabap_barrios_populares_2022.csv")
    assert found["place", "provincia"].detail == {"country": "AR", "level": 1}
    assert found["outcome", "titulo_propiedad"].detail == {"map": {"NO": 0, "SI": 1}}
    assert ("amount", "cantidad_familias_aproximada") in found
    assert found["country", ""].detail == {"country": "AR"}


def test_learning_assessment_of_kenya() -> None:
    found = suggested("1_cgd/uwezo/KE10.csv")
    assert found["SEX", "gender"].detail == {"map": {"Male": "M", "Female": "F"}}
    assert {("place", "region"), ("place", "country"), ("time", "year")} <= set(found)
    assert found["country", ""].detail == {"country": "KE"}


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.lists(st.none() | st.text(max_size=4), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40, deadline=None)
def test_nothing_is_certain_and_everything_has_a_reason(columns: dict[str, list[str]]) -> None:
    table = the(pa.table({name: pa.array(v, pa.string()) for name, v in columns.items()}))
    found = suggest_columns(table)
    assert all(0 < one.score < 1 and one.why.endswith(".") for one in found)
    assert list(found) == sorted(found, key=lambda one: -one.score)
    assert len([one for one in found if one.column]) <= len(columns)
