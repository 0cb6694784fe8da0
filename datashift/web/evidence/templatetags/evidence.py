"""What pages inside a study share."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from datashift.kit.language import whole

register = template.Library()

# The way through a study; a page says which step it belongs to (`current`).
STEPS = ("bring", "check", "questions", "compare", "publish")


@register.inclusion_tag("evidence/step_line.html", takes_context=True)
def step_line(context: template.Context) -> dict[str, Any]:
    """Which step of the study's way this page is; nothing on pages that are none."""
    step = context.get("current")
    if step not in STEPS:
        return {}
    now = STEPS.index(step) + 1
    label = _("Step %(now)s of %(total)s") % {"now": whole(now), "total": whole(len(STEPS))}
    return {"now": now, "total": len(STEPS), "label": label}


@register.inclusion_tag("evidence/help.html")
def help(*sentences: str) -> dict[str, Any]:  # noqa: A001 - its name in templates
    """The drawer at the side: what a screen is for, in a few short sentences."""
    return {"sentences": sentences}
