"""A chart to explore: asked for by a tap, walked by arrow keys, drawn under the same strict policy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from people import Scene
from playwright.sync_api import Page, expect
from published import publish
from web.official.holding import hold

pytestmark = pytest.mark.browser
FINDING = "/findings/kisima-watch/water-points-that-work-in-three-counties/1/works/"


def test_nothing_is_loaded_before_the_tap_and_every_mark_says_its_figure(
    scene: Scene, phone: Page, assert_accessible: Callable[[Page], None]
) -> None:
    publish(scene.organisation, by=scene.people["owner"])
    asked: list[str] = []
    phone.on("request", lambda one: asked.append(one.url))
    phone.goto(FINDING)
    button = phone.get_by_role("button", name="Explore this chart")
    if not settings.BUILT.is_dir():  # npm could not be reached: the page has no button
        expect(button).to_have_count(0)
        return
    expect(button).to_be_visible()
    beneath = phone.locator(".finding figure:has(.chart) + [data-chart]")
    expect(beneath).to_contain_text("Explore this chart")
    phone.wait_for_load_state("networkidle")
    assert not [one for one in asked if "/built/" in one or one.endswith(".vl.json")]
    button.focus()
    phone.keyboard.press("Enter")
    said = phone.locator("[data-said]")
    expect(said).to_have_text(re.compile("arrow keys"))
    expect(phone.get_by_role("img", name="Turkana: 30.0")).to_be_attached()
    phone.keyboard.press("ArrowDown")
    expect(said).to_have_text(re.compile(r"^\w+.*: \d+\.\d\s%, between"))
    first = said.text_content()
    phone.keyboard.press("End")
    expect(said).not_to_have_text(first or "")
    phone.get_by_label("In order of").select_option("name")
    expect(phone.get_by_role("img", name="Turkana: 30.0")).to_be_attached()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert_accessible(phone)


def test_an_indicator_is_explored_in_the_state_of_its_address(scene: Scene, page: Page) -> None:
    publish(scene.organisation, by=scene.people["owner"])
    hold()
    page.goto("/indicators/6-1-1/?place=ke")
    button = page.get_by_role("button", name="Explore this chart")
    if not settings.BUILT.is_dir():
        expect(button).to_have_count(0)
        return
    button.click()
    expect(page.locator("[data-drawn] svg")).to_be_visible()
    marks = page.locator("[data-drawn] svg [role=img]")
    answer = page.request.get("/indicators/6-1-1/voices.vl.json?place=ke")
    told = [one["told"] for one in json.loads(answer.text())["data"]["values"]]
    expect(marks).to_have_count(len(told))
    marks.last.hover()
    expect(page.locator("[data-said]")).to_have_text(re.compile("|".join(map(re.escape, told))))
