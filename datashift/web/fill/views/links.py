"""Links in the workspace: make them, print them, take them back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.language import whole
from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.collect import access as collect
from datashift.web.collect.models import Questionnaire
from datashift.web.fill import access
from datashift.web.fill.actions import links as actions
from datashift.web.fill.forms import MakePublicLink, MakeSingleLinks
from datashift.web.fill.models import Link
from datashift.web.fill.queries import links as queries


@login_required
@require_safe
def links(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.SEE)
    return _links(request, found, MakeSingleLinks())


def _links(
    request: SignedIn, found: Questionnaire, form: MakeSingleLinks, *, status: int = 200
) -> HttpResponse:
    public = queries.public_link(found)
    address = address_of(request, public) if public else ""
    return _page(
        request,
        "links",
        found,
        status=status,
        public=public,
        address=address,
        code=drawn(address) if address else "",
        sheets=queries.sheets(found),
        public_form=MakePublicLink(auto_id="public_%s"),
        form=form,
    )


@login_required
@require_POST
def make_public_link(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.EDIT)
    form = MakePublicLink(request.POST)
    protects = form.is_valid() and form.cleaned_data["protects"]
    actions.make_public_link(found, protects=protects, by=request.user, at=now())
    return redirect("fill:links", found.pk)


@login_required
@require_POST
def make_single_links(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.EDIT)
    form = MakeSingleLinks(request.POST)
    if not form.is_valid():
        return _links(request, found, form, status=422)
    made = actions.make_single_links(found, **form.cleaned_data, by=request.user, at=now())
    return redirect("fill:sheet", made[0].batch)


@login_required
@require_safe
def sheet(request: SignedIn, batch: UUID) -> HttpResponse:
    """Codes to print and cut apart; those that are used or taken back are left out."""
    found = access.batch_of(request.user, batch, to=Right.EDIT)
    shown = [
        {"number": link.number, "address": (address := address_of(request, link)),
         "code": drawn(address)}
        for link in _unused(found)
    ]  # fmt: skip
    return _page(request, "sheet", found[0].questionnaire, batch=batch, codes=shown, all=found)


@login_required
@require_safe
def links_csv(request: SignedIn, batch: UUID) -> HttpResponse:
    """The same as a table."""
    found = access.batch_of(request.user, batch, to=Right.EDIT)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="links.csv"'
    rows = csv.writer(response)
    rows.writerow(["number", "link", "state"])
    for link in found:
        state = "revoked" if link.revoked_at else "used" if hasattr(link, "use") else "unused"
        rows.writerow([link.number, address_of(request, link), state])
    return response


@login_required
@require_POST
def revoke_link(request: SignedIn, link: UUID) -> HttpResponse:
    found = access.link_of(request.user, link, to=Right.EDIT)
    return _revoked(request, [found])


@login_required
@require_POST
def revoke_sheet(request: SignedIn, batch: UUID) -> HttpResponse:
    return _revoked(request, access.batch_of(request.user, batch, to=Right.EDIT))


def _revoked(request: SignedIn, found: Sequence[Link]) -> HttpResponse:
    count = actions.revoke_links(found, by=request.user, at=now())
    words = ngettext(
        "%(count)s link does not open any more. What still comes under it is kept, set aside.",
        "%(count)s links do not open any more. What still comes under them is kept, set aside.",
        count,
    )
    messages.success(request, words % {"count": whole(count)})
    return redirect("fill:links", found[0].questionnaire_id)


def _unused(found: Sequence[Link]) -> list[Link]:
    return [link for link in found if not link.revoked_at and not hasattr(link, "use")]


def address_of(request: HttpRequest, link: Link) -> str:
    """The whole address, in the language that needs no prefix: the one that is printed."""
    with override("en"):
        return request.build_absolute_uri(reverse("fill:fill", args=[link.key]))


def drawn(address: str) -> str:
    """The address as a picture."""
    return mark_safe(queries.code(address))  # noqa: S308 (drawn here, from our own address)


def _page(
    request: SignedIn, template: str, found: Questionnaire, *, status: int = 200, **more: Any
) -> HttpResponse:
    mine = membership(request.user, found.organisation_id, to=Right.SEE)
    context = {
        "current": "collect",
        "organisation": found.organisation,
        "questionnaire": found,
        "may": {right.value: mine.may(right) for right in Right},
        **more,
    }
    return render(request, f"fill/{template}.html", context, status=status)
