"""A reviewer's own key: make it, open it, lock it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from datashift.questionnaires import sealing
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.reports import access
from datashift.web.reports.actions import keys as actions
from datashift.web.reports.forms import ChangePassphrase, NewPassphrase, Unlock
from datashift.web.reports.views.page import readers_page, remember


@sensitive_post_parameters()
@login_required
@form_page
def make_key(request: SignedIn) -> HttpResponse:
    present = access.personal_key(request.user)
    form = NewPassphrase(typed(request))
    if form.is_valid():
        actions.make_key(passphrase=form.cleaned_data["passphrase"], by=request.user, at=now())
        messages.success(request, _("Your key is made. Only your passphrase opens it."))
        return redirect("reports:boxes")
    status = 422 if form.errors else 200
    return readers_page(request, "make_key", form=form, present=present, status=status)


@sensitive_post_parameters()
@login_required
@form_page
def change_passphrase(request: SignedIn) -> HttpResponse:
    key = access.personal_key(request.user)
    if key is None:
        return redirect("reports:make_key")
    form = ChangePassphrase(typed(request))
    if form.is_valid():
        try:
            actions.change_passphrase(
                key,
                passphrase=form.cleaned_data["present"],
                new_passphrase=form.cleaned_data["passphrase"],
                by=request.user,
                at=now(),
            )
        except sealing.WrongSecret:
            form.add_error("present", _("This is not your passphrase."))
        else:
            messages.success(request, _("Your passphrase is changed."))
            return redirect("reports:boxes")
    status = 422 if form.errors else 200
    return readers_page(request, "change_passphrase", form=form, status=status)


@sensitive_post_parameters()
@login_required
@form_page
def unlock(request: SignedIn, box: UUID) -> HttpResponse:
    found = access.reviewed(request.user, box)
    key = access.personal_key(request.user)
    form = Unlock(typed(request))
    if key is None:
        return redirect("reports:make_key")
    if form.is_valid():
        try:
            token = actions.unlock(key, passphrase=form.cleaned_data["passphrase"], at=now())
        except sealing.WrongSecret:
            form.add_error("passphrase", _("This is not your passphrase."))
        else:
            return remember(redirect(reverse("reports:inbox", args=[found.pk])), token)
    status = 422 if form.errors else 200
    return readers_page(request, "unlock", form=form, box=found, status=status)


@login_required
@require_POST
def lock(request: SignedIn) -> HttpResponse:
    actions.lock(request.user)
    messages.success(request, _("Your key is locked."))
    response = redirect("reports:boxes")
    response.delete_cookie(access.COOKIE, samesite="Strict")
    return response
