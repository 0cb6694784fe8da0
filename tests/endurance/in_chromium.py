"""Whatever a page does in chromium that words must not: run, open a dialog, ask for something."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, sync_playwright
from web.payloads import alive

# Whatever way a payload comes alive, it calls this; what the policy refuses is told to the page.
ALARM = """
window.came = [];
window.evil = (...of) => window.came.push("evil " + of.join());
document.addEventListener("securitypolicyviolation", (told) =>
  window.came.push(`policy ${told.effectiveDirective} ${told.blockedURI} ${told.sample}`));
"""
TOUCHED = """() => {
  for (const each of document.querySelectorAll("*"))
    for (const kind of ["mouseover", "focus", "blur", "toggle", "begin"])
      each.dispatchEvent(new Event(kind, {bubbles: true}));
  return window.came;
}"""
PATIENCE = 60_000
HTML = "text/html; charset=utf-8"
ELSEWHERE = "http://reader.test/"
# A frame of ours may be styled by itself, and a chart by its script: what they are is the policy's.
STYLED = ("<style>", " style")


class Eye:
    """One window of chromium, and what happened in it."""

    def __init__(self, page: Page, host: str) -> None:
        self.page, self._host, self._faults = page, host, list[str]()
        page.add_init_script(ALARM)
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._faults.append(f"script: {error}"))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: Any) -> None:
        self._faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        asked_for = request.url == ELSEWHERE or parts.netloc == self._host
        if not asked_for and parts.scheme not in {"file", "data", "blob", "about"}:
            self._faults.append(f"asked for {request.url[:200]}")

    def _console(self, message: Any) -> None:
        failed = message.text.startswith("Failed to load resource")
        if message.type == "error" and not failed:
            self._faults.append(f"console: {message.text[:300]}")

    def look(self, address: str, *, ours: Mapping[str, int] | None = None) -> tuple[str, list[str]]:
        """The page as it stands at last, and what is wrong with it.

        Args:
            ours: what is alive in such a page without hostile words.
        """
        self._faults.clear()
        try:
            self.page.goto(address, wait_until="load")
        except Error as error:
            if "Download is starting" in error.message or "ERR_ABORTED" in error.message:
                return "", []
            return "", [error.message]
        return self.page.content(), self.told(address, ours)

    def look_beside(self, text: str) -> list[str]:
        """What is wrong with a page of another host that frames one of ours."""
        self.page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body=text, content_type=HTML))
        return self.look(ELSEWHERE, ours={"<iframe>": 1})[1]

    def told(self, address: str = "", ours: Mapping[str, int] | None = None) -> list[str]:
        """What is wrong with the page as it stands now."""
        came = self.page.evaluate(TOUCHED)
        whole = self.page.content()
        living = Counter(alive(whole)) - Counter(ours or {})
        found = [*map(str, came), *self._faults]
        found += [each for each in living if not each.endswith(STYLED)]
        where = self.page.url.partition("#")[0]
        if address and urlsplit(where).netloc != urlsplit(address).netloc:
            found.append(f"went to {where}")
        return found


def explore(eye: Eye) -> list[str]:
    """Press what lets a chart or a map be explored on the page that is open, and walk in it."""
    page = eye.page
    for button in page.get_by_role("button", name=re.compile("^Explore this")).all():
        if not button.is_visible():
            continue
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        for key in ("ArrowDown", "ArrowDown", "End", "Home"):
            page.keyboard.press(key)
        for mark in page.locator("[data-drawn] svg [role=img]").all()[:5]:
            mark.hover(force=True)
    return eye.told()


@contextmanager
def eye(host: str, **options: Any) -> Iterator[Eye]:
    """A window that accepts cookies for a host, closed at the end."""
    chromium = os.environ.get("DATASHIFT_CHROMIUM") or shutil.which("chromium")
    arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        context = browser.new_context(locale="en-GB", reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        yield Eye(context.new_page(), host)
        browser.close()
