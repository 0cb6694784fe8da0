"""Erase: one submission, all of one person, a questionnaire. Each is asked once more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from datashift.kit.language import whole
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.keeping import access
from datashift.web.keeping.actions.erasing import (
    Reason,
    ask_erasure,
    ask_erasure_of_questionnaire,
)
from datashift.web.keeping.forms import FindPerson
from datashift.web.keeping.queries.people import Found, look_for


@never_cache
@login_required
@form_page
def erase_person(request: SignedIn, organisation: str) -> HttpResponse:
    """Look for a person; what is typed is in no address, and nothing keeps it."""
    mine = access.organisation(request.user, organisation, to=Right.MANAGE)
    form = FindPerson(typed(request))
    found: Found | None = None
    if form.is_valid():
        found = look_for(mine, form.cleaned_data["value"], within=form.cleaned_data["within"])
    return render(
        request,
        "keeping/erase_person.html",
        {"current": "collect", "organisation": mine, "form": form, "found": found},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def erase_found(request: SignedIn, organisation: str) -> HttpResponse:
    """Erase those that were chosen of what was found."""
    mine = access.organisation(request.user, organisation, to=Right.MANAGE)
    chosen, entries = _keys(request, "submission"), _keys(request, "entry")
    if not chosen and not entries:
        messages.info(request, _("Nothing was chosen, so nothing was erased."))
        return redirect("keeping:erase_person", mine.slug)
    asked = ask_erasure(
        mine, chosen, entries=entries, reason=Reason.PERSON, by=request.user, at=now()
    )
    if asked.targets or not asked.entries:
        _say(request, len(asked.targets))
    if asked.entries:
        count = len(asked.entries)
        words = ngettext(
            "%(count)s entry of a list is being erased.",
            "%(count)s entries of lists are being erased.",
            count,
        )
        messages.success(request, words % {"count": whole(count)})
    return redirect("keeping:keeping", mine.slug)


@login_required
@form_page
def erase_submission(request: SignedIn, submission: UUID) -> HttpResponse:
    found = access.submission(request.user, submission, to=Right.MANAGE)
    organisation = found.questionnaire.organisation
    if request.method == "POST":
        ask_erasure(organisation, [found.pk], reason=Reason.ONE, by=request.user, at=now())
        _say(request, 1)
        return redirect("collect:submissions", found.questionnaire_id)
    return render(
        request,
        "keeping/erase_submission.html",
        {
            "current": "collect",
            "organisation": organisation,
            "questionnaire": found.questionnaire,
            "submission": found,
        },
    )


@login_required
@form_page
def erase_questionnaire(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = access.questionnaire(request.user, questionnaire, to=Right.MANAGE)
    count = found.submissions.count()
    if request.method == "POST":
        ask_erasure_of_questionnaire(found, by=request.user, at=now())
        _say(request, count)
        return redirect("keeping:keeping", found.organisation.slug)
    return render(
        request,
        "keeping/erase_questionnaire.html",
        {
            "current": "collect",
            "organisation": found.organisation,
            "questionnaire": found,
            "count": count,
        },
    )


def _say(request: SignedIn, count: int) -> None:
    words = ngettext(
        "%(count)s submission is being erased. It takes a moment.",
        "%(count)s submissions are being erased. It takes a moment.",
        count,
    )
    messages.success(request, words % {"count": whole(count)})


def _keys(request: SignedIn, name: str) -> list[UUID]:
    return [UUID(each) for each in request.POST.getlist(name) if _is_key(each)]


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
