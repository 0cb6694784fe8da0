"""What stays hidden to protect people, seen before anything is public."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from datashift.kit.problem import Problem
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.forms import Minimum
from datashift.web.evidence.queries import results
from datashift.web.evidence.views.page import study_page


@login_required
@form_page
def protect(request: SignedIn, study: UUID) -> HttpResponse:
    right = Right.EDIT if request.method == "POST" else Right.SEE
    found = access.study(request.user, study, to=right)
    run = results.last_result(found)
    if run is None:
        return study_page(request, "protect", found, step="publish")
    protection = results.manifest(run)["protection"]
    form = Minimum(typed(request), initial={"minimum": protection["minimum"]})
    if form.is_valid():
        try:
            actions.set_minimum(found, form.cleaned_data["minimum"], by=request.user, at=now())
            return redirect("evidence:run", found.pk)
        except Problem as problem:
            form.add_error(None, str(problem))
    return study_page(
        request,
        "protect",
        found,
        step="publish",
        status=422 if form.errors else 200,
        run=run,
        form=form,
        protection=protection,
        findings=results.protected(run),
        is_current=results.is_current(run),
    )
