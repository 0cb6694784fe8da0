"""The workspace."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.queries import memberships_of


@login_required
@require_safe
def today(request: SignedIn) -> HttpResponse:
    return render(request, "evidence/today.html", {"memberships": memberships_of(request.user)})
