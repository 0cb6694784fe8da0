"""Stored English, told to people in their language."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from datashift.figures import Finding as Told
from datashift.figures import Row, words
from datashift.kit import language
from datashift.kit.language import retold
from datashift.web.evidence.models import Finding


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


def marked_up(text: str) -> SafeString:
    """A stored text in the reader's language; what is not known in it is marked as English."""
    found = retold.told(text)
    if found.language == language.current():
        return format_html("{}", found.text)
    return format_html('<span lang="{}">{}</span>', found.language, found.text)
