"""What people come for, by keyboard alone and by thumb on 320 pixels."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from people import NOW, PASSWORD, Scene
from playwright.sync_api import Locator, Page, ViewportSize, expect
from published import publish
from web.evidence.pumps import PUMPS, assessed, computed, pumps
from web.evidence.wells import WELLS, brought

from datashift.web.accounts.models import User
from datashift.web.evidence import actions
from datashift.web.evidence.models import Release

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALLEST = ViewportSize(width=320, height=640)
LEAST = 24  # pixels of a target, WCAG 2.2, 2.5.8
JPEG = b"\xff\xd8\xff"
FARTHEST = 160  # presses of Tab


class Hand(Protocol):
    """Somebody at a page."""

    page: Page

    def use(self, thing: Locator) -> None:
        """Press a button, follow a link, open what is folded."""

    def write(self, field: Locator, text: str) -> None:
        """Fill a field."""

    def tick(self, box: Locator) -> None:
        """Tick a box."""


class Keyboard:
    """Tab, Enter, Space and letters; no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def use(self, thing: Locator) -> None:
        self._reach(thing)
        thing.press("Enter")  # and wait for the page it leads to

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        self._reach(box)
        self.page.keyboard.press("Space")

    def _reach(self, thing: Locator) -> None:
        """Go there by Tab alone; the focus must be seen when it is there."""
        expect(thing).to_be_visible()
        self.page.wait_for_load_state()
        for _ in range(FARTHEST):
            if thing.evaluate("one => one === document.activeElement"):
                outline = thing.evaluate("one => getComputedStyle(one).outlineStyle")
                assert outline != "none", f"{thing} does not show that it has the focus"
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{thing} cannot be reached by Tab")


class Thumb:
    """Taps on a small screen, on what is large enough for a thumb."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def use(self, thing: Locator) -> None:
        thing.scroll_into_view_if_needed()
        box = thing.bounding_box()
        assert box is not None
        small = min(box["width"], box["height"]) < LEAST - 0.5
        assert not small or self._in_a_sentence(thing), f"{thing} is {box} small"
        assert self.page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
        thing.tap()

    def _in_a_sentence(self, thing: Locator) -> bool:
        """A link within text is as high as its line (WCAG 2.2, 2.5.8, exception "inline")."""
        inline: bool = thing.evaluate(
            "one => getComputedStyle(one).display === 'inline' && !!one.closest('p, dd, li')"
        )
        return inline

    def write(self, field: Locator, text: str) -> None:
        self.use(field)
        expect(field).to_be_focused()
        self.page.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        self.use(box.locator("xpath=ancestor::label"))


@pytest.fixture(params=["keyboard", "thumb"])
def hand(request: pytest.FixtureRequest, visit: Callable[..., Page]) -> Hand:
    if request.param == "keyboard":
        return Keyboard(visit())
    return Thumb(visit(viewport=SMALLEST, has_touch=True, is_mobile=True))


@pytest.fixture
def release(scene: Scene, live_server: Any) -> Release:
    """Published, with an official figure beside it."""
    return publish(scene.organisation, by=scene.people["editor"])


def test_a_reader_finds_compares_takes_and_shares(hand: Hand, release: Release) -> None:
    page = hand.page
    page.goto("/")
    find_the_figure_of_a_place(hand)
    read_the_range_and_the_method(hand)
    page.go_back()
    download_the_table(hand)
    share(hand)
    compare_with_the_official_figure(hand)


def find_the_figure_of_a_place(hand: Hand) -> None:
    page = hand.page
    hand.write(page.get_by_role("searchbox"), "nairoby")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search/"))
    hand.use(page.get_by_role("link", name="Nairobi", exact=True))
    expect(page.get_by_role("row", name="Water points that work")).to_contain_text("70.0")
    hand.use(page.get_by_role("link", name="Water points that work"))


def read_the_range_and_the_method(hand: Hand) -> None:
    page = hand.page
    expect(page.get_by_text("Between 49 and 67 in 100.").first).to_be_visible()
    hand.use(page.locator("a[href^='/methods/']").first)
    expect(page).to_have_url(re.compile("/methods/"))


def download_the_table(hand: Hand) -> None:
    page = hand.page
    with page.expect_download() as waiting:
        hand.use(page.get_by_role("link", name="All figures, as a table"))
    assert waiting.value.path().read_text(encoding="utf-8").startswith("INDICATOR,")


def share(hand: Hand) -> None:
    """The address, the card, and the frame for other people's pages."""
    page = hand.page
    address = page.get_by_label("Permanent address").input_value()
    assert page.url.split("#")[0] == address
    hand.use(page.get_by_text("As a picture, a slide or a brief"))
    with page.expect_download() as waiting:
        hand.use(page.get_by_role("link", name="Card to share, JPEG"))
    assert waiting.value.path().read_bytes().startswith(JPEG)
    hand.use(page.get_by_text("Put it on your own page"))
    expect(page.locator("#frame")).to_have_value(re.compile(f'^<iframe src="{address}embed/"'))


