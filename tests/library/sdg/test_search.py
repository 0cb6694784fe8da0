"""Search finds codes exactly and words forgivingly, in five languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift import sdg
from datashift.sdg.files import parts, rows


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6.1.1", "6.1.1"),
        ("6-1-1", "6.1.1"),
        ("6_1_1", "6.1.1"),
        ("06.01.01", "6.1.1"),
        ("SDG 6.1.1", "6.1.1"),
        ("ODS 6.1.1", "6.1.1"),
        ("Indicator 1.A.2", "1.a.2"),
        ("SDG 6.1", "6.1"),
        ("ODD 16.10", "16.10"),
        ("611", "6.1.1"),
        ("1651", "16.5.1"),
        ("17182", "17.18.2"),
        ("3b3", "3.b.3"),
        ("६.१.१", "6.1.1"),
        ("goal 5", "5"),
        ("SDG5", "5"),
        ("VC_VAW_MARR", "VC_VAW_MARR"),
        (" vc_vaw_marr ", "VC_VAW_MARR"),
    ],
)
def test_a_code_in_any_usual_spelling_is_hit_exactly(text: str, code: str) -> None:
    first = sdg.search(text)[0]
    assert (first.code, first.score) == (code, 100.0)


def test_a_code_brings_what_belongs_to_it() -> None:
    assert [hit.code for hit in sdg.search("6.2")] == ["6.2", "6.2.1"]
    assert "5.2.1" in {hit.code for hit in sdg.search("VC_VAW_MARR")}


def test_a_code_that_does_not_exist_finds_nothing() -> None:
    assert sdg.search("19.1.1") == ()
    assert sdg.search("2012-13") == ()
    assert [sdg.as_code(text) for text in ("2024", "999", "100", "0", "6")] == [None] * 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("acess to electrcity", "7.1.1"),
        ("drinkng watr", "6.1.1"),
        ("feminicidios", "16.1.1"),
        ("ndoa za utotoni", "5.3.1"),
        ("stock-outs", "3.b.3"),
        ("seats in parliament", "5.5.1"),
        ("rupture de stock", "3.b.3"),
        ("बालविवाह", "5.3.1"),
    ],
)
def test_words_are_forgiven_their_spelling(text: str, code: str) -> None:
    assert code in [hit.code for hit in sdg.search(text)[:3]]


@pytest.mark.parametrize("language", sdg.LANGUAGES)
def test_names_come_in_the_language_asked_for(language: str) -> None:
    name = sdg.search("7.1.1", language=language)[0].name
    assert name.language == language


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_indicator_is_found_by_its_own_name(language: str) -> None:
    for one in sdg.indicators():
        name = one.name(language)
        found = sdg.search(name.text, language=language, limit=5)
        assert name.text in [hit.name.text for hit in found], one.code


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_scores_in_order(text: str) -> None:
    scores = [hit.score for hit in sdg.search(text)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 100 for score in scores)


def test_topics_name_current_indicators_in_five_languages() -> None:
    current = {one.code for one in sdg.indicators()}
    for row in rows("topics.csv"):
        assert set(parts(row["indicators"])) <= current
        assert all(parts(row[language]) for language in sdg.LANGUAGES), row["indicators"]


def _share_right(which: str, least: int) -> float:
    """Share of the labelled headings of a set whose indicator is among the first three."""
    with Path(__file__).with_name("headings.csv").open(encoding="utf-8", newline="") as file:
        labelled = [row for row in csv.DictReader(file) if row["set"] == which]
    assert len(labelled) >= least
    right = [
        set(row["indicators"].split())
        & {hit.code for hit in sdg.suggest_indicators([row["heading"]])}
        for row in labelled
    ]
    return sum(map(bool, right)) / len(labelled)


def test_real_headings_find_their_indicator_among_the_first_three() -> None:
    assert _share_right("seen", 70) >= 0.95


def test_headings_that_no_word_was_added_for_do_nearly_as_well() -> None:
    assert _share_right("unseen", 40) >= 0.85


@pytest.mark.parametrize("heading", ["id", "_uuid", "date_recorded", "latitude", "q17", "", "x"])
def test_a_heading_about_nothing_suggests_nothing(heading: str) -> None:
    assert sdg.suggest_indicators([heading]) == ()


def test_several_words_of_one_column_agree() -> None:
    alone = sdg.suggest_indicators(["status"])
    together = sdg.suggest_indicators(["status", "Does the pump give water today?"])
    assert "6.1.1" not in [hit.code for hit in alone]
    assert together[0].code == "6.1.1"
