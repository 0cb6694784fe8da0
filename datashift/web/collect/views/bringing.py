"""Bring a questionnaire, and watch it being read."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from datashift.web.accounts.access import organisation as organisation_of
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Organisation, Right
from datashift.web.collect import access
from datashift.web.collect.actions.xlsforms import bring_xlsform
from datashift.web.collect.forms import BringXLSForm
from datashift.web.collect.models import Questionnaire, XLSForm
from datashift.web.collect.views.page import collect_page


@login_required
@form_page
def bring_questionnaire(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.EDIT)
    return _bring(request, found, None)


@login_required
@form_page
def bring_version(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.EDIT)
    return _bring(request, found.organisation, found)


def _bring(
    request: SignedIn, organisation: Organisation, questionnaire: Questionnaire | None
) -> HttpResponse:
    form = BringXLSForm(typed(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        brought = bring_xlsform(
            organisation,
            file.chunks(),
            name=file.name,
            questionnaire=questionnaire,
            by=request.user,
            at=now(),
        )
        return redirect("collect:reading", brought.pk)
    return collect_page(
        request,
        "bring_questionnaire",
        organisation,
        status=422 if form.errors else 200,
        form=form,
        questionnaire=questionnaire,
    )


@login_required
@require_safe
def reading(request: SignedIn, xlsform: UUID) -> HttpResponse:
    found = access.xlsform(request.user, xlsform, to=Right.EDIT)
    if found.state == XLSForm.State.READ and found.version is not None:
        page = reverse("collect:questionnaire", args=[found.version.questionnaire_id])
        # A page that was only asked for from within another would stand under its address.
        return HttpResponseClientRedirect(page) if request.htmx else redirect(page)
    return collect_page(request, "reading", found.organisation, brought=found)
