"""A question or a group of the page, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from datashift.web.fill.queries.pages import Asked, Section

register = template.Library()


@register.simple_tag
def paper_item(item: Asked | Section, kept: Mapping[str, str], lang: str) -> SafeString:
    """The item as it stands on the page.

    Args:
        kept: address to the file that is here already, as the page carries it on.
        lang: code of the language of the questions.
    """
    if isinstance(item, Section):
        context = {"item": item, "kept": kept, "lang": lang}
        return render_to_string("fill/parts/section.html", context)
    beside = [
        f"{item.id}-{part}" for part, there in (("hint", item.hint), ("err", item.fault)) if there
    ]
    described = format_html(' aria-describedby="{}"', " ".join(beside)) if beside else ""
    if item.fault:
        described += SafeString(' aria-invalid="true"')
    return render_to_string(
        "fill/parts/question.html",
        {"item": item, "lang": lang, "described": described, "carried": kept.get(item.address)},
    )
