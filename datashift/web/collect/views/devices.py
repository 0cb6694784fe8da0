"""Phones: which there are, a new one, one that was lost."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datashift.web.accounts.access import organisation as organisation_of
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Organisation, Right
from datashift.web.collect import access
from datashift.web.collect.actions.devices import make_device as make
from datashift.web.collect.actions.devices import revoke_device as revoke
from datashift.web.collect.forms import MakeDevice
from datashift.web.collect.models import Device, Questionnaire
from datashift.web.collect.queries.settings_code import picture, settings_text
from datashift.web.collect.views.page import collect_page


@login_required
@require_safe
def devices(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.SEE)
    phones = found.devices.prefetch_related("questionnaires").order_by("revoked_at", "name")
    return collect_page(request, "devices", found, devices=phones)


@login_required
@form_page
def make_device(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.EDIT)
    offered = found.questionnaires.exclude(state=Questionnaire.State.UNKNOWN)
    chosen = request.GET.getlist("questionnaire")
    form = MakeDevice(typed(request), offered=offered, initial={"questionnaires": chosen})
    if form.is_valid():
        device, password = make(
            found,
            name=form.cleaned_data["name"],
            questionnaires=form.cleaned_data["questionnaires"],
            by=request.user,
            at=now(),
        )
        return _shown_once(request, found, device, password)
    status = 422 if form.errors else 200
    return collect_page(request, "make_device", found, status=status, form=form)


def _shown_once(
    request: SignedIn, organisation: Organisation, device: Device, password: str
) -> HttpResponse:
    """The page with the code: the password is in it and nowhere else."""
    path = f"/collect/{device.pk}"
    server = settings.PUBLIC_ADDRESS.rstrip("/") + path if settings.PUBLIC_ADDRESS else ""
    server = server or request.build_absolute_uri(path)
    text = settings_text(
        server=server, username=device.username, password=password, project=organisation.name
    )
    return collect_page(
        request,
        "made_device",
        organisation,
        device=device,
        password=password,
        server=server,
        code=mark_safe(picture(text)),  # noqa: S308 (our own picture of letters and digits)
    )


@login_required
@form_page
def revoke_device(request: SignedIn, device: UUID) -> HttpResponse:
    found = access.device(request.user, device, to=Right.EDIT)
    if request.method == "POST":
        revoke(found, by=request.user, at=now())
        messages.success(request, _("%(phone)s is shut out.") % {"phone": found.name})
        return redirect("collect:devices", found.organisation.slug)
    return collect_page(request, "revoke_device", found.organisation, device=found)
