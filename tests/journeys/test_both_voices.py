"""A steward brings what an office published; a reader sees both voices over time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from people import Scene
from playwright.sync_api import Page, expect
from published import publish
from web.official.holding import FIRST, OFFICE, hold

from datashift.web.explore.http import finding_address

pytestmark = pytest.mark.browser
ADDRESS = "/indicators/6-1-1/"


@pytest.fixture
def shown(scene: Scene, live_server: Any) -> Scene:
    """A published finding and official figures of the same indicator."""
    publish(scene.organisation, by=scene.people["owner"])
    hold()
    return scene


def test_a_steward_brings_official_figures(
    page: Page,
    scene: Scene,
    live_server: Any,
    tmp_path: Path,
    sign_in: Callable[..., None],
    assert_accessible: Callable[[Page], None],
) -> None:
    file = tmp_path / "water.csv"
    file.write_text(FIRST, encoding="utf-8")
    sign_in(page, scene.people["steward"])
    page.goto(reverse("official:sources"))
    assert_accessible(page)
    page.get_by_role("link", name="Bring official figures").click()
    page.get_by_label("The file, as it was published").set_input_files(file)
    page.get_by_label("Who published it?").fill(OFFICE)
    assert_accessible(page)
    page.get_by_role("button", name="Bring it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 figures are kept")
    page.get_by_role("link", name=f"Look at {OFFICE}").click()
    expect(page.get_by_role("row", name="water.csv")).to_contain_text("shown")
    assert_accessible(page)
    assert (settings.DATA / "official").is_dir()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_reader_sees_both_voices_and_chooses(
    page: Page, shown: Scene, width: int, assert_accessible: Callable[[Page], None]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(ADDRESS)
    expect(page.locator("svg.time .ci")).to_have_count(1)
    expect(page.locator("svg.time .sq")).to_have_count(3)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Part of it").select_option("Nairobi")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("area=ke-30"))
    expect(page.get_by_role("heading", name="In Nairobi")).to_be_visible()
    page.get_by_text("The same numbers as a table").first.click()
    expect(page.get_by_role("row", name=OFFICE).first).to_contain_text("71.0")


def test_without_a_script_every_state_is_an_address(
    visit: Callable[..., Page], shown: Scene
) -> None:
    page = visit(java_script_enabled=False)
    page.goto(f"{ADDRESS}?place=ke&since=2020")
    expect(page.locator("svg.time .sq")).to_have_count(2)
    page.goto(f"{ADDRESS}embed/?place=ke")
    expect(page.locator("svg.time .sq")).to_have_count(3)


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_a_row_of_both_voices_is_read_without_moving_sideways(
    page: Page, shown: Scene, width: int, assert_accessible: Callable[[Page], None]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address, table in (
        ("/places/ke/", "table.stacked"),
        ("/places/ke/ke-30/", "table.stacked"),
        ("/findings/kisima-watch/", "table.voices"),
    ):
        page.goto(address)
        if table == "table.voices":
            page.locator("a[href^='/findings/kisima-watch/']").first.click()
        every = page.locator(table)
        expect(every.first).to_be_visible()
        for one in every.all():
            wider = one.evaluate(
                "one => one.parentElement.scrollWidth > one.parentElement.clientWidth"
            )
            assert not wider, address
            heading = one.locator("tbody tr").first.bounding_box()
            cell = one.locator("tbody th").first.bounding_box()
            assert heading is not None
            assert cell is not None
            assert cell["width"] > 0.9 * heading["width"]
        assert_accessible(page)


@pytest.mark.parametrize("height", [420, 760])
def test_nothing_covers_anything_on_a_small_card(page: Page, shown: Scene, height: int) -> None:
    missing: list[str] = []
    page.on("response", lambda one: missing.append(one.url) if one.status >= 400 else None)
    page.set_viewport_size({"width": 320, "height": height})
    finding = publish(shown.organisation, by=shown.people["owner"]).findings.get(key="works")
    for address in (f"/ne{ADDRESS}embed/", f"/ne{finding_address(finding)}embed/"):
        page.goto(address)
        assert page.locator("link[rel=icon]").count() == 1  # or the browser asks where none is
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(_COVERED) == []
    assert missing == []


_COVERED = """() => {
  const parts = [...document.querySelectorAll("main > *"), ...document.querySelectorAll("svg text")];
  const boxes = parts.map((one) => [one, one.getBoundingClientRect()]);
  return boxes.flatMap(([one, box], at) => boxes.slice(at + 1).filter(([other, there]) =>
    !one.contains(other)
    && Math.min(box.right, there.right) - Math.max(box.left, there.left) > 1
    && Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top) > 5
  ).map(([other]) => `${one.textContent} / ${other.textContent}`));
}"""
