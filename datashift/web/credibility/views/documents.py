"""What is handed over to assessors."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.credibility import access, actions
from datashift.web.credibility.access import Voice
from datashift.web.credibility.forms import DocumentForm
from datashift.web.credibility.models import Document
from datashift.web.credibility.views.page import voiced_page
from datashift.web.evidence.access import study as study_of_member


@login_required
@form_page
def add_document(request: SignedIn, study: UUID) -> HttpResponse:
    found = study_of_member(request.user, study, to=Right.EDIT)
    sent = typed(request)
    kind = request.GET.get("kind", Document.Kind.INSTRUMENTS)
    form = DocumentForm(sent, request.FILES if sent is not None else None, initial={"kind": kind})
    if form.is_valid():
        said = form.cleaned_data
        file = said["file"]
        actions.add_document(
            found,
            kind=Document.Kind(said["kind"]),
            words=said["words"],
            link=said["link"],
            file=file.chunks() if file else None,
            name=file.name if file else "",
            language=said["language"],
            by=request.user,
            at=now(),
        )
        messages.success(request, _("It is handed over."))
        return redirect("credibility:standing", found.pk)
    status = 422 if form.errors else 200
    return voiced_page(request, "add_document", Voice(found), status=status, form=form)


@login_required
@require_safe
def document(request: SignedIn, study: UUID, document: UUID) -> HttpResponse | FileResponse:
    found = access.document(request.user, study, document)
    if not found.sha256:
        raise Http404
    # Never shown in place: a page that somebody uploaded must not run as one of ours.
    return FileResponse(
        found.path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )


@login_required
@require_POST
def remove_document(request: SignedIn, study: UUID, document: UUID) -> HttpResponse:
    found = access.own_document(request.user, study, document)
    actions.remove_document(found, by=request.user, at=now())
    messages.success(request, _("It is handed over no longer."))
    return redirect("credibility:standing", study)
