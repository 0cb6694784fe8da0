"""From a wish to a questionnaire on phones, on an old phone, by somebody who never saw a form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from people import Scene
from playwright.sync_api import Page, expect
from web.collect.phone import Phone

from datashift.web.accounts.models import User
from datashift.web.collect.models import Device, Version

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Check = Callable[[Page], None]


def test_a_wish_becomes_a_questionnaire_on_phones(
    phone: Page,
    visit: Callable[..., Page],
    scene: Scene,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Check,
) -> None:
    sign_in(phone, scene.people["editor"])
    begin(phone, assert_accessible)
    write_a_question(phone, assert_accessible)
    ask_it_only_of_some(phone, assert_accessible)
    arrange(phone)
    address = phone.url.partition("?")[0]
    on_a_wide_screen(visit(), address, scene.people["editor"], sign_in, assert_accessible)
    publish(phone, assert_accessible)
    assert_on_phones(phone)


def begin(page: Page, assert_accessible: Check) -> None:
    page.goto("/collect/")
    page.get_by_role("link", name=re.compile("^Make a questionnaire")).click()
    page.get_by_label("What do you want to change?").fill("girls walk far for drinking water")
    page.get_by_role("button", name="Find questions").click()
    page.get_by_label("Where does your household mostly get").check()
    page.get_by_label("Is this person a woman or a man?").check()
    page.get_by_label("What do you call it?").fill("Water at home")
    page.get_by_label("Kiswahili (sw)").check()
    assert_accessible(page)
    page.get_by_role("button", name="Begin with these questions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Water at home")
    expect(page.get_by_text("It is computed with no further work.")).to_be_visible()
    assert_accessible(page)


def write_a_question(page: Page, assert_accessible: Check) -> None:
    page.get_by_role("link", name="Add a question").click()
    page.get_by_label("What do you ask?").fill("How many minutes do you walk?")
    page.get_by_label("A whole number").check()
    assert_accessible(page)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name=re.compile("^Change.*How many minutes")).click()
    question = page.get_by_role("group", name="The question")
    question.get_by_label("Kiswahili (sw)").press_sequentially("Unatembea dakika ngapi?")
    page.get_by_label("The least").fill("0")
    page.get_by_label("The most").fill("300")
    expect(page.locator("#phone")).to_contain_text("A number between 0 and 300.")
    assert_accessible(page)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("status")).to_contain_text("How many minutes do you walk?” was changed")


def ask_it_only_of_some(page: Page, assert_accessible: Check) -> None:
    page.get_by_role("link", name=re.compile("^When.*How many minutes")).click()
    line = page.get_by_label("If …").first
    line.select_option("water_source is_not piped_home")
    assert_accessible(page)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#board")).to_contain_text("is not “Tap in the home or yard”.")
    page.locator("#phone").get_by_role("link", name="Kiswahili (sw)").click()
    expect(page.locator("#phone .q")).to_have_text("Unatembea dakika ngapi?")


def arrange(page: Page) -> None:
    """By keyboard: up, removed, and taken back."""
    up = page.get_by_role("button", name=re.compile("^Move up.*woman or a man"))
    up.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("was moved")
    expect(page.locator("#board .words").first).to_contain_text("woman or a man")
    expect(page.locator("#up-sex")).to_be_focused()
    page.get_by_role("button", name=re.compile("^Remove.*woman or a man")).click()
    expect(page.get_by_role("status")).to_contain_text("was removed")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()  # what one was at is gone
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#board .words").first).to_contain_text("woman or a man")
    page.get_by_role("button", name="Do it again").click()
    expect(page.get_by_role("status")).to_contain_text("was removed")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Do it again")).to_be_visible()
    expect(page.locator("#board .words").first).to_contain_text("woman or a man")
    drag(page)


def drag(page: Page) -> None:
    """The first question below the second, and back by the step before."""
    grips = page.locator("#board .grip")
    expect(grips.first).to_be_visible()
    grips.first.scroll_into_view_if_needed()
    from_, to = grips.nth(0).bounding_box(), grips.nth(1).bounding_box()
    assert from_
    assert to
    page.mouse.move(from_["x"] + 10, from_["y"] + 10)
    page.mouse.down()
    page.mouse.move(to["x"] + 10, to["y"] + 100, steps=5)
    page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("was moved")  # the row itself moves before
    expect(page.locator("#board .words").nth(1)).to_contain_text("woman or a man")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#board .words").first).to_contain_text("woman or a man")


def on_a_wide_screen(
    page: Page,
    address: str,
    user: User,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Check,
) -> None:
    sign_in(page, user)
    page.goto(address)
    expect(page.locator("#phone")).to_be_visible()
    assert_accessible(page)
    page.goto("/build/")
    assert_accessible(page)


def publish(page: Page, assert_accessible: Check) -> None:
    page.get_by_role("link", name="Make it ready for phones").click()
    assert_accessible(page)
    page.get_by_role("button", name="Check it and make it ready").click()
    page.get_by_role("button", name="Give it to the phones").click()
    expect(page.get_by_text("It is on its way to the phones.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Add a phone").click()
    page.get_by_label("What do you call this phone?").fill("Nyalenda 1")
    page.get_by_role("button", name="Make its code").click()


def assert_on_phones(page: Page) -> None:
    password = page.locator("dd code").nth(2).text_content() or ""
    nyalenda = Phone(Device.objects.get(), password)
    listed = nyalenda.ask("GET", "formList").content.decode()
    version = Version.objects.get()
    assert f"<formID>{version.questionnaire.form_id}</formID>" in listed
    assert "<name>Water at home</name>" in listed
    form = nyalenda.ask("GET", f"forms/{version.pk}/form.xml").content.decode()
    assert "Unatembea dakika ngapi?" in form
