"""Stored English, told to people in their language."""

from __future__ import annotations

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

from datashift.figures import Finding as Told
from datashift.figures import Row, words
from datashift.kit import language
from datashift.kit.language import retold
from datashift.web.evidence.models import Finding

_DEVANAGARI = re.compile("[\u0900-\u097f]")


def headline(finding: Finding | Told) -> str:
    """The finding as one sentence."""
    if language.current() == "en":
        return finding.headline
    if isinstance(finding, Told):
        return words.spoken_headline(finding)
    row = Row("", value=finding.value, lower=finding.lower, upper=finding.upper)
    return words.told_title(
        *(finding.title, row, finding.quantity),  # type: ignore[arg-type]
        finding.unit_words,
        finding.headline,
    )


def marked_headline(finding: Finding | Told) -> SafeString:
    """The same, with the study's own words in it marked where the page speaks another language."""
    said = headline(finding)
    before, title, after = said.partition(finding.title)
    if not title or said == finding.headline:
        return in_own_words(said)
    return format_html("{}{}{}", before, in_own_words(title), after)


def in_own_words(text: str) -> SafeString:
    """What an organisation or an assessor wrote, as it is, marked where the page speaks otherwise.

    Nobody is asked which language they write in: Devanagari is taken for Nepali, the rest for English.
    """
    letters = sum(one.isalpha() for one in text)
    written = "ne" if 2 * len(_DEVANAGARI.findall(text)) > letters else "en"
    if written == language.current():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', written, text)


def marked_up(text: str) -> SafeString:
    """A stored text in the reader's language; what is not known in it is marked as English."""
    found = retold.told(text)
    if found.language == language.current():
        return format_html("{}", found.text)
    return format_html('<span lang="{}">{}</span>', found.language, found.text)
