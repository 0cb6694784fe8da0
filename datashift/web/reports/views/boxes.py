"""A questionnaire as a box for anonymous reports: open it, and say who reads."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.language import whole
from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.collect import access as collect
from datashift.web.collect.models import Questionnaire
from datashift.web.reports import access
from datashift.web.reports.actions import boxes as actions
from datashift.web.reports.forms import AddReviewer, OpenBox
from datashift.web.reports.queries import inbox
from datashift.web.reports.views.page import readers_page


@login_required
@require_safe
def boxes(request: SignedIn) -> HttpResponse:
    return readers_page(
        request,
        "boxes",
        boxes=inbox.listed(request.user),
        key=access.personal_key(request.user),
        is_open=access.unlocked(request, request.user) is not None,
    )


@login_required
@require_safe
def box(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.SEE)
    return _box(request, found)


@login_required
@require_POST
def open_box(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.MANAGE)
    form = OpenBox(request.POST)
    if not form.is_valid():
        return _box(request, found, form=form)
    elsewhere = form.cleaned_data["elsewhere"]
    try:
        actions.open_box(found, elsewhere=elsewhere, by=request.user, at=now())
    except actions.NobodyReads:
        messages.error(request, _("Name somebody who reads first: reports are sealed to them."))
    except actions.NotOpen:
        messages.error(request, _("Open the questionnaire itself first."))
    else:
        messages.success(request, _("Anybody can report now. The link is on the public pages."))
    return redirect("reports:box", found.pk)


@login_required
@require_POST
def close_box(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.MANAGE)
    actions.close_box(found, by=request.user, at=now())
    messages.success(request, _("Nobody can begin a report any more. Numbers go on working."))
    return redirect("reports:box", found.pk)


@login_required
@require_POST
def add_reviewer(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.MANAGE)
    form = AddReviewer(request.POST, candidates=list(inbox.standing(found).candidates))
    if not form.is_valid():
        return _box(request, found, adding=form)
    reviewer = form.cleaned_data["reviewer"]
    try:
        actions.add_reviewer(found, reviewer=reviewer, by=request.user, at=now())
    except actions.NoKey:
        messages.error(request, _("They have to make a key first, and be allowed to review."))
    else:
        words = _("%(name)s can read what comes from now on.")
        messages.success(request, words % {"name": reviewer.name})
    return redirect("reports:box", found.pk)


@login_required
@require_POST
def remove_reviewer(request: SignedIn, questionnaire: UUID, reviewer: UUID) -> HttpResponse:
    found = access.reviewer(request.user, questionnaire, reviewer)
    name = found.key.user.name
    try:
        actions.remove_reviewer(found, by=request.user, at=now())
    except actions.LastReviewer:
        words = _("Nobody else could open what is there. Let somebody share it with another first.")
        messages.error(request, words)
    else:
        words = _("The keys of %(name)s to these reports are destroyed.")
        messages.success(request, words % {"name": name})
    return redirect("reports:box", questionnaire)


@login_required
@require_POST
def share_reports(request: SignedIn, questionnaire: UUID, reviewer: UUID) -> HttpResponse:
    found = access.reviewer_beside(request.user, questionnaire, reviewer)
    pair, holder = access.unlocked(request, request.user), access.personal_key(request.user)
    if pair is None or holder is None:
        messages.error(request, _("Open your key first: only who can read can share."))
        return redirect("reports:unlock", found.box_id)
    count = actions.share_reports(found, pair=pair, holder=holder, by=request.user, at=now())
    words = ngettext(
        "%(name)s can read %(count)s earlier report now.",
        "%(name)s can read %(count)s earlier reports now.",
        count,
    )
    messages.success(request, words % {"count": whole(count), "name": found.key.user.name})
    return redirect("reports:box", questionnaire)


def _box(
    request: SignedIn,
    found: Questionnaire,
    *,
    form: OpenBox | None = None,
    adding: AddReviewer | None = None,
) -> HttpResponse:
    standing = inbox.standing(found)
    mine = membership(request.user, found.organisation_id, to=Right.SEE)
    key = access.personal_key(request.user)
    elsewhere = {"elsewhere": standing.box.elsewhere} if standing.box else None
    return readers_page(
        request,
        "box",
        questionnaire=found,
        standing=standing,
        may_manage=mine.may(Right.MANAGE),
        may_review=mine.may(Right.REVIEW),
        reads=any(each.reviewer.key == key for each in standing.reviewers),
        key=key,
        form=form or OpenBox(initial=elsewhere),
        adding=adding or AddReviewer(candidates=list(standing.candidates)),
        status=422 if form or adding else 200,
    )
