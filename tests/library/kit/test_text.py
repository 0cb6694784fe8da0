"""Folding makes spellings comparable and is stable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.kit.text import fold


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Córdoba ", "CORDOBA"), ("Murang’a", "murang'a"), ("Dar es\u00a0Salaam", "dar  es salaam")],
)
def test_spellings_of_one_place_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_devanagari_vowels_stay() -> None:
    assert fold("काठमाडौँ") != fold("कठमड")
