"""A study made by answering plain questions."""

from __future__ import annotations

import pytest
from people import NOW, SignIn
from web.evidence.pumps import TEXT, pumps

from datashift import studies
from datashift.studies import Specification
from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import Study


@pytest.fixture
def begun(organisation: Organisation, amina: User, browser_of: SignIn) -> Study:
    """A study whose questions were begun, by pressing the button."""
    study = pumps(organisation, by=amina, text="")
    browser_of(amina).post(f"/workspace/{study.pk}/questions/")
    return Study.objects.get(pk=study.pk)


def said(study: Study) -> Specification:
    return studies.parse(Study.objects.get(pk=study.pk).text).specification


def test_a_file_is_asked_for_before_anything_else(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = actions.create_study(organisation, title="Empty", by=amina, at=NOW)
    page = browser_of(amina).get(f"/workspace/{study.pk}/questions/").content.decode()
    assert "Bring your rows first" in page
    assert browser_of(amina).post(f"/workspace/{study.pk}/questions/").status_code == 422


def test_beginning_writes_a_draft_in_which_everything_is_a_guess(
    begun: Study, amina: User, browser_of: SignIn
) -> None:
    drafted = said(begun)
    assert drafted.title == "Pumps of Kisima"
    assert drafted.producer == "Kisima Watch"
    assert len(drafted.indicators) == 1
    assert len(begun.guessed) == 10
    page = browser_of(amina).get(f"/workspace/{begun.pk}/questions/").content.decode()
    assert "0 of 10 questions are answered" in page
    assert "would count as yes" in page  # why the column was guessed


def test_ten_answers_make_a_study_that_can_be_computed(
    begun: Study, amina: User, browser_of: SignIn
) -> None:
    browser, start = browser_of(amina), f"/workspace/{begun.pk}"
    answers = [
        ("questions/rows", {"unit": "pump", "title": "Pumps that work in Kisima"}),
        ("questions/design", {"sampling": "register"}),
        ("questions/place", {"how": "whole", "name": "Kisima"}),
        ("questions/time", {"how": "value", "value": "2024"}),
        (
            "findings/1/counts",
            {"measure": "proportion", "column": "state", "value-0": "yes", "value-1": "no"},
        ),
        ("findings/1/sentence", {"sentence": "pumps work", "title": "Pumps that work"}),
        ("findings/1/sdg", {"sdg": "none"}),
        ("findings/1/groups", {"groups": ["ward"]}),
        ("harm", {"who": "things", "neighbour": "no", "listed": "no"}),
        (
            "questions/credit",
            {"producer": "Kisima Watch", "licence": "CC-BY-4.0", "language": "sw"},
        ),
    ]
    following = f"{start}/questions/rows/"
    for address, answer in answers:
        assert following == f"{start}/{address}/"
        asked = browser.get(following)
        html = asked.content.decode()
        hidden = {key for key in asked.context["form"].fields if f'name="{key}"' not in html}
        assert hidden <= {"area_name", "area_code"}  # columns of a file of areas; there is none
        sent = browser.post(following, answer)
        assert sent.status_code == 302, sent.content.decode()
        following = sent["Location"]
    assert following == f"{start}/questions/"
    assert Study.objects.get(pk=begun.pk).guessed == []
    made = said(begun)
    (indicator,) = made.indicators
    assert (made.unit, made.protect.minimum, made.licence) == ("pump", 5, "CC-BY-4.0")
    assert made.language == "sw"
    assert (indicator.id, indicator.sentence, indicator.sdg) == (
        "pumps_that_work",
        "pumps work",
        None,
    )
    assert indicator.by == ((), ("ward",))
    assert made.variables[indicator.of or ""].mapping == {"works": 1, "broken": 0}
    assert "Every question is answered" in browser.get(f"{start}/questions/").content.decode()


def test_values_are_shown_with_their_counts(begun: Study, amina: User, browser_of: SignIn) -> None:
    page = browser_of(amina).get(
        f"/workspace/{begun.pk}/findings/1/counts/", {"measure": "proportion", "column": "state"}
    )
    text = page.content.decode()
    assert "Which values of “state” count as yes?" in text
    assert ">33<" in text  # pumps that work, counted by hand in `pumps.py`
    assert ">25<" in text


def test_the_sentence_is_shown_with_its_number_before_it_is_kept(
    begun: Study, amina: User, browser_of: SignIn
) -> None:
    browser, address = browser_of(amina), f"/workspace/{begun.pk}/findings/1/sentence/"
    typed = {"sentence": "pumps work", "title": ""}
    shown = browser.post(address, {**typed, "preview": "yes"})
    assert shown.status_code == 200
    assert "57 in 100 pumps work" in shown.content.decode()  # 33 of 58
    part = browser.post(address, typed, headers={"HX-Request": "true"})
    assert "57 in 100 pumps work" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert said(begun).indicators[0].sentence == ""


def test_an_answer_that_cannot_be_is_asked_again(
    begun: Study, amina: User, browser_of: SignIn
) -> None:
    browser = browser_of(amina)
    before = said(begun)
    sent = browser.post(
        f"/workspace/{begun.pk}/questions/place/", {"how": "column", "country": "KE"}
    )
    assert sent.status_code == 422
    assert "Choose the column." in sent.content.decode()
    sent = browser.post(
        f"/workspace/{begun.pk}/findings/1/counts/", {"measure": "mean", "column": "state"}
    )
    assert "does not hold numbers" in sent.content.decode()
    assert said(begun) == before


def test_indicators_of_the_framework_are_found_by_word_and_by_number(
    begun: Study, amina: User, browser_of: SignIn
) -> None:
    browser, address = browser_of(amina), f"/workspace/{begun.pk}/findings/1/sdg/"
    found = browser.get(address, {"q": "6.1.1"}).content.decode()
    assert "safely managed drinking water" in found
    chosen = {"sdg": "6.1.1", "match": "proxy", "because": "It counts pumps, not people."}
    assert browser.post(address, chosen).status_code == 302
    indicator = said(begun).indicators[0]
    assert (indicator.sdg, indicator.match) == ("6.1.1", "proxy")
    assert indicator.because == "It counts pumps, not people."


def test_another_finding_is_added_and_left_out_again(
    begun: Study, amina: User, browser_of: SignIn
) -> None:
    browser, start = browser_of(amina), f"/workspace/{begun.pk}"
    added = browser.post(f"{start}/findings/add/")
    assert added["Location"] == f"{start}/findings/2/counts/"
    assert browser.get(added["Location"]).status_code == 200
    assert [one.measure for one in said(begun).indicators] == ["proportion", "count"]
    browser.post(f"{start}/findings/1/remove/")
    assert [one.measure for one in said(begun).indicators] == ["count"]
    browser.post(f"{start}/findings/1/remove/")
    assert len(said(begun).indicators) == 1  # a study says something


def test_what_only_the_text_can_say_stays(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    text = TEXT.replace("{file: pumps.csv}", "{file: pumps.csv}").replace(
        "  file: pumps.csv\n", "  file: pumps.csv\n  where: ward != 'Isle'\n"
    )
    study = pumps(organisation, by=amina, text=f"# by hand\n{text}")
    browser, address = browser_of(amina), f"/workspace/{study.pk}/questions/rows/"
    assert "what it says stays, its comments go" in browser.get(address).content.decode()
    browser.post(address, {"unit": "well", "title": "Wells"})
    after = said(study)
    assert after.unit == "well"
    assert after.data.where == "ward != 'Isle'"


def test_questions_about_a_text_that_is_not_right_lead_to_the_text(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina, text="study: 1\ntitel: Pumps\n")
    browser = browser_of(amina)
    page = browser.get(f"/workspace/{study.pk}/questions/").content.decode()
    assert "The text must be mended first" in page
    assert "did you mean `title`" in page
    assert browser.get(f"/workspace/{study.pk}/questions/rows/").status_code == 302


def test_who_may_only_look_sees_answers_and_no_button(
    begun: Study, bruno: User, browser_of: SignIn
) -> None:
    page = browser_of(bruno).get(f"/workspace/{begun.pk}/questions/design/").content.decode()
    assert "disabled" in page
    assert ">Next<" not in page
