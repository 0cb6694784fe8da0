"""The person signed in; and the page of those who look after the platform."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datashift.web.accounts import access, actions, queries
from datashift.web.accounts.forms import Profile
from datashift.web.accounts.http import SignedIn, form_page, typed


@login_required
@form_page
def profile(request: SignedIn) -> HttpResponse:
    form = Profile(typed(request), initial={"name": request.user.name})
    if form.is_valid():
        actions.edit_profile(request.user, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@login_required
@require_safe
def platform(request: SignedIn) -> HttpResponse:
    access.platform(request.user)
    return render(
        request,
        "accounts/platform.html",
        {
            "organisations": queries.all_organisations(),
            "lines": queries.told(queries.events(None)[:100]),
            "first_break": queries.first_break(None),
        },
    )
