"""Sources of official figures, their versions, and bringing a new one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from datashift import sdg
from datashift.kit.language import whole
from datashift.kit.problem import Problem
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.official import access, actions, queries
from datashift.web.official.actions.fetching import asked
from datashift.web.official.forms import Bring
from datashift.web.official.models import Series

_SERIES_SHOWN = 200


@login_required
@require_safe
def sources(request: SignedIn) -> HttpResponse:
    steward = request.user.is_steward
    context = {
        "sources": queries.sources(),
        "renewals": queries.renewals(),
        "listed": _listed() if steward else None,
        "hours": settings.OFFICIAL_HOURS,
        "arrivals": queries.open_arrivals()[:10] if steward else (),
        "may_bring": steward,
        "current": "official",
    }
    return render(request, "official/sources.html", context)


@dataclass(frozen=True)
class Listed:
    """The publishers that are asked again by themselves, or why their list cannot be read."""

    names: tuple[str, ...] = ()
    problem: str = ""


def _listed() -> Listed:
    if not settings.OFFICIAL_SOURCES:
        return Listed()
    try:
        return Listed(tuple(one.source for one in asked(Path(settings.OFFICIAL_SOURCES))))
    except Problem as problem:
        return Listed(problem=str(problem))


@login_required
@require_safe
def source(request: SignedIn, source: UUID) -> HttpResponse:
    found = access.source(source)
    versions = list(queries.versions_of(found))
    newest = next((one for one in versions if one.newest), None)
    context = {
        "source": found,
        "versions": versions,
        "newest": newest,
        "series": sorted(queries.series_of(newest)[:_SERIES_SHOWN], key=_in_order)
        if newest
        else (),
        "unseen": queries.unseen(newest) if newest else None,
        "may_decide": request.user.is_steward,
        "current": "official",
    }
    return render(request, "official/source.html", context)


@login_required
@form_page
def bring(request: SignedIn) -> HttpResponse:
    access.bringing(request.user)
    form = Bring(typed(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            arrival = actions.bring(
                file.chunks(), name=file.name, by=request.user, at=now(), **form.given()
            )
        except Problem as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("official:arrival", arrival.pk)
    context = {"form": form, "known": queries.sources(), "current": "official"}
    return render(request, "official/bring.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def arrival(request: SignedIn, arrival: UUID) -> HttpResponse:
    found = access.arrival(request.user, arrival)
    context = {
        "arrival": found,
        "unseen": queries.unseen(found.version) if found.version else None,
        "may_decide": request.user.is_steward,
        "current": "official",
    }
    return render(request, "official/arrival.html", context)


@login_required
@require_POST
def put_aside(request: SignedIn, version: UUID) -> HttpResponse:
    found = access.version(request.user, version)
    actions.put_aside(found, by=request.user, at=now())
    undo = reverse("official:take_back", args=[found.pk])
    said = _("Version %(number)s is shown nowhere now.") % {"number": whole(found.number)}
    messages.success(request, said, extra_tags=undo)
    return redirect("official:source", found.source_id)


@login_required
@require_POST
def take_back(request: SignedIn, version: UUID) -> HttpResponse:
    found = access.version(request.user, version)
    actions.take_back(found, by=request.user, at=now())
    said = _("Version %(number)s counts again.") % {"number": whole(found.number)}
    messages.success(request, said)
    return redirect("official:source", found.source_id)


def _in_order(series: Series) -> tuple[int, int]:
    """As the framework lists indicators; what is none of its comes last, as the source has it."""
    return (_places().get(series.indicator, len(_places())), series.number)


@cache
def _places() -> dict[str, int]:
    return {one.code: place for place, one in enumerate(sdg.indicators())}
