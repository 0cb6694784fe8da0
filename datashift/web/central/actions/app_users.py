"""Phones that are added by the API."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.central.models import AppUser
from datashift.web.collect import access
from datashift.web.collect.actions.devices import make_device
from datashift.web.collect.models import Questionnaire


@transaction.atomic
def make_app_user(organisation: Organisation, *, name: str, by: User, at: datetime) -> AppUser:
    """A phone that shows a token instead of a password, and has no questionnaire yet."""
    device, _password = make_device(organisation, name=name[:80], by=by, at=at)
    return AppUser.objects.create(device=device, made_at=at)


@transaction.atomic
def assign_form(
    app_user: AppUser, questionnaire: Questionnaire, *, has: bool, by: User, at: datetime
) -> None:
    """Let the phone have a questionnaire, or no more."""
    device = app_user.device
    if has:
        device.questionnaires.add(questionnaire)
    else:
        device.questionnaires.remove(questionnaire)
    record(
        "device.assigned",
        by=by,
        at=at,
        organisation=device.organisation,
        on=device,
        details={"has": has},
    )
    transaction.on_commit(lambda: access.forget([device.pk]))
