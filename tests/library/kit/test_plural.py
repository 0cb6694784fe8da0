"""Only an English word has an English plural."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.kit import plural as module
from datashift.kit.plural import plural


def test_the_examples_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("woman", "women"),
        ("community health worker", "community health workers"),
        ("bus", "buses"),
        ("class", "classes"),
        ("survey", "surveys"),
        ("Household", "Households"),
        ("fish", "fish"),
        ("human", "humans"),
    ],
)
def test_an_english_unit_has_its_plural(one: str, many: str) -> None:
    assert plural(one, "en") == many


@given(st.text(), st.sampled_from(["es", "sw", "ne", "fr", "pt-BR"]))
def test_a_unit_of_another_language_stays_as_it_is(unit: str, language: str) -> None:
    assert plural(unit, language) == unit


@given(st.sampled_from(["hogar", "pozo", "kaya", "kisima", "vivienda", "famille", "ménage", "घर"]))
def test_a_word_that_is_not_known_to_be_english_stays_as_it_is(unit: str) -> None:
    assert plural(unit) == plural(f"punto {unit}").removeprefix("punto ") == unit
