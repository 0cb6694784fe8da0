"""Codes of languages: which are known, what a page marks, how forms call their languages."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.kit.language import LANGUAGES, spoken, tags


def test_the_examples_in_the_code_are_true() -> None:
    assert doctest.testmod(tags).failed == 0


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_is_not(text: str) -> None:
    assert tags.is_tag(tags.code_named(text)) is bool(tags.code_named(text))
    assert not tags.is_tag(text) or '"' not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["en", "es-AR", "sw", "luo", ""])
def test_words_are_marked_unless_the_page_speaks_their_language(
    language: str, written: str
) -> None:
    with spoken(language):
        same = written.split("-", maxsplit=1)[0] == language
        assert tags.mark(written) == (None if same else written)
