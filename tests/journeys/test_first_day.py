"""The first day: make an account, found an organisation, and ask a colleague in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from people import PASSWORD
from playwright.sync_api import Page, expect

from datashift.web.accounts.models import Membership, Role

pytestmark = pytest.mark.browser


def make_account(page: Page, *, name: str, email: str) -> None:
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()


def test_two_colleagues_meet(
    page: Page, visit: Callable[..., Page], assert_accessible: Callable[[Page], None]
) -> None:
    page.goto("/")
    assert_accessible(page)
    page.get_by_role("link", name="Your work").click()
    assert_accessible(page)
    make_account(page, name="Amina", email="Amina@example.org")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amina")
    assert_accessible(page)

    page.get_by_role("link", name="Found an organisation").click()
    page.get_by_label("Name").fill("Kisima Watch")
    page.get_by_label("Country").select_option(label="Kenya")
    page.get_by_role("button", name="Found it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kisima Watch")
    assert_accessible(page)

    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Their email address").fill("bruno@example.org")
    page.get_by_role("radio", name="Viewer Looks").check()
    page.get_by_role("button", name="Make the invitation").click()
    link = page.get_by_label("The link").input_value()
    assert_accessible(page)

    brunos = visit(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    brunos.goto(link)
    make_account(brunos, name="Bruno", email="bruno@example.org")
    expect(brunos.get_by_role("heading", level=1)).to_have_text("Kisima Watch invites you")
    brunos.get_by_role("button", name="Join").click()
    expect(brunos.get_by_role("status")).to_have_text("Welcome to Kisima Watch.")
    assert Membership.objects.get(user__email="bruno@example.org").role == Role.VIEWER
