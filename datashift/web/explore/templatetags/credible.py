"""The card of a release: who says that its figures count."""

from __future__ import annotations

from typing import Any

from django import template

from datashift.web.evidence.models import Release
from datashift.web.explore.queries import held

register = template.Library()


@register.inclusion_tag("explore/parts/credibility.html")
def credibility_card(release: Release) -> dict[str, Any]:
    """Small: a verdict per framework, who assessed and when, what is open."""
    return {
        "card": held.card(release),
        "release": release,
        "organisation": release.study.organisation,
        "study": release.study,
    }
