"""How long things are kept: the page, and the rules."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Organisation, Right
from datashift.web.collect.models import Questionnaire
from datashift.web.keeping import access
from datashift.web.keeping.actions.rules import set_rule as set_for
from datashift.web.keeping.forms import SetRule
from datashift.web.keeping.models import Rule
from datashift.web.keeping.queries import due

SHOWN = 20  # erasures


@login_required
@require_safe
def keeping(request: SignedIn, organisation: str) -> HttpResponse:
    found = access.organisation(request.user, organisation, to=Right.SEE)
    mine = membership(request.user, found.pk, to=Right.SEE)
    return render(
        request,
        "keeping/keeping.html",
        {
            "current": "collect",
            "organisation": found,
            "manages": mine.manages,
            "rule": found.keeping_rules.filter(questionnaire=None).first(),
            "kept": due.kept(found, at=now()),
            "erasures": found.erasures.select_related("asked_by")[:SHOWN],
        },
    )


@login_required
@form_page
def set_rule(request: SignedIn, organisation: str) -> HttpResponse:
    found = access.organisation(request.user, organisation, to=Right.MANAGE)
    return _change(request, found, None)


@login_required
@form_page
def set_own_rule(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.MANAGE)
    return _change(request, found.organisation, found)


def _change(
    request: SignedIn, organisation: Organisation, questionnaire: Questionnaire | None
) -> HttpResponse:
    rule = Rule.objects.filter(organisation=organisation, questionnaire=questionnaire).first()
    initial = {"months": rule.months or "" if rule else ""}
    form = SetRule(typed(request), initial=initial)
    if form.is_valid():
        months = form.cleaned_data["months"]
        rule = set_for(
            organisation, questionnaire=questionnaire, months=months, by=request.user, at=now()
        )
        if months is None:
            messages.success(request, _("They are kept until somebody erases them."))
        else:
            messages.success(
                request, _("From tomorrow on, what is older goes. Until then you can change it.")
            )
        return redirect("keeping:keeping", organisation.slug)
    mine = organisation.questionnaires.all()
    if questionnaire is not None:
        mine = mine.filter(pk=questionnaire.pk)
    else:
        mine = mine.filter(keeping_rules=None)
    at = now()
    months_offered = [value for value, _label in form.fields["months"].choices if value]  # type: ignore[attr-defined]
    return render(
        request,
        "keeping/set_rule.html",
        {
            "current": "collect",
            "organisation": organisation,
            "questionnaire": questionnaire,
            "form": form,
            "would_go": [
                (months, count)
                for months in months_offered
                if (count := due.would_go(mine, months, at=at))
            ],
        },
        status=422 if form.errors else 200,
    )
