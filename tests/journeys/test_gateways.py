"""A coordinator connects a gateway and tries it; somebody dials; a reviewer opens what came."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from people import Scene
from playwright.sync_api import Page, expect
from web.fill.asked import questionnaire_of
from web.gateways.gateway import WELL, dialled

from datashift.web.accounts.models import User
from datashift.web.gateways.models import Gateway

pytestmark = pytest.mark.browser


def test_from_connecting_to_a_submission_that_was_dialled(
    scene: Scene,
    phone: Page,
    page: Page,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    editor, reviewer = scene.people["editor"], scene.people["reviewer"]
    asked = questionnaire_of(WELL, scene.organisation, editor)

    sign_in(page, editor)
    page.goto(f"/collect/questionnaires/{asked.pk}/")
    page.get_by_role("link", name="Answers by message").click()
    assert_accessible(page)
    page.locator("summary", has_text="Africa's Talking").click()
    page.get_by_label("Username at Africa's Talking").fill("sandbox")
    page.get_by_label("API key").fill("the-api-key")
    page.get_by_role("textbox", name="Number that people write to").fill("*384*22384#")
    page.locator("details[open] form button").click()
    expect(page.get_by_role("status").first).to_contain_text("It is connected, and off.")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Switch on")).click()
    expect(page.get_by_role("button", name=re.compile("Switch off"))).to_be_visible()

    sign_in(phone, reviewer)
    phone.goto(f"/collect/questionnaires/{asked.pk}/messages/")
    assert_accessible(phone)
    phone.get_by_role("link", name="Try it as USSD").click()
    for text in ("1", "1", "many"):
        phone.get_by_label("Your answer").fill(text)
        said = phone.locator(".talk li").count()
        phone.get_by_role("button", name="Send").click()
        expect(phone.locator(".talk li")).not_to_have_count(said)
    expect(phone.locator(".talk li").last).to_contain_text("Send a whole number.")
    assert_accessible(phone)
    phone.get_by_label("Your answer").fill("40")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("It is filled in.")).to_be_visible()

    gateway = Gateway.objects.get()
    for typed in ("", "1", "1*2"):
        dialled(gateway, typed)
    ended = dialled(gateway, "1*2*the pump")
    assert ended.startswith("END Thank you.")

    phone.goto(f"/collect/questionnaires/{asked.pk}/submissions/")
    phone.locator("main ul.lines a, main table a").first.click()
    expect(phone.locator("main")).to_contain_text("the pump")
    expect(phone.locator("main")).to_contain_text("person-")
