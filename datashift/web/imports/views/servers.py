"""Servers of other platforms that are asked for submissions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datashift.web.accounts.access import organisation as organisation_of
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.imports import access
from datashift.web.imports.actions import servers
from datashift.web.imports.forms import AddServer
from datashift.web.imports.queries import lists
from datashift.web.imports.views.page import imports_page


@login_required
@form_page
def add_server(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.EDIT)
    form = AddServer(typed(request), offered=lists.questionnaires_of(found))
    if form.is_valid():
        servers.add_server(found, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The server is asked from now on."))
        return redirect("imports:imports", found.slug)
    return imports_page(request, "add_server", found, form=form, status=422 if form.errors else 200)


@login_required
@require_POST
def ask_server(request: SignedIn, server: UUID) -> HttpResponse:
    found = access.server(request.user, server, to=Right.EDIT)
    servers.ask_now(found, at=now())
    messages.success(request, _("The server is being asked."))
    return redirect("imports:imports", found.organisation.slug)


@login_required
@require_POST
def remove_server(request: SignedIn, server: UUID) -> HttpResponse:
    found = access.server(request.user, server, to=Right.EDIT)
    servers.remove_server(found, by=request.user, at=now())
    messages.success(request, _("The server is asked no more, and its token is forgotten."))
    return redirect("imports:imports", found.organisation.slug)
