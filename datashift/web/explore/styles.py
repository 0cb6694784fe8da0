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
from functools import lru_cache, partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

_LINK = re.compile(rb'<link rel="stylesheet" href="([^"]+)">\s*')
# Before these nothing is drawn, whatever stands there.
_BETWEEN = re.compile(
    rb"\n\s*(?=</?(?:article|aside|caption|dd|details|div|dl|dt|figure|footer|form|h[1-4]|head"
    rb"|link|main|meta|nav|ol|p|script|section|table|tbody|thead|tr|ul)\b)"
)
_HATCH = re.compile(rb'<pattern id="([^"]+)".*?</pattern>', re.DOTALL)
_STAMP = re.compile(r"\.[0-9a-f]{12}(?=\.css$)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|/)([^"')]+)["']?\s*\)""")
_NESTED = ("@media", "@supports", "@layer")
_TAG = re.compile(rb"<([a-z][a-z0-9-]*)")
_CLASS = re.compile(rb'\sclass="([^"]*)"')
_ID = re.compile(rb'\sid="([^"]*)"')
_HELD = re.compile(r":has\(([^()]*)\)")
_ARGUMENT = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_NEEDED = re.compile(r"([.#]?)([a-zA-Z_][\w-]*)")
# Between selectors, not within `:is(th, td:nth-child(2))`.
_LISTED = re.compile(r",\s*(?!(?:[^()]|\([^()]*\))*\))")
_AROUND = re.compile(r"\s*([,>+~])\s*")
_ZERO = re.compile(r"(?<![\w.])0(?=\.\d)")
_MOVEMENT = re.compile(r"@keyframes ([\w-]+)\{(?:[^{}]*\{[^{}]*\})*\}")
_PROPERTY = re.compile(r"(--[\w-]+):[^;{}]*;?")
_USED = re.compile(r"var\((--[\w-]+)")
_EMPTY = re.compile(r"[^{}]+\{\}")
_PSEUDO = re.compile(r"::?[a-z-]+")

Names = frozenset[str]


@dataclass(frozen=True)
class Rule:
    """One rule: its selectors, each with what a page must hold for it to matter, and its text."""

    selectors: tuple[tuple[str, Names], ...]
    body: str

    def used(self, held: Names) -> str:
        """The rule with the selectors that matter, or nothing when none does."""
        matter = ",".join(text for text, needs in self.selectors if needs <= held)
        return f"{matter}{{{self.body}}}" if matter else ""


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

    Hatches that none of its maps is filled with are left out, and so are their rules.

    The hash is empty when the page names no style sheet of ours.
    """
    html = _HATCH.sub(partial(_if_filled, html), html)
    links = list(_LINK.finditer(html))
    if not links:
        return html, ""
    style, digest = _style(tuple(_name(link[1].decode()) for link in links), holds(html))
    first = links[0].start()
    bare = _BETWEEN.sub(b"", _LINK.sub(b"", html[first:]))
    return html[:first] + b"<style>" + style + b"</style>" + bare, digest


def _if_filled(html: bytes, hatch: re.Match[bytes]) -> bytes:
    return hatch[0] if b"(#%b)" % hatch[1] in html else b""


@lru_cache(maxsize=256)
def _style(sheets: tuple[str, ...], held: Names) -> tuple[bytes, str]:
    """The rules of some sheets that matter, and their hash: many pages hold the same."""
    text = "".join(rule.used(held) for name in sheets for rule in sheet(name))
    style = needed(text).encode()
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    return style, f"'sha256-{digest}'"


def needed(style: str) -> str:
    """A style without the properties (--name) and movements that nothing in it refers to."""

    def moves(found: re.Match[str]) -> str:
        called = re.search(rf"animation[^;}}]*\b{found[1]}\b", style)
        return found[0] if called else ""

    style = _MOVEMENT.sub(moves, style)
    used: set[str] = set()
    while used != (used := set(_USED.findall(style))):  # one may be all that refers to another
        style = _PROPERTY.sub(partial(_if_used, used), style)
    for _ in range(2):  # a rule may have been all of its group
        style = _EMPTY.sub("", style)
    return style.replace(";}", "}")


def _if_used(used: set[str], found: re.Match[str]) -> str:
    return found[0] if found[1] in used else ""


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
            found.append(Group(re.sub(r"([:,]) ", r"\1", head), tuple(rules(body))))
        else:
            found.append(Rule(_selectors(head), _tight(body)))
        at = closing + 1
    return found


def _closing(text: str, opening: int) -> int:
    depth = 0
    for mark in re.finditer(r"[{}]", text[opening:]):
        depth += 1 if mark[0] == "{" else -1
        if not depth:
            return opening + mark.start()
    raise ValueError("a rule of a style sheet does not end")


def _selectors(listed: str) -> tuple[tuple[str, Names], ...]:
    """Each selector of a list, and what it asks of a page."""
    if listed.startswith("@"):
        return ((listed, frozenset()),)
    return tuple((_AROUND.sub(r"\1", one), _needs(one)) for one in _LISTED.split(listed))


def _needs(selector: str) -> Names:
    """What a selector asks of a page; states and attributes are taken as given."""
    selector = _HELD.sub(r" \1", selector)  # what is held has to be there; other arguments choose
    while _ARGUMENT.search(selector):
        selector = _ARGUMENT.sub("", selector)
    return frozenset(sign + name for sign, name in _NEEDED.findall(_PSEUDO.sub("", selector)))


def _tight(body: str) -> str:
    tight = re.sub(r"\s*([;:,])\s+", r"\1", body).strip("; ")
    return _ZERO.sub("", tight)


def _name(address: str) -> str:
    """`figures/page.css` from /static/figures/page.0123456789ab.css."""
    return _STAMP.sub("", address.removeprefix(str(settings.STATIC_URL)))
