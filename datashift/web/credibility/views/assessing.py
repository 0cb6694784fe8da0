"""One assessment: looked at, judged item by item, confirmed, ruled."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.language import whole
from datashift.kit.problem import Problem
from datashift.quality.credibility import frameworks
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.credibility import access, actions
from datashift.web.credibility.access import Voice
from datashift.web.credibility.forms import AnswerForm, Rule
from datashift.web.credibility.models import Assessment
from datashift.web.credibility.queries import facts
from datashift.web.credibility.queries.assessments import told
from datashift.web.credibility.views.page import voiced_page


@login_required
@require_POST
def begin_assessment(request: SignedIn, study: UUID) -> HttpResponse:
    mine = access.voice(request.user, study, to=Right.REVIEW)
    wanted = request.POST.get("framework", "")
    if wanted not in {one.id for one in frameworks()}:
        return _back(mine)
    try:
        made = actions.begin(
            mine.study, framework=wanted, office=mine.office, by=request.user, at=now()
        )
    except actions.NotComputed:
        messages.error(request, _("Compute the figures first: they are what is assessed."))
        return _back(mine)
    return redirect("credibility:assessment", made.pk)


def _back(mine: Voice) -> HttpResponse:
    page = "credibility:assess_study" if mine.office else "credibility:standing"
    return redirect(page, mine.study.pk)


@login_required
@require_safe
def assessment(request: SignedIn, assessment: UUID) -> HttpResponse:
    found, mine = access.assessment(request.user, assessment)
    shown = told(found)
    waiting = [one for one in shown.items if one.waits_for(request.user)]
    return voiced_page(
        request,
        "assessment",
        mine,
        told=shown,
        waiting=waiting,
        judges=_judges(request, found, mine),
        release=facts.release_of(found.run),
    )


def _judges(request: SignedIn, found: Assessment, mine: Voice) -> bool:
    """Whether the reader judges here, in the name the assessment is made in."""
    if mine.office:
        return True
    organisation = mine.study.organisation
    member = organisation.memberships.get(user=request.user)
    return not found.office and member.may(Right.REVIEW)


@login_required
@form_page
def answer_item(request: SignedIn, assessment: UUID, item: str) -> HttpResponse:
    found = access.own_assessment(request.user, assessment)
    shown = told(found)
    wanted = shown.item(item)
    if wanted is None:
        raise Http404
    form = AnswerForm(typed(request), item=wanted, initial=AnswerForm.initial_of(wanted))
    if form.is_valid():
        try:
            actions.answer(
                found,
                item=item,
                value=form.value_given,
                evidence=form.cleaned_data["evidence"],
                link=form.cleaned_data["link"],
                language=form.cleaned_data["language"],
                by=request.user,
                at=now(),
            )
        except Problem as problem:
            form.add_error("value", str(problem))
        else:
            messages.success(request, _("Saved. A second person confirms it."))
            return redirect("credibility:assessment", found.pk)
    mine = access.voice(request.user, found.run.study_id, to=Right.SEE)
    status = 422 if form.errors else 200
    return voiced_page(request, "answer", mine, status=status, told=shown, item=wanted, form=form)


@login_required
@require_POST
def confirm(request: SignedIn, assessment: UUID) -> HttpResponse:
    found = access.own_assessment(request.user, assessment)
    said = request.POST.getlist("answer")
    wanted = {int(key) for key in said if key.isdecimal() and len(key) < 19}
    try:
        count = actions.confirm(found, answers=wanted, by=request.user, at=now())
    except actions.SamePerson:
        messages.error(request, _("What you gave yourself, somebody else has to confirm."))
    else:
        words = ngettext("One answer is confirmed.", "%(count)s answers are confirmed.", count)
        messages.success(request, words % {"count": whole(count)})
    return redirect("credibility:assessment", found.pk)


@login_required
@form_page
def rule(request: SignedIn, assessment: UUID) -> HttpResponse:
    found = access.office_assessment(request.user, assessment)
    form = Rule(typed(request))
    if form.is_valid():
        actions.rule(
            found,
            accepted=form.cleaned_data["ruling"] == "accepted",
            reasons=form.cleaned_data["reasons"],
            language=form.cleaned_data["language"],
            by=request.user,
            at=now(),
        )
        messages.success(request, _("Your decision is recorded."))
        return redirect("credibility:assessment", found.pk)
    mine = access.voice(request.user, found.run.study_id, to=Right.SEE)
    status = 422 if form.errors else 200
    return voiced_page(request, "rule", mine, status=status, told=told(found), form=form)
