"""The pages under docs/methods, from Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from markdown_it.token import Token

# Where a finding's method is explained, when it has no page of its own name.
_PAGES: Mapping[str, str] = {"linearisation": "estimates", "description": "estimates"}

_NOT_IN_NAMES = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Method:
    """A page: its name in the address, its heading, its first paragraph, and the rest as HTML."""

    slug: str
    title: str
    summary: str
    html: str


def methods() -> Mapping[str, Method]:
    """Every page, by the name of its file; its tables are numbered in the reader's language."""
    return _methods(get_language())


@cache
def _methods(language: str | None) -> Mapping[str, Method]:
    del language  # what is kept is kept for each language
    return {name: read(path) for name, path in files().items()}


@cache
def files() -> Mapping[str, Path]:
    """The Markdown of every page, by the same name."""
    return {path.stem: path for path in sorted(_folder().glob("*.md"))}


def page_of(method: str) -> str:
    """The page that explains how a finding was computed; "" for none."""
    for name in (method, _PAGES.get(method, "")):
        if name in files():
            return name
    return ""


def _folder() -> Path:
    return Path(settings.ROOT) / "docs" / "methods"


def read(path: Path) -> Method:
    """A page of Markdown: HTML in it is shown, never run; links of unsafe schemes are text."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    title = tokens[1].content if tokens and tokens[0].tag == "h1" else path.stem.capitalize()
    summary = next(
        (after.content for one, after in pairwise(tokens) if one.type == "paragraph_open"),
        "",
    )
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    _name_headings(body)
    _lead_to_pages(body)
    html = reader.renderer.render(body, reader.options, {})
    return Method(path.stem, title, _plain(summary), _with_tables(html))


def _with_tables(html: str) -> str:
    """Each wide table scrolls by itself, also by keyboard; an empty corner is no heading."""
    first, *parts = html.replace("<th></th>", "<td></td>").split("<table>")
    label = _("Table %(number)s")
    opened = (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label % {"number": number}}">'
        f"<table>{part.replace('</table>', '</table></div>', 1)}"
        for number, part in enumerate(parts, start=1)
    )
    return "".join([first, *opened])


def _name_headings(tokens: Sequence[Token]) -> None:
    """What a link to a part of a page leads to: the heading as GitHub names it in addresses."""
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            letters = _NOT_IN_NAMES.sub("", _plain(inside.content).lower())
            token.attrs["id"] = letters.replace(" ", "-")


def _lead_to_pages(tokens: Sequence[Token]) -> None:
    """Links to other methods lead to their pages here; links into the source lead nowhere."""
    for token in tokens:
        for child in token.children or ():
            target = str(child.attrs.get("href", ""))
            if child.type != "link_open" or target.startswith(("https://", "http://", "#")):
                continue
            stem, hash_sign, part = target.partition("#")
            name = Path(stem).stem
            if stem == f"{name}.md" and (_folder() / stem).exists():
                child.attrs["href"] = reverse("explore:method", args=[name]) + hash_sign + part
            else:
                child.attrs.pop("href")


def _plain(text: str) -> str:
    return text.replace("*", "").replace("`", "").replace("\n", " ")
