"""How every page about a questionnaire in the making is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.builder.actions.steps import stamp
from datashift.web.builder.models import Draft

CHANGED = _(
    "The questionnaire was changed meanwhile. Look at it, and save again if you still want to."
)
TURNED_BY_ANOTHER = _(
    "The questionnaire was changed meanwhile, so nothing was undone or done again. Look at it first."
)


def reader_of(request: SignedIn) -> str:
    """Code of the language that the page is read in."""
    return (get_language() or "en").split("-")[0]


def builder_page(
    request: SignedIn, template: str, draft: Draft, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render `builder/<template>.html`, which knows the draft and what the reader may do."""
    mine = membership(request.user, draft.organisation_id, to=Right.SEE)
    context = {
        "current": "collect",
        "draft": draft,
        "stamp": stamp(draft),
        "organisation": draft.organisation,
        "may": {right.value: mine.may(right) for right in Right},
        **more,
    }
    return render(request, f"builder/{template}.html", context, status=status)
