"""The study made by answering questions, one on each screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from datashift.kit.problem import Problem
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.forms.questions import QUESTIONS, Question
from datashift.web.evidence.models import Study
from datashift.web.evidence.queries import drafts, readiness
from datashift.web.evidence.queries.asking import About
from datashift.web.evidence.views.page import study_page


@login_required
@form_page
def questions(request: SignedIn, study: UUID) -> HttpResponse:
    right = Right.EDIT if request.method == "POST" else Right.SEE
    found = access.study(request.user, study, to=right)
    if request.method == "POST":
        return _begin(request, found)
    said = drafts.written(found)
    if said is None:
        return _not_begun(request, found)
    about = About(found, said)
    asked = [_asked(each, about) for each in QUESTIONS if not each.of_finding]
    findings: list[dict[str, Any]] = [
        {
            "number": number,
            "title": one.title,
            "asked": [
                _asked(each, About(found, said, number)) for each in QUESTIONS if each.of_finding
            ],
        }
        for number, one in enumerate(said.indicators, 1)
    ]
    every = [*asked, *(one for finding in findings for one in finding["asked"])]
    return study_page(
        request,
        "questions",
        found,
        step="questions",
        begun=True,
        about=about,
        before=asked[:4],
        findings=findings,
        after=asked[4:],
        answered=sum(one["answered"] for one in every),
        total=len(every),
        next=next((one["address"] for one in every if not one["answered"]), None),
    )


def _begin(request: SignedIn, study: Study) -> HttpResponse:
    """Write the draft, unless somebody wrote something meanwhile."""
    drafted = drafts.specification_of(study)
    if study.text.strip():
        return redirect("evidence:questions", study.pk)
    if drafted is None:
        return _not_begun(request, study, status=422)
    actions.begin_answers(study, drafted, by=request.user, at=now())
    return redirect("evidence:question", study.pk, QUESTIONS[0].key)


def _not_begun(request: SignedIn, study: Study, *, status: int = 200) -> HttpResponse:
    return study_page(
        request,
        "questions",
        study,
        step="questions",
        status=status,
        begun=False,
        file=drafts.main_file(study),
        faults=readiness.faults(study, study.text) if study.text.strip() else [],
    )


def _asked(kind: type[Question], about: About) -> dict[str, object]:
    """One line of the list of questions."""
    is_guess = kind.is_guess(about)
    return {
        "key": kind.key,
        "heading": kind.heading,
        "answer": kind.answer(about),
        "answered": not is_guess,
        "guess": kind.guess(about) if is_guess else "",
        "open": is_guess and kind.is_open(about),
        "address": _address(kind, about),
    }


def _address(kind: type[Question], about: About) -> str:
    if kind.page:
        return reverse(kind.page, args=[about.study.pk])
    if kind.of_finding:
        return reverse("evidence:indicator_question", args=[about.study.pk, about.number, kind.key])
    return reverse("evidence:question", args=[about.study.pk, kind.key])


@login_required
@form_page
def question(request: SignedIn, study: UUID, question: str) -> HttpResponse:
    return _ask(request, study, question, 1, of_finding=False)


@login_required
@form_page
def indicator_question(
    request: SignedIn, study: UUID, indicator: int, question: str
) -> HttpResponse:
    return _ask(request, study, question, indicator, of_finding=True)


def _ask(
    request: SignedIn, study: UUID, key: str, number: int, *, of_finding: bool
) -> HttpResponse:
    right = Right.EDIT if request.method == "POST" else Right.SEE
    found = access.study(request.user, study, to=right)
    kind = next((one for one in QUESTIONS if one.key == key), None)
    if kind is None or kind.of_finding != of_finding:
        raise Http404
    said = drafts.written(found)
    if said is None:
        return redirect("evidence:questions", found.pk)
    if not 1 <= number <= len(said.indicators):
        raise Http404
    about = About(found, said, number)
    if kind.page:
        return redirect(kind.page, found.pk)
    form = kind(typed(request), about=about, chosen=request.GET.dict())
    if request.htmx:
        return render(request, "evidence/parts/preview.html", {"form": form})
    if "preview" not in request.POST and form.is_valid():
        try:
            actions.answer(
                found, form.applied(), question=kind.key_for(about), by=request.user, at=now()
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(_next(kind, found, number))
    return _page(request, form, about)


def _next(kind: type[Question], study: Study, number: int) -> str:
    """The next question; after those of a further finding, the list."""
    place = QUESTIONS.index(kind) + 1
    following = QUESTIONS[place] if place < len(QUESTIONS) else None
    if following is None or (number > 1 and not following.of_finding):
        return reverse("evidence:questions", args=[study.pk])
    said = drafts.written(study)
    assert said is not None
    return _address(following, About(study, said, number))


def _page(request: SignedIn, form: Question, about: About) -> HttpResponse:
    kind = type(form)
    place = QUESTIONS.index(kind)
    before = QUESTIONS[place - 1] if place else None
    back = (
        reverse("evidence:questions", args=[about.study.pk])
        if before is None or (about.number > 1 and not before.of_finding)
        else _address(before, about)
    )
    is_guess = kind.is_guess(about)
    bad = form.is_bound and "preview" not in request.POST and bool(form.errors)
    return study_page(
        request,
        f"questions/{kind.template}",
        about.study,
        step="questions",
        status=422 if bad else 200,
        form=form,
        about=about,
        back=back,
        place=place + 1,
        total=len(QUESTIONS),
        guess=kind.guess(about) if is_guess else "",
        open=kind.is_open(about),
        index=[_asked(one, about) for one in QUESTIONS],
    )


@login_required
@require_POST
def add_indicator(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.EDIT)
    said = drafts.written(found)
    if said is None:
        return redirect("evidence:questions", found.pk)
    actions.add_indicator(found, said, by=request.user, at=now())
    number = len(said.indicators) + 1
    return redirect("evidence:indicator_question", found.pk, number, "counts")


@login_required
@require_POST
def remove_indicator(request: SignedIn, study: UUID, indicator: int) -> HttpResponse:
    found = access.study(request.user, study, to=Right.EDIT)
    said = drafts.written(found)
    if said is None:
        return redirect("evidence:questions", found.pk)
    if not 1 <= indicator <= len(said.indicators):
        raise Http404
    actions.remove_indicator(found, said, indicator, by=request.user, at=now())
    return redirect("evidence:questions", found.pk)
