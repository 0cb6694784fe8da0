"""Check: rows with the same trouble lie in one pile; decide once, undo at any time."""

from __future__ import annotations

import re

import pytest
from people import NOW, SignIn
from pytest_django import DjangoCaptureOnCommitCallbacks
from web.evidence.test_bring import pile
from web.evidence.wells import WELLS, brought, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import events
from datashift.web.evidence import actions, queries
from datashift.web.evidence.models import Study


@pytest.fixture
def study(organisation: Organisation, amina: User) -> Study:
    made = actions.create_study(organisation, title="Wells of Kisima", by=amina, at=NOW)
    brought(made, WELLS, by=amina)
    return made


def check(study: Study, user: User, browser_of: SignIn) -> str:
    """The page as people read it: without tags."""
    page = browser_of(user).get(f"/workspace/{study.pk}/check/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&quot;", '"').split())


def decide(study: Study, user: User, browser_of: SignIn, words: str, answer: str) -> str:
    """Answer the pile whose sentence holds the words; the page that follows."""
    browser = browser_of(user)
    key = pile(browser.get(f"/workspace/{study.pk}/check/").content.decode(), words)
    answered = browser.post(
        f"/workspace/{study.pk}/check/decide/", {"pile": key, "answer": answer}, follow=True
    )
    return str(answered.content.decode())


