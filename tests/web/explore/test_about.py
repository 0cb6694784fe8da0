"""Methods, trust, and what machines look for first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from published import Shown, page

from datashift.web.explore.queries import methods


def test_every_method_has_its_page(stranger: Client, db: None) -> None:
    index = page(stranger, "/methods/")
    for path in (Path(settings.ROOT) / "docs" / "methods").glob("*.md"):
        assert f'href="/methods/{path.stem}/"' in index
        text = page(stranger, f"/methods/{path.stem}/")
        assert text.count("<h1>") == 1
        assert ".md" not in "".join(part.split('"')[0] for part in text.split('href="')[1:])
    page(stranger, "/methods/none/", 404)


def test_links_inside_methods_lead_to_headings() -> None:
    pages = methods.methods()
    followed = 0
    for name, found in pages.items():
        for target in re.findall(r'href="([^"]*#[^"]+)"', found.html):
            address, _, part = target.partition("#")
            if address.startswith("https:"):
                continue
            there = pages[address.strip("/").rpartition("/")[2] or name]
            assert f' id="{part}"' in there.html, (name, target)
            followed += 1
    assert followed


def test_a_method_cannot_bring_a_script(tmp_path: Path) -> None:
    text = "# A\n\nSay <script>alert(1)</script> [b](javascript:alert(1)) [c](../d.md) **e**."
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    found = methods.read(path)
    assert "<script" not in found.html
    assert "javascript:" not in found.html.replace("[b](javascript:alert(1))", "")
    assert "href" not in found.html
    assert "<strong>e</strong>" in found.html


def test_tables_of_a_method_are_numbered_in_the_readers_language() -> None:
    for said, begins in (("fr", "Tableau 1"), ("en", "Table 1"), ("fr", "Tableau 1")):
        with override(said):
            assert f'aria-label="{begins}"' in methods.methods()["maps"].html


def test_trust_is_one_click_from_everywhere(stranger: Client, db: None) -> None:
    text = page(stranger, "/about/trust/")
    assert "What we cannot promise" in text
    assert text.count('href="/about/trust/"') >= 2
    assert "sealed when they arrive" in text
    assert "without an account" not in text  # anonymous reports need none


@pytest.mark.parametrize("private", ["/account/", "/workspace/", "/organisations/", "/today/"])
def test_robots_stay_out_of_what_is_private(private: str, stranger: Client) -> None:
    assert f"Disallow: {private}\n" in stranger.get("/robots.txt").content.decode()


def test_the_sitemap_lists_what_stands(shown: Shown, stranger: Client) -> None:
    root = ElementTree.fromstring(stranger.get("/sitemap.xml").content)
    pages = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"http://testserver{shown.finding}" in pages
    assert len(pages) == len(set(pages)) > 400
