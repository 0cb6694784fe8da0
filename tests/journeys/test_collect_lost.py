"""Ways to lose a report in a browser that lose none: two windows, a full disk, a link taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.utils.timezone import now
from people import NOW, Scene
from playwright.sync_api import Page, expect
from web.fill.asked import converted, needs_script, questionnaire_of

from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Instance, Quarantine, Questionnaire, Submission
from datashift.web.collect.queries.submissions import answers_of
from datashift.web.fill.actions.links import make_public_link, revoke_links
from datashift.web.fill.models import Link
from datashift.web.fill.queries import script
from datashift.web.fill.views import doors
from datashift.web.fill.views import page as pages

pytestmark = [pytest.mark.browser, needs_script]
ASKED = """
| survey   |      |       |                     |
|          | type | name  | label               |
|          | text | story | What happened?      |
|          | text | after | What was done then? |
| settings |      |       |                     |
|          | form_title | form_id | version     |
|          | A flood    | flood   | 1           |
"""
FULL = """() => {
  window.full = true;
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (window.full) throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, given);
  };
}"""
# What is asked for by the name of the first that waits never arrives, whatever the network does.
STUCK = """() => {
  const fetched = window.fetch;
  window.fetch = async (address, more) => {
    const text = more?.body instanceof FormData && (await more.body.get("submission").text());
    if (text && text.includes("first")) throw new TypeError("cut");
    return fetched(address, more);
  };
}"""
# Whoever sends is asked to come back, in the words of `window.later`; how often they came is counted.
BUSY = """(later) => {
  const fetched = window.fetch;
  [window.later, window.came] = [later, 0];
  window.fetch = async (address, more) => {
    if (!address.endsWith("/submission")) return fetched(address, more);
    window.came += 1;
    if (!window.later) return fetched(address, more);
    return new Response("Service Unavailable", {status: 503, headers: window.later});
  };
}"""
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys())
    for (const file of await (await caches.open(name)).keys())
      found[new URL(file.url).pathname] = true;
  return Object.keys(found);
}"""

