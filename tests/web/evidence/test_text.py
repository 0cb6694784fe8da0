"""The text of a study, edited with its faults beside it."""

from __future__ import annotations

import hashlib

from people import NOW, SignIn
from web.evidence.pumps import TEXT, pumps

from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import Study

WRONG = TEXT.replace("unit: pump", "unti: pump").replace("sampling: register", "sampling: rigister")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_all_faults_are_told_with_their_lines(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina)
    sent = browser_of(amina).post(f"/workspace/{study.pk}/text/", {"text": WRONG, "check": "yes"})
    page = sent.content.decode()
    assert "2 lines of the study are not right yet" in page
    assert "Line 5" in page
    assert "did you mean `unit`?" in page
    assert "Line 9" in page
    assert "unti: pump" in page  # what was typed is still there
    study.refresh_from_db()
    assert study.text == TEXT


def test_columns_and_files_that_are_not_there_are_faults_too(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina)
    browser, address = browser_of(amina), f"/workspace/{study.pk}/text/"
    column = browser.post(address, {"text": TEXT.replace("from: state", "from: stat")})
    assert "did you mean `state`?" in column.content.decode()
    file = browser.post(address, {"text": TEXT.replace("file: pumps.csv", "file: wells.csv")})
    assert "is not among those you brought" in file.content.decode()


def test_typing_is_checked_without_the_rest_of_the_page(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina)
    part = browser_of(amina).post(
        f"/workspace/{study.pk}/text/", {"text": WRONG}, headers={"HX-Request": "true"}
    )
    page = part.content.decode()
    assert "2 things are wrong" in page
    assert "<html" not in page


def test_saving_keeps_what_is_not_right_yet(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina)
    typed = {"text": WRONG.replace("\n", "\r\n"), "was": digest(TEXT), "save": "yes"}
    assert browser_of(amina).post(f"/workspace/{study.pk}/text/", typed).status_code == 302
    study.refresh_from_db()
    assert study.text == WRONG


def test_two_who_write_at_once_do_not_undo_each_other(
    organisation: Organisation, amina: User, owner: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina)
    theirs = TEXT.replace("Pumps that work in Kisima", "Pumps, counted by the owner")
    actions.write_study(study, text=theirs, by=owner, at=NOW)
    mine = TEXT.replace("Pumps that work in Kisima", "Pumps, counted by Amina")
    browser, address = browser_of(amina), f"/workspace/{study.pk}/text/"
    sent = browser.post(address, {"text": mine, "was": digest(TEXT), "save": "yes"})
    assert sent.status_code == 409
    assert "counted by Amina" in sent.content.decode()
    assert Study.objects.get(pk=study.pk).text == theirs
    browser.post(address, {"text": mine, "was": digest(theirs), "save": "yes"})
    assert Study.objects.get(pk=study.pk).text == mine


def test_a_draft_is_offered_where_nothing_is_written(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina, text="")
    page = browser_of(amina).get(f"/workspace/{study.pk}/text/").content.decode()
    assert "title: Pumps of Kisima" in page
    assert "# guess" in page
    assert "It is not saved yet" in page
    assert Study.objects.get(pk=study.pk).text == ""
