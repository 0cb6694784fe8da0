"""Bring files to a study, change them, take them out, look at their rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from datashift.kit.problem import Problem
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions, queries
from datashift.web.evidence.forms.files import Bring, ChangeFile, Paste
from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.views.page import study_page

ROWS_ON_A_PAGE = 50


@login_required
@form_page
def bring(request: SignedIn, study: UUID) -> HttpResponse:
    pastes = request.method == "POST" and "pasted" in request.POST
    right = Right.EDIT if request.method == "POST" else Right.SEE
    found = access.study(request.user, study, to=right)
    forms = Bring(), Paste()
    if pastes:
        forms = Bring(), Paste(request.POST)
        done = forms[1].is_valid() and _paste(request, found, forms[1])
    elif request.method == "POST":
        forms = Bring(request.POST, request.FILES), Paste()
        done = forms[0].is_valid() and _bring(request, found, forms[0])
    else:
        done = False
    if done:
        return redirect("evidence:bring", found.pk)
    status = 422 if request.method == "POST" else 200
    return study_page(
        request,
        "bring",
        found,
        step="bring",
        status=status,
        files=queries.current_files(found),
        bring=forms[0],
        paste=forms[1],
        most=settings.UPLOAD_LIMIT,
    )


@login_required
@form_page
def change_file(request: SignedIn, study: UUID, file: UUID) -> HttpResponse:
    found = access.data_file(request.user, study, file, to=Right.EDIT)
    sent = request.FILES if request.method == "POST" else None
    form = ChangeFile(typed(request), sent, initial={"part": found.part})
    if form.is_valid() and _change(request, found, form):
        return redirect("evidence:bring", found.study_id)
    status = 422 if form.errors else 200
    return study_page(
        request, "change_file", found.study, step="bring", status=status, form=form, file=found
    )


@login_required
@form_page
def remove_file(request: SignedIn, study: UUID, file: UUID) -> HttpResponse:
    found = access.data_file(request.user, study, file, to=Right.EDIT)
    if request.method == "POST":
        try:
            actions.remove_file(found, by=request.user, at=now())
        except actions.StillNamed:
            words = _("The study's text uses %(file)s. Take it out there first.")
            messages.error(request, words % {"file": found.name})
        else:
            words = _("%(file)s is no longer part of this study.")
            messages.success(request, words % {"file": found.name})
        return redirect("evidence:bring", found.study_id)
    return study_page(request, "remove_file", found.study, step="bring", file=found)


@login_required
@require_safe
def rows(request: SignedIn, study: UUID, file: UUID) -> HttpResponse:
    found = access.data_file(request.user, study, file, to=Right.SEE)
    if found.state != DataFile.State.READY or found.part == DataFile.Part.AREAS:
        return redirect("evidence:bring", found.study_id)
    page = Paginator(range(found.rows or 0), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = queries.rows_of(found, max(0, page.start_index() - 1), ROWS_ON_A_PAGE)
    return study_page(
        request, "rows", found.study, step="bring", file=found, page=page, shown=shown
    )


def _bring(request: SignedIn, study: Study, form: Bring) -> bool:
    """Keep each file; what cannot be kept is said beside the field."""
    brought = [
        each.name
        for each in form.cleaned_data["chosen"]
        if _keep(request, study, form, each, name=each.name or "", part=form.cleaned_data["part"])
    ]
    if brought:
        words = ngettext(
            "%(files)s is here and is being read.", "%(files)s are here and are being read.",
            len(brought),
        )  # fmt: skip
        messages.success(request, words % {"files": ", ".join(brought)})
    return not form.errors


def _paste(request: SignedIn, study: Study, form: Paste) -> bool:
    name = queries.free_name(study, "pasted.csv")
    content = form.cleaned_data["pasted"].encode()
    if not _keep(request, study, form, [content], name=name, part=DataFile.Part.DATA):
        return False
    messages.success(request, _("The table is here as %(file)s.") % {"file": name})
    return True


def _change(request: SignedIn, file: DataFile, form: ChangeFile) -> bool:
    """Bring the newer version, or the same bytes again when only their meaning changes."""
    newer = form.cleaned_data["file"]
    part = DataFile.Part(form.cleaned_data["part"])
    if newer is None and part == file.part:
        return True
    chunks = newer or _bytes_of(file)
    if not _keep(request, file.study, form, chunks, name=file.name, part=part):
        return False
    messages.success(request, _("%(file)s is being read again.") % {"file": file.name})
    return True


def _keep(
    request: SignedIn,
    study: Study,
    form: Form,
    chunks: UploadedFile[Any] | list[bytes] | Iterator[bytes],
    *,
    name: str,
    part: str,
) -> bool:
    """Keep one file; False when it cannot be kept, which the form then says."""
    content = chunks.chunks() if isinstance(chunks, UploadedFile) else chunks
    try:
        actions.bring_file(
            study, content, name=name, part=DataFile.Part(part), by=request.user, at=now()
        )
    except Problem as problem:
        field = next(name for name in ("chosen", "file", "pasted") if name in form.fields)
        form.add_error(field, str(problem))
        return False
    return True


def _bytes_of(file: DataFile) -> Iterator[bytes]:
    with file.path.open("rb") as stored:
        while chunk := stored.read(1 << 16):
            yield chunk
