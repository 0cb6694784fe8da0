"""Drafts: the list, one of them, its phone, its settings, its spreadsheet."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from datashift.questionnaires import written
from datashift.web.accounts.access import organisations
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.builder import access
from datashift.web.builder.actions import drafts as actions
from datashift.web.builder.actions import publishing, steps
from datashift.web.builder.forms.starting import Settings
from datashift.web.builder.models import Draft, Step
from datashift.web.builder.queries.board import board
from datashift.web.builder.queries.phone import Phone, phone
from datashift.web.builder.views.page import TURNED_BY_ANOTHER, builder_page, reader_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def drafts(request: SignedIn) -> HttpResponse:
    context = {
        "current": "collect",
        "drafts": access.drafts(request.user),
        "organisations": organisations(request.user, to=Right.EDIT),
    }
    return render(request, "builder/drafts.html", context)


@login_required
@require_safe
def draft(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.SEE)
    seen = board(found, reader_of(request))
    return builder_page(
        request, "draft", found, board=seen, phone=_phone(request, found), following=True
    )


@login_required
@require_safe
def preview(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.SEE)
    template = "parts/phone" if request.htmx else "preview"
    return builder_page(request, template, found, phone=_phone(request, found), following=True)


def _phone(request: SignedIn, draft: Draft) -> Phone:
    return phone(
        draft.form,
        shown=request.GET.get("shown", ""),
        language=request.GET.get("language", ""),
        reader=reader_of(request),
    )


@login_required
@form_page
def change_draft(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.EDIT)
    form = Settings(typed(request), form=found.form)
    if form.is_valid():
        steps.change_draft(found, form.applied, done=Step.Done.SETTINGS, by=request.user, at=now())
        return redirect("builder:draft", found.pk)
    status = 422 if form.errors else 200
    return builder_page(request, "change_draft", found, status=status, form=form)


@login_required
@require_safe
def export_draft(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.SEE)
    answer = HttpResponse(written.xlsform(found.form, found.beside), content_type=XLSX)
    name = publishing.file_name(found)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@require_POST
def undo_step(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.EDIT)
    try:
        seen = request.POST.get("stamp", "")
        steps.undo_step(found, seen=seen, by=request.user, at=now())
    except steps.ChangedMeanwhile:
        messages.error(request, TURNED_BY_ANOTHER)
    except steps.NothingToUndo:
        messages.info(request, _("There is nothing to undo."))
    return redirect("builder:draft", found.pk)


@login_required
@require_POST
def redo_step(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.EDIT)
    try:
        seen = request.POST.get("stamp", "")
        steps.redo_step(found, seen=seen, by=request.user, at=now())
    except steps.ChangedMeanwhile:
        messages.error(request, TURNED_BY_ANOTHER)
    except steps.NothingToRedo:
        messages.info(request, _("There is nothing to do again."))
    return redirect("builder:draft", found.pk)


@login_required
@form_page
def discard_draft(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.EDIT)
    if request.method == "POST":
        actions.discard_draft(found, by=request.user, at=now())
        messages.success(request, _("“%(title)s” was thrown away.") % {"title": found.title})
        return redirect("builder:drafts")
    return builder_page(request, "discard_draft", found)
