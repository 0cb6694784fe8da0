"""The short way for what is plainly new: most of what ever comes.

An open questionnaire, a version that phones have, an id that nobody has heard of, nothing replaced:
nothing is to be decided, so four statements keep the whole batch. Whatever else is in a batch goes
the long way, `settling`; both keep the same rows, and a test holds them against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import connection

from datashift.web.audit.rows import Row, blanks, execute, insert, key_of, table
from datashift.web.collect import storage
from datashift.web.collect.actions.keys import keys
from datashift.web.collect.actions.receive import Delivery, Outcome, Receipt
from datashift.web.collect.models import (
    Attachment,
    Cover,
    Instance,
    Quarantine,
    Questionnaire,
    Submission,
    Version,
)


@dataclass(frozen=True)
class Open:
    """A version of an open questionnaire without a quota."""

    questionnaire: UUID
    version: UUID


def plainly_new(deliveries: Sequence[Delivery]) -> dict[int, Receipt]:
    """Keep the deliveries that are plainly new; receipts by their place in the batch.

    Locks the questionnaires of all of them, in one order.
    """
    open_for = _locked(deliveries)
    ids = Counter(i for each in deliveries for i in (each.instance_id, each.deprecated_id) if i)
    chosen: dict[UUID, dict[int, tuple[Delivery, Open]]] = {}
    for place, delivery in enumerate(deliveries):
        found = open_for.get((delivery.organisation, delivery.form_id, delivery.version))
        if found and _is_plain(delivery, found) and ids[delivery.instance_id] == 1:
            chosen.setdefault(found.questionnaire, {})[place] = (delivery, found)
    for questionnaire, mine in chosen.items():
        known = _known(questionnaire, [delivery.instance_id for delivery, _ in mine.values()])
        for place in [p for p, (delivery, _) in mine.items() if delivery.instance_id in known]:
            del mine[place]
    return _kept({place: pair for mine in chosen.values() for place, pair in mine.items()})


def _is_plain(delivery: Delivery, found: Open) -> bool:
    meant_for = delivery.sender.questionnaires
    return (
        not delivery.deprecated_id
        and not delivery.flaw
        and delivery.cover == Cover.OPEN
        and (meant_for is None or found.questionnaire in meant_for)
        and len({file.name for file in delivery.files}) == len(delivery.files)
        and all(storage.has(delivery.organisation, file.sha256) for file in delivery.files)
    )


def _locked(deliveries: Iterable[Delivery]) -> dict[tuple[int, str, str], Open]:
    """Every open version that the deliveries name, its questionnaire locked."""
    pairs = sorted({(each.organisation, each.form_id) for each in deliveries})
    names = sorted({each.version for each in deliveries})
    either = " OR ".join(["(q.organisation_id = %s AND q.form_id = %s)"] * len(pairs))
    query = (
        "SELECT q.organisation_id, q.form_id, q.id, q.state, q.quota, v.name, v.id"  # noqa: S608
        f" FROM {table(Questionnaire)} q LEFT JOIN {table(Version)} v"
        " ON v.questionnaire_id = q.id AND v.published_at IS NOT NULL AND v.retired_at IS NULL"
        f" AND v.name IN ({blanks(names)}) WHERE {either} ORDER BY q.id"
    )
    if connection.features.has_select_for_no_key_update:
        query += " FOR NO KEY UPDATE OF q"
    rows = execute(query, [*names, *(value for pair in pairs for value in pair)])
    return {
        (organisation, form_id, name): Open(_uuid(questionnaire), _uuid(version))
        for organisation, form_id, questionnaire, state, quota, name, version in rows
        if version is not None and quota is None and state == Questionnaire.State.OPEN
    }


def _known(questionnaire: UUID, ids: Sequence[str]) -> set[str]:
    """Those of the ids that any instance has, or replaces."""
    key = key_of(questionnaire)
    some, instances = blanks(ids), table(Instance)
    query = (
        f"SELECT root_instance_id FROM {table(Submission)}"  # noqa: S608 (names of our own tables)
        f" WHERE questionnaire_id = %s AND root_instance_id IN ({some})"
        f" UNION ALL SELECT instance_id FROM {instances}"
        f" WHERE questionnaire_id = %s AND NOT root AND instance_id IN ({some})"
        f" UNION ALL SELECT deprecated_id FROM {instances}"
        f" WHERE questionnaire_id = %s AND NOT deprecated_id = '' AND deprecated_id IN ({some})"
    )
    return {row[0] for row in execute(query, [key, *ids] * 3)}


def _kept(chosen: Mapping[int, tuple[Delivery, Open]]) -> dict[int, Receipt]:
    submissions: list[Row] = []
    instances: list[Row] = []
    attachments: list[Row] = []
    receipts = {}
    for place, (delivery, found) in chosen.items():
        receipt, files = _receipt(delivery, found)
        receipts[place] = receipt
        attachments += files
        submissions.append(_submission(delivery, receipt))
        instances.append(_instance(delivery, receipt, found.version))
    insert(Submission, submissions)
    insert(Instance, instances)
    insert(Attachment, attachments)
    return receipts


def _receipt(delivery: Delivery, found: Open) -> tuple[Receipt, list[Row]]:
    expected = delivery.expected
    if expected is None:
        assert delivery.envelope is not None
        expected = delivery.envelope.attachments(file_paths(found.version))
    came = {file.name[:255]: file for file in delivery.files}
    names = dict.fromkeys([*(name[:255] for name in expected), *came])
    submission, instance, *own = keys(2 + len(names), delivery.at)
    rows = []
    for key, name in zip(own, names, strict=True):
        file = came.get(name)
        rows.append(
            {
                "id": key,
                "instance_id": instance,
                "name": name,
                "expected": name in expected,
                "sha256": file.sha256 if file else "",
                "size": file.size if file else 0,
                "kind": file.kind[:100] if file else "",
                "conflict": False,
                "received_at": delivery.at if file else None,
            }
        )
    receipt = Receipt(
        submission=submission,
        instance=instance,
        questionnaire=found.questionnaire,
        instance_id=delivery.instance_id,
        sha256=delivery.sha256,
        outcome=Outcome.NEW,
        quarantine=Quarantine.NONE,
        waiting=tuple(str(row["name"]) for row in rows if row["expected"] and not row["sha256"]),
    )
    return receipt, rows


def _submission(delivery: Delivery, receipt: Receipt) -> Row:
    return {
        "id": receipt.submission,
        "questionnaire_id": receipt.questionnaire,
        "root_instance_id": delivery.instance_id,
        "state": Submission.State.RECEIVED.value,
        "waiting": len(receipt.waiting),
        "conflict": False,
        "received_at": delivery.at,
        "changed_at": delivery.at,
    }


def _instance(delivery: Delivery, receipt: Receipt, version: UUID) -> Row:
    return {
        "id": receipt.instance,
        "questionnaire_id": receipt.questionnaire,
        "submission_id": receipt.submission,
        "instance_id": delivery.instance_id,
        "root": True,
        "deprecated_id": "",
        "sha256": delivery.sha256,
        "xml": delivery.text,
        "cover": delivery.cover.value,
        "title": delivery.title,
        "version_name": delivery.version,
        "version_id": version,
        "quarantine": "",
        "current": True,
        "received_at": delivery.at,
        "door": delivery.door.value,
        "device_id": delivery.sender.device,
        "sent_by_id": delivery.sender.user,
    }


@lru_cache(maxsize=512)
def file_paths(version: UUID) -> tuple[tuple[str, ...], ...]:
    """Paths of the answers that are files; a version never changes."""
    found: list[list[str]] = Version.objects.values_list("files", flat=True).get(pk=version)
    return tuple(tuple(path) for path in found)


def _uuid(value: str | UUID | None) -> UUID:
    assert value is not None
    return value if isinstance(value, UUID) else UUID(value)
