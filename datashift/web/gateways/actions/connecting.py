"""Connect a questionnaire to a gateway, switch it on and off, remove it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire
from datashift.web.gateways.actions.secrets import sealed
from datashift.web.gateways.models import Gateway
from datashift.web.gateways.tasks import keep_tending


@transaction.atomic
def connect_gateway(
    questionnaire: Questionnaire,
    *,
    kind: Gateway.Kind,
    account: str,
    secret: str,
    proof: str = "",
    number: str = "",
    word: str = "",
    keeps: str = Gateway.Keeps.HASH,
    by: User,
    at: datetime,
) -> Gateway:
    """Connect it; it is off until somebody switches it on."""
    made = Gateway.objects.create(
        questionnaire=questionnaire,
        kind=kind,
        account=account,
        secret=sealed(secret),
        proof=sealed(proof),
        number=number,
        word=word,
        keeps=keeps,
        made_by=by,
        made_at=at,
    )
    _record("gateway.connected", made, by=by, at=at)
    transaction.on_commit(keep_tending)
    return made


@transaction.atomic
def switch_gateway(gateway: Gateway, *, on: bool, by: User, at: datetime) -> None:
    """Let people answer by it, or not."""
    if Gateway.objects.filter(pk=gateway.pk, on=not on).update(on=on, trouble=""):
        _record("gateway.switched_on" if on else "gateway.switched_off", gateway, by=by, at=at)


@transaction.atomic
def remove_gateway(gateway: Gateway, *, by: User, at: datetime) -> None:
    """Forget it, its secrets and the conversations that are not at their end."""
    _record("gateway.removed", gateway, by=by, at=at)
    gateway.delete()


def _record(action: str, gateway: Gateway, *, by: User, at: datetime) -> None:
    record(
        action,
        by=by,
        at=at,
        organisation=gateway.questionnaire.organisation,
        on=gateway.questionnaire,
        details={"kind": str(gateway.kind)},
    )
