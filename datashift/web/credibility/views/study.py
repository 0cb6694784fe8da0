"""How a study stands: assessments, the other sides, documents, assessors."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.credibility import actions
from datashift.web.credibility.access import Voice
from datashift.web.credibility.forms import SideForm
from datashift.web.credibility.queries import assessments, facts
from datashift.web.credibility.queries import standing as queries
from datashift.web.credibility.views.page import voiced_page
from datashift.web.evidence.access import study as study_of_member
from datashift.web.evidence.queries import results


@login_required
@require_safe
def standing(request: SignedIn, study: UUID) -> HttpResponse:
    found = study_of_member(request.user, study, to=Right.SEE)
    run = results.last_result(found)
    return voiced_page(
        request,
        "standing",
        Voice(found),
        run=run,
        release=facts.release_of(run) if run else None,
        assessments=assessments.assessments_of(run) if run else [],
        frameworks=assessments.may_begin(found, run, office="") if run else [],
        panels=queries.panels_of(found),
        documents=facts.documents_of(found),
        handed_over=queries.handed_over(run) if run else {},
        kinds=facts.KINDS,
        assessors=found.assessors.filter(withdrawn_at=None).select_related("user"),
        questions=found.assessor_questions.select_related("asked_by", "answered_by"),
        look=queries.last_look(found),
    )


@login_required
@form_page
def side(request: SignedIn, study: UUID, side: str) -> HttpResponse:
    right = Right.REVIEW if request.method == "POST" else Right.SEE
    found = study_of_member(request.user, study, to=right)
    panel = next((one for one in queries.panels_of(found) if one.side.id == side), None)
    if panel is None:
        raise Http404
    form = SideForm(typed(request), panel=panel)
    if form.is_valid():
        actions.answer_side(
            found,
            panel.side,
            answers=form.answers,
            language=form.cleaned_data["language"],
            by=request.user,
            at=now(),
        )
        messages.success(request, _("Saved."))
        return redirect("credibility:standing", found.pk)
    status = 422 if form.errors else 200
    return voiced_page(request, "side", Voice(found), status=status, panel=panel, form=form)
