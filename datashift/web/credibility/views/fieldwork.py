"""How the interviews were made: who asked, how long, how alike."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.credibility import actions
from datashift.web.credibility.access import Voice
from datashift.web.credibility.forms import FieldworkForm
from datashift.web.credibility.queries.fieldwork import guesses
from datashift.web.credibility.views.page import voiced_page
from datashift.web.evidence.access import study as study_of_member
from datashift.web.evidence.queries.drafts import main_file


@login_required
@form_page
def fieldwork(request: SignedIn, study: UUID) -> HttpResponse:
    sent = request.method == "POST"
    found = study_of_member(request.user, study, to=Right.REVIEW if sent else Right.SEE)
    file = main_file(found)
    look = found.fieldwork_looks.select_related("by", "file").first()
    if file is None:
        status = 422 if sent else 200
        return voiced_page(
            request, "fieldwork", Voice(found), status=status, current="check", look=look
        )
    initial = look.columns if look and look.file_id == file.pk else guesses(file)
    form = FieldworkForm(typed(request), file=file, initial=initial)
    if form.is_valid():
        actions.ask_look(file, form.said, by=request.user, at=now())
        messages.success(request, _("The interviews are being compared."))
        return redirect("credibility:fieldwork", found.pk)
    return voiced_page(
        request,
        "fieldwork",
        Voice(found),
        status=422 if form.errors else 200,
        current="check",
        file=file,
        form=form,
        look=look,
    )
