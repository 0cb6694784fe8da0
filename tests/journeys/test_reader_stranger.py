"""A stranger reads: from the start page to a finding, on a phone and on a wide screen."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from people import Scene
from playwright.sync_api import Page, Response, expect
from published import publish

from datashift.kit.language.addresses import in_language

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAVIEST = 60_000  # bytes of a finding's first view, compressed
PAGES = [
    *("/", "/goals/", "/goals/6/", "/targets/6-1/", "/indicators/6-1-1/", "/places/"),
    *("/places/ke/", "/places/ke/ke-30/", "/places/ke/goals/6/"),
    *("/findings/?goal=6", "/findings/kisima-watch/", "/campaigns/"),
    *("/search/", "/search/?q=watr", "/search/?q=xqzwv"),
    *("/about/trust/", "/about/theory-of-change/", "/methods/", "/methods/estimates/", "/api/"),
    "/nowhere/",
]
# Width and colours of a screen.
SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
# Every page in every language on every screen: half an hour (tests/endurance/every_page.py).
EVERYTHING = "DATASHIFT_EVERY_PAGE" in os.environ


@pytest.fixture
def finding(scene: Scene, live_server: Any) -> str:
    """The address of a published finding."""
    release = publish(scene.organisation, by=scene.people["owner"])
    return f"/findings/{scene.organisation.slug}/{release.study.slug}/{release.number}/works/"


def weigh(response: Response) -> int:
    """An answer as it travels: compressed when it is text."""
    body = response.body()
    text = re.match(
        r"text/|image/svg|application/(json|javascript)", response.headers["content-type"]
    )
    return len(gzip.compress(body)) if text else len(body)


def test_a_stranger_finds_a_number_and_takes_it_along(
    page: Page, finding: str, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("About 6 in 10 water points work")
    page.get_by_role("searchbox", name="What has been counted where you live?").fill("Nairoby")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Nairobi", exact=True).click()
    page.get_by_role("link", name="Water points that work").click()
    expect(page).to_have_url(re.compile(f"{finding}$"))
    assert_accessible(page)
    page.get_by_text("The same numbers as a table").click()
    expect(page.get_by_role("row", name="Turkana")).to_contain_text("30.0")
    assert_accessible(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="All figures, as a table").click()
    rows = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("INDICATOR,SERIES,REF_AREA")
    expect(page.get_by_label("Permanent address")).to_have_value(re.compile(f"{finding}$"))


def test_a_finding_is_light(visit: Callable[..., Page], finding: str) -> None:
    page = visit()
    answers: list[Response] = []

    def answered(one: Response) -> None:
        answers.append(one)

    page.on("response", answered)
    page.goto(finding, wait_until="networkidle")
    weights = [(one.url, weigh(one)) for one in answers]
    total = sum(size for _, size in weights)
    assert total <= HEAVIEST, "\n".join(f"{size:>7} {url}" for url, size in weights)
    assert sum(url.endswith(".woff2") for url, _ in weights) == 1


def seen_on(screen: int, addresses: list[str]) -> Iterator[str]:
    """The pages that are looked at on a screen, each in the language of its turn.

    Each page is seen narrow in one colour and wide in the other, and over all screens and pages
    each language has its share.
    """
    languages = [code for code, _ in settings.LANGUAGES]
    for number, address in enumerate(addresses):
        if EVERYTHING:
            yield from (in_language(address, one) for one in languages)
        elif (number + screen + screen // 2) % 2 == 0:
            yield in_language(address, languages[(number + screen) % len(languages)])


@pytest.mark.parametrize("screen", range(len(SCREENS)))
def test_every_page_can_be_read_by_everybody(
    screen: int,
    visit: Callable[..., Page],
    finding: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    width, colours = SCREENS[screen]
    page = visit(viewport={"width": width, "height": 800}, color_scheme=colours)
    release = finding.removesuffix("works/")
    judged = release.replace("/findings/", "/credibility/")
    own = [
        finding,
        f"{finding}beside/1/",
        f"{finding}embed/",
        f"{finding}formats/",
        f"{release}counted/",
        release,
    ]
    own += [release.removesuffix("1/"), judged, f"{judged}form/"]
    for address in seen_on(screen, [*own, *PAGES]):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} px wide"
        assert_accessible(page)


def test_a_finding_needs_no_script(visit: Callable[..., Page], finding: str) -> None:
    page = visit(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    page.goto(finding)
    expect(page.get_by_role("heading", level=1)).to_have_text("About 6 in 10 water points work")
    expect(page.get_by_text("Between 49 and 67 in 100.")).to_be_visible()
    expect(page.get_by_role("img", name="100 dots.")).to_be_visible()
    page.get_by_text("The same numbers as a table").click()
    expect(page.get_by_role("row", name="Lamu")).to_contain_text("hidden")
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
