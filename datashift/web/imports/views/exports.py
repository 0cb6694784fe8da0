"""Bring an export, look at what it would do, take it in, take it out again."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.arriving import bounded
from datashift.kit.language import whole
from datashift.web.accounts.access import organisation as organisation_of
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.imports import access
from datashift.web.imports.actions import reading, taking, undoing
from datashift.web.imports.forms import BringExport
from datashift.web.imports.models import Import
from datashift.web.imports.queries import lists
from datashift.web.imports.views.page import imports_page

ON_A_PAGE = 30
BUSY = (Import.State.QUEUED, Import.State.READING, Import.State.IMPORTING)


@login_required
@require_safe
def imports(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.SEE)
    page = Paginator(lists.imports_of(found), ON_A_PAGE).get_page(request.GET.get("page"))
    return imports_page(request, "imports", found, page=page, servers=lists.servers_of(found))


@login_required
@form_page
def bring_export(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.EDIT)
    form = BringExport(
        typed(request),
        request.FILES if request.method == "POST" else None,
        offered=lists.questionnaires_of(found),
        initial={"questionnaire": request.GET.get("questionnaire")},
    )
    if form.is_valid():
        told = form.cleaned_data
        file = told["file"]
        chunks = bounded(file.chunks(), limit=settings.UPLOAD_LIMIT, name=file.name)
        brought = reading.bring_export(
            found,
            chunks,
            name=file.name,
            questionnaire=told["questionnaire"],
            zone=told["zone"],
            by=request.user,
            at=now(),
        )
        return redirect("imports:import", brought.pk)
    return imports_page(
        request, "bring_export", found, form=form, status=422 if form.errors else 200
    )


@login_required
@require_safe
def look(request: SignedIn, brought: UUID) -> HttpResponse:
    found = access.brought(request.user, brought, to=Right.SEE)
    return imports_page(
        request,
        "import",
        found.organisation,
        brought=found,
        preview=lists.preview(found),
        busy=found.state in BUSY,
    )


@login_required
@require_POST
def take_in(request: SignedIn, brought: UUID) -> HttpResponse:
    found = access.brought(request.user, brought, to=Right.EDIT)
    try:
        taking.take_in(found, by=request.user, at=now())
    except taking.NotWaiting:
        messages.info(request, _("Somebody decided about this already."))
    return redirect("imports:import", found.pk)


@login_required
@require_POST
def drop_import(request: SignedIn, brought: UUID) -> HttpResponse:
    found = access.brought(request.user, brought, to=Right.EDIT)
    try:
        taking.drop_import(found, by=request.user, at=now())
    except taking.NotWaiting:
        messages.info(request, _("Somebody decided about this already."))
        return redirect("imports:import", found.pk)
    messages.success(request, _("Nothing was taken in, and the file is gone."))
    return redirect("imports:imports", found.organisation.slug)


@login_required
@require_POST
def undo_import(request: SignedIn, brought: UUID) -> HttpResponse:
    found = access.brought(request.user, brought, to=Right.EDIT)
    try:
        gone, stayed = undoing.undo_import(found, by=request.user, at=now())
    except undoing.NotDone:
        messages.info(request, _("There is nothing to take out."))
    else:
        words = ngettext(
            "%(count)s submission was taken out again.",
            "%(count)s submissions were taken out again.",
            gone,
        )
        messages.success(request, words % {"count": whole(gone)})
        if stayed:
            words = ngettext(
                "%(count)s stayed: somebody decided about it or changed it since.",
                "%(count)s stayed: somebody decided about them or changed them since.",
                stayed,
            )
            messages.info(request, words % {"count": whole(stayed)})
    return redirect("imports:import", found.pk)
