"""Questions as the preview lists them."""

from __future__ import annotations

from typing import Any

from django import template

from datashift.questionnaires.questionnaire import METADATA, Group, Question, Texts

register = template.Library()
SILENT = METADATA | {"calculate", "hidden", "audit"}
SHOWN = 12  # choices of a list before the rest is only counted


@register.inclusion_tag("collect/parts/asked.html")
def asked(item: Question | Group, language: str) -> dict[str, Any]:
    """A question, or a group with what is in it."""
    shown: dict[str, Any] = {"item": item, "tongue": language}
    shown["label"] = words(item.labels, language) or item.name
    if isinstance(item, Group):
        return {**shown, "group": True}
    choices = [words(each.labels, language) or each.name for each in item.choices]
    return {
        **shown,
        "spoken": item.kind not in SILENT,
        "hint": words(item.hints, language),
        "choices": choices[:SHOWN],
        "more": max(0, len(choices) - SHOWN),
    }


def words(texts: Texts, language: str) -> str:
    """The words in the language, or in any."""
    return texts.get(language) or next(iter(texts.values()), "")
