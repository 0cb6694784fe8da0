"""How every page of review is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Organisation, Right
from datashift.web.collect.models import Questionnaire


def review_page(
    request: SignedIn, template: str, about: Questionnaire | Organisation, **more: Any
) -> HttpResponse:
    """Render `review/<template>.html`.

    The template knows `organisation`, `questionnaire` and `may`: the reader's rights.
    """
    organisation = about.organisation if isinstance(about, Questionnaire) else about
    mine = membership(request.user, organisation.pk, to=Right.SEE)
    status = more.pop("status", 200)
    context = {
        "current": "collect",
        "organisation": organisation,
        "questionnaire": about if isinstance(about, Questionnaire) else None,
        "may": {right.value: mine.may(right) for right in Right},
        **more,
    }
    return render(request, f"review/{template}.html", context, status=status)
