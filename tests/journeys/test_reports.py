"""Somebody reports on an old phone, comes back with a number; a named reader opens and answers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from people import Scene
from PIL import Image
from playwright.sync_api import Page, expect
from web.reports.sealed import CHEAP, PASSPHRASE, bribes, key_of, open_box, photograph

from datashift.questionnaires import sealing
from datashift.web.accounts.models import User
from datashift.web.reports.models import Box, Report

pytestmark = pytest.mark.browser


@pytest.fixture
def box(scene: Scene, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Box:
    """Open; "Leave now" leads to a page of this machine."""
    monkeypatch.setattr(sealing, "PASSPHRASE", CHEAP)
    monkeypatch.setattr(sealing, "RECEIPT", CHEAP)
    owner, reader = scene.people["owner"], scene.people["reviewer"]
    made = open_box(bribes(scene.organisation, owner), reader, by=owner)
    made.elsewhere = f"{live_server.url}/trust/"
    made.save()
    return made


def test_a_report_from_the_masthead_to_its_answer(
    box: Box,
    scene: Scene,
    phone: Page,
    page: Page,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="Report something").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Nobody asks who you are")
    assert_accessible(phone)
    phone.get_by_role("link", name="Asked for money").click()
    expect(phone).to_have_title("Questions · DataShift")
    assert_accessible(phone)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("alert")).to_contain_text("Nothing is written yet")
    expect(phone.get_by_label("At the clinic")).to_be_focused()
    assert_accessible(phone)
    phone.get_by_label("At the clinic").check()
    phone.get_by_role("group", name="By the same person?").get_by_label("Yes").check()
    phone.get_by_label("What happened?").fill("She wanted 500 for the card")
    file = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photograph(words="planted")}
    phone.get_by_label("A photograph").set_input_files(file)  # type: ignore[arg-type]
    expect_bare(phone)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("It has arrived")
    assert_accessible(phone)
    number = re.sub(r"\s", "", phone.locator(".receipt").inner_text())
    assert re.fullmatch(r"\d{16}", number)
    assert phone.context.cookies() == []

    reader = scene.people["reviewer"]
    sign_in(page, reader)
    page.goto("/collect/reports/")
    assert_accessible(page)
    page.get_by_role("link", name="Asked for money").click()
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Week of")).click()
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    assert_accessible(page)
    page.get_by_role("button", name="Open my key").click()
    expect(page.get_by_label("Your passphrase")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Week of")).click()
    expect(page.get_by_text("She wanted 500 for the card")).to_be_visible()
    page.get_by_label("Your words").fill("Is she still there?")
    page.get_by_role("button", name="Seal the answer").click()
    expect(page.get_by_text("Your answer waits")).to_be_visible()
    assert_accessible(page)

    phone.get_by_role("link", name="I have a number").click()
    phone.get_by_label("Your number").fill(f"{number[:8]} {number[8:]}")
    assert_accessible(phone)
    phone.get_by_role("button", name="Look").click()
    expect(phone.get_by_text("Is she still there?")).to_be_visible()
    phone.get_by_label("Your words").fill("Every Tuesday")
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("status")).to_contain_text("has arrived")
    assert_accessible(phone)
    page.reload()
    expect(page.get_by_text("Every Tuesday")).to_be_visible()


def test_an_owner_names_readers_and_opens(
    scene: Scene,
    page: Page,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    owner = scene.people["owner"]
    asked = bribes(scene.organisation, owner)
    key_of(scene.people["reviewer"])
    sign_in(page, owner)
    page.goto(f"/collect/questionnaires/{asked.pk}/")
    page.get_by_role("link", name="Anonymous reports").click()
    assert_accessible(page)
    page.get_by_label("The reviewer").check()
    page.get_by_role("button", name="Name as a reader").click()
    page.get_by_role("button", name="Open it for reports").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anybody can report")
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 780})
    assert_accessible(page)


def test_leaving_leaves_nothing_to_come_back_to(box: Box, phone: Page) -> None:
    phone.goto("/")
    places = phone.evaluate("history.length")
    phone.get_by_role("link", name="Report something").click()
    phone.get_by_role("link", name="Asked for money").click()
    phone.get_by_label("What happened?").fill("Somebody comes in")
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.get_by_label("At the clinic").check()
    phone.get_by_role("group", name="By the same person?").get_by_label("Yes").check()
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("It has arrived")
    phone.get_by_role("link", name="I have a number").click()
    phone.get_by_label("Your number").fill("12")
    phone.get_by_role("button", name="Look").click()
    expect(phone.get_by_label("Your number")).to_be_focused()
    phone.get_by_role("link", name="Leave now").click()
    expect(phone).to_have_url(re.compile("/trust/$"))
    assert phone.evaluate("history.length") == places + 1, "one place for all of these pages"
    assert phone.evaluate("document.referrer") == ""
    phone.go_back()
    expect(phone).to_have_url(re.compile(":[0-9]+/$"))

    phone.goto(f"/q/{box.pk}/")
    for _ in range(3):
        phone.keyboard.press("Shift")
    expect(phone).to_have_url(re.compile("/trust/$"))


def test_everything_works_without_scripts(box: Box, visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    page.goto(f"/q/{box.pk}/")
    page.get_by_label("At the office").check()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("It has arrived")
    assert Report.objects.count() == 1
    page.get_by_role("link", name="Leave now").click()
    expect(page).to_have_url(re.compile("/trust/$"))


def expect_bare(page: Page) -> None:
    """The browser has taken out of the photograph what it told."""
    expect(page.get_by_label("A photograph")).to_have_attribute("data-bare", "yes")
    body = page.evaluate(
        "document.querySelector('[type=file]').files[0].arrayBuffer()"
        ".then((held) => Array.from(new Uint8Array(held)))"
    )
    with Image.open(io.BytesIO(bytes(body))) as picture:
        assert not picture.getexif()
        assert picture.size == (640, 480)


def test_a_line_that_dies_takes_nothing_away(box: Box, phone: Page) -> None:
    phone.goto("/q/")
    phone.get_by_role("link", name="Asked for money").click()
    phone.get_by_label("At the clinic").check()
    phone.get_by_label("How often?").fill("3")
    file = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photograph(words="planted")}
    phone.get_by_label("A photograph").set_input_files(file)  # type: ignore[arg-type]
    expect_bare(phone)
    phone.context.set_offline(True)
    for _ in range(2):
        phone.get_by_role("button", name="Send it").click()
        expect(phone.get_by_role("alert")).to_contain_text("What you wrote is still here.")
        expect(phone.get_by_role("alert")).to_be_focused()
    # However far down one is, the way out is in sight.
    assert phone.evaluate("scrollY") > 0
    expect(phone.get_by_role("link", name="Leave now")).to_be_in_viewport()
    assert phone.locator("[name=filling]").count() == 1
    expect(phone.get_by_label("How often?")).to_have_value("3")
    expect_bare(phone)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("It has arrived")
    assert Report.objects.count() == 1
