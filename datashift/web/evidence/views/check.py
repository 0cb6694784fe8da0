"""Check: what was noticed, in heaps to be answered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.language import whole
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions, queries
from datashift.web.evidence.models import Decision, Study
from datashift.web.evidence.queries.piles import Heap
from datashift.web.evidence.queries.wording import Answer, words
from datashift.web.evidence.views.page import study_page

GONE = gettext_lazy("This pile is not there any more: it was answered, or the file was replaced.")


@login_required
@require_safe
def check(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.SEE)
    return study_page(request, "check", found, step="check", checked=queries.check_of(found))


@login_required
@require_POST
def decide(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.REVIEW)
    heap = queries.check_of(found).heap(request.POST.get("pile", ""))
    wanted = request.POST.get("answer", "")
    answer = next((each for each in heap.answers if each.key == wanted), None) if heap else None
    decision = _decide(request, found, heap, answer) if heap and answer else None
    if decision is None:
        messages.error(request, _whose(found, heap))
    else:
        undo = reverse("evidence:undo_decision", args=[found.pk, decision.pk])
        messages.success(request, decision.words, extra_tags=undo)
    return redirect("evidence:check", found.pk)


@login_required
@require_POST
def decide_group(request: SignedIn, study: UUID) -> HttpResponse:
    """Answer every pile of a group with the repair that the group is about."""
    found = access.study(request.user, study, to=Right.REVIEW)
    wanted = request.POST.get("group", "")
    groups = [group for group in queries.check_of(found).groups if group.action == wanted]
    heaps = [heap for group in groups for heap in group.heaps]
    made = [_decide(request, found, heap, heap.answers[0]) for heap in heaps]
    count = sum(each is not None for each in made)
    if count:
        done = ngettext(
            "%(count)s pile is answered; undo it below.",
            "%(count)s piles are answered; undo each of them below.",
            count,
        )
        messages.success(request, done % {"count": whole(count)})
    else:
        messages.error(request, GONE)
    return redirect("evidence:check", found.pk)


@login_required
@require_POST
def undo_decision(request: SignedIn, study: UUID, decision: UUID) -> HttpResponse:
    found = access.decision(request.user, study, decision, to=Right.REVIEW)
    try:
        actions.undo_decision(found, by=request.user, at=now())
    except actions.NotOpen:
        messages.error(request, _("This was taken back already."))
    else:
        messages.success(request, _("Taken back. The pile waits again."))
    return redirect("evidence:check", found.study_id)


def _decide(request: SignedIn, study: Study, heap: Heap, answer: Answer) -> Decision | None:
    """The decision; None when somebody else was faster."""
    try:
        return actions.decide(
            study,
            answer.repair,
            words=words(heap.flag, answer.repair),
            count=heap.flag.count,
            by=request.user,
            at=now(),
        )
    except actions.NotOpen:
        return None


def _whose(study: Study, heap: Heap | None) -> str:
    """Who was faster, if somebody was."""
    faster = (
        study.decisions.filter(undone_at=None, flag=heap.flag.code, column=heap.flag.column or "")
        .select_related("by")
        .first()
        if heap
        else None
    )
    if faster is None:
        return str(GONE)
    return _("%(name)s has just answered this pile. %(words)s") % {
        "name": faster.by.name,
        "words": faster.words,
    }
