"""Today: what needs you."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.accounts.queries import memberships_of
from datashift.web.evidence import queries


@login_required
@require_safe
def today(request: SignedIn) -> HttpResponse:
    standings = queries.standings(request.user)
    memberships = memberships_of(request.user)
    context = {
        "waiting": [each for each in standings if each.next and not each.next.busy],
        "busy": [each for each in standings if each.next and each.next.busy],
        "quiet": sum(each.next is None for each in standings),
        "memberships": memberships,
        "may_begin": [each for each in memberships if each.may(Right.EDIT)],
    }
    return render(request, "evidence/today.html", context)