def test_piles_say_what_was_noticed_and_what_can_be_done(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    page = check(study, amina, browser_of)
    assert "3 piles to look at before you publish" in page
    assert "0 of 3 piles done" in page
    assert "6 rows lie at longitude 0, latitude 0" in page
    assert "Set aside 6" in page
    assert "Keep them" in page
    assert "Stops publishing" in page
    assert page.index("Leave out the column?") < page.index("Set aside?")


def test_a_recode_shows_what_becomes_what(study: Study, amina: User, browser_of: SignIn) -> None:
    page = browser_of(amina).get(f"/workspace/{study.pk}/check/").content.decode()
    assert "<td>Works</td><td>works</td>" in page


def test_rows_are_shown_by_their_number_in_the_file(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    page = browser_of(amina).get(f"/workspace/{study.pk}/check/").content.decode()
    rows = [number for number, line in enumerate(WELLS.decode().split("\n"), 1) if ",0,0," in line]
    assert [int(found) for found in re.findall(r'class="num">(\d+)<', page)][:6] == rows
    assert "6 of 6 · the original file is never changed" in page


def test_no_phone_number_is_shown_until_somebody_keeps_the_column(
    study: Study,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser = browser_of(amina)
    phone = WELLS.decode().split("\n")[1].rsplit(",", 1)[1]
    file = study.files.get()
    pages = [f"/workspace/{study.pk}/check/", f"/workspace/{study.pk}/files/{file.pk}/"]
    assert not [page for page in pages if phone in browser.get(page).content.decode()]
    assert phone not in str(file.flags)
    assert phone not in str(file.columns)
    with django_capture_on_commit_callbacks(execute=True):
        decide(study, amina, browser_of, "phone numbers", "1:keep")
    assert phone in browser.get(pages[1]).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/workspace/{study.pk}/decisions/{study.decisions.get().pk}/undo/")
    assert phone not in browser.get(pages[1]).content.decode()


def test_a_decision_is_recorded_told_and_taken_back(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    page = decide(study, amina, browser_of, "longitude 0", "0:set_aside")
    decision = study.decisions.get()
    assert decision.repair == {"set_aside": "coordinates.null_island", "column": "longitude"}
    assert (decision.count, decision.by) == (6, amina)
    assert "Set aside: 6 rows lie at longitude 0" in page
    assert "1 of 3 piles done" in page
    undo = f"/workspace/{study.pk}/decisions/{decision.pk}/undo/"
    assert page.count(undo) == 2  # in the toast and in the list of what is done
    page = browser_of(amina).post(undo, follow=True).content.decode()
    assert "Taken back. The pile waits again." in page
    assert "0 of 3 piles done" in page
    told = [event.action for event in events(study.organisation)[:2]]
    assert told == ["flag.reopened", "flag.answered"]
    page = browser_of(amina).post(undo, follow=True).content.decode()
    assert "This was taken back already." in page


def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told(
    study: Study, amina: User, owner: User, browser_of: SignIn
) -> None:
    browsers = [browser_of(amina), browser_of(owner)]
    pages = [browser.get(f"/workspace/{study.pk}/check/").content.decode() for browser in browsers]
    key = pile(pages[1], "longitude 0")
    decide(study, amina, browser_of, "longitude 0", "0:set_aside")
    answer = browsers[1].post(
        f"/workspace/{study.pk}/check/decide/", {"pile": key, "answer": "1:keep"}, follow=True
    )
    assert "Amina has just answered this pile. Set aside: 6 rows" in answer.content.decode()
    assert [each.repair for each in study.decisions.all()] == [
        {"set_aside": "coordinates.null_island", "column": "longitude"}
    ]


def test_what_is_not_offered_is_not_done(study: Study, amina: User, browser_of: SignIn) -> None:
    key = pile(
        browser_of(amina).get(f"/workspace/{study.pk}/check/").content.decode(), "longitude 0"
    )
    for sent in ({"pile": key, "answer": "0:drop_column"}, {"pile": "nothing"}, {}):
        answer = browser_of(amina).post(f"/workspace/{study.pk}/check/decide/", sent, follow=True)
        assert "This pile is not there any more" in answer.content.decode()
    assert not study.decisions.exists()


def test_many_piles_of_one_kind_are_answered_at_once(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    names = ["caretaker_phone", "chair_phone", "guard_phone"]
    lines = WELLS.decode().strip().split("\n")
    phones = [f"{line},{','.join(line.rsplit(',', 1)[1:] * 2)}" for line in lines[1:]]
    content = "\n".join([f"{lines[0]},{names[1]},{names[2]}", *phones]).encode()
    brought(study, content, by=amina)
    assert "Leave out all 3 columns" in check(study, amina, browser_of)
    answer = browser_of(amina).post(
        f"/workspace/{study.pk}/check/decide-group/", {"group": "drop_column"}, follow=True
    )
    assert "3 piles are answered; undo each of them below." in answer.content.decode()
    assert sorted(each.column for each in study.decisions.all()) == names


def test_a_viewer_sees_the_piles_and_no_buttons(
    study: Study, bruno: User, browser_of: SignIn
) -> None:
    page = check(study, bruno, browser_of)
    assert "6 rows lie at longitude 0" in page
    assert "You may look. Reviewers and editors of Kisima Watch decide." in page
    assert "Set aside 6" not in page


def test_what_the_text_of_the_study_answers_is_done(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    text = """study: 1
title: Wells
data: {file: wells.csv}
design: {sampling: register}
indicators: [{id: wells, title: Wells, measure: count}]
repairs: [{set_aside: coordinates.null_island}]
"""
    actions.write_study(study, text=text, by=amina, at=NOW)
    page = check(study, amina, browser_of)
    assert "1 of 3 piles done" in page
    assert "Set aside: 6 rows lie at longitude 0" in page
    assert "The text of the study says so." in page


def test_points_outside_the_country_show_when_the_country_is_known(
    study: Study,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    assert "outside" not in check(study, amina, browser_of)
    place = "place: {country: NO, longitude: longitude, latitude: latitude}"
    with django_capture_on_commit_callbacks(execute=True):
        actions.write_study(study, text=place, by=amina, at=NOW)
    assert "Norway" in check(study, amina, browser_of)


def test_one_answer_counts_for_all_files_of_a_study(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    brought(study, wells(30), by=amina, name="more.csv")
    page = check(study, amina, browser_of)
    assert "wells.csv: 6 rows lie" in page
    assert "more.csv: 3 rows lie" in page
    assert "Set aside 9" in page
    assert queries.check_of(study).total == 3


def test_nothing_brought_yet_says_what_to_do(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    empty = actions.create_study(organisation, title="Empty", by=amina, at=NOW)
    page = check(empty, amina, browser_of)
    assert "No file with rows is here yet" in page
    assert "Bring a file" in page
