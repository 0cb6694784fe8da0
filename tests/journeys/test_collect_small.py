"""A questionnaire on the smallest phones: in the hand, on its side, with large letters, a weak line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from people import NOW, Scene
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect
from web.fill.asked import needs_script, questionnaire_of

from datashift.web.collect.models import Instance
from datashift.web.collect.queries.submissions import answers_of
from datashift.web.fill.actions.links import make_public_link

pytestmark = [pytest.mark.browser, needs_script]
ASKED = """
| survey   |                 |        |                                    |            |          |                |
|          | type            | name   | label                              | appearance | required | parameters     |
|          | begin_repeat    | person | Who lives in this house            |            |          |                |
|          | text            | name   | Name of the person who lives here  |            | yes      |                |
|          | end_repeat      |        |                                    |            |          |                |
|          | range           | happy  | How content are you with the pump? |            |          | start=1 end=5 step=1 |
|          | rank worries    | order  | What worries you most?             |            |          |                |
|          | text            | story  | What happened at the water point?  | multiline  |          |                |
| choices  |                 |        |                                    |            |          |                |
|          | list_name       | name   | label                              |            |          |                |
|          | worries         | far    | The way to it is long              |            |          |                |
|          | worries         | taste  | Its water tastes of salt           |            |          |                |
|          | worries         | price  | It costs too much                  |            |          |                |
| settings |                 |        |                                    |            |          |                |
|          | form_title      | form_id | version                           |            |          |                |
|          | Water and those who carry it home | small | 1                  |            |          |                |
"""
UPRIGHT = ViewportSize(width=320, height=568)
LYING = ViewportSize(width=568, height=320)
# What somebody sees where the middle of it is: the thing itself, not what lies over it. Nothing, where
# the page was written anew since the thing was found.
IN_SIGHT = """(each) => {
  if (!each.isConnected) return null;
  const box = each.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return each === seen || each.contains(seen);
}"""


@pytest.fixture
def address(scene: Scene) -> str:
    amina = scene.people["editor"]
    asked = questionnaire_of(ASKED, scene.organisation, amina)
    return f"/fill/{make_public_link(asked, by=amina, at=NOW).key}/"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def assert_in_sight(thing: Locator) -> None:
    seen = None
    while seen is None:
        expect(thing).to_be_visible()
        seen = thing.evaluate(IN_SIGHT)
    assert seen


def test_what_is_asked_and_the_way_on_are_in_sight(
    visit: Callable[..., Page], address: str, assert_accessible: Callable[[Page], None]
) -> None:
    page = visit(viewport=UPRIGHT, has_touch=True, is_mobile=True)
    page.goto(address)
    # The page is written once more when it has all that it needs without a network.
    expect(page.get_by_text("This page also works without a network.")).to_be_visible()
    assert_in_sight(page.get_by_role("button", name="Begin"))
    press(page, "Begin")
    name = page.get_by_label("Name of the person who lives here")
    assert_in_sight(name)
    name.fill("Atieno")
    saved = page.locator("[data-saved=yes]")
    expect(saved).to_have_text("Saved on this phone")
    for each in (saved, page.get_by_role("button", name="Next")):
        assert_in_sight(each)
    press(page, "Next")
    for again in ("Add one", "That is all"):
        assert_in_sight(page.get_by_role("button", name=again))
    press(page, "That is all")

    # A form has no constraint for the ends of a range, and the engine takes any number.
    content = page.get_by_label("How content are you with the pump?")
    expect(page.locator(".asking")).to_contain_text("Type a number from 1 to 5.")
    for wrong in ("34", "0", "2.5"):
        content.fill(wrong)
        press(page, "Next")
        expect(page.get_by_role("alert")).to_be_visible()
    content.fill("4")
    content.press("Enter")

    # By keyboard: who moves an answer stays at it.
    page.get_by_role("button", name="Up: It costs too much").press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Down: It costs too much")).to_be_focused()
    expect(page.get_by_role("listitem").first).to_contain_text("It costs too much")
    assert_accessible(page)
    press(page, "Next")
    story = page.get_by_label("What happened at the water point?")
    story.fill("First this.\nThen that.")
    assert_in_sight(page.get_by_role("button", name="Next"))
    press(page, "Next")
    assert_in_sight(page.get_by_role("button", name="Send", exact=True))
    press(page, "Send")
    expect(page.locator("[data-tick=received]")).to_be_visible()
    told = {answer.name: answer.raw for answer in answers_of(Instance.objects.get(), ())}
    assert (told["happy"], told["order"]) == ("4", "price far taste")
    assert told["story"] == "First this.\nThen that."


def test_a_phone_on_its_side_shows_the_question(visit: Callable[..., Page], address: str) -> None:
    page = visit(viewport=LYING, has_touch=True, is_mobile=True)
    page.goto(address)
    press(page, "Begin")
    name = page.get_by_label("Name of the person who lives here")
    assert_in_sight(name)
    assert_in_sight(page.get_by_text("Name of the person who lives here"))
    name.fill("Atieno")
    press(page, "Next")
    assert_in_sight(page.get_by_text("So far: 1"))


def test_letters_twice_as_large_stay_on_the_screen(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(viewport=UPRIGHT, has_touch=True, is_mobile=True)
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    press(page, "Begin")
    page.get_by_label("Name of the person who lives here").fill("Atieno")
    for way in ("Next", "That is all", "Next", "Next", "Next"):
        expect(page.get_by_role("button", name=way, exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= UPRIGHT["width"]
        press(page, way)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= UPRIGHT["width"]


def test_questions_that_do_not_come_are_begun_again(
    visit: Callable[..., Page], address: str
) -> None:
    """The line died after the page came, and before its worker had kept anything."""
    page = visit(viewport=UPRIGHT, service_workers="block")
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/engine*.js", wait)
    page.goto(address)
    press(page, "Begin")
    expect(page.get_by_role("status")).to_have_text("One moment…")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("button")).to_have_count(0)
    while not waiting:
        page.wait_for_timeout(50)
    waiting.pop().abort()
    expect(page.get_by_role("status").first).to_contain_text("could not be loaded")
    page.unroute("**/engine*.js")
    press(page, "Begin")
    expect(page.get_by_label("Name of the person who lives here")).to_be_visible()
