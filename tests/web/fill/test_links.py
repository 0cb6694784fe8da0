"""Links: one for everybody, some for one submission each; printed, taken back."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from people import NOW, SignIn
from web.collect.wells import filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.models import Event
from datashift.web.collect.models import Instance, Quarantine, Questionnaire, Submission
from datashift.web.fill.actions.links import (
    make_public_link,
    make_single_links,
    revoke_links,
)
from datashift.web.fill.actions.sending import send
from datashift.web.fill.models import Link, Use


@pytest.fixture
def asked(organisation: Organisation, amina: User) -> Questionnaire:
    return wells(organisation, amina)


def test_there_is_one_public_link(asked: Questionnaire, amina: User) -> None:
    first = make_public_link(asked, by=amina, at=NOW)
    assert make_public_link(asked, by=amina, at=NOW) == first
    revoke_links([first], by=amina, at=NOW)
    assert make_public_link(asked, by=amina, at=NOW) != first
    assert Event.objects.filter(action="links.made").count() == 2


def test_a_public_link_takes_as_many_as_come(asked: Questionnaire, amina: User) -> None:
    link = make_public_link(asked, by=amina, at=NOW)
    receipts = [send(link, filled(new_id(n)), at=NOW) for n in range(3)]
    assert {receipt.quarantine for receipt in receipts} == {Quarantine.NONE}
    assert Submission.objects.filter(state="RECEIVED").count() == 3


def test_a_single_link_takes_one_and_keeps_the_second_aside(
    asked: Questionnaire, amina: User
) -> None:
    (link,) = make_single_links(asked, count=1, by=amina, at=NOW)
    first = send(link, filled(new_id(1)), at=NOW)
    again = send(link, filled(new_id(1)), at=NOW + timedelta(hours=1))
    second = send(link, filled(new_id(2)), at=NOW)
    assert first.quarantine == again.quarantine == Quarantine.NONE
    assert first.submission == again.submission
    assert second.quarantine == Quarantine.LINK_USED
    assert Submission.objects.get(pk=second.submission).state == "QUARANTINED"
    assert Use.objects.get().instance_id == new_id(1)


def test_what_cannot_be_read_uses_nothing_up(asked: Questionnaire, amina: User) -> None:
    (link,) = make_single_links(asked, count=1, by=amina, at=NOW)
    assert send(link, b"no form", at=NOW).quarantine == Quarantine.UNREADABLE
    assert send(link, filled(new_id(1)), at=NOW).quarantine == Quarantine.NONE


def test_two_without_an_id_are_two(asked: Questionnaire, amina: User) -> None:
    (link,) = make_single_links(asked, count=1, by=amina, at=NOW)
    first, second = (filled("", works=works) for works in ("yes", "no"))
    assert send(link, first, at=NOW).quarantine == Quarantine.NONE
    assert send(link, first, at=NOW).quarantine == Quarantine.NONE
    assert send(link, second, at=NOW).quarantine == Quarantine.LINK_USED


def test_what_comes_under_a_link_that_was_taken_back_is_kept(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    link = make_public_link(asked, by=amina, at=NOW)
    revoke_links([link], by=amina, at=NOW)
    link.refresh_from_db()
    assert browser_of(None).get(f"/fill/{link.key}/").status_code == 410
    assert send(link, filled(new_id(1)), at=NOW).quarantine == Quarantine.LINK_REVOKED
    assert Instance.objects.count() == 1


def test_links_are_made_printed_and_taken_back(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    browser = browser_of(amina)
    page = f"/collect/questionnaires/{asked.pk}/links/"
    made = browser.post(f"{page}single/", {"count": 3}, follow=True)
    assert made.content.count(b"<svg") >= 3
    keys = set(Link.objects.values_list("key", flat=True))
    batch = Link.objects.first().batch  # type: ignore[union-attr]
    table = browser.get(f"/collect/links/sheets/{batch}/links.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["link"].split("/")[-2] for row in rows} == keys
    assert {row["state"] for row in rows} == {"unused"}

    send(Link.objects.get(number=2), filled(new_id(1)), at=NOW)
    printed = browser.get(f"/collect/links/sheets/{batch}/").content.decode()
    assert Link.objects.get(number=2).key not in printed
    assert "1 used, 2 left" in browser.get(page).content.decode()
    browser.post(f"/collect/links/sheets/{batch}/revoke/")
    assert not Link.objects.filter(revoked_at=None).exists()


def test_how_many_is_asked_within_reason(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    page = f"/collect/questionnaires/{asked.pk}/links/single/"
    assert browser_of(amina).post(page, {"count": 501}).status_code == 422
    assert not Link.objects.exists()


def test_a_link_that_protects_the_phone_leaves_no_form_in_its_cache(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    page = f"/collect/questionnaires/{asked.pk}/links/"
    browser = browser_of(amina)
    browser.post(f"{page}public/", {"protects": "on"})
    browser.post(f"{page}single/", {"count": 2})
    assert "What is on the phone is locked with a PIN." in browser.get(page).content.decode()
    kept = {}
    for link in Link.objects.all():
        form = f"/fill/{link.key}/{asked.versions.get().pk}/form.xml"
        kept[link.protects] = browser_of(None).get(form)["Cache-Control"]
    assert kept == {True: "no-store", False: "public, max-age=31536000, immutable"}
