"""The files translators edit: whole where they are finished, and never able to break a page."""

from __future__ import annotations

from functools import cache

import pytest
from babel.messages.catalog import Catalog

from datashift.kit.language import offered
from datashift.web.site.catalogues import check, extract, files

FINISHED = [language for language in offered() if language != "en"]


@cache
def source() -> Catalog:
    return extract.catalogue()


@pytest.mark.parametrize("language", files.TRANSLATED)
def test_a_translation_keeps_blanks_plurals_tags_and_edges(language: str) -> None:
    assert not list(check.faults(files.opened(language), complete=language in FINISHED))


@pytest.mark.parametrize("language", FINISHED)
def test_a_finished_language_knows_every_message_of_the_source(language: str) -> None:
    known = files.opened(language)
    missing = [one.id for one in source() if one.id and known.get(one.id, one.context) is None]
    assert not missing, "run: python -m datashift.web translations update"


def test_every_kind_of_source_is_read() -> None:
    places = {place for one in source() for place, _ in one.locations}
    wanted = (
        "web/site/templates/404.html",
        "web/site/navigation.py",
        "figures/templates/finding.html.j2",
        "figures/words.py",
        "tables/layout.py",
        "quality/credibility/frameworks/ons-2022.yaml",
        "allauth.account.forms",
    )
    assert set(wanted) <= places


def test_a_sentence_of_the_library_has_named_blanks_and_a_form_for_each_choice() -> None:
    messages = {one.id for one in source()}
    assert "Between %(low)s and %(high)s in 100." in messages
    assert "%(said)s: their ranges overlap" in messages
    assert not [one for one in messages if isinstance(one, str) and "%%(" in one]


def test_a_context_tells_words_apart_and_is_no_message_itself() -> None:
    found = {(one.id, one.context) for one in source()}
    assert {("BACK", "sent by message"), ("Set aside", "state"), ("Set aside", None)} <= found
    assert ("sent by message", None) not in found


def test_words_that_are_looked_for_and_names_of_fonts_are_nobodys_work() -> None:
    messages = {one.id for one in source() if isinstance(one.id, str)}
    assert not messages & {"do not know", "Noto Sans", "English (en)", "Marca temporal", "Post ID"}
    assert "Unknown question type" not in messages
    assert not [one for one in messages if "sans-serif" in one]


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ("ohne", "blanks %(count)s and none"),
        ("%(count)s und <b>mehr</b>", "tags none and </b>, <b>"),
        (" %(count)s", "spaces at its ends"),
        ("%(count)s\nmehr", "a line break"),
    ],
)
def test_a_broken_translation_is_found(translation: str, fault: str) -> None:
    broken = Catalog(locale="es")
    broken.add("%(count)s more", translation)
    assert any(found.endswith(fault) for found in check.faults(broken))
