"""From a draft to a version that phones can have."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from datashift.web.accounts.http import SignedIn, form_page
from datashift.web.accounts.models import Right
from datashift.web.builder import access
from datashift.web.builder.actions import publishing
from datashift.web.builder.actions.steps import ChangedMeanwhile
from datashift.web.builder.queries.board import board
from datashift.web.builder.queries.publishing import ahead
from datashift.web.builder.views.page import CHANGED, builder_page, reader_of


@login_required
@form_page
def publish_draft(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.EDIT)
    status = 200
    if request.method == "POST":
        try:
            seen = request.POST.get("stamp")
            brought = publishing.publish_draft(found, seen=seen, by=request.user, at=now())
            return redirect("collect:reading", brought.pk)
        except publishing.NotReady:
            status = 422
        except ChangedMeanwhile:
            found.refresh_from_db()
            messages.error(request, CHANGED)
    form, reader = publishing.next_form(found), reader_of(request)
    context = {"board": board(found, reader), "ahead": ahead(found, form, reader), "next": form}
    return builder_page(request, "publish_draft", found, status=status, **context)
