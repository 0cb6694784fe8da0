"""One submission: its answers, its story, what is said about it, its recordings."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.collect import storage
from datashift.web.collect.http.playing import played
from datashift.web.collect.queries.submissions import PICTURES
from datashift.web.review import access
from datashift.web.review.actions import deciding
from datashift.web.review.forms import REASONS, Say
from datashift.web.review.queries import story as queries
from datashift.web.review.views.page import review_page


@login_required
@require_safe
@csp_update({"media-src": ["'self'"]})  # type: ignore[arg-type]
def story(request: SignedIn, submission: UUID) -> HttpResponse:
    found = access.submission(request.user, submission, to=Right.SEE)
    return review_page(
        request,
        "story",
        found.questionnaire,
        story=queries.story_of(
            found, workers=access.sees_workers(request.user, found.questionnaire)
        ),
        pictures=PICTURES,
        sounds=queries.SOUNDS,
        films=queries.FILMS,
        reasons=REASONS,
        say=Say(),
    )


@login_required
@require_POST
def comment(request: SignedIn, submission: UUID) -> HttpResponse:
    found = access.submission(request.user, submission, to=Right.REVIEW)
    form = Say(request.POST)
    if form.is_valid():
        deciding.comment(found, form.cleaned_data["text"], by=request.user, at=now())
    else:
        messages.error(request, _("There was nothing to keep."))
    return redirect("review:story", found.pk)


@login_required
@require_safe
def recording(request: SignedIn, submission: UUID, file: UUID) -> HttpResponseBase:
    """A sound or a film, played in its page; a voice tells who speaks, so reviewers only."""
    found = access.attachment(request.user, submission, file, to=Right.REVIEW)
    if found.kind not in queries.SOUNDS | queries.FILMS:
        raise Http404
    organisation = found.instance.submission.questionnaire.organisation_id
    return played(request, storage.path(organisation, found.sha256))
