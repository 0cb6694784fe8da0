"""Two people publish a sealed topic: the second one looks, and agrees or declines."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from datashift.kit.language import whole
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.forms import Confirm, Decline
from datashift.web.evidence.views.page import study_page
from datashift.web.evidence.views.releases import HELD_BACK, publish_page


@login_required
@form_page
def agree(request: SignedIn, agreement: UUID) -> HttpResponse:
    found = access.agreement(request.user, agreement, to=Right.PUBLISH)
    study = found.run.study
    if request.method != "POST":
        return redirect("evidence:publish", study.pk)
    form = Confirm(typed(request))
    if not form.is_valid():
        return publish_page(request, study, found.run, form, status=422)
    try:
        release = actions.agree(found, by=request.user, at=now())
    except actions.SamePerson:
        form.add_error("read", _("You asked: somebody else must agree."))
        return publish_page(request, study, found.run, form, status=403)
    except (actions.NoLongerOpen, *HELD_BACK):
        messages.error(request, _("It could not be published: something changed. Look again."))
        return redirect("evidence:publish", study.pk)
    count = release.findings.count()
    words = ngettext("One finding is public.", "%(count)s findings are public.", count)
    messages.success(request, words % {"count": whole(count)})
    return redirect("evidence:releases", study.pk)


@login_required
@form_page
def decline_agreement(request: SignedIn, agreement: UUID) -> HttpResponse:
    found = access.agreement(request.user, agreement, to=Right.PUBLISH)
    form = Decline(typed(request))
    if form.is_valid():
        try:
            actions.decline_agreement(
                found, because=form.cleaned_data["because"], by=request.user, at=now()
            )
            messages.success(request, _("It stays unpublished. Your reason is kept."))
        except actions.NoLongerOpen:
            messages.error(request, _("It was answered already, or it is too late."))
        return redirect("evidence:publish", found.run.study_id)
    return study_page(
        request,
        "decline_agreement",
        found.run.study,
        step="publish",
        status=422 if form.errors else 200,
        agreement=found,
        mine=found.asked_by_id == request.user.pk,
        form=form,
    )
