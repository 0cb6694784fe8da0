"""The way of a questionnaire into its study: connect, look, make the figures now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.review import access
from datashift.web.review.actions import feeding
from datashift.web.review.forms import ChangeFlow, Connect
from datashift.web.review.models import Flow
from datashift.web.review.queries.flow import news_of
from datashift.web.review.views.page import review_page


@login_required
@require_safe
def flow(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.SEE)
    one = Flow.objects.select_related("questionnaire__study").filter(questionnaire=found).first()
    return review_page(
        request,
        "flow",
        found,
        flow=one,
        news=news_of(one) if one else None,
        tables=list(one.tables.all()[:10]) if one else [],
    )


@login_required
@form_page
def connect_study(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.EDIT)
    studies = found.organisation.studies.all()
    first = {
        "takes": Flow.Takes.ACCEPTED,
        "sampling": Flow.Sampling.VOLUNTEER,
        "study": found.study,
    }
    form = Connect(typed(request), offered=studies, initial={**first, "licence": "CC-BY-4.0"})
    if form.is_valid():
        try:
            feeding.connect_study(found, **form.cleaned_data, by=request.user, at=now())
        except feeding.AlreadyConnected:
            messages.error(request, _("It has its study already."))
        return redirect("review:flow", found.pk)
    return review_page(
        request, "connect_study", found, form=form, status=422 if form.errors else 200
    )


@login_required
@form_page
def change_flow(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.flow(request.user, questionnaire, to=Right.EDIT)
    names = ("takes", "sampling", "licence", "automatic")
    form = ChangeFlow(typed(request), initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        feeding.change_flow(found, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is so from now on."))
        return redirect("review:flow", found.questionnaire_id)
    return review_page(
        request, "change_flow", found.questionnaire, form=form, status=422 if form.errors else 200
    )


@login_required
@require_POST
def ask_figures(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.flow(request.user, questionnaire, to=Right.EDIT)
    feeding.ask_figures(found, by=request.user, at=now())
    messages.success(
        request, _("The figures are being made anew. What is published stays as it is.")
    )
    return redirect("review:flow", found.questionnaire_id)
