"""Questionnaires: the list, one of them, its questions, and its way to the phones."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.language import whole
from datashift.kit.language.retold import retold
from datashift.kit.problem import Problem
from datashift.questionnaires.questionnaire import UNNAMED, walk
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.collect import access
from datashift.web.collect.actions.questionnaires import (
    FilesMissing,
    NothingToOpen,
)
from datashift.web.collect.actions.questionnaires import (
    bring_media as keep_media,
)
from datashift.web.collect.actions.questionnaires import (
    close_questionnaire as close,
)
from datashift.web.collect.actions.questionnaires import (
    open_questionnaire as reopen,
)
from datashift.web.collect.actions.questionnaires import (
    publish_version as publish,
)
from datashift.web.collect.forms import BringMedia, Publish
from datashift.web.collect.models import Media
from datashift.web.collect.queries import questionnaires as queries
from datashift.web.collect.views.page import collect_page


@login_required
@require_safe
def questionnaires(request: SignedIn) -> HttpResponse:
    return collect_page(request, "questionnaires", groups=queries.groups(request.user))


@login_required
@require_safe
def questionnaire(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.SEE)
    standing = queries.standing(found)
    return collect_page(
        request,
        "questionnaire",
        found.organisation,
        questionnaire=found,
        standing=standing,
        publish=Publish(),
    )


@login_required
@require_safe
def preview(request: SignedIn, questionnaire: UUID, number: int) -> HttpResponse:
    found = access.version(request.user, questionnaire, number, to=Right.SEE)
    form = queries.form_of(found)
    assert form is not None
    wanted = request.GET.get("language", "")
    tongue = wanted if wanted in form.languages else next(iter(form.languages), UNNAMED)
    return collect_page(
        request,
        "preview",
        found.questionnaire.organisation,
        version=found,
        questionnaire=found.questionnaire,
        form=form,
        named={each.name: each for each in walk(form.contents)},
        tongue=tongue,
        languages=[each for each in form.languages if each != UNNAMED],
    )


@login_required
@require_POST
def publish_version(request: SignedIn, questionnaire: UUID, number: int) -> HttpResponse:
    found = access.version(request.user, questionnaire, number, to=Right.EDIT)
    form = Publish(request.POST)
    retire = form.is_valid() and form.cleaned_data["retire"]
    try:
        count = publish(found, retire=retire, by=request.user, at=now())
    except FilesMissing as missing:
        words = _("It does not work without %(files)s. Bring that first.")
        messages.error(request, words % {"files": ", ".join(missing.names)})
    else:
        messages.success(request, _("It is on its way to the phones."))
        if count:
            words = ngettext(
                "%(count)s submission had waited for this version and counts now.",
                "%(count)s submissions had waited for this version and count now.",
                count,
            )
            messages.success(request, words % {"count": whole(count)})
    return redirect("collect:questionnaire", found.questionnaire_id)


@login_required
@require_POST
def close_questionnaire(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.EDIT)
    close(found, by=request.user, at=now())
    words = _("It is closed. What phones still send is kept, and set aside.")
    messages.success(request, words)
    return redirect("collect:questionnaire", found.pk)


@login_required
@require_POST
def open_questionnaire(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.EDIT)
    try:
        reopen(found, by=request.user, at=now())
    except NothingToOpen:
        messages.error(request, _("Bring it as an XLSForm first: phones need something to show."))
    else:
        messages.success(request, _("It is open."))
    return redirect("collect:questionnaire", found.pk)


def _keep_several(request: SignedIn, wanted: Media, brought: Sequence[UploadedFile[bytes]]) -> None:
    """One file takes the place it was brought for, whatever it is called; of several each its own."""
    places = {one.name: one for one in wanted.version.media.all()}
    here, strangers = [], []
    for file in brought:
        place = wanted if len(brought) == 1 else places.get(file.name or "")
        if place is None:
            strangers.append(file.name or "")
            continue
        try:
            keep_media(place, file.chunks(), by=request.user, at=now())
        except Problem as problem:
            messages.error(request, retold(str(problem)))
        else:
            here.append(place.name)
    if len(here) == 1:
        messages.success(request, _("%(file)s is here.") % {"file": here[0]})
    elif here:
        words = ngettext("%(count)s file is here.", "%(count)s files are here.", len(here))
        messages.success(request, words % {"count": len(here)})
    if strangers:
        words = _("The questionnaire does not ask for: %(files)s")
        messages.error(request, words % {"files": ", ".join(strangers)})


@login_required
@form_page
def bring_media(request: SignedIn, questionnaire: UUID, number: int, media: UUID) -> HttpResponse:
    found = access.media(request.user, questionnaire, number, media, to=Right.EDIT)
    form = BringMedia(typed(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        _keep_several(request, found, form.cleaned_data["file"])
        return redirect("collect:questionnaire", found.version.questionnaire_id)
    return collect_page(
        request,
        "bring_media",
        found.version.questionnaire.organisation,
        status=422 if form.errors else 200,
        form=form,
        file=found,
        questionnaire=found.version.questionnaire,
    )
