"""The rules of the style sheets that a page uses, inside the page.

A page that names six style sheets shows nothing before the last of them has come: at 400 ms each
way, that is a second. With the rules it uses in its head it is whole in the first flight of TCP.
The sheets stay what pages name (signed-in pages, the site of files); this only changes the answer.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

_LINK = re.compile(rb'<link rel="stylesheet" href="([^"]+)">\s*')
_STAMP = re.compile(r"\.[0-9a-f]{12}(?=\.css$)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|/)([^"')]+)["']?\s*\)""")
_NESTED = ("@media", "@supports", "@layer")
_TAG = re.compile(rb"<([a-z][a-z0-9-]*)")
_CLASS = re.compile(rb'\sclass="([^"]*)"')
_ID = re.compile(rb'\sid="([^"]*)"')
_ARGUMENT = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_NEEDED = re.compile(r"([.#]?)([a-zA-Z_][\w-]*)")
_PSEUDO = re.compile(r"::?[a-z-]+")

Names = frozenset[str]


@dataclass(frozen=True)
class Rule:
    """One rule: what a page must hold for it to matter, any of several, and its text."""

    needs: tuple[Names, ...]
    text: str

    def used(self, held: Names) -> str:
        """Its text, or nothing on a page that has no use for it."""
        return self.text if not self.needs or any(each <= held for each in self.needs) else ""


@dataclass(frozen=True)
class Group:
    """Rules inside `@media` and the like."""

    condition: str
    rules: tuple[Rule | Group, ...]

    def used(self, held: Names) -> str:
        """The group with the rules that matter, or nothing when none does."""
        inside = "".join(each.used(held) for each in self.rules)
        return f"{self.condition}{{{inside}}}" if inside else ""


def inlined(html: bytes) -> tuple[bytes, str]:
    """A page with the rules it uses instead of its links, and their hash for the policy.

    The hash is empty when the page names no style sheet of ours.
    """
    links = list(_LINK.finditer(html))
    if not links:
        return html, ""
    style, digest = _style(tuple(_name(link[1].decode()) for link in links), holds(html))
    first = links[0].start()
    bare = html[:first] + _LINK.sub(b"", html[first:])
    return bare[:first] + b"<style>" + style + b"</style>\n" + bare[first:], digest


@lru_cache(maxsize=256)
def _style(sheets: tuple[str, ...], held: Names) -> tuple[bytes, str]:
    """The rules of some sheets that matter, and their hash: many pages hold the same."""
    style = "".join(rule.used(held) for name in sheets for rule in sheet(name)).encode()
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    return style, f"'sha256-{digest}'"


def holds(html: bytes) -> Names:
    """The elements, classes (.name) and ids (#name) of a page."""
    found = {"html", "head", "body"}
    # Thousands of marks, a few dozen different ones.
    found.update(tag.decode() for tag in set(_TAG.findall(html)))
    for sign, names in ((".", _CLASS), ("#", _ID)):
        given = set(names.findall(html))
        found.update(sign + name for each in given for name in each.decode().split())
    return frozenset(found)


@lru_cache(maxsize=64)
def sheet(name: str) -> tuple[Rule | Group, ...]:
    """The rules of one style sheet, by the name templates give it.

    Raises:
        FileNotFoundError: there is no such sheet.
    """
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    here = posixpath.dirname(name)
    text = _COMMENT.sub("", Path(path).read_text(encoding="utf-8"))

    def address(found: re.Match[str]) -> str:
        # A name with ".." in it is in no manifest of static files.
        return f'url("{static(posixpath.normpath(posixpath.join(here, found[1])))}")'

    text = _ADDRESS.sub(address, text)
    return tuple(rules(re.sub(r"\s+", " ", text)))


def rules(text: str) -> list[Rule | Group]:
    """The rules of a sheet's text (no comments, single blanks), in their order."""
    found: list[Rule | Group] = []
    at = 0
    while (opening := text.find("{", at)) >= 0:
        head = text[at:opening].strip()
        closing = _closing(text, opening)
        body = text[opening + 1 : closing].strip()
        if head.startswith(_NESTED):
            found.append(Group(head, tuple(rules(body))))
        else:
            tight = re.sub(r"\s*([;:,])\s+", r"\1", body).strip("; ")
            found.append(Rule(_needs(head), f"{head}{{{tight}}}"))
        at = closing + 1
    return found


def _closing(text: str, opening: int) -> int:
    depth = 0
    for mark in re.finditer(r"[{}]", text[opening:]):
        depth += 1 if mark[0] == "{" else -1
        if not depth:
            return opening + mark.start()
    raise ValueError("a rule of a style sheet does not end")


def _needs(selectors: str) -> tuple[Names, ...]:
    """What each selector of a list asks of a page; states and attributes are taken as given."""
    if selectors.startswith("@"):
        return ()
    while _ARGUMENT.search(selectors):
        selectors = _ARGUMENT.sub("", selectors)
    return tuple(
        frozenset(sign + name for sign, name in _NEEDED.findall(_PSEUDO.sub("", selector)))
        for selector in selectors.split(",")
    )


def _name(address: str) -> str:
    """`figures/page.css` from /static/figures/page.0123456789ab.css."""
    return _STAMP.sub("", address.removeprefix(str(settings.STATIC_URL)))
