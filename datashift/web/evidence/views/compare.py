"""The citizens' figures beside the official ones."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from datashift.kit.problem import Problem
from datashift.web.accounts.http import SignedIn, form_page
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.forms import Match, OfficialSeries
from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.queries import beside, drafts, results
from datashift.web.evidence.views.page import study_page


@login_required
@form_page
def compare(request: SignedIn, study: UUID) -> HttpResponse:
    sent = request.method == "POST"
    found = access.study(request.user, study, to=Right.EDIT if sent else Right.SEE)
    said = drafts.written(found)
    if said is None:  # nothing is written, or the text is not right
        return study_page(request, "compare", found, step="compare", status=422 if sent else 200)
    files = found.files.filter(part=DataFile.Part.OFFICIAL, replaced_at=None)
    unused = [file for file in files if file.name not in {one.file for one in said.official}]
    forms = Match.of_each(said, request.POST)
    official = OfficialSeries(
        request.POST if "file" in request.POST else None, files=unused, said=said
    )
    each: list[Match | OfficialSeries] = [*forms.values(), official]
    for form in each:
        if form.is_bound and form.is_valid():
            try:
                actions.answer(found, form.applied(said), by=request.user, at=now())
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                return redirect("evidence:run", found.pk)
    return study_page(
        request,
        "compare",
        found,
        step="compare",
        status=422 if sent else 200,
        said=said,
        files=files,
        unused=unused,
        official=official,
        **_results(found, forms),
    )


def _results(study: Study, forms: dict[str, Match]) -> dict[str, object]:
    run = results.last_result(study)
    if run is None:
        return {"run": None}
    return {
        "run": run,
        "is_current": results.is_current(run),
        "findings": [
            {"finding": one, "beside": beside.lines(one), "form": forms.get(one.id)}
            for one in results.findings(run)
        ],
    }
