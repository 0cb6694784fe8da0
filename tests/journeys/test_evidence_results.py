"""Answer, compute and publish on an old phone without scripts; every page can be read by all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from people import Scene
from playwright.sync_api import Page, expect
from web.evidence.pumps import TEXT, assessed, computed, official, published, pumps

from datashift.web.accounts.models import User
from datashift.web.evidence import actions
from datashift.web.evidence.models import Study

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SignInto = Callable[[Page, User], None]
PAGES = [
    "questions/",
    "questions/rows/",
    "questions/design/",
    "questions/place/",
    "questions/time/",
    "findings/1/counts/",
    "findings/1/sentence/",
    "findings/1/sdg/",
    "findings/1/groups/",
    "harm/",
    "questions/credit/",
    "text/",
    "run/",
    "compare/",
    "protect/",
    "publish/",
    "releases/",
]


@pytest.fixture
def study(scene: Scene, live_server: Any) -> Study:
    """Published, with an official series beside it and another file of them not used yet."""
    amina = scene.people["editor"]
    study = pumps(scene.organisation, by=amina, text=f"{TEXT}official: [{{file: official.csv}}]\n")
    official(study, by=amina)
    assessed(study, by=amina)
    run = computed(study, by=amina)
    actions.publish_release(run, by=amina, at=run.asked_at)
    return study


@pytest.mark.parametrize(("width", "colours"), [(360, "light"), (1280, "dark")])
def test_every_page_of_the_results_can_be_read_by_everybody(
    width: int,
    colours: str,
    visit: Callable[..., Page],
    study: Study,
    scene: Scene,
    sign_in: SignInto,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = visit(viewport={"width": width, "height": 800}, color_scheme=colours)
    sign_in(page, scene.people["editor"])
    for address in PAGES:
        page.goto(f"/workspace/{study.pk}/{address}")
        assert_accessible(page)
    page.get_by_role("link", name="Withdraw it").click()
    expect(page).to_have_url(re.compile("/withdraw/"))
    assert_accessible(page)


def test_a_study_is_made_without_scripts_on_a_phone(
    visit: Callable[..., Page], scene: Scene, live_server: Any, sign_in: SignInto
) -> None:
    amina = scene.people["editor"]
    study = pumps(scene.organisation, by=amina, text="")
    page = visit(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    sign_in(page, amina)
    page.goto(f"/workspace/{study.pk}/questions/")
    page.get_by_role("button", name="Begin with the first question").click()
    page.get_by_label("One row is one").fill("pump")
    press_next(page)
    press_next(page)  # whoever wanted answered: the careful guess
    page.get_by_role("radio", name="All rows are from one place").check()
    page.get_by_label("Name of the whole place").fill("Kisima")
    press_next(page)
    page.get_by_role("radio", name="All rows are of one time").check()
    page.get_by_label("The time", exact=True).fill("2024")
    press_next(page)
    page.get_by_label("From which column?").select_option("state")
    page.get_by_role("button", name="Show me that column").click()
    page.get_by_role("radio", name="works: yes").check()
    press_next(page)
    page.get_by_label("The sentence goes on").fill("pumps work")
    page.get_by_label("A title for lists").fill("Pumps that work")
    page.get_by_role("button", name="Show me the sentence").click()
    expect(page.get_by_text("57 in 100 pumps work")).to_be_visible()
    press_next(page)
    page.get_by_role("radio", name="None of these").check()
    press_next(page)
    page.get_by_role("checkbox", name="ward").check()
    press_next(page)
    page.get_by_role("radio", name="Things only").check()
    for question in ("Could a neighbour", "Is there a list"):
        page.get_by_role("group", name=question).get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Set the rules").click()
    page.get_by_role("radio", name="Free to use by anyone, without a condition").check()
    press_next(page)
    page.get_by_role("link", name="Go on to computing").click()
    page.get_by_role("button", name="Compute").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hidden")
    page.get_by_role("link", name="Go on to publishing").click()
    page.get_by_role("checkbox", name="I have read what will be public.").check()
    page.get_by_role("button", name="Publish one finding").click()
    page.get_by_role("link", name="57 in 100 pumps work").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("57 in 100 pumps work")


def press_next(page: Page) -> None:
    page.get_by_role("button", name="Next").click()


def test_faults_are_told_while_one_types(
    page: Page, study: Study, scene: Scene, sign_in: SignInto
) -> None:
    sign_in(page, scene.people["editor"])
    page.goto(f"/workspace/{study.pk}/text/")
    text = page.get_by_label("study.yaml")
    text.fill(TEXT.replace("unit: pump", "unti: pump"))
    expect(page.get_by_text("One thing is wrong")).to_be_visible()
    page.get_by_role("link", name="Line 5").click()
    picked = text.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert picked == "unti: pump"
    text.fill(TEXT)
    expect(page.get_by_text("Nothing is wrong with it.")).to_be_visible()


def test_who_may_look_finds_no_button_that_changes(
    page: Page, scene: Scene, live_server: Any, sign_in: SignInto
) -> None:
    release = published(scene.organisation, by=scene.people["owner"])
    sign_in(page, scene.people["viewer"])
    for address in PAGES:
        page.goto(f"/workspace/{release.study_id}/{address}")
        changing = page.locator("main form[method=post] button:enabled")
        expect(changing).to_have_count(0)
