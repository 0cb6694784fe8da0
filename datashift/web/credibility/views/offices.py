"""A statistical office looks in: invited to one study, it reads, asks, judges."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from datashift.web.accounts.actions import INVITED_A_DAY, InvitedEnough
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.credibility import access, actions
from datashift.web.credibility.access import Voice
from datashift.web.credibility.forms import Ask, InviteAssessor, Reply
from datashift.web.credibility.letters import send_seat
from datashift.web.credibility.queries import assessments, facts, files
from datashift.web.credibility.queries import standing as queries
from datashift.web.credibility.views.page import voiced_page
from datashift.web.evidence.access import study as study_of_member
from datashift.web.evidence.queries import results


@login_required
@form_page
def invite_assessor(request: SignedIn, study: UUID) -> HttpResponse:
    found = study_of_member(request.user, study, to=Right.MANAGE)
    form = InviteAssessor(typed(request))
    if form.is_valid():
        try:
            made, token = actions.invite_assessor(
                found, **form.cleaned_data, by=request.user, at=now()
            )
        except actions.BelongsHere:
            form.add_error(
                "email", _("This person belongs to your organisation, and cannot assess it.")
            )
        except actions.SeatTaken:
            form.add_error("email", _("This person is an assessor of this study already."))
        except InvitedEnough:
            form.add_error(
                None,
                _("You have invited %(count)s people within a day. Invite the next tomorrow.")
                % {"count": INVITED_A_DAY},
            )
        else:
            link = request.build_absolute_uri(reverse("credibility:accept_seat", args=[token]))
            send_seat(made, link=link)
            # Shown in this answer and kept nowhere: a redirect would have to store the link.
            return voiced_page(
                request,
                "invited",
                Voice(found),
                assessor=made,
                link=link,
                sent=settings.LETTERS_ARE_SENT,
            )
    status = 422 if form.errors else 200
    return voiced_page(request, "invite_assessor", Voice(found), status=status, form=form)


@login_required
@require_POST
def withdraw_assessor(request: SignedIn, study: UUID, assessor: UUID) -> HttpResponse:
    found = access.assessor(request.user, study, assessor)
    actions.withdraw_assessor(found, by=request.user, at=now())
    messages.success(request, _("The seat is taken back. What was given on it stays."))
    return redirect("credibility:standing", study)


@login_required
@form_page
def accept_seat(request: SignedIn, token: str) -> HttpResponse:
    found = access.seat_of_link(token)
    if request.method == "POST":
        try:
            actions.accept_seat(found, by=request.user, at=now())
        except (actions.SeatTaken, actions.AnotherAddress, actions.BelongsHere):
            return redirect("credibility:accept_seat", token)
        return redirect("credibility:assess_study", found.study_id)
    context = {
        "assessor": found,
        "over": not found.is_open(now()),
        "mine": found.user_id == request.user.pk and found.withdrawn_at is None,
        "another_address": found.email != request.user.email,
    }
    return render(request, "credibility/accept_seat.html", context)


@login_required
@require_safe
def assessing(request: SignedIn) -> HttpResponse:
    context = {"seats": access.seats(request.user).order_by("-accepted_at")}
    return render(request, "credibility/assessing.html", context)


@login_required
@require_safe
def assess_study(request: SignedIn, study: UUID) -> HttpResponse:
    return _room(request, access.seat(request.user, study).pk, study, Ask())


@login_required
@require_POST
def ask_question(request: SignedIn, study: UUID) -> HttpResponse:
    seat = access.seat(request.user, study)
    form = Ask(request.POST)
    if not form.is_valid():
        return _room(request, seat.pk, study, form)
    actions.ask_question(
        seat.study, office=seat.office, **form.cleaned_data, by=request.user, at=now()
    )
    messages.success(request, _("The organisation sees your question, and answers here."))
    return redirect("credibility:assess_study", study)


def _room(request: SignedIn, seat: UUID, study: UUID, form: Ask) -> HttpResponse:
    """All that an assessor sees of the study."""
    mine = access.voice(request.user, study, to=Right.SEE)
    run = results.last_result(mine.study)
    made = [
        one
        for one in (assessments.assessments_of(run) if run else [])
        if one.assessment.office == mine.office
    ]
    return voiced_page(
        request,
        "assess_study",
        mine,
        status=422 if form.errors else 200,
        run=run,
        release=facts.release_of(run) if run else None,
        findings=results.findings(run) if run else [],
        files=files.offered(run) if run else [],
        assessments=made,
        frameworks=assessments.may_begin(mine.study, run, office=mine.office) if run else [],
        handed_over=queries.handed_over(run) if run else {},
        documents=facts.documents_of(mine.study),
        kinds=facts.KINDS,
        panels=queries.panels_of(mine.study),
        fieldwork=queries.fieldwork_words(run) if run else "",
        questions=mine.study.assessor_questions.filter(office=mine.office),
        form=form,
    )


@login_required
@require_safe
def released_file(request: SignedIn, study: UUID, file: str) -> HttpResponse:
    """A file of the figures computed last, as they are or in an office's own format."""
    mine = access.voice(request.user, study, to=Right.SEE)
    run = results.last_result(mine.study)
    found = files.content(run, file) if run else None
    if found is None:
        raise Http404
    answer = HttpResponse(found.content, content_type=found.kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{mine.study.slug}-{file}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@login_required
@form_page
def answer_question(request: SignedIn, study: UUID, question: UUID) -> HttpResponse:
    found = access.question(request.user, study, question)
    before = {"answer": found.answer, "language": found.answer_language} if found.answer else {}
    form = Reply(typed(request), initial=before)
    if form.is_valid():
        actions.answer_question(found, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The assessor reads your answer."))
        return redirect("credibility:standing", study)
    status = 422 if form.errors else 200
    mine = Voice(found.study)
    return voiced_page(request, "answer_question", mine, status=status, question=found, form=form)
