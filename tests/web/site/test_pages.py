"""Every page that can be reached by following links: no dead end, nothing inline, one heading."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve
from people import Scene, SignIn

from datashift.web.site import navigation

pytestmark = pytest.mark.slow

DATA = {"application/json", "application/ld+json"}  # no browser runs these
MOST = 300  # pages looked at; beyond that, lists repeat themselves


class Page(HTMLParser):
    """What a page links to, and what a strict content security policy would refuse."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.headings = 0
        self.language = ""
        self.images_without_words = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.inline += [f"{tag} {name}" for name in found if name == "style" or name[:2] == "on"]
        if tag == "style" or (
            tag == "script" and "src" not in found and found.get("type") not in DATA
        ):
            self.inline.append(tag)
        if tag in {"a", "link", "script", "img"}:
            self.links += [link for link in (found.get("href"), found.get("src")) if link]
        self.headings += tag == "h1"
        self.images_without_words += tag == "img" and not found.get("alt")
        if tag == "html":
            self.language = found.get("lang") or ""


# served by others, or the same page in another language (test_languages.py walks those)
ELSEWHERE = ("/static/", "/language/", *(f"/{code}/" for code in ("es", "fr", "ne", "sw")))


def without_what_is_let_in(text: str, policy: str) -> str:
    """The page without style whose hash stands in its policy: a browser takes no other."""

    def kept(style: re.Match[str]) -> str:
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        return "" if f"'sha256-{digest}'" in policy else style[0]

    return re.sub("<style>(.*?)</style>", kept, text, flags=re.DOTALL)


def crawl(scene: Scene, browser_of: SignIn, role: str) -> Iterator[tuple[str, int, str]]:
    """Follow every link of ours: address, status, text of the page.

    Passers-by begin at the start page; members in the workspace, which they do not leave, since
    public pages know nobody and are the same for all.
    """
    browser = browser_of(scene.people.get(role))
    waiting, seen = ["/" if role == "anonymous" else "/today/"], set[str]()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = browser.get(address, follow=True)
        html = "text/html" in answer.headers.get("Content-Type", "")
        policy = answer.headers.get("Content-Security-Policy", "")
        text = without_what_is_let_in(answer.content.decode(), policy) if html else ""
        yield address, answer.status_code, text
        for link in Page(text).links:
            parts = urlsplit(urljoin(address, link))
            ours = not parts.netloc and parts.scheme in {"", "http"}
            follows = ours and not parts.path.startswith(ELSEWHERE)
            if follows and (role == "anonymous" or not is_public(parts.path)):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def is_public(path: str) -> bool:
    try:
        return resolve(path).app_name.split(":")[0] == "explore"
    except Resolver404:
        return False  # a dead link, which the test must see


@pytest.mark.parametrize("role", ["anonymous", "owner", "viewer", "steward"])
def test_no_link_is_dead_nothing_is_inline_and_files_exist(
    role: str, scene: Scene, browser_of: SignIn
) -> None:
    faults, served = [], set[str]()
    for address, status, text in crawl(scene, browser_of, role):
        if status >= 400:
            faults.append(f"{address}: {status}")
        if text:
            page = Page(text)
            faults += [f"{address}: {what} is inline" for what in page.inline]
            if (page.headings, page.language, page.images_without_words) != (1, "en", 0):
                faults.append(f"{address}: {page.headings} headings, language {page.language!r}")
            served |= {link for link in page.links if link.startswith(settings.STATIC_URL)}
    names = [link.removeprefix(settings.STATIC_URL) for link in served]
    faults += [f"{name} is not there" for name in names if finders.find(name) is None]
    assert names
    assert not faults


def test_no_template_holds_style_or_script() -> None:
    forbidden = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    web = Path(settings.ROOT) / "datashift" / "web"
    found = [
        f"{path.relative_to(web)}: {match[0].strip()}"
        for path in web.rglob("templates/**/*.html")
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_the_mastheads_lead_somewhere() -> None:
    for place in (*navigation.PUBLIC, *navigation.WORKSPACE):
        study = "00000000-0000-0000-0000-000000000000"
        assert place.address(study if place.of_study else None).startswith("/")


def test_style_sheets_ask_nobody_else_for_anything() -> None:
    web = Path(settings.ROOT) / "datashift" / "web"
    for path in web.rglob("static/**/*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", path.read_text(encoding="utf-8"))
