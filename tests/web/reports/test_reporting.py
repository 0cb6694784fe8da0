"""Somebody reports, comes back with a number, and a named reader opens it. Nobody else can."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from people import NOW, Scene, SignIn
from web.reports.sealed import photograph, receipt_of, send, slip_of, unlocked

from datashift.web.accounts.models import User
from datashift.web.audit.log import events
from datashift.web.collect.models import Cover, Instance, Questionnaire, Submission
from datashift.web.reports.actions.arriving import tell, week_of
from datashift.web.reports.models import Box, Report
from datashift.web.reports.queries import slips


def test_a_report_is_answered_and_added_to(box: Box, reader: User, browser_of: SignIn) -> None:
    number = send(box, often="3", again="yes", who="The clerk wanted 500")
    report = Report.objects.get()
    browser = unlocked(browser_of(reader), box)
    page = browser.get(f"/collect/reports/one/{report.pk}/").content.decode()
    assert "At the clinic" in page
    assert "The clerk wanted 500" in page

    passer_by = Client()
    nothing = passer_by.post("/q/number/", {"receipt": number}).content.decode()
    assert "Nobody has answered yet" in nothing
    assert "The clerk" not in nothing, "a number that is found tells nothing"
    browser.post(f"/collect/reports/one/{report.pk}/answer/", {"text": "Which office was it?"})
    spaced = " ".join(number[at : at + 4] for at in range(0, 16, 4))
    thread = passer_by.post("/q/number/", {"receipt": spaced}).content
    assert b"Which office was it?" in thread
    added = passer_by.post("/q/number/", {"slip": slip_of(thread), "text": "The one by the market"})
    assert b"What you added has arrived" in added.content

    page = browser.get(f"/collect/reports/one/{report.pk}/").content.decode()
    assert page.index("Which office was it?") < page.index("The one by the market")


def test_a_questionnaire_is_answered_wrongly_first(box: Box) -> None:
    browser, address = Client(), f"/q/{box.pk}/"
    slip = slip_of(browser.get(address).content)
    typed = {"slip": slip, "often": "many", "who": "It was <b>raining</b>"}
    page = browser.post(address, typed)
    assert page.status_code == 422
    words = page.content.decode()
    assert "Write a whole number, such as 12." in words
    assert "Please answer this question." in words
    assert "It was &lt;b&gt;raining&lt;/b&gt;" in words, "nothing that was typed is lost"
    assert not Report.objects.exists()
    assert slip_of(page.content)
    empty = browser.post(address, {"slip": slip})
    assert "Nothing is written yet" in empty.content.decode()


def test_a_form_that_names_no_language_is_not_taken_for_that_of_the_page(box: Box) -> None:
    page = html.fromstring(Client().get(f"/sw/q/{box.pk}/").content)
    for words in ("Where were you asked?", "At the clinic", "How often?", "A photograph"):
        (said,) = [one for one in page.xpath("//main//text()") if one.strip() == words]
        assert said.getparent().xpath("ancestor-or-self::*[@lang][1]/@lang") == [""], words


def test_what_the_form_would_not_have_asked_is_kept_all_the_same(
    box: Box, reader: User, browser_of: SignIn
) -> None:
    send(box, again="no", who="It was the doctor")
    browser = unlocked(browser_of(reader), box)
    page = browser.get(f"/collect/reports/one/{Report.objects.get().pk}/").content.decode()
    assert "It was the doctor" in page


def test_the_same_report_sent_twice_is_one(box: Box, reader: User, browser_of: SignIn) -> None:
    browser, address = Client(), f"/q/{box.pk}/"
    typed = {"slip": slip_of(browser.get(address).content), "where": "office", "who": "One"}
    first, again = browser.post(address, typed), browser.post(address, typed)
    assert receipt_of(first.content) == receipt_of(again.content)
    assert Report.objects.count() == Submission.objects.count() == 1
    other = browser.post(address, {**typed, "again": "yes", "who": "Another story"})
    assert receipt_of(other.content) == receipt_of(first.content)
    assert Report.objects.count() == 1
    reading = unlocked(browser_of(reader), box)
    page = reading.get(f"/collect/reports/one/{Report.objects.get().pk}/").content.decode()
    assert "Another story" in page


def test_nothing_tells_who_or_when(box: Box, scene: Scene) -> None:
    before = events(scene.organisation).count()
    number = send(box, who="x")
    report, instance = Report.objects.get(), Instance.objects.get()
    monday = week_of(NOW.date())
    assert report.week.weekday() == 0
    for moment in (instance.received_at, instance.submission.received_at):
        assert f"{moment:%H:%M:%S.%f}" == "00:00:00.000000"
        assert moment.date() - monday <= timedelta(days=7)
    assert instance.cover == Cover.SEALED
    assert (instance.device, instance.sent_by) == (None, None)
    assert number not in report.lookup
    assert events(scene.organisation).count() == before, "no event stands between two others"


def test_the_log_counts_whole_weeks(box: Box, scene: Scene) -> None:
    send(box, who="x")
    send(box, who="y")
    tell(box, today=NOW.date())
    assert not events(scene.organisation).filter(action="reports.arrived").exists()
    for _ in range(2):
        tell(box, today=NOW.date() + timedelta(days=14))
    told = events(scene.organisation).get(action="reports.arrived")
    assert told.details == {"count": 2}
    assert told.at.date() == Report.objects.first().week  # type: ignore[union-attr]


def test_pages_for_reporters_set_no_cookie_and_look_alike(box: Box) -> None:
    browser, address = Client(), f"/q/{box.pk}/"
    form = browser.get(address)
    slip = slip_of(form.content)
    pages = [
        browser.get("/q/"),
        form,
        browser.post(address, {"slip": slip, "often": "x"}),
        browser.post(address, {"slip": slip, "where": "office"}),
        browser.get("/q/number/"),
        browser.post("/q/number/", {"receipt": "1" * 16}),
    ]
    assert {len(page.content) for page in pages} == {32 << 10}
    for page in pages:
        assert not page.cookies
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
        assert (
            "cookie" not in page.get("Vary", "").lower() or page.request["REQUEST_METHOD"] == "GET"
        )
        assert "<title>Questions · DataShift</title>" in page.content.decode()
        assert 'href="https://weather.example/" rel="noreferrer noopener"' in page.content.decode()
    squeezed = Client(headers={"accept-encoding": "gzip"}).get(address)
    assert "Content-Encoding" not in squeezed.headers


def test_a_session_that_is_there_is_not_looked_at(
    box: Box, amina: User, browser_of: SignIn
) -> None:
    browser = browser_of(amina)
    page = browser.get(f"/q/{box.pk}/")
    assert not page.wsgi_request.session.accessed
    response = browser.post(
        f"/q/{box.pk}/", {"slip": slip_of(page.content), "where": "office", "who": "x"}
    )
    assert not response.wsgi_request.session.accessed
    assert Instance.objects.get().sent_by is None


def test_a_photograph_arrives_without_its_place(box: Box, reader: User, browser_of: SignIn) -> None:
    file = SimpleUploadedFile("IMG-2026.jpg", photograph(words="planted"), "image/jpeg")
    send(box, photo=file)
    browser = unlocked(browser_of(reader), box)
    page = browser.get(f"/collect/reports/one/{Report.objects.get().pk}/").content.decode()
    found = re.search(r"data:image/jpeg;base64,([^\"]+)", page)
    assert found
    picture = base64.b64decode(found[1])
    assert picture.startswith(b"\xff\xd8")
    assert b"Exif" not in picture
    assert b"planted" not in picture
    assert "IMG-2026" not in page


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"no picture at all", "not a photograph"),
        (b"\xff\xd8" + bytes(8_000_000), "too large"),
    ],
)
def test_what_is_no_photograph_is_refused_politely(box: Box, body: bytes, words: str) -> None:
    browser, address = Client(), f"/q/{box.pk}/"
    slip = slip_of(browser.get(address).content)
    file = SimpleUploadedFile("a.jpg", body, "image/jpeg")
    page = browser.post(address, {"slip": slip, "where": "office", "photo": file})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "choose your photographs again" in page.content.decode()


def test_a_page_that_lay_open_too_long_gets_another_slip(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = Client(), f"/q/{box.pk}/"
    slip = slip_of(browser.get(address).content)
    monkeypatch.setattr(slips, "DAYS", -1)
    page = browser.post(address, {"slip": slip, "where": "office", "who": "Still here"})
    assert page.status_code == 422
    assert "Still here" in page.content.decode()
    monkeypatch.undo()


@pytest.mark.parametrize("slip", ["", "x", "é", "QUJD" * 40])
def test_a_slip_of_somebody_elses_is_none(box: Box, slip: str) -> None:
    page = Client().post(f"/q/{box.pk}/", {"slip": slip, "where": "office"})
    assert page.status_code == 422
    assert not Report.objects.exists()


def test_who_began_may_finish_when_the_box_is_closed(box: Box, owner: User) -> None:
    from datashift.web.reports.actions.boxes import close_box

    browser, address = Client(), f"/q/{box.pk}/"
    slip = slip_of(browser.get(address).content)
    close_box(box.questionnaire, by=owner, at=NOW)
    Questionnaire.objects.update(state=Questionnaire.State.CLOSED)
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"slip": slip, "where": "office"}).status_code == 200
    assert Submission.objects.get().state == Submission.State.QUARANTINED


def test_the_masthead_links_to_it_only_while_one_is_open(box: Box, owner: User) -> None:
    from datashift.web.reports.actions.boxes import close_box

    assert 'href="/q/"' in Client().get("/").content.decode()
    close_box(box.questionnaire, by=owner, at=NOW)
    assert 'href="/q/"' not in Client().get("/").content.decode()
