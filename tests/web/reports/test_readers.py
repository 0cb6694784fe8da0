"""Who can read is decided by keys, not by roles: named, forward only, shared, taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from people import NOW, Scene, SignIn
from web.reports.sealed import PASSPHRASE, bribes, key_of, send, unlocked

from datashift.questionnaires import sealing
from datashift.web.accounts.models import User
from datashift.web.audit.log import events
from datashift.web.collect.models import Instance, Questionnaire, Submission
from datashift.web.reports.actions import boxes, keys
from datashift.web.reports.models import Box, PersonalKey, Report, ReportKey, Unlocked


def report_page(browser: Client) -> str:
    report = Report.objects.get()
    return browser.get(f"/collect/reports/one/{report.pk}/", follow=True).content.decode()


def test_owners_and_stewards_cannot_read(box: Box, owner: User, browser_of: SignIn) -> None:
    send(box, again="yes", who="Only for the named")
    key_of(owner)
    page = browser_of(owner).get(f"/collect/reports/{box.pk}/")
    assert page.status_code == 403
    assert "you are not one of them" in page.content.decode()
    assert b"Only for the named" not in bytes(Instance.objects.get().xml)


def test_a_wrong_passphrase_opens_nothing(box: Box, reader: User, browser_of: SignIn) -> None:
    send(box, who="x")
    browser = browser_of(reader)
    refused = browser.post(f"/collect/reports/{box.pk}/unlock/", {"passphrase": "guess"})
    assert refused.status_code == 422
    assert not Unlocked.objects.exists()
    assert "Open your key to read" in report_page(browser)


def test_an_open_key_is_of_no_use_without_the_browser(
    box: Box, reader: User, browser_of: SignIn
) -> None:
    send(box, again="yes", who="Only here")
    browser = unlocked(browser_of(reader), box)
    assert "Only here" in report_page(browser)
    cookie = browser.cookies["reading"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie.value not in str(Unlocked.objects.values().get())
    other = browser_of(reader)  # the same person, another browser
    assert "Only here" not in report_page(other)


def test_a_key_closes_by_itself_by_hand_and_at_sign_out(
    box: Box, reader: User, browser_of: SignIn
) -> None:
    send(box, again="yes", who="Only here")
    browser = unlocked(browser_of(reader), box)
    Unlocked.objects.update(until=NOW - timedelta(seconds=1))
    assert "Open your key to read" in report_page(browser)
    unlocked(browser, box)
    browser.post("/collect/reports/key/lock/")
    assert "Open your key to read" in report_page(browser)
    unlocked(browser, box)
    browser.post("/account/logout/")
    assert not Unlocked.objects.exists()


def test_a_new_reader_reads_only_what_comes_later_until_somebody_shares(
    box: Box, reader: User, owner: User, amina: User, browser_of: SignIn
) -> None:
    send(box, again="yes", who="The first")
    key_of(amina)
    place = f"/collect/questionnaires/{box.questionnaire_id}/reports/"
    browser_of(owner).post(f"{place}readers/", {"reviewer": amina.pk})
    later = unlocked(browser_of(amina), box)
    assert "does not open this report" in report_page(later)
    new = box.reviewers.get(key__user=amina)
    sharing = browser_of(reader)
    asked = sharing.post(f"{place}readers/{new.pk}/share/")
    assert asked["Location"].endswith("/unlock/"), "only who has opened the key can share"
    unlocked(sharing, box)
    assert sharing.post(f"{place}readers/{new.pk}/share/")["Location"] == place
    assert "The first" in report_page(later)


def test_keys_that_are_taken_away_are_gone(
    box: Box, reader: User, owner: User, amina: User, browser_of: SignIn
) -> None:
    key_of(amina)
    mine = boxes.add_reviewer(box.questionnaire, reviewer=amina, by=owner, at=NOW)
    send(box, again="yes", who="For both")
    browser = unlocked(browser_of(amina), box)
    assert "For both" in report_page(browser)
    place = f"/collect/questionnaires/{box.questionnaire_id}/reports/readers/{mine.pk}/remove/"
    browser_of(owner).post(place)
    assert browser.get(f"/collect/reports/{box.pk}/").status_code == 403
    assert not ReportKey.objects.filter(holder__user=amina).exists()
    assert "For both" in report_page(unlocked(browser_of(reader), box))


def test_the_last_reader_stays(box: Box, owner: User) -> None:
    send(box, who="x")
    with pytest.raises(boxes.LastReviewer):
        boxes.remove_reviewer(box.reviewers.get(), by=owner, at=NOW)
    assert ReportKey.objects.count() == 1


def test_a_lost_passphrase_shuts_what_was_sealed_to_it(
    box: Box, reader: User, browser_of: SignIn
) -> None:
    send(box, again="yes", who="Sealed to the old key")
    browser = browser_of(reader)
    words = "another roof and no goats at all"
    made = browser.post("/collect/reports/key/", {"passphrase": words, "again": words})
    assert made.status_code == 302
    assert PersonalKey.objects.filter(user=reader).count() == 2
    browser.post(f"/collect/reports/{box.pk}/unlock/", {"passphrase": words})
    assert "does not open this report" in report_page(browser)


def test_another_passphrase_for_the_same_key(box: Box, reader: User, browser_of: SignIn) -> None:
    send(box, again="yes", who="Still mine")
    browser = browser_of(reader)
    words = "another roof and no goats at all"
    typed = {"present": "wrong", "passphrase": words, "again": words}
    assert browser.post("/collect/reports/key/passphrase/", typed).status_code == 422
    typed["present"] = PASSPHRASE
    assert browser.post("/collect/reports/key/passphrase/", typed).status_code == 302
    old = browser.post(f"/collect/reports/{box.pk}/unlock/", {"passphrase": PASSPHRASE})
    assert old.status_code == 422
    browser.post(f"/collect/reports/{box.pk}/unlock/", {"passphrase": words})
    assert "Still mine" in report_page(browser)


@pytest.mark.parametrize(
    ("passphrase", "again"),
    [
        ("short", "short"),
        ("seven goats under a roof", "seven goats on a roof"),
        (" " * 40, " " * 40),
    ],
)
def test_a_passphrase_that_will_not_do(
    reader: User, browser_of: SignIn, passphrase: str, again: str
) -> None:
    typed = {"passphrase": passphrase, "again": again}
    assert browser_of(reader).post("/collect/reports/key/", typed).status_code == 422
    assert not PersonalKey.objects.exists()


def test_a_box_without_readers_does_not_open(scene: Scene, owner: User, browser_of: SignIn) -> None:
    asked = bribes(scene.organisation, owner)
    place = f"/collect/questionnaires/{asked.pk}/reports/"
    browser_of(owner).post(f"{place}open/", {"elsewhere": "https://weather.example/"})
    assert not Box.objects.filter(is_open=True).exists()
    evil = browser_of(owner).post(f"{place}open/", {"elsewhere": "javascript:alert(1)"})
    assert evil.status_code == 422


def test_who_may_only_look_is_never_a_reader(scene: Scene, owner: User, bruno: User) -> None:
    key_of(bruno)
    with pytest.raises(boxes.NoKey):
        boxes.add_reviewer(bribes(scene.organisation, owner), reviewer=bruno, by=owner, at=NOW)


def test_a_reader_who_left_reads_nothing(
    box: Box, reader: User, owner: User, scene: Scene, browser_of: SignIn
) -> None:
    from datashift.web.accounts.actions import remove_member

    send(box, again="yes", who="For members")
    browser = unlocked(browser_of(reader), box)
    remove_member(scene.membership("reviewer"), by=owner, at=NOW)
    assert browser.get(f"/collect/reports/one/{Report.objects.get().pk}/").status_code == 404


def test_set_aside_and_taken_back(box: Box, reader: User, browser_of: SignIn) -> None:
    send(box, who="x")
    browser, report = unlocked(browser_of(reader), box), Report.objects.get()
    address, place = f"/collect/reports/{box.pk}/", f"/collect/reports/one/{report.pk}/aside/"
    browser.post(place)
    assert str(report.pk) not in browser.get(address).content.decode()
    assert str(report.pk) in browser.get(f"{address}?aside").content.decode()
    assert Submission.objects.get().state == Submission.State.SET_ASIDE
    browser.post(place, {"back": "1"})
    assert str(report.pk) in browser.get(address).content.decode()


def test_what_is_destroyed_is_gone(
    box: Box, reader: User, scene: Scene, browser_of: SignIn
) -> None:
    number = send(box, again="yes", who="Gone for ever")
    browser, report = unlocked(browser_of(reader), box), Report.objects.get()
    assert browser.get(f"/collect/reports/one/{report.pk}/destroy/").status_code == 200
    browser.post(f"/collect/reports/one/{report.pk}/destroy/")
    for model in (Report, ReportKey, Submission, Instance):
        assert not model.objects.exists()
    found = Client().post("/q/number/", {"receipt": number}).content.decode()
    assert "Nothing is known under this number" in found
    event = events(scene.organisation).get(action="report.destroyed")
    assert event.details == {}
    assert Questionnaire.objects.exists()


def test_every_reading_is_written_down(
    box: Box, reader: User, scene: Scene, browser_of: SignIn
) -> None:
    send(box, who="x")
    report_page(unlocked(browser_of(reader), box))
    assert events(scene.organisation).get(action="report.read").by == reader.pk


def test_a_report_that_was_moved_to_another_does_not_open(
    box: Box, reader: User, browser_of: SignIn
) -> None:
    """Who can write into the database cannot pass one report off as another."""
    send(box, again="yes", who="The first")
    send(box, again="yes", who="The second")
    first, second = Report.objects.all()
    ReportKey.objects.filter(report=first).delete()
    ReportKey.objects.filter(report=second).update(report=first)
    browser = unlocked(browser_of(reader), box)
    page = browser.get(f"/collect/reports/one/{first.pk}/").content.decode()
    assert "does not open this report" in page


def test_a_new_key_takes_the_place_of_the_old(reader: User) -> None:
    first = keys.make_key(passphrase=PASSPHRASE, by=reader, at=NOW)
    second = keys.make_key(passphrase=PASSPHRASE, by=reader, at=NOW)
    first.refresh_from_db()
    assert first.replaced_at
    assert sealing.unlock(bytes(second.locked), PASSPHRASE)
