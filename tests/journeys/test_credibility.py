"""A number comes to count: judged, confirmed, accepted by an office, and its differences explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from people import NOW, Scene, person
from playwright.sync_api import Page, expect
from published import publish

from datashift.quality.credibility import framework
from datashift.web.accounts.models import User
from datashift.web.credibility import actions
from datashift.web.credibility.models import Assessment, Ruling, Tick
from datashift.web.evidence.models import Release

pytestmark = pytest.mark.browser

Look = Callable[[Page], None]
SignInto = Callable[[Page, User], None]
OFFICE = "An invented office"
RULES = framework("knbs-2022")
FIRST, *REST = RULES.gates
NARROW = {"width": 360, "height": 780}


@pytest.fixture
def release(scene: Scene, live_server: Any) -> Release:
    """Published, with an official series beside it."""
    return publish(scene.organisation, by=scene.people["editor"])


def begin(page: Page, look: Look) -> Assessment:
    """Apply Kenya's framework, and judge the first gate in the browser."""
    page.get_by_role("button", name=f"Apply: {RULES.name}").click()
    look(page)
    page.get_by_role("link", name="Judge it").first.click()
    look(page)
    page.get_by_role("radio", name="Passed", exact=True).check()
    page.get_by_label("What does this rest on?").fill("All of it is handed over.")
    page.get_by_role("button", name="Give it").click()
    expect(page.get_by_text("Waits for a second person.", exact=True)).to_have_count(1)
    return Assessment.objects.latest("begun_at")


def judge_the_rest(assessment: Assessment, *, by: User) -> None:
    """Through the same action as the form: the other gates passed, every criterion 2 of 3."""
    rest = {gate.id: 1 for gate in REST} | {one.id: 2 for one in assessment.framework.criteria}
    for item, value in rest.items():
        actions.answer(assessment, item=item, value=value, evidence="Seen.", by=by, at=NOW)


def confirm(page: Page, assessment: Assessment, look: Look) -> None:
    page.goto(f"/assessments/{assessment.pk}/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    look(page)
    page.get_by_role("button", name="Confirm what is ticked").click()


def test_a_second_person_confirms_and_the_card_is_public(
    visit: Callable[..., Page],
    phone: Page,
    scene: Scene,
    release: Release,
    sign_in: SignInto,
    assert_accessible: Look,
) -> None:
    amina = visit(viewport=NARROW)
    sign_in(amina, scene.people["editor"])
    amina.goto(f"/workspace/{release.study_id}/credibility/")
    assert_accessible(amina)
    made = begin(amina, assert_accessible)
    judge_the_rest(made, by=scene.people["editor"])
    second = visit()
    sign_in(second, scene.people["reviewer"])
    confirm(second, made, assert_accessible)
    expect(second.get_by_role("heading", level=1)).to_contain_text("It meets what")
    slug = f"{release.study.organisation.slug}/{release.study.slug}/{release.number}"
    phone.goto(f"/findings/{slug}/works/")
    assert_accessible(phone)
    expect(phone.locator("main")).to_contain_text("2.00")
    phone.goto(f"/credibility/{slug}/")
    assert_accessible(phone)
    expect(phone.locator("main")).not_to_contain_text("Amina")


def test_an_office_is_invited_asks_and_accepts_with_reasons(
    visit: Callable[..., Page],
    scene: Scene,
    release: Release,
    sign_in: SignInto,
    assert_accessible: Look,
) -> None:
    owner = visit()
    sign_in(owner, scene.people["owner"])
    owner.goto(f"/workspace/{release.study_id}/credibility/invite/")
    links = {}
    for name in ("Guest", "Second guest"):
        guest = person(name)
        owner.goto(f"/workspace/{release.study_id}/credibility/invite/")
        owner.get_by_label("Their office").fill(OFFICE)
        owner.get_by_label("Their email address").fill(guest.email)
        owner.get_by_role("button", name="Make the invitation").click()
        assert_accessible(owner)
        links[guest] = owner.get_by_label("The link").input_value()
    (first, opened), (other, later) = links.items()
    office = visit(viewport=NARROW)
    sign_in(office, first)
    office.goto(opened)
    assert_accessible(office)
    office.get_by_role("button", name="Take it up").click()
    assert_accessible(office)
    office.get_by_label("What would you like to know?").fill("Who was asked at night?")
    office.get_by_role("button", name="Ask", exact=True).click()
    expect(office.locator("main")).to_contain_text("Not answered yet.")
    owner.goto(f"/workspace/{release.study_id}/credibility/")
    owner.get_by_role("link", name="Answer it").click()
    owner.get_by_label("Your answer").fill("Nobody: pumps are counted by day.")
    owner.locator("main form.form button.main").click()
    expect(owner.locator("main")).to_contain_text("pumps are counted by day")
    office.goto(f"/assessing/{release.study_id}/")
    expect(office.locator("main")).to_contain_text("pumps are counted by day")
    made = begin(office, assert_accessible)
    judge_the_rest(made, by=first)
    colleague = visit()
    sign_in(colleague, other)
    colleague.goto(later)
    colleague.get_by_role("button", name="Take it up").click()
    confirm(colleague, made, assert_accessible)
    colleague.get_by_role("link", name="Accept or refuse the figures").click()
    assert_accessible(colleague)
    colleague.get_by_label("We accept these figures", exact=True).check()
    colleague.get_by_label("Why?").fill("The sample is written down.")
    colleague.get_by_role("button", name="Record the decision").click()
    expect(colleague).to_have_url(re.compile(f"/assessments/{made.pk}/$"))
    assert Ruling.objects.get().accepted
    slug = f"{release.study.organisation.slug}/{release.study.slug}/{release.number}"
    office.goto(f"/credibility/{slug}/")
    expect(office.locator("main")).to_contain_text(f"{OFFICE} accepts these figures.")
    expect(office.locator("main")).to_contain_text("The sample is written down.")
    assert_accessible(office)


def test_differences_are_ticked_without_scripts_and_the_letter_tells_of_them(
    visit: Callable[..., Page],
    phone: Page,
    scene: Scene,
    release: Release,
    sign_in: SignInto,
    assert_accessible: Look,
) -> None:
    amina = visit(viewport=NARROW, java_script_enabled=False)
    sign_in(phone, scene.people["editor"])
    sign_in(amina, scene.people["editor"])
    amina.goto(f"/workspace/{release.study_id}/compare/")
    amina.get_by_role("link", name="Tick what differs, one by one").first.click()
    phone.goto(amina.url)
    assert_accessible(phone)
    expect(amina.get_by_role("heading", name="What differs: 0 of")).to_be_visible()
    amina.get_by_role("checkbox", name="What is counted").check()
    amina.locator("summary", has_text="What explains it: What is counted").click()
    amina.get_by_label("What explains it: What is counted").fill("We asked who uses each.")
    amina.get_by_role("button", name="Keep what I ticked").click()
    expect(amina.get_by_role("heading", name="What differs: 1 of")).to_be_visible()
    phone.goto(amina.url)
    assert_accessible(phone)
    letter = amina.get_by_label("our figure and yours").input_value()
    assert "counts people. We asked who uses each." in letter
    amina.get_by_role("button", name="Undo").click()
    expect(amina.get_by_role("heading", name="What differs: 0 of")).to_be_visible()
    assert Tick.objects.count() == 2  # what was said stays readable
