"""Members: their roles, and how a membership ends."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datashift.web.accounts import access, actions
from datashift.web.accounts.forms import ChangeRole
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right, Role

LAST_OWNER = gettext_lazy("Somebody has to decide here. Make another member an owner first.")


@login_required
@form_page
def change_role(request: SignedIn, organisation: str, member: UUID) -> HttpResponse:
    found = access.member(request.user, organisation, member, to=Right.MANAGE)
    form = ChangeRole(typed(request), initial={"role": found.role})
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            actions.change_role(found, role=role, by=request.user, at=now())
        except actions.LastOwner:
            form.add_error("role", LAST_OWNER)
        else:
            messages.success(
                request,
                _("%(name)s: %(role)s.") % {"name": found.user.name, "role": role.label},
            )
            return redirect("accounts:organisation", organisation)
    status = 422 if form.errors else 200
    context = {"form": form, "member": found, "organisation": found.organisation}
    return render(request, "accounts/change_role.html", context, status=status)


@login_required
@form_page
def remove_member(request: SignedIn, organisation: str, member: UUID) -> HttpResponse:
    found = access.member(request.user, organisation, member, to=Right.MANAGE)
    if request.method == "POST":
        try:
            actions.remove_member(found, by=request.user, at=now())
        except actions.LastOwner:
            messages.error(request, LAST_OWNER)
        else:
            messages.success(
                request,
                _("%(name)s no longer belongs to %(organisation)s.")
                % {"name": found.user.name, "organisation": found.organisation.name},
            )
        return redirect("accounts:organisation", organisation)
    context = {"member": found, "organisation": found.organisation}
    return render(request, "accounts/remove_member.html", context)


@login_required
@form_page
def leave(request: SignedIn, organisation: str) -> HttpResponse:
    found = access.organisation(request.user, organisation, to=Right.SEE)
    mine = access.membership(request.user, found.pk, to=Right.SEE)
    if request.method == "POST":
        try:
            actions.remove_member(mine, by=request.user, at=now())
        except actions.LastOwner:
            messages.error(request, LAST_OWNER)
            return redirect("accounts:organisation", organisation)
        messages.success(request, _("You left %(organisation)s.") % {"organisation": found.name})
        return redirect("accounts:organisations")
    return render(request, "accounts/leave.html", {"organisation": found})
