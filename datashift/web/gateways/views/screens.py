"""The screen under a questionnaire: connect a gateway, try it, switch it on and off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn, form_page
from datashift.web.accounts.models import Right
from datashift.web.collect import access as collect
from datashift.web.collect.models import Questionnaire
from datashift.web.gateways import access
from datashift.web.gateways.actions import connecting
from datashift.web.gateways.forms import ConnectAfricasTalking, ConnectWhatsapp, Switch
from datashift.web.gateways.models import Gateway
from datashift.web.gateways.queries import screens, trials
from datashift.web.gateways.queries.scripts import is_open, newest, script_of

_FORMS: dict[str, type[forms.Form]] = {
    Gateway.Kind.AFRICAS_TALKING.value: ConnectAfricasTalking,
    Gateway.Kind.WHATSAPP_CLOUD.value: ConnectWhatsapp,
}


@login_required
@require_safe
def gateways(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.SEE)
    return _gateways(request, found, {})


@login_required
@require_POST
def connect_gateway(request: SignedIn, questionnaire: UUID, kind: str) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.EDIT)
    if kind not in _FORMS:
        raise Http404
    form = _FORMS[kind](request.POST, prefix=kind)
    if not form.is_valid():
        return _gateways(request, found, {kind: form}, status=422)
    connecting.connect_gateway(
        found, kind=Gateway.Kind(kind), **form.cleaned_data, by=request.user, at=now()
    )
    messages.success(request, _("It is connected, and off. Tell the gateway the address first."))
    return redirect("gateways:gateways", found.pk)


@login_required
@require_POST
def switch_gateway(request: SignedIn, gateway: UUID) -> HttpResponse:
    found = access.gateway(request.user, gateway, to=Right.EDIT)
    form = Switch(request.POST)
    form.is_valid()
    on = bool(form.cleaned_data.get("on"))
    connecting.switch_gateway(found, on=on, by=request.user, at=now())
    said = _("People can answer by message now.") if on else _("Nobody is asked by message now.")
    messages.success(request, said)
    return redirect("gateways:gateways", found.questionnaire_id)


@login_required
@require_POST
def remove_gateway(request: SignedIn, gateway: UUID) -> HttpResponse:
    found = access.gateway(request.user, gateway, to=Right.EDIT)
    connecting.remove_gateway(found, by=request.user, at=now())
    messages.success(request, _("The gateway and its keys are forgotten. What came stays."))
    return redirect("gateways:gateways", found.questionnaire_id)


@login_required
@form_page
def try_questionnaire(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.SEE)
    version = newest(found)
    if version is None:
        return redirect("gateways:gateways", found.pk)
    script, at = script_of(version), now()
    trial = trials.read(request.POST.get("trial", "")) if request.method == "POST" else None
    if trial is None:
        trial = trials.begun(script, ussd=request.GET.get("as") == "ussd", now=at)
    else:
        trial = trials.gone_on(script, trial, request.POST.get("text", "")[:2_000], now=at)
    return _page(request, "try", found, trial=trial)


def _gateways(
    request: SignedIn, found: Questionnaire, typed: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    version = newest(found)
    script = script_of(version) if version else None
    return _page(
        request,
        "gateways",
        found,
        status=status,
        version=version,
        open=is_open(found, version),
        lengths=screens.lengths_of(script, now=now()) if script else (),
        left_out=screens.left_out(script) if script else (),
        connections=screens.connections(
            list(Gateway.objects.filter(questionnaire=found)), _addresses(request)
        ),
        sends=settings.GATEWAYS_SEND,
        forms=[
            (kind, kind.label, typed.get(kind.value) or _FORMS[kind.value](prefix=kind.value))
            for kind in Gateway.Kind
        ],
    )


def _addresses(request: SignedIn) -> dict[str, dict[str, str]]:
    """What a gateway is told, in the language that needs no prefix."""
    doors = {
        Gateway.Kind.AFRICAS_TALKING.value: {"USSD": "ussd", "SMS": "sms"},
        Gateway.Kind.WHATSAPP_CLOUD.value: {"WhatsApp": "whatsapp"},
    }
    with override("en"):
        return {
            kind: {
                name: request.build_absolute_uri(reverse(f"gateways:{door}", args=["KEY"])).replace(
                    "/KEY/", "/{key}/"
                )
                for name, door in named.items()
            }
            for kind, named in doors.items()
        }


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
    return render(request, f"gateways/{template}.html", context, status=status)