def compare_with_the_official_figure(hand: Hand) -> None:
    page = hand.page
    hand.use(page.get_by_role("link", name="Compare it with An invented office"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("could be one number")
    expect(page.get_by_text("62.5").first).to_be_visible()


def test_a_coordinator_signs_in_and_sees_the_rows(
    hand: Hand, scene: Scene, live_server: Any, tmp_path: Path
) -> None:
    page = hand.page
    study = actions.create_study(
        scene.organisation, title="Pumps", by=scene.people["editor"], at=NOW
    )
    page.goto(f"/workspace/{study.pk}/bring/")
    hand.write(page.get_by_label("Email"), "amina@example.org")
    hand.write(page.get_by_label("Password"), PASSWORD)
    hand.use(page.get_by_role("button", name="Sign in"))
    file = tmp_path / "pumps.csv"
    file.write_bytes(PUMPS)
    with page.expect_file_chooser() as asked:
        hand.use(page.get_by_label("Files", exact=True))
    asked.value.set_files(file)
    hand.use(page.get_by_role("button", name="Bring them"))
    expect(page.get_by_text("58 rows")).to_be_visible()
    hand.use(page.get_by_role("link", name="Look at the rows"))
    expect(page.get_by_role("columnheader", name="state").first).to_be_visible()


def test_a_coordinator_sees_what_is_hidden_and_publishes(
    hand: Hand, scene: Scene, live_server: Any, sign_in: Callable[[Page, User], None]
) -> None:
    page, amina = hand.page, scene.people["editor"]
    study = pumps(scene.organisation, by=amina)
    assessed(study, by=amina)
    computed(study, by=amina)
    sign_in(page, amina)
    page.goto(f"/workspace/{study.pk}/publish/")
    hand.use(page.get_by_role("main").get_by_role("link", name="What stays hidden"))
    expect(page.get_by_role("row", name="Isle")).to_contain_text("hidden")
    hand.use(page.get_by_role("link", name="Go on to publishing"))
    hand.tick(page.get_by_role("checkbox", name="I have read what will be public."))
    hand.use(page.get_by_role("button", name="Publish one finding"))
    expect(page.get_by_role("status")).to_have_text("One finding is public.")


def test_a_coordinator_puts_a_questionnaire_on_phones(
    hand: Hand, scene: Scene, live_server: Any, sign_in: Callable[[Page, User], None]
) -> None:
    page = hand.page
    sign_in(page, scene.people["editor"])
    page.goto(f"/build/organisations/{scene.organisation.slug}/new/?wish=girls+walk+far+for+water")
    hand.tick(page.get_by_label("Where does your household mostly get"))
    hand.write(page.get_by_label("What do you call it?"), "Water at home")
    hand.use(page.get_by_role("button", name="Begin with these questions"))
    hand.use(page.get_by_role("link", name="Make it ready for phones"))
    hand.use(page.get_by_role("button", name="Check it and make it ready"))
    hand.use(page.get_by_role("button", name="Give it to the phones"))
    expect(page.get_by_text("It is on its way to the phones.")).to_be_visible()


def test_a_coordinator_answers_a_pile_and_takes_it_back(
    hand: Hand, scene: Scene, live_server: Any, sign_in: Callable[[Page, User], None]
) -> None:
    page, amina = hand.page, scene.people["editor"]
    study = actions.create_study(scene.organisation, title="Wells", by=amina, at=NOW)
    brought(study, WELLS, by=amina)
    sign_in(page, amina)
    page.goto(f"/workspace/{study.pk}/check/")
    hand.use(page.get_by_role("button", name=re.compile("Set aside 6")))
    expect(page.get_by_text("1 of 3 piles done", exact=False).first).to_be_visible()
    hand.use(page.get_by_role("status").get_by_role("button", name="Undo"))
    expect(page.get_by_role("status")).to_have_text("Taken back. The pile waits again.")
