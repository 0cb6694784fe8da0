"""Everything public is found, however it is spelt and in whatever language."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from people import NOW
from published import Shown, page, publish

from datashift.web.evidence import actions
from datashift.web.explore.queries.search import search
from datashift.web.explore.queries.search.index import Index, words

ATOM = "{http://a9.com/-/spec/opensearch/1.1/}"
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzéñ", min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("water points", "findings", "water points work"),
        ("watr poits", "findings", "water points work"),
        ("agua potable", "framework", "6.1.1"),
        ("6-1-1", "framework", "6.1.1"),
        ("पानी", "framework", "6.1.1"),
        ("६.१.१", "framework", "6.1.1"),
        ("६.१.१", "findings", "water points work"),
        ("611", "findings", "water points work"),
        ("Nairoby", "places", "Nairobi"),
        ("Tanzanie", "places", "Tanzania"),
        ("केन्या", "places", "Kenya"),
        ("TURKÀNA", "places", "Turkana"),
        ("kisima wach", "organisations", "Kisima Watch"),
        ("water points", "comparisons", "An invented office"),
        ("weights", "methods", "weights"),
    ],
)
def test_it_is_found_as_people_write(typed: str, kind: str, name: str, shown: Shown) -> None:
    found = search(typed).groups
    assert kind in found
    assert any(name in str(item) or name in repr(item) for item in found[kind].items)


def test_an_organisation_called_by_its_name_comes_first(shown: Shown) -> None:
    assert next(iter(search("kísima WATCH").groups)) == "organisations"
    assert next(iter(search("kisima water").groups)) != "organisations"


def test_a_subject_and_a_place_find_what_is_nearest(shown: Shown) -> None:
    found = search("water in Nairobi")
    assert "works" in {one.key for one in found.findings.items}
    assert [one.name for one in found.places.items] == ["Nairobi"]


@pytest.mark.parametrize("typed", ["6-1-1", "6.1.1", "611", "wter", "maji"])
def test_a_code_or_a_slip_of_a_short_word_finds_no_other_place(typed: str, shown: Shown) -> None:
    found = search(typed)
    assert not found.places
    assert "works" in {one.key for one in found.findings.items}


def test_what_shares_some_of_the_words_says_so() -> None:
    index = Index([(1, "children who read"), (2, "water points work")])
    assert [(hit.key, hit.whole) for hit in index.find("children bananas")] == [(1, False)]
    assert [(hit.key, hit.whole) for hit in index.find("water")] == [(2, True)]


def test_nothing_found_says_what_may_have_been_meant(shown: Shown, stranger: Client) -> None:
    text = page(stranger, "/search/?q=nairxyi")
    assert "Nothing here is called “nairxyi”" in text
    assert '<a href="?q=nairobi">nairobi</a>' in text


def test_kinds_are_told_apart_with_their_number(shown: Shown, stranger: Client) -> None:
    text = page(stranger, "/search/?q=water")
    assert '<a href="#findings">Findings: 2</a>' in text


def test_what_is_withdrawn_is_found_no_more_and_what_is_new_at_once(shown: Shown) -> None:
    owner = shown.scene.people["owner"]
    assert search("water points").findings.number == 2
    later = NOW + timedelta(days=1)
    release = publish(shown.scene.organisation, by=owner, at=later, again=True)
    found = search("water points").findings.items
    assert {one.release.number for one in found} == {2}
    actions.withdraw_release(release, because="It was wrong.", by=owner, at=later)
    found = search("water points").findings.items
    assert {one.release.number for one in found} == {1}


def test_a_machine_asks_the_same(shown: Shown, stranger: Client) -> None:
    answer = stranger.get("/api/search?q=nairoby").json()
    assert answer["groups"][0] == {
        "kind": "places",
        "count": 1,
        "items": [{"name": "Nairobi", "page": "/places/ke/ke-30/", "about": "Kenya"}],
    }
    assert stranger.get("/api/search?q=xqzwv").json()["groups"] == []


def test_the_field_may_be_in_other_indexes_but_no_answer_of_it(
    shown: Shown, stranger: Client
) -> None:
    empty, found = page(stranger, "/search/"), page(stranger, "/search/?q=water")
    assert "noindex" not in empty
    assert '<meta name="description"' in empty
    assert "noindex" in found
    assert "Disallow: /search/?\n" in stranger.get("/robots.txt").content.decode()


def test_a_browser_learns_of_it(shown: Shown, stranger: Client) -> None:
    answer = stranger.get(reverse("explore:opensearch"))
    told = ET.fromstring(answer.content)  # ours
    templates = [one.get("template", "") for one in told.findall(f"{ATOM}Url")]
    assert templates[0] == "http://testserver/search/?q={searchTerms}"
    assert reverse("explore:opensearch") in page(stranger, "/")


@given(st.lists(LETTERS, min_size=1, max_size=6, unique=True))
def test_whatever_is_in_a_text_finds_it_whole_begun_or_with_one_slip(texts: list[str]) -> None:
    index = Index(enumerate(texts))
    for number, text in enumerate(texts):
        slip = text[:2] + text[3:] if len(text) > 5 else text
        for typed in (text, text.upper(), text[:4], slip):
            assert number in [hit.key for hit in index.find(typed)]
        best = index.find(text)[0].score
        assert number in [hit.key for hit in index.find(text) if hit.score == best]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Río", "rio"), ("काठमाडौँ", "काठमाडौं"), ("जनसङ्ख्या, पानी", "जनसङ्ख्या पानि")],
)
def test_what_spelling_varies_is_one_word(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    "address",
    ["/", "/goals/6/", "/targets/6-1/", "/indicators/6-1-1/", "/places/", "/places/ke/ke-30/",
     "/places/ke/goals/6/", "/findings/", "/search/", "/about/trust/", "/methods/estimates/",
     "/api/", "a release", "/accounts/login/", "/sw/nowhere/"],
)  # fmt: skip
def test_every_public_page_has_one_field_to_search_without_a_script(
    address: str, shown: Shown, stranger: Client
) -> None:
    found = f"{shown.study}1/" if address == "a release" else address
    html = stranger.get(found, follow=True).content.decode()
    (form,) = re.findall(r"<form[^>]*role=\"search\".*?</form>", html, re.DOTALL)
    assert 'type="search"' in form
    assert 'name="q"' in form
    assert 'action="' not in form or re.search(r'action="(/sw)?/search/"', form)
