"""Words of a form without the marks that phones make headings and bold letters of."""

from __future__ import annotations

import re
from collections.abc import Callable

# https://docs.getodk.org/form-styling/#markdown-in-forms
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,500}\)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
_BOLD = re.compile(
    r"((?<!\\)\*\*|(?<![\w\\])__(?!_))(?=\S)(.{1,500}?)(?<=[^\s\\])\1(?!(?<=_)\w)", re.DOTALL
)
_SLANTED = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])([^*]{1,500})(?<=[^\s\\])\*(?!\w)"
    r"|(?<![\w\\])_(?=[^\s_])([^_]{1,500})(?<=[^\s\\])_(?!\w)"
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+.!-])")
_REFERENCE = re.compile(r"\$\{\s*+(?:last-saved#)?+([^}]{1,200})\}")


def plain(text: str, called: Callable[[str], str] = str) -> str:
    """The words as people read them, without Markdown and without the tags that give colours.

    Args:
        called: short name of a question to what stands, in square brackets, for its answer.

    >>> plain("## Your **home** in ${where}", {"where": "Village"}.__getitem__)
    'Your home in [Village]'
    """
    return _REFERENCE.sub(lambda found: f"[{called(found[1].strip())}]", unmarked(text))


def apart(text: str) -> str:
    """The words of a question that stands apart from what was answered to others.

    >>> apart("How old is **${name}**?")
    'How old is […]?'
    """
    return plain(text, lambda _: "…")


def unmarked(text: str) -> str:
    """The same, with references to other answers as they stand.

    >>> unmarked("# See [our page](https://example.org), ${who}")
    'See our page, ${who}'
    """
    if not any(mark in text for mark in "#*_<[\\"):
        return text
    for each in (_TAG, _HEADING):
        text = each.sub("", text)
    text = _BOLD.sub(r"\2", _LINK.sub(r"\1", text))
    text = _SLANTED.sub(lambda found: found[1] or found[2], text)
    return _ESCAPED.sub(r"\1", text)
