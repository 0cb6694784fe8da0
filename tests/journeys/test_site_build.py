"""The public pages from a memory stick: no server, no network, no script needed."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from people import NOW, Scene
from playwright.sync_api import Page, expect
from published import publish

from datashift.web.evidence import actions
from datashift.web.explore.management.building.site import build
from datashift.web.explore.queries import catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = "findings/kisima-watch/water-points-that-work-in-three-counties/1"


def dead_links(site: Path) -> list[str]:
    """Links that lead to no file, and links that leave the folder."""
    dead = []
    for page in sorted(site.rglob("*.html")):
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            parts = urlsplit(html.unescape(link))
            if parts.scheme or not parts.path:
                continue
            if link.startswith("/") or not (page.parent / unquote(parts.path)).is_file():
                dead.append(f"{page.relative_to(site)}: {link}")
    return dead


def contents(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def test_a_site_is_read_from_a_memory_stick(
    scene: Scene, visit: Callable[..., Page], tmp_path: Path
) -> None:
    release = publish(scene.organisation, by=scene.people["owner"])
    site = tmp_path / "site"
    told: list[tuple[int, int]] = []
    spoken = [random.choice([code for code, _ in settings.LANGUAGES if code != "en"])]
    first = build(site, languages=spoken, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (first.made, first.made)
    assert not dead_links(site)
    assert not [path for path in tmp_path.iterdir() if path != site]

    page = visit(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    faults: list[str] = []
    page.on("request", lambda one: faults.append(one.url) if one.url[:5] != "file:" else None)
    page.on("requestfailed", lambda one: faults.append(one.url))
    page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
    page.goto((site / "index.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("About 6 in 10 water points work")
    page.get_by_role("link", name="Read the finding").click()
    expect(page.get_by_text("Between 49 and 67 in 100.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_text("In everybody’s format").click()
    expect(page.get_by_role("link", name="Spreadsheet, for Excel or LibreOffice")).to_be_visible()
    page.get_by_role("link", name="The whole release").click()
    expect(
        page.get_by_role("heading", name="The same figures in everybody’s format")
    ).to_be_visible()
    page.get_by_role("link", name="Findings", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything that was found")
    assert not faults

    before = contents(site)
    assert before[f"{HERE}/observations.csv"] == (release.folder / "observations.csv").read_bytes()
    again = build(site, languages=spoken)
    assert (again.made, again.removed) == (0, 0)
    owner = scene.people["owner"]
    actions.withdraw_release(release, because="Counted twice.", by=owner, at=NOW)
    changed = build(site, languages=spoken)
    assert 0 < changed.made < first.made / 5
    after = contents(site)
    assert "Counted twice." in after[f"{HERE}/index.html"].decode()
    assert not [name for name in after if name.startswith(f"{HERE}/") and not name.endswith("html")]
    assert not dead_links(site)
    anew = tmp_path / "anew"
    with catalogue.only(None):
        build(anew, languages=spoken)
    assert contents(anew) == after
