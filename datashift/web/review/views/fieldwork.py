"""How the fieldwork goes, and how far the plan is."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.review import access
from datashift.web.review.actions.planning import name_refusal as keep_refusal
from datashift.web.review.actions.planning import plan as keep_plan
from datashift.web.review.forms import NameRefusal, Targets
from datashift.web.review.models import Refusal
from datashift.web.review.queries import plan as queries
from datashift.web.review.queries.coverage import coverage_of
from datashift.web.review.queries.piles import labels_of
from datashift.web.review.queries.workers import fieldwork_of
from datashift.web.review.views.page import review_page


@login_required
@require_safe
def fieldwork(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    """Workers by name: for those who can ask them, never for a public page."""
    found = access.questionnaire(request.user, questionnaire, to=Right.REVIEW)
    return review_page(request, "fieldwork", found, fieldwork=fieldwork_of(found))


@login_required
@form_page
def name_refusal(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    """Answers to the question in the address that mean no; without one, which question it is."""
    found = access.questionnaire(request.user, questionnaire, to=Right.EDIT)
    path, labels = request.GET.get("question", ""), labels_of(found)
    answers = queries.choices_of(found, path)
    if (path or request.method == "POST") and not answers:
        raise Http404
    here = Refusal.objects.filter(questionnaire=found, path=path).first()
    initial = {"answers": here.answers if here else []}
    form = NameRefusal(typed(request), offered=answers, initial=initial)
    if form.is_valid():
        keep_refusal(found, path, form.cleaned_data["answers"], by=request.user, at=now())
        return redirect("review:fieldwork", found.pk)
    return review_page(
        request,
        "name_refusal",
        found,
        form=form,
        question=labels.get(path, path),
        questions=[(one.path, labels.get(one.path, one.name)) for one in queries.chosen(found)],
        status=422 if form.errors else 200,
    )


@login_required
@require_safe
def plan(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.SEE)
    lists = coverage_of(found)
    return review_page(request, "plan", found, plan=queries.plan_of(found), lists=lists)


@login_required
@form_page
def set_targets(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    """Numbers for the answers to the question in the address; without one, for all submissions."""
    found = access.questionnaire(request.user, questionnaire, to=Right.EDIT)
    path = request.GET.get("question", "")
    answers = queries.choices_of(found, path) if path else [("", _("How many in all?"))]
    if not answers:
        raise Http404
    here = found.targets.filter(path=path).values_list("answer", "wanted")
    initial = {f"wanted-{answer}": wanted for answer, wanted in here}
    form = Targets(typed(request), answers=answers, initial=initial)
    if form.is_valid():
        keep_plan(found, path, form.wanted, by=request.user, at=now())
        return redirect("review:plan", found.pk)
    return review_page(
        request,
        "set_targets",
        found,
        form=form,
        question=labels_of(found).get(path, ""),
        status=422 if form.errors else 200,
    )
