"""A real browser for the journeys: Debian's chromium, no request beyond this machine, axe."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from people import Scene, make_scene
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect
from unmigrated import leave_out_permissions

from datashift.web.accounts.models import User

# Playwright runs an event loop in this thread, where Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is in order need not be told of
}
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=360, height=780)
# How fast this machine is, is no part of a journey: whoever waits for a page waits this long.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
ACTS = [
    *("check", "click", "fill", "focus", "hover", "press", "press_sequentially", "select_option"),
    *("set_input_files", "tap"),
]


def when_it_stands(act: Callable[..., None]) -> Callable[..., None]:
    """Nobody acts on half a page: what its scripts add to a link or a form is there by then."""

    @wraps(act)
    def acting(thing: Locator, *given: Any, **more: Any) -> None:
        thing.page.wait_for_load_state()
        return act(thing, *given, **more)

    return acting


for name in ACTS:
    setattr(Locator, name, when_it_stands(getattr(Locator, name)))


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """The database in a file, as it is when the platform runs.

    A database in memory is one connection for all threads of the server: two requests at once,
    which a browser makes all the time, would share a transaction.
    """
    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["NAME"] = str(settings.DATA / "journeys.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _without_permissions() -> None:
    leave_out_permissions()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = os.environ.get("DATASHIFT_CHROMIUM") or shutil.which("chromium")
    if chromium is None or not Path(chromium).exists():
        pytest.fail(
            "The journeys need chromium: sudo apt-get install chromium, or name it in "
            "DATASHIFT_CHROMIUM. `./test` installs it when it may."
        )
    return {"executable_path": chromium, "args": ["--no-sandbox", "--disable-gpu"]}


def watch(page: Page) -> list[str]:
    """Write down everything a visitor should never cause: outside requests, errors, refusals."""
    faults: list[str] = []

    def request(request: Any) -> None:
        host = urlsplit(request.url).hostname
        if request.url.startswith("http") and host not in {"localhost", "127.0.0.1"}:
            faults.append(f"asked the outside world for {request.url}")

    def response(response: Any) -> None:
        document = response.request.resource_type == "document" or response.status == 422
        missing = response.status >= 400 and not document
        if missing or response.status >= 500:
            faults.append(f"{response.status} for {response.url}")

    def console(message: Any) -> None:
        # A document with status 404 or 422 is an answer; chromium reports it here all the same.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text}")

    page.on("request", request)
    page.on("response", response)
    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    return faults


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own: ``visit(viewport=NARROW, java_script_enabled=False)``."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def open_page(**options: Any) -> Page:
        wanted = {"viewport": WIDE, "locale": "en-GB", "reduced_motion": "reduce", **options}
        context = browser.new_context(base_url=live_server.url, **wanted)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        opened.append((context, watch(page)))
        return page

    yield open_page
    faults = [fault for context, found in opened for fault in found]
    for context, _ in opened:
        context.close()
    # What was asked for last must not write into the next test.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE / 1000)
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A wide screen."""
    return visit()


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    """An old phone: 360 pixels, touched with a thumb."""
    return visit(viewport=NARROW, has_touch=True, is_mobile=True)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """The same people as in the web tests, visible to the server of the journey."""
    return make_scene()


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Axe finds nothing, and nothing sticks out of the screen."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a page just asked for has no document yet
        # The whole page at once, so that the bar at the bottom of a phone covers nothing.
        size = page.viewport_size or WIDE
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": tall})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(size)
        assert wide <= size["width"], f"{wide} px wide"

    return check


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, User], None]:
    """Sign somebody in without the form, which has a journey of its own."""

    def enter(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )

    return enter
