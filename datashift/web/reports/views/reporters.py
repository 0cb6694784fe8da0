"""Pages for somebody who reports: choose, ask, follow. Nothing here knows who."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from datashift.kit.language.tags import code_named
from datashift.kit.problem import Problem
from datashift.questionnaires import sealing
from datashift.questionnaires.questionnaire import Questionnaire
from datashift.web.collect.actions import crowds
from datashift.web.collect.models import Version
from datashift.web.collect.queries import pictures
from datashift.web.collect.queries.papers import paper_of
from datashift.web.reports import access
from datashift.web.reports.actions import arriving
from datashift.web.reports.forms import Receipt, Words
from datashift.web.reports.http import for_reporters
from datashift.web.reports.models import Box
from datashift.web.reports.queries import asking, opened, slips, writing

MOST_PICTURES = 6
LARGEST_PICTURE = 8_000_000  # bytes


@for_reporters
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    boxes = access.open_boxes().select_related("questionnaire__organisation")
    return _page(request, "choose", boxes=boxes)


@sensitive_post_parameters()
@for_reporters
def ask(request: HttpRequest, box: UUID) -> HttpResponse:
    found = access.public_box(box)
    today = now().date()
    if request.method != "POST":
        if not access.open_boxes().filter(pk=found.pk).exists():
            raise Http404
        version = _current(found)
        return _form(request, found, version, slips.new_slip(version.pk))
    try:
        slip = slips.opened(request.POST.get("slip", ""), "report", today=today)
        version = Version.objects.select_related("questionnaire__organisation").get(
            pk=slip.version, questionnaire=found.questionnaire_id
        )
    except (slips.Stale, Version.DoesNotExist):
        version = _current(found)
        stale = _("The page was open for too long. Your answers are still here: send them again.")
        return _form(request, found, version, slips.new_slip(version.pk), wrong=stale)
    return _sent(request, found, version, slip)


def _sent(request: HttpRequest, box: Box, version: Version, slip: slips.Slip) -> HttpResponse:
    """Keep what was written, if it can be; else the page again with everything still in it."""
    today, form = now().date(), paper_of(version.pk).form
    answers = asking.typed(form, request.POST)
    came, errors = _pictures(request, form)
    names = {name: f"{number}.jpg" for number, name in enumerate(came, 1)}
    draft = writing.written(version, {**answers, **names}, instance=slip.instance, today=today)
    errors = {**draft.errors, **errors}
    wrong = ""
    if not answers and not came:
        wrong = _("Nothing is written yet. Answer at least one question.")
    if errors or wrong:
        return _form(request, box, version, slip, wrong=wrong, errors=errors)
    at = now()
    crowds.weigh(box.pk, len(draft.text) + sum(map(len, came.values())), at=at)
    aside = crowds.is_full(box.pk, at=at)
    arriving.put_in(
        box,
        arriving.Written(
            draft.text,
            {names[name]: body for name, body in came.items()},
            beside="\n".join(draft.beside),
        ),
        version=version,
        instance_id=UUID(slip.instance),
        keys=sealing.receipt_keys(slip.receipt, slips.pepper()),
        today=today,
        aside=aside,
    )
    crowds.count(box.pk, at=at)
    groups = [slip.receipt[place : place + 4] for place in range(0, sealing.DIGITS, 4)]
    return _page(request, "sent", box, groups=groups)


def _form(
    request: HttpRequest,
    box: Box,
    version: Version,
    slip: slips.Slip,
    *,
    wrong: str = "",
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    form = paper_of(version.pk).form
    wanted = request.GET.get("in", "")
    language = asking.language_of(form, wanted, get_language() or "en")
    page = asking.page_of(form, language, answers=asking.typed(form, request.POST), errors=errors)
    return _page(
        request,
        "ask",
        box,
        page=page,
        readers=box.reviewers.count(),
        languages=form.languages if len(form.languages) > 1 else (),
        language=language,
        tongue=code_named(language),
        slip=slips.sealed(slip, today=now().date()),
        wrong=wrong,
        again=bool(request.FILES),
        status=422 if wrong or errors else 200,
    )


@sensitive_post_parameters()
@for_reporters
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "follow", form=Receipt())
    today = now().date()
    if "slip" not in request.POST:
        form = Receipt(request.POST)
        if not form.is_valid():
            return _page(request, "follow", status=422, form=form)
        slip = slips.Slip("thread", form.cleaned_data["receipt"])
    else:
        form = Receipt()
        try:
            slip = slips.opened(request.POST["slip"], "thread", today=today)
        except slips.Stale:
            return _page(request, "follow", status=422, form=form, stale=True)
    keys = sealing.receipt_keys(slip.receipt, slips.pepper())
    report = arriving.by_receipt(keys)
    if report is None:
        return _page(request, "follow", status=422, form=form, unknown=True)
    words = Words(request.POST if "text" in request.POST else None)
    if added := words.is_valid():
        arriving.add(report, words.cleaned_data["text"].encode(), today=today)
        words = Words()
    return _page(
        request,
        "thread",
        report.box,
        report=report,
        letters=opened.answers_to(report, keys),
        words=words,
        added=added,
        slip=slips.sealed(slip, today=today),
        status=422 if words.errors else 200,
    )


def _page(
    request: HttpRequest,
    template: str,
    box: Box | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render `reports/<template>.html`, with the way out that belongs to the box."""
    elsewhere = box.elsewhere if box else access.elsewhere()
    context |= {"box": box, "elsewhere": elsewhere}
    return render(request, f"reports/{template}.html", context, status=status)


def _current(box: Box) -> Version:
    """The version that is asked now; the box may have been closed meanwhile."""
    versions = box.questionnaire.versions.select_related("questionnaire__organisation")
    found = versions.exclude(published_at=None).first()
    if found is None:
        raise Http404
    return found


def _pictures(request: HttpRequest, form: Questionnaire) -> tuple[dict[str, bytes], dict[str, str]]:
    """Photographs without what they tell of the phone and the place, and what is wrong with any."""
    came: dict[str, bytes] = {}
    errors: dict[str, str] = {}
    for name in asking.pictures_of(form)[:MOST_PICTURES]:
        file = request.FILES.get(name)
        if not isinstance(file, UploadedFile) or not file.size:
            continue
        if file.size > LARGEST_PICTURE:
            errors[name] = _("This photograph is too large: at most 8 MB.")
            continue
        try:
            came[name] = pictures.shown(io.BytesIO(file.read()))
        except Problem:
            errors[name] = _("This is not a photograph that can be read. Choose another.")
    return came, errors
