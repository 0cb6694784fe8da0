"""A finding beside the official figure: differences ticked one by one, and a letter to the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from datashift.kit.language import whole
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.credibility import actions
from datashift.web.credibility.access import Voice
from datashift.web.credibility.forms import TickForm
from datashift.web.credibility.queries import facts
from datashift.web.credibility.queries.nearness import Nearness
from datashift.web.credibility.queries.nearness import nearness as near
from datashift.web.credibility.queries.ranges import ranges
from datashift.web.credibility.views.page import voiced_page
from datashift.web.evidence.access import study as study_of_member
from datashift.web.evidence.models import Run, Study
from datashift.web.evidence.queries import results


@login_required
@form_page
def nearness(request: SignedIn, study: UUID, finding: str) -> HttpResponse:
    right = Right.REVIEW if request.method == "POST" else Right.SEE
    found = study_of_member(request.user, study, to=right)
    run, shown = _shown(request, found, finding)
    form = TickForm(typed(request), differences=shown.differences)
    if form.is_valid():
        changed = actions.tick(
            found,
            finding=finding,
            beside=shown.beside,
            said=form.said,
            language=form.cleaned_data["language"],
            by=request.user,
            at=now(),
        )
        if changed:
            words = ngettext(
                "%(count)s difference is kept.", "%(count)s differences are kept.", changed
            )
            undo = reverse("credibility:undo_ticks", args=[found.pk, finding])
            messages.success(
                request, words % {"count": whole(changed)}, extra_tags=f"{undo}{_query(request)}"
            )
        return redirect(f"{request.path}{_query(request)}#differences")
    return voiced_page(
        request,
        "nearness",
        Voice(found),
        status=422 if form.errors else 200,
        current="compare",
        near=shown,
        picked=_number(request),
        form=form,
        ranges=ranges(shown.finding, shown.official),
        findings=results.findings(run),
    )


@login_required
@require_POST
def undo_ticks(request: SignedIn, study: UUID, finding: str) -> HttpResponse:
    found = study_of_member(request.user, study, to=Right.REVIEW)
    _run, shown = _shown(request, found, finding)
    try:
        actions.undo_ticks(found, finding=finding, beside=shown.beside, by=request.user, at=now())
    except actions.NothingToUndo:
        messages.error(request, _("Somebody looked at these differences after you did."))
    else:
        messages.success(request, _("Taken back."))
    back = reverse("credibility:nearness", args=[found.pk, finding])
    return redirect(f"{back}{_query(request)}#differences")


def _shown(request: HttpRequest, study: Study, finding: str) -> tuple[Run, Nearness]:
    """The run computed last and the finding beside the official figure that was picked."""
    run = results.last_result(study)
    told = [one for one in results.findings(run) if one.id == finding] if run else []
    if run is None or not told:
        raise Http404
    try:
        return run, near(run, told[0], official=_number(request), page=_page(request, run))
    except IndexError:
        raise Http404 from None


def _page(request: HttpRequest, run: Run) -> str:
    """Where the figures are public; "" where they are not."""
    release = facts.release_of(run)
    if release is None:
        return ""
    parts = [run.study.organisation.slug, run.study.slug, release.number]
    return request.build_absolute_uri(reverse("explore:release", args=parts))


def _number(request: HttpRequest) -> int:
    """Which of several official figures is looked at, from 1."""
    said = request.GET.get("official", "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0


def _query(request: HttpRequest) -> str:
    return f"?official={_number(request)}" if "official" in request.GET else ""
