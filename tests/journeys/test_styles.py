"""A page with the style it uses looks as it does with whole style sheets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from people import Scene
from playwright.sync_api import Page
from published import publish

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHEETS = [
    *(f"figures/style/{name}.css" for name in ("tokens", "page", "figures", "maps")),
    "web/site/static/site/base.css",
    "web/explore/static/explore/explore.css",
]
LOOK = """() => [...document.querySelectorAll('*')].map(each => {
  const look = getComputedStyle(each);
  const said = [...look].filter(name => !name.startsWith('--')).map(name => name + ':' + look.getPropertyValue(name));
  return [each.tagName + '.' + each.getAttribute('class'), said];
})"""
WHOLE = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}"""


def test_pages_look_the_same_with_every_rule(page: Page, scene: Scene, live_server: Any) -> None:
    release = publish(scene.organisation, by=scene.people["owner"])
    finding = f"/findings/{scene.organisation.slug}/{release.study.slug}/{release.number}/works/"
    library = Path(settings.ROOT) / "datashift"
    text = "".join((library / name).read_text(encoding="utf-8") for name in SHEETS)
    text = re.sub(r"@font-face\s*{[^}]*}", "", text)  # its address is relative to its sheet
    # All in view: what is far below is not laid out until somebody comes near.
    page.set_viewport_size({"width": 1280, "height": 20_000})
    for address in (finding, "/", "/indicators/6-1-1/", "/places/ke/"):
        page.goto(address, wait_until="networkidle")
        used = page.evaluate(LOOK)
        page.evaluate(WHOLE, text)
        whole = page.evaluate(LOOK)
        differ = [
            (name, one, other)
            for (name, had), (_, has) in zip(used, whole, strict=True)
            for one, other in zip(had, has, strict=True)
            if one != other
        ]
        assert not differ, (address, differ[:20])


def test_on_paper_nothing_is_cut_and_no_sheet_stays_empty(
    page: Page, scene: Scene, live_server: Any
) -> None:
    release = publish(scene.organisation, by=scene.people["owner"])
    finding = f"/findings/{scene.organisation.slug}/{release.study.slug}/{release.number}/works/"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 to the inch
    for address in (finding, "/indicators/6-1-1/", "/places/ke/"):
        page.goto(address, wait_until="networkidle")
        cut = page.evaluate(
            "[...document.querySelectorAll('.scroll:not([aria-label=BibTeX])')]"
            ".filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth)"
            ".map(each => each.getAttribute('aria-label'))"
        )
        assert not cut, (address, cut)
        for selector in ("article.finding", ".plate.first"):
            for kept in page.locator(selector).all():
                assert kept.evaluate("each => getComputedStyle(each).breakInside") == "auto"
        for dots in page.locator(".settle").all():
            assert dots.evaluate("each => getComputedStyle(each).animationName") == "none"
