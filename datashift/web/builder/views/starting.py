"""Begin with what somebody wants to change, and find the questions that measure it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datashift.questionnaires import library
from datashift.questionnaires.drafting import starting as begin
from datashift.web.accounts.access import organisation as organisation_of
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.builder import access
from datashift.web.builder.actions import drafts as actions
from datashift.web.builder.actions import steps
from datashift.web.builder.forms.starting import Begin, Known
from datashift.web.builder.models import Step
from datashift.web.builder.queries import finding
from datashift.web.builder.queries.board import known_words
from datashift.web.builder.views.page import builder_page, reader_of
from datashift.web.collect import access as collect


@login_required
@form_page
def begin_draft(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.EDIT)
    reader = reader_of(request)
    form = Begin(typed(request), initial={"languages": [library.LANGUAGES.get(reader, "")]})
    if form.is_valid():
        made = actions.begin_draft(
            found,
            title=form.cleaned_data["title"],
            languages=form.chosen,
            known=form.cleaned_data["known"],
            wishes=form.all_wishes,
            by=request.user,
            at=now(),
        )
        return redirect("builder:draft", made.pk)
    context = {"current": "collect", "organisation": found, "form": form, **_offered(request)}
    context["nothing"] = request.GET.get("from") == "nothing"
    context["named"] = [form["title"], form["languages"], form["own"]]
    status = 422 if form.errors else 200
    return render(request, "builder/begin_draft.html", context, status=status)


def _offered(request: SignedIn) -> dict[str, Any]:
    """What is searched for, and what the library has for it."""
    said = request.POST if request.method == "POST" else request.GET
    wish, goal, reader = (
        said.get("wish", "")[:200].strip(),
        said.get("goal", ""),
        reader_of(request),
    )
    return {
        "wish": wish,
        "goal": goal,
        "goals": finding.goals(reader),
        "suited": finding.suited(wish=wish, goal=goal, reader=reader),
        "people": finding.about_people(reader),
        "ticked": request.POST.getlist("known"),
    }


@login_required
@require_POST
def take_questionnaire(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.EDIT)
    at = now()
    draft = actions.take_questionnaire(found, by=request.user, at=at)
    if taken := draft.steps.filter(done=Step.Done.TAKEN, made_at=at).first():
        messages.info(
            request,
            _(
                "Version %(version)s came after what stood here, and stands here now. Undo brings "
                "back what was here."
            )
            % {"version": taken.about},
        )
    return redirect("builder:draft", draft.pk)


@login_required
@form_page
def add_known(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.EDIT)
    form = Known(typed(request))
    if form.is_valid() and form.cleaned_data["known"]:
        known = form.cleaned_data["known"]
        steps.change_draft(
            found,
            lambda before: begin.with_known(before, known),
            done=Step.Done.ADDED,
            about=_about(known, reader_of(request)),
            by=request.user,
            at=now(),
        )
        return redirect("builder:draft", found.pk)
    status = 422 if form.is_bound else 200
    return builder_page(request, "add_known", found, status=status, form=form, **_offered(request))


def _about(names: list[str], reader: str) -> str:
    return ", ".join(known_words(name, reader) for name in names)
