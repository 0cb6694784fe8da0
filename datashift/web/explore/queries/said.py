"""Stored English, told to people in their language."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from datashift.figures import Finding as Told
from datashift.figures import Row, words
from datashift.kit import language
from datashift.kit.language import retold
from datashift.kit.language.tags import mark
from datashift.web.evidence.models import Finding


def headline(finding: Finding | Told) -> str:
    """The finding as one sentence."""
    if isinstance(finding, Told):
        return words.spoken_headline(finding)
    if words.told_as_stored(finding.language):
        return finding.headline
    row = Row("", value=finding.value, lower=finding.lower, upper=finding.upper)
    return words.told_title(
        *(finding.title, row, finding.quantity),  # type: ignore[arg-type]
        finding.unit_words,
        finding.headline,
    )


def marked_headline(finding: Finding | Told) -> SafeString:
    """The same, with the study's own words in it marked where the page speaks another language."""
    said = headline(finding)
    if said.startswith(f"{finding.title}: "):
        own = in_own_words(finding.title, finding.language)
        return format_html("{}{}", own, said[len(finding.title) :])
    return in_own_words(said, "en")


def in_own_words(text: str, written: str) -> SafeString:
    """What somebody wrote, as it is, marked unless the page speaks its language.

    Args:
        written: code of its language, "" where nobody said.
    """
    other = mark(written)
    if other is None or not text:
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', other, text)


def marked_citation(text: str, finding: Finding) -> SafeString:
    """An English reference of a finding, the titles in it marked unless they are English."""
    written = finding.language
    if written.partition("-")[0] == "en":
        return format_html("{}", text)
    titles = "|".join(map(re.escape, sorted({finding.release.title, finding.title}, key=len)[::-1]))
    parts = re.split(f"({titles})", text)
    marked = [format_html('<span lang="{}">{}</span>', written, one) for one in parts[1::2]]
    return format_html_join("", "{}{}", zip(parts[::2], [*marked, ""], strict=True))


def marked_up(text: str) -> SafeString:
    """A stored text in the reader's language; what is not known in it is marked as English."""
    found = retold.told(text)
    if found.language == language.current():
        return format_html("{}", found.text)
    return format_html('<span lang="{}">{}</span>', found.language, found.text)
