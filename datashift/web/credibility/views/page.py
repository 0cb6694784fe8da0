"""How every page here is answered: to members inside the study, to assessors in a room of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.credibility.access import Voice


def voiced_page(
    request: SignedIn, template: str, voice: Voice, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render `credibility/<template>.html`.

    The template knows `study`, `office` ("" for a member) and `may`: which rights the reader has.
    An assessor gets no `study_id`, and so no link into the rest of the study.
    """
    study = voice.study
    context: dict[str, Any] = {"study": study, "office": voice.office, "may": {}, **more}
    if not voice.office:
        mine = membership(request.user, study.organisation_id, to=Right.SEE)
        context["study_id"] = study.pk
        context["may"] = {right.value: mine.may(right) for right in Right}
        context.setdefault("current", "credibility")
    return render(request, f"credibility/{template}.html", context, status=status)
