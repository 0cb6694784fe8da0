"""The whole road in a browser: 59,400 real rows become a finding that a stranger reads."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from people import Scene
from playwright.sync_api import Locator, Page, expect
from shared_data import shared

from datashift.web.accounts.models import User
from datashift.web.evidence.models import Release

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POINTS = "1_cgd/tza_waterpoints/waterpoints_59400.csv"
REGIONS = "4_boundaries/tz_regions.topojson"

Check = Callable[[Page], None]


def share_that_works(path: Path) -> tuple[float, int]:
    """Percentage of functional points and their number, without those a phone put at 0,0."""
    with path.open(encoding="utf-8", newline="") as file:
        states = [row["status_group"] for row in csv.DictReader(file) if not nowhere(row)]
    return 100 * states.count("functional") / len(states), len(states)


def nowhere(row: dict[str, str]) -> bool:
    return abs(float(row["longitude"] or 0)) < 0.1 and abs(float(row["latitude"] or 0)) < 0.1


def test_water_points_become_a_finding(
    page: Page,
    visit: Callable[..., Page],
    scene: Scene,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Check,
) -> None:
    sign_in(page, scene.people["editor"])
    begin(page, assert_accessible)
    bring(page, assert_accessible)
    check(page, assert_accessible)
    answer(page, assert_accessible)
    compute(page, assert_accessible)
    publish(page, assert_accessible)
    stranger = visit(viewport={"width": 360, "height": 780})
    read(stranger, assert_accessible)


def begin(page: Page, assert_accessible: Check) -> None:
    page.goto("/workspace/")
    page.get_by_role("link", name="Begin a study").first.click()
    page.get_by_role("textbox").first.fill("Water points that work, Tanzania")
    assert_accessible(page)
    page.get_by_role("button", name="Begin").click()
    if page.url.endswith("/bring/"):
        return
    page.get_by_role("link", name="Bring").first.click()


def bring(page: Page, assert_accessible: Check) -> None:
    """Rows and boundaries; the rows are shown back."""
    page.get_by_label("Files", exact=True).set_input_files(shared(POINTS))
    page.get_by_role("button", name="Bring them").click()
    expect(page.get_by_text("59,400 rows")).to_be_visible()
    page.get_by_label("Files", exact=True).set_input_files(shared(REGIONS))
    page.get_by_role("radio", name="Boundaries").check()
    page.get_by_role("button", name="Bring them").click()
    expect(page.get_by_role("heading", name="tz_regions.topojson")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Look at the rows").click()
    expect(page.get_by_text("status_group").first).to_be_visible()
    assert_accessible(page)


def check(page: Page, assert_accessible: Check) -> None:
    """Set the points at 0,0 aside, think again, and do it after all."""
    page.get_by_role("navigation", name="Workspace").get_by_role("link", name="Check").click()
    assert_accessible(page)
    pile(page).get_by_role("button", name="Set aside").click()
    toast = page.get_by_role("status").filter(has=page.get_by_role("button", name="Undo"))
    toast.get_by_role("button", name="Undo").click()
    pile(page).get_by_role("button", name="Set aside").click()
    expect(pile(page)).to_have_count(0)


def pile(page: Page) -> Locator:
    return page.get_by_role("article").filter(has_text="1,812").filter(has_text="0")


def answer(page: Page, assert_accessible: Check) -> None:
    """Ten questions; most of them are guessed right."""
    page.get_by_role("navigation", name="Workspace").get_by_role("link", name="Questions").click()
    page.get_by_role("button", name="Begin with the first question").click()

    def asked(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)

    def following() -> None:
        page.get_by_role("button", name="Next").click()

    asked("What is one row?")
    page.get_by_label("One row is one").fill("water point")
    following()
    asked("How did the rows come about?")
    page.get_by_role("radio", name="We listed every one we found").check()
    following()
    asked("Where is each row?")
    expect(page.get_by_label("Country", exact=True)).to_have_value("TZ")
    expect(page.get_by_label("Boundaries", exact=True)).to_have_value("tz_regions.topojson")
    expect(page.get_by_label("Which property of the boundaries is the name?")).to_have_value(
        "Region_Nam"
    )
    page.get_by_label("What are the areas called?").fill("region")
    following()
    asked("When was it?")
    page.get_by_role("radio", name="All rows are of one time").check()
    page.get_by_label("The time", exact=True).fill("2013")
    following()
    asked("What do you want to know?")
    expect(page.get_by_role("radio", name="functional: yes", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name="functional needs repair: no")).to_be_checked()
    following()
    asked("How does the sentence go on?")
    page.get_by_label("The sentence goes on").press_sequentially("water points work")
    expect(page.get_by_text("54 in 100 water points work")).to_be_visible()  # all rows so far
    page.get_by_label("A title for lists").fill("Water points that work")
    following()
    asked("Which SDG indicator does it speak about?")
    page.get_by_role("radio", name="6.1.1").check()
    page.get_by_role("radio", name="A stand-in").check()
    page.get_by_label("Why?", exact=True).fill("It counts water points, not people.")
    following()
    asked("For which groups?")
    expect(page.get_by_role("checkbox", name="Each region")).to_be_checked()
    following()
    asked("Who could be hurt if somebody is recognised?")
    page.get_by_role("radio", name="Things only").check()
    for question in ("Could a neighbour", "Is there a list"):
        page.get_by_role("group", name=question).get_by_role("radio", name="No", exact=True).check()
    page.get_by_text("Choose otherwise than the answers ask for").click()
    page.get_by_label("The smallest group that may be shown").fill("10")
    page.get_by_role("button", name="Set the rules").click()
    asked("Who counted, and who may use it?")
    page.get_by_label("Who counted?").fill("Taarifa")
    page.get_by_role("radio", name="Free to use, if you are named CC-BY-4.0").check()
    following()
    asked("Every question is answered")


def compute(page: Page, assert_accessible: Check) -> None:
    page.get_by_role("link", name="Go on to computing").click()
    expect(page.get_by_text("One finding, from 59,400 rows.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Compute").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hidden")
    page.get_by_text("By region 0 of").click()
    expect(page.get_by_role("table", name="By region")).to_be_visible()
    assert_accessible(page)


def publish(page: Page, assert_accessible: Check) -> None:
    page.get_by_role("link", name="Go on to publishing").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ready to be read by anyone")
    assert_accessible(page)
    page.get_by_role("checkbox", name="I have read what will be public.").check()
    page.get_by_role("button", name="Publish one finding").click()
    expect(page.get_by_role("status")).to_have_text("One finding is public.")
    assert_accessible(page)


def read(page: Page, assert_accessible: Check) -> None:
    """The stranger's number is the one that the rows give, counted another way."""
    percent, points = share_that_works(shared(POINTS))
    release = Release.objects.get()
    organisation, study = release.study.organisation.slug, release.study.slug
    page.goto(f"/findings/{organisation}/{study}/1/water_points_that_work/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"{percent:.0f} in 100 water points work"
    )
    text = page.get_by_role("main").inner_text().replace("\u00a0", " ")
    assert f"{percent:.1f}" in text
    assert f"{points:,}" in text
    assert "not a random sample" in text
    assert "Taarifa" in text
    assert_accessible(page)
