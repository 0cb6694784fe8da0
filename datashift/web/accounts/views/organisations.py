"""Organisations: found, look at, correct, read the log."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datashift.web.accounts import access, actions, queries
from datashift.web.accounts.forms import OrganisationForm
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right


@login_required
@require_safe
def organisations(request: SignedIn) -> HttpResponse:
    return render(
        request,
        "accounts/organisations.html",
        {"memberships": queries.memberships_of(request.user)},
    )


@login_required
@form_page
def create_organisation(request: SignedIn) -> HttpResponse:
    form = OrganisationForm(typed(request))
    if form.is_valid():
        founded = actions.create_organisation(**form.cleaned_data, by=request.user, at=now())
        return redirect("accounts:organisation", founded.slug)
    status = 422 if form.errors else 200
    return render(request, "accounts/create_organisation.html", {"form": form}, status=status)


@login_required
@require_safe
def organisation(request: SignedIn, organisation: str) -> HttpResponse:
    found = access.organisation(request.user, organisation, to=Right.SEE)
    return render(
        request,
        "accounts/organisation.html",
        {
            "organisation": found,
            "mine": access.membership(request.user, found.pk, to=Right.SEE),
            "members": queries.members(found),
            "invitations": queries.open_invitations(found, at=now()),
            "country": queries.country_name(found),
        },
    )


@login_required
@form_page
def edit_organisation(request: SignedIn, organisation: str) -> HttpResponse:
    found = access.organisation(request.user, organisation, to=Right.MANAGE)
    said = {"name": found.name, "country": found.country, "website": found.website}
    form = OrganisationForm(typed(request), initial=said)
    if form.is_valid():
        actions.edit_organisation(found, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Saved."))
        return redirect("accounts:organisation", found.slug)
    context = {
        "form": form,
        "organisation": access.organisation(request.user, organisation, to=Right.MANAGE),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/edit_organisation.html", context, status=status)


@login_required
@require_safe
def log(request: SignedIn, organisation: str) -> HttpResponse:
    found = access.organisation(request.user, organisation, to=Right.MANAGE)
    page = Paginator(queries.events(found), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/log.html",
        {
            "organisation": found,
            "page": page,
            "lines": queries.told(page),
            "first_break": queries.first_break(found),
        },
    )
