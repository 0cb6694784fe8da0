"""What a study says, as text: study.yaml with its faults beside it."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.forms import Text
from datashift.web.evidence.models import Study
from datashift.web.evidence.queries import drafts, readiness
from datashift.web.evidence.views.page import study_page


@login_required
@form_page
def text(request: SignedIn, study: UUID) -> HttpResponse:
    right = Right.EDIT if request.method == "POST" else Right.SEE
    found = access.study(request.user, study, to=right)
    form = Text(typed(request))
    if not form.is_valid():  # only looked at, or too long
        shown = found.text or drafts.text_of(found)
        return _page(request, found, shown, unsaved=shown != found.text, errors=form.errors)
    written = form.cleaned_data["text"]
    if request.htmx:
        return render(request, "evidence/parts/faults.html", _faults(found, written))
    if "save" not in request.POST:
        return _page(request, found, written, unsaved=written != found.text)
    if form.cleaned_data["was"] != _digest(found.text):
        # Somebody wrote meanwhile. What was typed is shown, and saved only when asked again.
        return _page(request, found, written, unsaved=True, status=409)
    actions.write_study(found, text=written, by=request.user, at=now())
    messages.success(request, _("Saved."))
    return redirect("evidence:text", found.pk)


def _page(
    request: SignedIn,
    study: Study,
    written: str,
    *,
    unsaved: bool = False,
    errors: object = None,
    status: int = 200,
) -> HttpResponse:
    lines = written.count("\n") + 1
    return study_page(
        request,
        "text",
        study,
        step="questions",
        status=422 if errors else status,
        written=written,
        unsaved=unsaved,
        overtaken=status == 409,
        errors=errors,
        was=_digest(study.text),
        lines=range(1, lines + 4),
        **_faults(study, written),
    )


def _faults(study: Study, written: str) -> dict[str, object]:
    """Each fault with the line it is about."""
    if not written.strip():
        return {"faults": [], "empty": True}
    lines = written.splitlines()
    found = [
        {
            "line": one.line,
            "what": one.what,
            "do": one.do,
            "text": lines[one.line - 1].strip() if one.line and one.line <= len(lines) else "",
        }
        for one in readiness.faults(study, written)
    ]
    return {"faults": found, "empty": False}


def _digest(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()
