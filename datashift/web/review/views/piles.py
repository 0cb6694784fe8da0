"""Review as piles: what waits, one pile, the answer to it, and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.language import whole
from datashift.web.accounts.http import SignedIn, key_of
from datashift.web.accounts.models import Right
from datashift.web.collect.models import Questionnaire
from datashift.web.review import access
from datashift.web.review.actions import deciding
from datashift.web.review.forms import REASONS, Decide
from datashift.web.review.models import Decision, Flow
from datashift.web.review.queries import piles as queries
from datashift.web.review.queries.flow import news_of
from datashift.web.review.queries.words import CHECKS
from datashift.web.review.views.page import review_page

ON_A_PAGE = 25


@login_required
@require_safe
def piles(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.SEE)
    flow = Flow.objects.filter(questionnaire=found).first()
    return review_page(
        request,
        "piles",
        found,
        piles=queries.piles_of(found),
        until=now().isoformat(),
        news=news_of(flow) if flow else None,
    )


@login_required
@require_safe
def pile(request: SignedIn, questionnaire: UUID, pile: str) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.SEE)
    if pile not in CHECKS and pile != queries.CLEAN:
        raise Http404
    inside = queries.lines_of(found, queries.in_pile(found, pile))
    page = Paginator(inside, ON_A_PAGE).get_page(request.GET.get("page"))
    return review_page(
        request,
        "pile",
        found,
        pile=pile,
        check=CHECKS.get(pile),
        page=page,
        lines=queries.lines(found, page.object_list),
        reasons=REASONS,
        until=now().isoformat(),
    )


@login_required
@require_POST
def decide(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    """Answer the submissions that are marked, or the whole pile as the page showed it."""
    found = access.questionnaire(request.user, questionnaire, to=Right.REVIEW)
    form = Decide(request.POST)
    back = _back(request, found)
    if not form.is_valid():
        messages.error(request, _("Say what should become of them."))
        return redirect(back)
    said = form.cleaned_data
    keys = _marked(request)
    if said["whole"] and said["pile"]:
        keys = queries.keys_in(found, said["pile"], said["until"])
    try:
        decision = deciding.decide(
            found,
            keys,
            state=said["state"],
            because=said["because"],
            words=said["words"],
            pile=said["pile"],
            by=request.user,
            at=now(),
        )
    except deciding.NoReason:
        messages.error(request, _("Say why: whoever sent them will ask."))
        return redirect(back)
    _tell(request, decision)
    return redirect(back)


@login_required
@require_POST
def undo_decision(request: SignedIn, decision: UUID) -> HttpResponse:
    found = access.decision(request.user, decision, to=Right.REVIEW)
    try:
        count = deciding.undo(found, by=request.user, at=now())
    except deciding.NotOpen:
        messages.error(request, _("That was taken back already."))
    else:
        words = ngettext(
            "%(count)s submission is as it was.", "%(count)s submissions are as they were.", count
        )
        messages.success(request, words % {"count": whole(count)})
    return redirect("review:piles", found.questionnaire_id)


def _marked(request: SignedIn) -> list[UUID]:
    return [key_of(text) for text in request.POST.getlist("submission")]


def _back(request: SignedIn, questionnaire: Questionnaire) -> str:
    """Where the answer was given: the submission's own page, or the piles."""
    one = request.POST.get("story")
    if one:
        return reverse(
            "review:story", args=[access.submission(request.user, key_of(one), to=Right.SEE).pk]
        )
    return reverse("review:piles", args=[questionnaire.pk])


def _tell(request: SignedIn, decision: Decision | None) -> None:
    if decision is None:
        messages.error(request, _("Nothing was marked, or somebody was faster."))
        return
    words = {
        "ACCEPTED": ngettext("%(count)s submission counts.", "%(count)s submissions count.", decision.count),
        "ASKED_BACK": ngettext("%(count)s submission is asked back.", "%(count)s submissions are asked back.", decision.count),
        "SET_ASIDE": ngettext("%(count)s submission is set aside.", "%(count)s submissions are set aside.", decision.count),
        "RECEIVED": ngettext("%(count)s submission is open again.", "%(count)s submissions are open again.", decision.count),
    }[decision.state]  # fmt: skip
    undo = reverse("review:undo_decision", args=[decision.pk])
    messages.success(request, words % {"count": whole(decision.count)}, extra_tags=undo)
