"""Publish a run, see what is public, and take it back in the open."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from datashift.kit.language import whole
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.forms import Confirm, Withdraw
from datashift.web.evidence.letters import send_question
from datashift.web.evidence.models import Agreement, Run, Study
from datashift.web.evidence.queries import agreements, harm, results
from datashift.web.evidence.views.page import study_page

# Somebody published or changed the study in this very moment.
HELD_BACK = (
    actions.AlreadyPublished,
    actions.NotReady,
    actions.StopsLeft,
    actions.NotAssessed,
    actions.Looser,
    actions.Telling,
)


@login_required
@form_page
def publish(request: SignedIn, study: UUID) -> HttpResponse:
    right = Right.PUBLISH if request.method == "POST" else Right.SEE
    found = access.study(request.user, study, to=right)
    run = results.last_result(found)
    form = Confirm(typed(request))
    if run is None or _held_back(run):
        return publish_page(request, found, run, form, status=422 if form.is_bound else 200)
    if not form.is_valid():
        return publish_page(request, found, run, form, status=422 if form.errors else 200)
    if harm.needs_two(run):
        return _ask(request, run)
    try:
        release = actions.publish_release(run, by=request.user, at=now())
    except (*HELD_BACK, actions.NeedsTwo):
        return redirect("evidence:publish", found.pk)
    count = release.findings.count()
    words = ngettext("One finding is public.", "%(count)s findings are public.", count)
    messages.success(request, words % {"count": whole(count)})
    return redirect("evidence:releases", found.pk)


def _ask(request: SignedIn, run: Run) -> HttpResponse:
    try:
        question = actions.ask_agreement(run, by=request.user, at=now())
    except (*HELD_BACK, actions.NotNeeded, actions.AlreadyAsked):
        return redirect("evidence:publish", run.study_id)
    messages.success(request, _told(request, question))
    return redirect("evidence:publish", run.study_id)


def _told(request: SignedIn, question: Agreement) -> str:
    """Write to those who can agree, and say whether they know."""
    link = request.build_absolute_uri(reverse("evidence:agree", args=[question.pk]))
    try:
        if send_question(question, link=link):
            return _("A second person is asked, and gets a letter. Nothing is public yet.")
    except OSError:  # the post of this machine does not work; the question stands
        return _(
            "A second person is asked, but no letter could be sent: tell them. Nothing is public yet."
        )
    return _("Nobody else may publish here. Invite somebody; nothing is public until they agree.")


def _held_back(run: Run) -> str:
    """Why a run cannot be published now; "" when it can."""
    try:
        actions.check_ready(run)
    except HELD_BACK as reason:
        return type(reason).__name__
    return ""


def publish_page(
    request: SignedIn, study: Study, run: Run | None, form: Confirm, *, status: int
) -> HttpResponse:
    """The last look before anybody can read it."""
    if run is None:
        return study_page(request, "publish", study, step="publish", status=status)
    told = results.findings(run)
    chosen = next((one for one in told if one.id == request.GET.get("finding")), told[0])
    held_back = _held_back(run)
    asked = agreements.standing(run, at=now())
    return study_page(
        request,
        "publish",
        study,
        step="publish",
        status=status,
        run=run,
        form=form,
        findings=told,
        chosen=chosen,
        preview=results.preview(chosen),
        manifest=results.manifest(run),
        stops=actions.stops_left(run),
        is_current=results.is_current(run),
        published=getattr(run, "release", None),
        held_back=held_back,
        ready=not held_back,
        two=harm.needs_two(run),
        agreement=asked,
        is_asked=asked is not None and asked.state == Agreement.State.ASKED,
        is_mine=asked is not None and asked.asked_by_id == request.user.pk,
        next_number=study.releases.count() + 1,
    )


@login_required
@require_safe
def releases(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.SEE)
    made = found.releases.select_related("published_by", "agreed_by").prefetch_related("findings")
    return study_page(request, "releases", found, step="publish", releases=made.order_by("-number"))


@login_required
@form_page
def withdraw_release(request: SignedIn, release: UUID) -> HttpResponse:
    found = access.release(request.user, release, to=Right.PUBLISH)
    form = Withdraw(typed(request))
    if form.is_valid():
        actions.withdraw_release(found, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is withdrawn. Its address says so, and why."))
        return redirect("evidence:releases", found.study_id)
    return study_page(
        request,
        "withdraw_release",
        found.study,
        step="publish",
        status=422 if form.errors else 200,
        release=found,
        form=form,
    )
