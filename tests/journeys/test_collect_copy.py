"""What was begun on one phone goes on on another, by a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from people import NOW, Scene
from PIL import Image
from playwright.sync_api import Page, expect
from web.fill.asked import needs_script, questionnaire_of

from datashift.web.collect.models import Instance, Submission
from datashift.web.collect.queries.submissions import answers_of
from datashift.web.fill.actions.links import make_public_link, make_single_links

pytestmark = [pytest.mark.browser, needs_script]
ASKED = """
| survey   |       |        |                     |
|          | type  | name   | label               |
|          | text  | story  | What happened?      |
|          | image | front  | The front           |
|          | text  | after  | What was done then? |
| settings |       |        |                     |
|          | form_title | form_id | version       |
|          | A flood    | flood   | 1             |
"""
STORY = "Marker-Neema-lost-her-well"
PIN = "mango tree 7"


@pytest.fixture
def links(scene: Scene) -> Callable[..., list[str]]:
    amina = scene.people["editor"]

    def made(*, protects: bool) -> list[str]:
        """Addresses: for everybody, and another for one submission."""
        asked = questionnaire_of(ASKED, scene.organisation, amina)
        public = make_public_link(asked, by=amina, at=NOW, protects=protects)
        (single,) = make_single_links(asked, count=1, by=amina, at=NOW, protects=protects)
        return [f"/fill/{each.key}/" for each in (public, single)]

    return made


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def saved(page: Page, place: Path) -> Path:
    with page.expect_download() as told:
        press(page, "Save a copy in a file")
    told.value.save_as(place)
    return place


def bring(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as told:
        press(page, "Bring a saved file back")
    told.value.set_files(file)


def answer(page: Page, label: str, words: str) -> None:
    page.get_by_label(label).fill(words)
    press(page, "Next")


def finish(page: Page) -> None:
    press(page, "Go on with what you began")
    expect(page.get_by_role("button", name="Take it away")).to_be_visible()
    press(page, "Next")
    answer(page, "What was done then?", "We dug another")
    press(page, "Send")


def test_a_locked_copy_goes_on_on_another_phone(
    visit: Callable[..., Page],
    links: Callable[..., list[str]],
    tmp_path: Path,
    assert_accessible: Callable[[Page], None],
) -> None:
    address, other = links(protects=True)
    lost, found = visit(viewport={"width": 360, "height": 780}), visit()
    lost.goto(address)
    expect(lost.locator("fill-form[data-offline=ready]")).to_be_attached()
    press(lost, "Begin")
    for label in ("Six letters or numbers, or more", "The same once more"):
        lost.get_by_label(label).fill(PIN)
    press(lost, "Lock it with this PIN")
    lost.context.set_offline(True)
    answer(lost, "What happened?", STORY)
    photo = tmp_path / "front.png"
    Image.new("RGB", (40, 30), "red").save(photo)
    lost.locator(".asking input[type=file]").set_input_files(photo)
    expect(lost.get_by_role("button", name="Take it away")).to_be_visible()
    press(lost, "Close, and go on later")
    expect(lost.get_by_role("button", name="Go on with what you began")).to_be_visible()
    copy = saved(lost, tmp_path / "copy")
    held = copy.read_bytes()
    for secret in (STORY, PIN, "mango", address.split("/")[2], "front", "flood"):
        assert secret.encode() not in held

    # Damaged, or of another link: one sentence, and nothing is changed.
    found.goto(other)
    bring(found, copy)
    expect(found.get_by_role("status")).to_contain_text("This file belongs to another link.")
    found.goto(address)
    middle, spoilt = len(held) // 2, tmp_path / "spoilt"
    for damaged in (held[:middle], held[:middle] + b"??" + held[middle + 2 :]):
        spoilt.write_bytes(damaged)
        bring(found, spoilt)
        expect(found.get_by_role("status")).to_contain_text("This file is damaged")
        found.reload()

    bring(found, copy)
    found.get_by_label("Your PIN").fill("mango tree 8")
    press(found, "Unlock")
    expect(found.get_by_role("alert")).to_contain_text("This is not the PIN.")
    assert_accessible(found)
    found.get_by_label("Your PIN").fill(PIN)
    press(found, "Unlock")
    expect(found.get_by_role("status")).to_contain_text("is on this phone now")

    # The PIN of the file locks this phone too.
    found.reload()
    expect(found.get_by_role("heading", level=1)).to_contain_text("What is on this phone is locked")
    found.get_by_label("Your PIN").fill(PIN)
    press(found, "Unlock")
    finish(found)
    expect(found.locator("[data-tick=received]")).to_be_visible()
    lost.context.set_offline(False)
    finish(lost)
    expect(lost.locator("[data-tick=received]")).to_be_visible()
    assert Submission.objects.get().complete
    told = {
        answer.name: answer.raw for answer in answers_of(Instance.objects.get(current=True), ())
    }
    assert told["story"] == STORY


def test_what_waits_comes_back_once(
    visit: Callable[..., Page], links: Callable[..., list[str]], tmp_path: Path
) -> None:
    address, _ = links(protects=False)
    lost, found = visit(), visit()
    lost.goto(address)
    expect(lost.locator("fill-form[data-offline=ready]")).to_be_attached()
    lost.context.set_offline(True)
    press(lost, "Begin")
    answer(lost, "What happened?", STORY)
    press(lost, "Next")
    answer(lost, "What was done then?", "We dug another")
    press(lost, "Send")
    expect(lost.locator("[data-tick=on_phone]")).to_be_visible()
    copy = saved(lost, tmp_path / "copy")
    bring(lost, copy)
    expect(lost.get_by_role("status")).to_contain_text("on this phone already")

    found.goto(address)
    bring(found, copy)
    expect(found.locator("[data-tick=received]")).to_have_count(1)
    lost.context.set_offline(False)
    expect(lost.locator("[data-tick=received]")).to_have_count(1)
    assert Instance.objects.count() == Submission.objects.count() == 1
