"""Write to the log, read it, and find out whether it was tampered with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from datashift.web.audit.models import Chain, Event, hash_of
from datashift.web.audit.rows import execute, insert, table

PLATFORM = "platform"


class Keyed(Protocol):
    """Anything with a primary key."""

    @property
    def pk(self) -> Any: ...


def scope_of(organisation: Keyed | None) -> str:
    """The name of the log: of an organisation, or of the platform."""
    return PLATFORM if organisation is None else f"organisation:{organisation.pk}"


def record(
    action: str,
    *,
    by: Keyed | None,
    at: datetime,
    organisation: Keyed | None = None,
    on: models.Model | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an event to the log of the organisation, inside the transaction of the change itself.

    Args:
        action: name of the action, noun first: ``member.removed``.
        by: who did it; None when the platform did it by itself.
        at: when.
        organisation: whose log it belongs to; None for the platform's own.
        on: what it was done to.
        details: what else matters, as JSON: numbers and codes, never names or addresses.

    Raises:
        RuntimeError: outside a transaction, where the change could be kept without its event.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of the change it tells.")
    chain, length, head = _locked(scope_of(organisation))
    event = {
        "chain_id": chain,
        "number": length + 1,
        # UTC and the details as JSON reads them back: the hash must survive the database.
        "at": at.astimezone(UTC),
        "by": by.pk if by else None,
        "action": action,
        "object_type": on._meta.model_name or "" if on else "",
        "object_id": str(on.pk) if on else "",
        "details": json.loads(json.dumps(details or {}, cls=DjangoJSONEncoder)),
        "previous": head,
    }
    event["hash"] = hash_of(event)
    insert(Event, [event])
    query = f"UPDATE {table(Chain)} SET length = %s, head = %s WHERE id = %s"  # noqa: S608
    execute(query, [event["number"], event["hash"], chain])


def _locked(scope: str) -> tuple[int, int, str]:
    """The log's key, length and end; the lock makes events of one log queue up.

    SQLite has the lock already, from BEGIN IMMEDIATE. Submissions come by hundreds a second and
    each batch has its event, so the statements are written out.
    """
    query = f"SELECT id, length, head FROM {table(Chain)} WHERE scope = %s"  # noqa: S608
    if connection.features.has_select_for_update:
        query += " FOR UPDATE"
    found = execute(query, [scope])
    if not found:
        Chain.objects.get_or_create(scope=scope)
        made = Chain.objects.select_for_update().get(scope=scope)
        return made.pk, made.length, made.head
    key, length, head = found[0]
    return key, length, head


def events(organisation: Keyed | None) -> models.QuerySet[Event]:
    """The log, newest first."""
    return Event.objects.filter(chain__scope=scope_of(organisation))


def last_event() -> int:
    """The key of the last event of all, which grows with every change; 0 before the first.

    For whoever keeps what was made of records: the connection is given back at once.
    """
    found = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()  # a pooled one goes back; SQLite's stays with its thread
    return found or 0


def first_break(organisation: Keyed | None) -> int | None:
    """Number of the first event that was changed, moved or removed; None when all is intact."""
    chain = Chain.objects.filter(scope=scope_of(organisation)).first()
    if chain is None:
        return None
    previous, number = "", 0
    for event in chain.events.order_by("number").iterator():
        number += 1
        tampered = event.hash != event.computed_hash() or event.previous != previous
        if tampered or event.number != number:
            return number
        previous = event.hash
    return None if (number, previous) == (chain.length, chain.head) else number + 1
