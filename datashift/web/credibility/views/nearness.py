"""How near a finding is to its indicator, and a letter to the office about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.credibility.access import Voice
from datashift.web.credibility.queries import facts
from datashift.web.credibility.queries.nearness import nearness as near
from datashift.web.credibility.views.page import voiced_page
from datashift.web.evidence.access import study as study_of_member
from datashift.web.evidence.queries import results


@login_required
@require_safe
def nearness(request: SignedIn, study: UUID, finding: str) -> HttpResponse:
    found = study_of_member(request.user, study, to=Right.SEE)
    run = results.last_result(found)
    told = [one for one in results.findings(run) if one.id == finding] if run else []
    if run is None or not told:
        raise Http404
    release = facts.release_of(run)
    page = ""
    if release is not None:
        parts = [found.organisation.slug, found.slug, release.number]
        page = request.build_absolute_uri(reverse("explore:release", args=parts))
    shown = near(run, told[0], page=page)
    return voiced_page(request, "nearness", Voice(found), current="compare", near=shown)
