"""How every page inside a study is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.evidence.models import Study


def study_page(
    request: SignedIn,
    template: str,
    study: Study,
    *,
    step: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render `evidence/<template>.html` inside a study.

    The template extends `evidence/study_base.html` and knows `study`, `study_id`, `current` (the
    step, see `STEPS` in the template tags) and `may`: which of see, edit, review and publish the
    reader's role allows.
    """
    mine = membership(request.user, study.organisation_id, to=Right.SEE)
    context = {
        "study": study,
        "study_id": study.pk,
        "current": step,
        "may": {right.value: mine.may(right) for right in Right},
        **more,
    }
    return render(request, f"evidence/{template}.html", context, status=status)
