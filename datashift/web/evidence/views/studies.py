"""Studies: list, begin, look at, rename, drop."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datashift.web.accounts.access import organisation as organisation_of
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.accounts.queries import memberships_of
from datashift.web.evidence import access, actions, queries
from datashift.web.evidence.forms.studies import StudyTitle
from datashift.web.evidence.views.page import study_page


@login_required
@require_safe
def studies(request: SignedIn) -> HttpResponse:
    standings = queries.standings(request.user)
    groups = [
        {
            "organisation": each.organisation,
            "may_begin": each.may(Right.EDIT),
            "standings": [
                one for one in standings if one.study.organisation_id == each.organisation_id
            ],
        }
        for each in memberships_of(request.user)
    ]
    return render(request, "evidence/studies.html", {"groups": groups})


@login_required
@form_page
def create_study(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.EDIT)
    form = StudyTitle(typed(request))
    if form.is_valid():
        made = actions.create_study(found, **form.cleaned_data, by=request.user, at=now())
        return redirect("evidence:bring", made.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "organisation": found}
    return render(request, "evidence/create_study.html", context, status=status)


@login_required
@require_safe
def study(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.SEE)
    return study_page(request, "study", found, standing=queries.standing_of(found))


@login_required
@form_page
def rename_study(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.EDIT)
    form = StudyTitle(typed(request), initial={"title": found.title})
    if form.is_valid():
        actions.rename_study(found, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Saved."))
        return redirect("evidence:study", found.pk)
    status = 422 if form.errors else 200
    return study_page(request, "rename_study", found, status=status, form=form)


@login_required
@form_page
def discard_study(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.EDIT)
    if request.method == "POST":
        try:
            actions.discard_study(found, by=request.user, at=now())
        except actions.HasReleases:
            messages.error(request, _("What was published stays: this study has releases."))
            return redirect("evidence:study", study)
        messages.success(request, _("“%(title)s” was dropped.") % {"title": found.title})
        return redirect("evidence:studies")
    return study_page(request, "discard_study", found, published=found.releases.exists())
