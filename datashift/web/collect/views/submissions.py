"""Submissions: lists of them, one of them, its photographs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.language import whole
from datashift.web.accounts.http import SignedIn, key_of
from datashift.web.accounts.models import Right
from datashift.web.collect import access, storage
from datashift.web.collect.actions.quarantine import release_submissions as release
from datashift.web.collect.models import Quarantine, Submission
from datashift.web.collect.queries import pictures
from datashift.web.collect.queries import submissions as queries
from datashift.web.collect.queries.questionnaires import Counts, counts_of
from datashift.web.collect.views.page import collect_page

ON_A_PAGE = 50


@login_required
@require_safe
def submissions(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.SEE)
    state, words, why = _asked(request.GET)
    counts = counts_of([found.pk]).get(found.pk, Counts())
    shown = queries.listed(found, state=state, words=words, why=why)
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.with_gists(page.object_list)
    states = [("", _("All")), *Submission.State.choices]
    return collect_page(
        request,
        "submissions",
        found.organisation,
        questionnaire=found,
        page=page,
        state=state,
        words=words,
        why=why,
        tabs=[(value, label, counts.of(value)) for value, label in states],
        reasons=queries.reasons_of(found) if state == Submission.State.QUARANTINED else (),
        kept=urlencode({"state": state, "words": words, "why": why}) + "&",
    )


def _asked(given: QueryDict) -> tuple[str, str, str]:
    """The state, the words and the reason that a list is narrowed to; "" for none."""
    state, why = given.get("state", ""), given.get("why", "")
    return (
        state if state in Submission.State.values else "",
        given.get("words", "").strip()[:250],
        why if why in Quarantine.values else "",
    )


@login_required
@require_safe
def submission(request: SignedIn, submission: UUID) -> HttpResponse:
    found = access.submission(request.user, submission, to=Right.SEE)
    return collect_page(
        request,
        "submission",
        found.questionnaire.organisation,
        questionnaire=found.questionnaire,
        whole=queries.whole(found, workers=access.sees_workers(request.user, found.questionnaire)),
        pictures=queries.PICTURES,
    )


@login_required
@require_safe
def photo(request: SignedIn, submission: UUID, file: UUID) -> HttpResponse:
    """A photograph without what it tells of the phone and the place."""
    found = access.attachment(request.user, submission, file, to=Right.SEE)
    if found.kind not in queries.PICTURES:
        raise Http404
    organisation = found.instance.submission.questionnaire.organisation_id
    return HttpResponse(
        pictures.shown(storage.path(organisation, found.sha256)), content_type="image/jpeg"
    )


@login_required
@require_safe
def original(request: SignedIn, submission: UUID, file: UUID) -> FileResponse:
    """The file as it came; never shown in place, because it must not run as a page of ours."""
    found = access.attachment(request.user, submission, file, to=Right.EDIT)
    organisation = found.instance.submission.questionnaire.organisation_id
    return FileResponse(
        storage.read(organisation, found.sha256),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )


@login_required
@require_POST
def release_submissions(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.REVIEW)
    _, typed, why = _asked(request.POST)
    # What is let out is what the page showed: a search narrows it.
    waiting = queries.listed(found, state=Submission.State.QUARANTINED, words=typed, why=why)
    one = request.POST.get("submission")
    if one:
        waiting = waiting.filter(
            pk=access.submission(request.user, key_of(one), to=Right.REVIEW).pk
        )
    keys = waiting.values_list("pk", flat=True)
    count = release(found, keys, by=request.user, at=now())
    words = ngettext("%(count)s submission counts now.", "%(count)s submissions count now.", count)
    messages.success(request, words % {"count": whole(count)})
    if one:
        return redirect("collect:submission", one)
    return redirect("collect:submissions", found.pk)
