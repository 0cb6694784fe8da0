"""Studies: one at a time."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.evidence import access
from datashift.web.evidence.views.page import study_page


@login_required
@require_safe
def study(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.SEE)
    return study_page(request, "study", found)
