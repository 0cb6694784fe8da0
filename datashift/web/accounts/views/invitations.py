"""Invitations: ask somebody in, take it back, accept."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datashift.web.accounts import access, actions
from datashift.web.accounts.forms import Invite
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.letters import send_invitation
from datashift.web.accounts.models import Right, Role


@login_required
@form_page
def invite(request: SignedIn, organisation: str) -> HttpResponse:
    found = access.organisation(request.user, organisation, to=Right.MANAGE)
    form = Invite(typed(request))
    context = {"form": form, "organisation": found}
    if form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            invitation, token = actions.invite(
                found, email=email, role=role, by=request.user, at=now()
            )
        except actions.AlreadyMember:
            form.add_error("email", _("This person belongs here already."))
        except actions.InvitedEnough:
            form.add_error(
                None,
                _("You have invited %(count)s people within a day. Invite the next tomorrow.")
                % {"count": actions.INVITED_A_DAY},
            )
        else:
            link = request.build_absolute_uri(reverse("accounts:accept_invitation", args=[token]))
            send_invitation(invitation, link=link)
            # Shown in this answer and kept nowhere: a redirect would have to store the link.
            context |= {
                "invitation": invitation,
                "link": link,
                "sent": settings.LETTERS_ARE_SENT,
            }
            return render(request, "accounts/invited.html", context)
    status = 422 if form.errors else 200
    return render(request, "accounts/invite.html", context, status=status)


@login_required
@require_POST
def take_back_invitation(request: SignedIn, organisation: str, invitation: UUID) -> HttpResponse:
    found = access.invitation(request.user, organisation, invitation, to=Right.MANAGE)
    actions.take_back_invitation(found, by=request.user, at=now())
    messages.success(request, _("The invitation is taken back. Its link no longer works."))
    return redirect("accounts:organisation", organisation)


@login_required
@form_page
def accept_invitation(request: SignedIn, token: str) -> HttpResponse:
    invitation = access.invitation_of_link(token)
    organisation = invitation.organisation
    if request.method == "POST":
        try:
            actions.accept_invitation(invitation, by=request.user, at=now())
        except (actions.InvitationOver, actions.AnotherAddress):
            return redirect("accounts:accept_invitation", token)
        except actions.AlreadyMember:
            messages.info(request, _("You belong here already."))
        else:
            messages.success(
                request,
                _("Welcome to %(organisation)s.") % {"organisation": organisation.name},
            )
        return redirect("accounts:organisation", organisation.slug)
    context = {
        "invitation": invitation,
        "role": Role(invitation.role),
        "over": not invitation.is_open(now()),
        "another_address": invitation.email != request.user.email,
    }
    return render(request, "accounts/accept_invitation.html", context)
