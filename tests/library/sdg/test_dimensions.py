"""Cells of people's files become codes of the SDG lists, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift import sdg


@pytest.mark.parametrize(
    ("dimension", "text", "code"),
    [
        ("SEX", "Male", "M"),
        ("SEX", "Hombre", "M"),
        ("SEX", "VARÓN ", "M"),
        ("SEX", "Mwanaume", "M"),
        ("SEX", "पुरुष", "M"),
        ("SEX", "Homme", "M"),
        ("SEX", "f", "F"),
        ("SEX", "Mujer", "F"),
        ("SEX", "महिला", "F"),
        ("SEX", "_T", "_T"),
        ("SEX", "wote", "_T"),
        ("URBANISATION", "Vijijini", "R"),
        ("URBANISATION", "urbana", "U"),
        ("AGE", "15-24", "Y15T24"),
        ("AGE", "15–24", "Y15T24"),
        ("AGE", "15 a 24 años", "Y15T24"),
        ("AGE", "de 15 à 24 ans", "Y15T24"),
        ("AGE", "miaka 15 hadi 24", "Y15T24"),
        ("AGE", "१५-२४", "Y15T24"),
        ("AGE", "65+", "Y_GE65"),
        ("AGE", "65 years and over", "Y_GE65"),
        ("AGE", "65 y más", "Y_GE65"),
        ("AGE", "under 5 years", "Y0T4"),
        ("AGE", "<5", "Y0T4"),
        ("AGE", "15 to 49 years old", "Y15T49"),
        ("INCOME_WEALTH_QUANTILE", "Poorest", "Q1"),
        ("DISABILITY_STATUS", "con discapacidad", "PD"),
    ],
)
def test_words_become_codes(dimension: str, text: str, code: str) -> None:
    assert sdg.find_code(dimension, text) == code


@pytest.mark.parametrize(
    ("dimension", "text"),
    [
        ("SEX", "Mujer Trans"),
        ("SEX", ""),
        ("SEX", "T"),
        ("AGE", "13-14"),
        ("AGE", "2010-2014"),
        ("AGE", "24"),
        ("EDUCATION_LEV", "Primary education"),  # two codes of the list have this name
    ],
)
def test_what_is_not_certain_is_no_code(dimension: str, text: str) -> None:
    assert sdg.find_code(dimension, text) is None


@given(st.sampled_from(sdg.dimensions()), st.data())
def test_every_code_is_found_by_itself(dimension: sdg.Dimension, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(dimension.codes)))
    assert sdg.find_code(dimension.code, code) == code
    assert sdg.find_code(dimension.code, f" {code.lower()} ") == code


def test_lists_hold_the_codes_that_the_contract_uses() -> None:
    for code in ("SEX", "AGE", "URBANISATION", "INCOME_WEALTH_QUANTILE", "EDUCATION_LEV"):
        assert "_T" in sdg.dimension(code).codes
    assert {"A", "Q"} <= set(sdg.dimension("OBS_STATUS").codes)
    assert "PT" in sdg.dimension("UNIT_MEASURE").codes


def test_national_codes_of_the_copy_we_read_are_left_out() -> None:
    for dimension in sdg.dimensions():
        assert not [code for code in dimension.codes if code.startswith("_L_")]


def test_an_unknown_dimension_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        sdg.dimension("COLOUR")
