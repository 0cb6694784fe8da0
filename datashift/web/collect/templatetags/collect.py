"""Questions as the preview lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from datashift.questionnaires.drafting import texts
from datashift.questionnaires.drafting.kinds import SILENT
from datashift.questionnaires.questionnaire import METADATA, Group, Question
from datashift.web.collect.queries import conditions

register = template.Library()
SHOWN = 12  # choices of a list before the rest is only counted


@register.inclusion_tag("collect/parts/asked.html")
def asked(
    item: Question | Group, language: str, named: Mapping[str, Question | Group]
) -> dict[str, Any]:
    """A question, or a group with what is in it.

    Args:
        named: all questions and groups of the form by their short names.
    """
    shown: dict[str, Any] = {"item": item, "tongue": language, "named": named}
    read = texts.reader(named, language)
    shown["label"] = read(item.labels) or item.name
    shown["when"] = conditions.when(named, item, language)
    if isinstance(item, Group):
        return {**shown, "group": True}
    choices = [read(each.labels) or each.name for each in item.choices]
    return {
        **shown,
        "spoken": item.kind not in METADATA | SILENT,
        "hint": read(item.hints),
        "choices": choices[:SHOWN],
        "more": max(0, len(choices) - SHOWN),
    }
