"""Have a study computed, and watch it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django_htmx.http import HttpResponseClientRedirect

from datashift.kit.problem import Problem
from datashift.web.accounts.http import SignedIn, form_page
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.models import Run, Study
from datashift.web.evidence.queries import readiness, results
from datashift.web.evidence.views.page import study_page


@login_required
@form_page
def run(request: SignedIn, study: UUID) -> HttpResponse:
    if request.method == "POST":
        return _ask(request, access.study(request.user, study, to=Right.EDIT))
    found = access.study(request.user, study, to=Right.SEE)
    last = results.last_run(found)
    watched = last is not None and request.GET.get("watch") == str(last.pk)
    if watched and last is not None and last.state == Run.State.DONE:
        address = reverse("evidence:protect", args=[found.pk])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    if request.htmx:
        return render(request, "evidence/parts/computing.html", {"study": found, "run": last})
    return _page(request, found, last)


def _ask(request: SignedIn, study: Study) -> HttpResponse:
    if readiness.wanted(study):
        return _page(request, study, results.last_run(study), status=422)
    try:
        asked: Run | None = actions.ask_run(study, by=request.user, at=now())
    except actions.AlreadyRunning:
        asked = study.runs.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING]).first()
    except Problem as problem:
        return _page(request, study, None, status=422, problem=str(problem))
    watch = f"?watch={asked.pk}" if asked else ""
    return redirect(reverse("evidence:run", args=[study.pk]) + watch)


def _page(
    request: SignedIn, study: Study, last: Run | None, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    busy = last is not None and last.state in {Run.State.QUEUED, Run.State.RUNNING}
    done = last is not None and last.state == Run.State.DONE
    wanted = [] if busy else readiness.wanted(study)
    return study_page(
        request,
        "run",
        study,
        step="compare",
        status=status,
        run=last,
        busy=busy,
        failed=last is not None and last.state == Run.State.FAILED,
        current_result=last is not None and done and results.is_current(last),
        wanted=wanted,
        problem=problem,
        asks=None if wanted else readiness.asks(study),
    )
