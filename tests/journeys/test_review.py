"""A reviewer's morning: piles, one decision, its undo, the fieldwork, the plan, the study."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from people import NOW, Scene
from playwright.sync_api import Page, expect
from web.review.visits import sent, visit, visits

from datashift.web.accounts.models import User
from datashift.web.review.actions.checking import look_at
from datashift.web.review.actions.feeding import connect_study
from datashift.web.review.actions.planning import plan
from datashift.web.review.models import WorkerSign

NARROW = {"width": 360, "height": 780}


@pytest.mark.browser
@pytest.mark.slow
def test_a_reviewers_morning(
    page: Page,
    scene: Scene,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    organisation, amina = scene.organisation, scene.people["editor"]
    form = visits(organisation, amina)
    for number in range(1, 41):
        place = f"{-0.1 - number % 7 / 100} {34.75 + number % 11 / 100} 0 5"
        sent(organisation, visit(number, worker=f"Team {number % 3}", point=place))
    sent(organisation, visit(41, worker="Team 4", took=1))
    sent(organisation, visit(42, worker="Team 4", point="0 0 0 5"))
    look_at(form.pk, at=NOW)
    plan(form, "", {"": 120}, by=amina, at=NOW)
    plan(form, "head", {"woman": 60, "man": 60}, by=amina, at=NOW)
    WorkerSign.objects.create(
        questionnaire=form,
        worker="Team 1",
        check_name="haste",
        chance=0.01,
        among=42,
        noticed_at=NOW,
    )
    sign_in(page, amina)
    page.goto(reverse("review:piles", args=[form.pk]))
    expect(page.get_by_role("heading", level=1)).to_contain_text("42 submissions wait")
    _look(page, assert_accessible, "piles")
    page.get_by_role("link", name="Filled much faster than the others").click()
    _look(page, assert_accessible, "pile")
    page.get_by_role("link", name=" · ").first.click()
    _look(page, assert_accessible, "story")
    page.goto(reverse("review:piles", args=[form.pk]))
    page.get_by_role("button", name="Accept all 40").click()
    expect(page.get_by_role("status")).to_contain_text("40 submissions count.")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("40 submissions are as they were.")
    page.get_by_role("button", name="Accept all 40").click()
    page.goto(reverse("review:fieldwork", args=[form.pk]))
    _look(page, assert_accessible, "fieldwork")
    _fits_in_every_language(page, reverse("review:fieldwork", args=[form.pk]))
    page.goto(reverse("review:plan", args=[form.pk]))
    _look(page, assert_accessible, "plan")
    connect_study(form, by=amina, at=NOW)
    page.goto(reverse("review:flow", args=[form.pk]))
    expect(page.get_by_role("heading", level=1)).to_contain_text("The figures hold everything")
    _look(page, assert_accessible, "flow")


def _look(page: Page, assert_accessible: Callable[[Page], None], name: str) -> None:
    """On a wide screen and on a phone; nothing is wider than the phone."""
    wide: Any = page.viewport_size
    assert_accessible(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    assert_accessible(page)
    page.set_viewport_size(wide)


def _fits_in_every_language(page: Page, where: str) -> None:
    """On a phone no table has to be pushed sideways, and each figure stands under its heading."""
    wide: Any = page.viewport_size
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    for language in ("", "/es", "/sw", "/ne", "/fr"):
        page.goto(f"{language}{where}")
        table = page.locator(".scroll").first
        expect(table.get_by_role("rowheader").first).to_be_visible()
        widths = table.evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert widths[0] <= widths[1], (language, widths)
        said = (
            table.locator("tbody tr")
            .first.locator("td")
            .evaluate_all("cells => cells.map(each => getComputedStyle(each, '::before').content)")
        )
        heads = table.locator("thead th").all_text_contents()[1:]
        assert said == [f'"{head.strip()}"' for head in heads], language
    page.set_viewport_size(wide)
