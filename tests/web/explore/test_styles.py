"""A public page brings the style it uses, and the policy lets exactly that style in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re

from django.templatetags.static import static
from django.test import Client
from published import Shown

from datashift.web.explore.http import finding_address
from datashift.web.explore.styles import Group, Rule, holds, inlined, needed, rules, sheet

FIRST_FLIGHT = 14 * 1024  # bytes that TCP sends before it waits: ten segments (RFC 6928)


def address(shown: Shown) -> str:
    return finding_address(shown.release.findings.get(key="works"))


def style(page: bytes) -> bytes:
    found = re.search(rb"<style>(.*?)</style>", page, re.DOTALL)
    assert found
    return found[1]


def hashed(text: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'"


def test_a_page_asks_for_no_style_sheet(shown: Shown, stranger: Client) -> None:
    answer = stranger.get(address(shown))
    assert b'rel="stylesheet"' not in answer.content
    assert hashed(style(answer.content)) in answer["Content-Security-Policy"]


def test_a_finding_fits_the_first_flight(shown: Shown, stranger: Client) -> None:
    assert len(gzip.compress(stranger.get(address(shown)).content, 6)) <= FIRST_FLIGHT


def test_a_face_that_comes_late_moves_nothing(shown: Shown, stranger: Client) -> None:
    faces = re.findall(rb"@font-face ?\{[^}]*\}", style(stranger.get(address(shown)).content))
    assert faces
    assert all(b"font-display:optional" in face.replace(b" ", b"") for face in faces)


def test_a_second_visit_lets_in_the_style_of_the_first(shown: Shown, stranger: Client) -> None:
    first = stranger.get(address(shown))
    again = stranger.get(address(shown), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert hashed(style(first.content)) in again["Content-Security-Policy"]


def test_a_rule_stays_where_a_page_holds_what_it_names() -> None:
    page = holds(b'<main class="plate wide" id="top"><p>')
    (plain, both, grouped, state) = rules(
        ".plate, .none { margin: 0.5em 0; } .plate .none { color: red; } "
        "@media print { .wide#top > p:not(.none) { margin: 0; } .none { margin: 0; } } "
        "[hidden] { display: none; }"
    )
    assert plain.used(page) == ".plate{margin:.5em 0}"
    assert both.used(page) == ""
    assert grouped.used(page) == "@media print{.wide#top>p:not(.none){margin:0}}"
    assert isinstance(grouped, Group)
    assert isinstance(state, Rule)
    assert state.used(page) == "[hidden]{display:none}"


def test_a_comma_inside_an_argument_parts_no_selectors() -> None:
    (rule,) = rules(".voices :is(th, td:nth-child(2)), .none { inline-size: 100%; }")
    page = holds(b'<table class="voices"><tr><th><td>')
    assert rule.used(page) == ".voices :is(th,td:nth-child(2)){inline-size:100%}"
    assert rule.used(holds(b"<table><tr><th><td>")) == ""


def test_a_style_defines_only_what_it_uses() -> None:
    assert needed(
        ":root{--a:var(--b);--b:1px;--c:2px}@media print{:root{--c:3px}}p{margin:var(--a)}"
        "@keyframes fall{from{top:0}to{top:1px}}@keyframes rise{from{top:1px}}i{animation:rise 1s}"
    ) == (":root{--a:var(--b);--b:1px}p{margin:var(--a)}"
          "@keyframes rise{from{top:1px}}i{animation:rise 1s}")  # fmt: skip


def test_no_address_in_a_sheet_climbs() -> None:
    """A name with ".." in it is in no manifest of static files: the page would not be drawn."""
    told = repr(sheet("site/base.css"))
    assert 'url("/static/figures/fonts/' in told
    assert "../" not in told


def test_what_a_rule_wants_held_has_to_be_there() -> None:
    (held,) = rules(".map:has(.mo) .key { color: red; }")
    assert held.used(holds(b'<p class="map"><b class="key">')) == ""
    assert held.used(holds(b'<p class="map mo"><b class="key">')) == ".map:has(.mo) .key{color:red}"


def test_a_hatch_that_fills_nothing_is_left_out() -> None:
    hatches = b"".join(
        b'<pattern id="a-%b"><path class="hatch"/></pattern>' % one for one in (b"n", b"u")
    )
    link = f'<link rel="stylesheet" href="{static("figures/maps.css")}">'.encode()
    page, _ = inlined(link + hatches + b'<g fill="url(#a-u)">')
    assert page.count(b"<pattern") == 1
    assert b'id="a-u"' in page
    assert b".hatch{" in page
    bare, _ = inlined(link + hatches)
    assert b"hatch" not in bare
