"""Hostile words in a real browser: no script of theirs runs, no dialog opens, nothing is fetched.

A few pages with the tests; all of them, and every question, with DATASHIFT_EVERY_PAGE=yes. What
the strict policy refuses is written to the console, and so fails the fixture `page` as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from people import NOW, Scene
from playwright.sync_api import Dialog, Page, expect
from web.fill.asked import needs_script
from web.payloads import PAYLOADS, THOUSAND
from web.test_payloads import PAGES, hostile

from datashift.web.accounts.models import User
from datashift.web.builder.actions.drafts import take_questionnaire

pytestmark = [pytest.mark.browser, needs_script]
EVERY = bool(os.environ.get("DATASHIFT_EVERY_PAGE"))
SAMPLE = ("submission",)
SAID = PAYLOADS + THOUSAND if EVERY else PAYLOADS
# Whatever way a payload comes alive, it calls this.
ALARM = "window.came = []; window.evil = () => window.came.push(1);"
TOUCHED = """() => {
  for (const each of document.querySelectorAll("main *"))
    for (const kind of ["mouseover", "focus", "blur", "toggle"])
      each.dispatchEvent(new Event(kind, {bubbles: true}));
  return window.came;
}"""


def test_hostile_words_stay_words_in_a_browser(
    page: Page, scene: Scene, sign_in: Callable[[Page, User], None]
) -> None:
    amina, dialogs = scene.people["editor"], list[str]()
    asked = hostile(scene.organisation, amina, SAID)
    take_questionnaire(asked, by=amina, at=NOW)
    sign_in(page, amina)
    page.add_init_script(ALARM)

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", opened)
    for name in PAGES if EVERY else SAMPLE:
        page.goto(PAGES[name](asked))
        expect(page.locator("main")).to_contain_text("evil")
        assert page.evaluate(TOUCHED) == [], name

    page.goto(PAGES["the plain page"](asked))
    page.get_by_role("button", name="Begin").click()
    for _ in SAID if EVERY else SAID[:1]:
        expect(page.locator(".asking")).to_be_visible()
        assert page.evaluate(TOUCHED) == []
        page.get_by_role("button", name="Next").click()
    assert dialogs == []