GIVEN_WAY = """async (form) => {
  for (;;) {
    const shells = (await caches.keys()).filter((name) => !name.endsWith(" forms"));
    if (shells.length === 1 && (await (await caches.open(shells[0])).match(form))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""
ROWS = """async () => {
  const base = await new Promise((resolve) => {
    const request = indexedDB.open("datashift-fill");
    request.onsuccess = () => resolve(request.result);
  });
  let rows = 0;
  for (const name of ["drafts", "outbox", "locks"])
    rows += await new Promise((resolve) => {
      const request = base.transaction(name).objectStore(name).count();
      request.onsuccess = () => resolve(request.result);
    });
  base.close();
  return rows;
}"""


@pytest.fixture
def asked(scene: Scene) -> Questionnaire:
    return questionnaire_of(ASKED, scene.organisation, scene.people["editor"])


@pytest.fixture
def link(asked: Questionnaire, scene: Scene) -> Link:
    return make_public_link(asked, by=scene.people["editor"], at=NOW)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def begin(page: Page, link: Link) -> None:
    page.goto(f"/fill/{link.key}/")
    expect(page.locator("fill-form[data-offline=ready]")).to_be_attached()
    press(page, "Begin")


def answer(page: Page, label: str, words: str) -> None:
    page.get_by_label(label).fill(words)
    press(page, "Next")


def choose_pin(page: Page, pin: str) -> None:
    for label in ("Six letters or numbers, or more", "The same once more"):
        page.get_by_label(label).fill(pin)
    press(page, "Lock it with this PIN")


def save(page: Page, place: Path) -> None:
    with page.expect_download() as told:
        press(page, "Save a copy in a file")
    told.value.save_as(place)


def bring(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as told:
        press(page, "Bring a saved file back")
    told.value.set_files(file)


def stories() -> list[str]:
    return sorted(
        next(each.raw for each in answers_of(text, ()) if each.name == "story")
        for text in Instance.objects.all()
    )


def test_what_one_window_answers_another_does_not_write_over(phone: Page, link: Link) -> None:
    begin(phone, link)
    answer(phone, "What happened?", "the river came")
    expect(phone.locator("[data-saved=yes]")).to_have_text("Saved on this phone")
    other = phone.context.new_page()
    other.goto(phone.url)
    press(other, "Go on with what you began")
    expect(other.get_by_role("status").first).to_contain_text("open in another window")

    # Listed here before it was gone on with there: what is gone on from is the newest.
    answer(phone, "What was done then?", "we went up the hill")
    press(phone, "Close, and go on later")
    expect(phone.get_by_role("button", name="Go on with what you began")).to_be_visible()
    press(other, "Go on with what you began")
    expect(other.locator(".asking")).to_contain_text("we went up the hill")
    press(phone, "Go on with what you began")
    expect(phone.get_by_role("status").first).to_contain_text("open in another window")
    press(other, "Send")
    expect(other.locator("[data-tick=received]")).to_be_visible()
    press(phone, "Go on with what you began")
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert stories() == ["the river came"]


def test_a_pin_that_another_window_chose_is_not_chosen_anew(
    phone: Page, asked: Questionnaire, scene: Scene
) -> None:
    link = make_public_link(asked, by=scene.people["editor"], at=NOW, protects=True)
    phone.goto(f"/fill/{link.key}/")
    other = phone.context.new_page()
    other.goto(phone.url)
    for page in (phone, other):
        expect(page.locator("fill-form[data-offline=ready]")).to_be_attached()
        press(page, "Begin")
    choose_pin(phone, "mango tree 7")
    answer(phone, "What happened?", "the river came")
    expect(phone.locator("[data-saved=yes]")).to_have_text("Saved on this phone")
    phone.close()

    choose_pin(other, "mango tree 8")
    expect(other.get_by_role("heading", level=1)).to_have_text("What is on this phone is locked")
    other.get_by_label("Your PIN").fill("mango tree 8")
    press(other, "Unlock")
    expect(other.get_by_role("alert")).to_contain_text("This is not the PIN.")
    other.get_by_label("Your PIN").fill("mango tree 7")
    press(other, "Unlock")
    press(other, "Go on with what you began")
    answer(other, "What was done then?", "we went up the hill")
    press(other, "Send")
    expect(other.locator("[data-tick=received]")).to_be_visible()
    assert stories() == ["the river came"]


def test_who_leaves_in_one_window_leaves_in_all(
    phone: Page, asked: Questionnaire, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "ELSEWHERE", "/")
    link = make_public_link(asked, by=scene.people["editor"], at=NOW, protects=True)
    begin(phone, link)
    choose_pin(phone, "mango tree 7")
    answer(phone, "What happened?", "the river came")
    expect(phone.locator("[data-saved=yes]")).to_have_text("Saved on this phone")
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(other.get_by_label("Your PIN")).to_be_visible()
    press(other, "Wipe it and leave now")
    for page in (other, phone):
        expect(page).to_have_url(re.compile(r"^http://[^/]+/$"))
    assert phone.evaluate(ROWS) == 0


def test_a_full_phone_says_so_and_sends_all_the_same(phone: Page, link: Link) -> None:
    begin(phone, link)
    phone.evaluate(FULL)
    answer(phone, "What happened?", "the river came")
    expect(phone.locator("[data-saved=yes]")).to_contain_text("cannot be saved on this phone")
    press(phone, "Close, and go on later")
    expect(phone.locator("[data-safety=nothing]")).to_be_visible()
    press(phone, "Go on with what you began")
    answer(phone, "What was done then?", "we went up the hill")
    phone.context.set_offline(True)
    press(phone, "Send")
    expect(phone.locator("#thanks")).to_contain_text("leave this page open until it is sent")
    phone.context.set_offline(False)
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert stories() == ["the river came"]


def test_what_does_not_go_through_keeps_nothing_back(phone: Page, link: Link) -> None:
    begin(phone, link)
    phone.evaluate(STUCK)
    phone.context.set_offline(True)
    for number, words in enumerate(("first", "second"), 1):
        answer(phone, "What happened?", words)
        press(phone, "Next")
        press(phone, "Send")
        expect(phone.locator("[data-tick=on_phone]")).to_have_count(number)
        if number == 1:
            press(phone, "Fill in another one")
    phone.context.set_offline(False)
    expect(phone.locator("[data-tick=received]")).to_have_count(1)
    assert stories() == ["second"]
    phone.reload()
    expect(phone.locator("[data-tick=received]")).to_have_count(2)
    assert stories() == ["first", "second"]


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ({"Retry-After": "300"}, 299, 361),
        # By the clock of the server, whatever that of the phone says.
        (
            {
                "Retry-After": "Sun, 06 Nov 1994 08:54:37 GMT",
                "Date": "Sun, 06 Nov 1994 08:49:37 GMT",
            },
            299,
            361,
        ),
        ({"Retry-After": "0"}, 9, 13),
        ({"Retry-After": "86400"}, 3599, 4321),
    ],
)
def test_who_is_asked_to_come_back_later_does(
    phone: Page, link: Link, said: dict[str, str], before: int, after: int
) -> None:
    phone.clock.install(time=NOW)
    begin(phone, link)
    answer(phone, "What happened?", "the river came")
    press(phone, "Next")
    phone.evaluate(BUSY, said)
    phone.clock.pause_at(NOW + timedelta(days=1))
    press(phone, "Send")
    told = phone.locator("[data-pause]")
    expect(told).to_contain_text("It is tried again by itself after")
    expect(phone.get_by_text("Sending…")).to_have_count(0)
    assert before <= int(told.get_attribute("data-pause") or 0) <= after
    phone.evaluate("window.later = null")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    phone.clock.fast_forward(1000 * (before - 5))
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(told).to_be_visible()
    phone.clock.fast_forward(1000 * (after - before + 40))  # it looks every 30 s
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert phone.evaluate("window.came") == 2
    assert stories() == ["the river came"]


def test_what_waits_is_sent_when_the_link_was_taken_back(
    phone: Page, link: Link, scene: Scene
) -> None:
    begin(phone, link)
    phone.context.set_offline(True)
    answer(phone, "What happened?", "the river came")
    press(phone, "Next")
    press(phone, "Send")
    expect(phone.locator("[data-tick=on_phone]")).to_be_visible()
    revoke_links([link], by=scene.people["editor"], at=NOW)
    address = phone.url
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(address)
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    expect(phone.locator("fill-form")).to_contain_text("has taken it back")
    assert Instance.objects.get().quarantine == Quarantine.LINK_REVOKED


def test_what_was_begun_goes_on_offline_after_a_new_version(
    phone: Page, asked: Questionnaire, scene: Scene
) -> None:
    """Locked with a PIN: of what is not, the browser's own store may have the form still."""
    link = make_public_link(asked, by=scene.people["editor"], at=NOW, protects=True)
    begin(phone, link)
    choose_pin(phone, "mango tree 7")
    answer(phone, "What happened?", "the river came")
    press(phone, "Close, and go on later")
    old = phone.evaluate(KEPT)
    newer = ASKED.replace("flood   | 1", "flood   | 2").replace("What happened?", "What was it?")
    amina = scene.people["editor"]
    version = add_version(scene.organisation, converted(newer), by=amina, at=now())
    publish_version(version, by=amina, at=now())
    phone.reload()
    form = f"/fill/{link.key}/{version.pk}/form.xml"
    # The worker before has given way, with what it kept.
    phone.evaluate(GIVEN_WAY, form)
    assert [each for each in old if each.endswith("form.xml")]
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_label("Your PIN").fill("mango tree 7")
    press(phone, "Unlock")
    press(phone, "Go on with what you began")
    answer(phone, "What was done then?", "we went up the hill")
    press(phone, "Send")
    expect(phone.locator("[data-tick=on_phone]")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert stories() == ["the river came"]


def test_it_is_sent_where_the_browser_keeps_no_page(
    phone: Page, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its disk is full, or a file of the page did not come: no worker is ever ready."""
    plain = f"/fill/{link.key}/?plain=yes"
    monkeypatch.setattr(doors, "shell", lambda *_: [plain])
    phone.goto(f"/fill/{link.key}/")
    press(phone, "Begin")
    answer(phone, "What happened?", "the river came")
    press(phone, "Next")
    phone.context.set_offline(True)
    press(phone, "Send")
    expect(phone.locator("[data-tick=on_phone]")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert phone.locator("fill-form[data-offline=ready]").count() == 0


def test_a_page_that_is_not_ours_does_not_take_the_place_of_the_form(
    phone: Page, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(phone, link)
    answer(phone, "What happened?", "the river came")
    press(phone, "Close, and go on later")
    between = HttpResponse("<!doctype html><title>Sign in</title><h1>Sign in</h1>")
    monkeypatch.setattr(pages, "render", lambda *_, **__: between)
    phone.reload()
    expect(phone.get_by_role("heading")).to_have_text("Sign in")
    phone.context.set_offline(True)
    phone.reload()
    press(phone, "Go on with what you began")
    expect(phone.locator(".asking")).to_contain_text("What was done then?")


def test_two_endings_of_one_report_are_one_report_with_both(
    phone: Page, link: Link, tmp_path: Path
) -> None:
    begin(phone, link)
    answer(phone, "What happened?", "the river came")
    press(phone, "Close, and go on later")
    save(phone, tmp_path / "copy")
    press(phone, "Go on with what you began")
    answer(phone, "What was done then?", "we went up the hill")
    press(phone, "Close, and go on later")
    for _ in range(2):
        bring(phone, tmp_path / "copy")
        expect(phone.get_by_role("status")).to_contain_text("on this phone")
    again = phone.get_by_role("button", name="Go on with what you began")
    expect(again).to_have_count(2)
    phone.context.set_offline(True)
    for left in (1, 0):
        again.first.click()
        expect(phone.locator(".asking")).to_be_visible()
        while phone.get_by_role("button", name="Next").count():
            press(phone, "Next")
        press(phone, "Send")
        expect(again).to_have_count(left)
    expect(phone.locator("[data-tick=on_phone]")).to_have_count(2)
    phone.context.set_offline(False)
    expect(phone.locator("[data-tick=received]")).to_have_count(2)
    assert Submission.objects.count() == 1
    assert Instance.objects.count() == 2


def test_what_two_phones_ended_each_in_its_way_is_brought_together(
    visit: Callable[..., Page], link: Link, tmp_path: Path
) -> None:
    one, two = visit(), visit()
    begin(one, link)
    answer(one, "What happened?", "the river came")
    press(one, "Close, and go on later")
    save(one, tmp_path / "begun")
    two.goto(one.url)
    expect(two.locator("fill-form[data-offline=ready]")).to_be_attached()
    bring(two, tmp_path / "begun")
    for page, words in ((one, "we went up the hill"), (two, "we went to the school")):
        page.context.set_offline(True)
        press(page, "Go on with what you began")
        answer(page, "What was done then?", words)
        press(page, "Send")
        expect(page.locator("[data-tick=on_phone]")).to_be_visible()
    save(two, tmp_path / "ended")
    bring(one, tmp_path / "ended")
    expect(one.get_by_role("status").last).to_contain_text("is on this phone now")
    bring(one, tmp_path / "ended")
    expect(one.get_by_role("status").last).to_contain_text("on this phone already")
    one.context.set_offline(False)
    expect(one.locator("[data-tick=received]")).to_have_count(2)
    assert Submission.objects.count() == 1
    assert Instance.objects.count() == 2
