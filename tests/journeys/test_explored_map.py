"""A map to explore: loaded by a tap from this host alone, said by key, closer with smaller areas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from mapped import DISTRICTS, PROVINCES, boundaries, publish_by
from people import Scene
from playwright.sync_api import Browser, BrowserType, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """A browser whose WebGL the processor draws."""
    drawn = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    others = [one for one in browser_type_launch_args["args"] if one != "--disable-gpu"]
    opened = browser_type.launch(**{**browser_type_launch_args, "args": [*others, *drawn]})
    yield opened
    opened.close()


def test_a_tap_lets_the_map_move_and_every_area_says_its_figure(scene: Scene, page: Page) -> None:
    boundaries()
    publish_by("province", PROVINCES, scene)
    publish_by("district", DISTRICTS, scene)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto("/findings/kisima-watch/taps-that-run-by-province/1/taps/")
    button = page.get_by_role("button", name="Explore this map")
    if not settings.BUILT.is_dir():  # npm could not be reached: the page has no button
        expect(button).to_have_count(0)
        return
    expect(button).to_be_visible()
    assert not [one for one in asked if "/built/" in one or ".pmtiles" in one]
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-gl canvas")).to_have_count(2)  # citizens and officials
    areas = page.get_by_role("group", name="Areas").get_by_role("button")
    expect(areas).to_have_count(len(PROVINCES))
    areas.first.focus()
    page.keyboard.press("End")
    said = page.locator("[data-said] .citizen")
    expect(said).to_have_text(
        re.compile(r"Madhesh: 45\.0\s%, between .*, n = 40 Kisima Watch · 2024")
    )
    expect(page.locator("[data-said] .official")).to_contain_text("An invented office")
    expect(areas.last).to_have_attribute("aria-current", "true")
    page.locator(".map-gl canvas").first.focus()
    for _ in range(4):
        page.keyboard.press("+")
    expect(areas).to_have_count(len(DISTRICTS))
    beside = {"include": [[".map-gl"], [".map-list"], ["[data-bar]"]]}
    found = Axe().run(page, context=beside, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="Back to the picture").click()
    expect(page.locator("svg.map").first).to_be_visible()
    expect(page.locator(".map-gl")).to_have_count(0)
    expect(page.locator(".maps").first).to_contain_text("0 to 50 % (2 areas)")  # of provinces
    assert any("/areas/NP-1-2015-" in one for one in asked)
