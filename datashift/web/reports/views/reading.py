"""Reports for those who may open them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from datashift.questionnaires import sealing
from datashift.web.accounts.http import SignedIn, form_page
from datashift.web.reports import access
from datashift.web.reports.actions import arriving
from datashift.web.reports.actions import reading as actions
from datashift.web.reports.forms import Words
from datashift.web.reports.models import Report
from datashift.web.reports.queries import inbox as queries
from datashift.web.reports.queries import opened
from datashift.web.reports.views.page import readers_page

ON_A_PAGE = 50


@login_required
@require_safe
def inbox(request: SignedIn, box: UUID) -> HttpResponse:
    found = access.reviewed(request.user, box)
    arriving.tell(found, today=now().date())
    pile = next((each for each in ("aside", "crowd") if each in request.GET), "")
    shown = queries.reports_in(found, access.personal_key(request.user), pile=pile)
    return readers_page(
        request,
        "inbox",
        box=found,
        page=Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page")),
        pile=pile,
        crowd=queries.came_in_crowds(found),
        is_open=access.unlocked(request, request.user) is not None,
    )


@login_required
@require_safe
def report(request: SignedIn, report: UUID) -> HttpResponse:
    return _report(request, access.report(request.user, report), Words())


@sensitive_post_parameters()
@login_required
@require_POST
def answer(request: SignedIn, report: UUID) -> HttpResponse:
    found = access.report(request.user, report)
    words = Words(request.POST)
    if not words.is_valid():
        return _report(request, found, words)
    actions.answer(found, text=words.cleaned_data["text"], by=request.user, at=now())
    messages.success(request, _("Your answer waits for whoever holds the number."))
    return redirect("reports:report", found.pk)


@login_required
@require_POST
def set_aside(request: SignedIn, report: UUID) -> HttpResponse:
    found = access.report(request.user, report)
    if "back" in request.POST:
        actions.take_back(found, by=request.user, at=now())
        messages.success(request, _("The report is back among the others."))
    else:
        actions.set_aside(found, by=request.user, at=now())
        messages.success(request, _("The report is set aside. It can be taken back."))
    return redirect("reports:inbox", found.box_id)


@login_required
@form_page
def destroy(request: SignedIn, report: UUID) -> HttpResponse:
    found = access.report(request.user, report)
    if request.method != "POST":
        return readers_page(request, "destroy", report=found, box=found.box)
    actions.destroy(found, by=request.user, at=now())
    messages.success(request, _("The report and its keys are destroyed."))
    return redirect("reports:inbox", found.box_id)


def _report(request: SignedIn, found: Report, words: Words) -> HttpResponse:
    """The report; without an open key, the way to open it."""
    pair, key = access.unlocked(request, request.user), access.personal_key(request.user)
    if pair is None or key is None:
        return redirect("reports:unlock", found.box_id)
    try:
        content = opened.opened(found, pair=pair, key=key)
    except sealing.WrongSecret:
        return readers_page(request, "not_for_you", report=found, box=found.box)
    actions.mark_read(found, by=request.user, at=now())
    return readers_page(
        request,
        "report",
        report=found,
        box=found.box,
        opened=content,
        words=words,
        status=422 if words.errors else 200,
    )
