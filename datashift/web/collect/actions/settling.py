"""One batch of deliveries becomes rows: looked up together, decided one by one, written together.

Submissions are what deprecatedID joins: two instances are of one submission when one names the
other, directly or through others, in whatever order they arrive. A delivery may therefore join two
submissions that looked separate; then one of them moves into the other.

The row of the questionnaire is locked for the length of the batch, so nobody else settles the same
questionnaire meanwhile. The unique constraints hold whoever forgets that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from datashift.web.audit.log import record
from datashift.web.collect import storage
from datashift.web.collect.actions.news import tell_arrived
from datashift.web.collect.actions.plain import file_paths, plainly_new
from datashift.web.collect.actions.receive import Delivery, Outcome, Receipt
from datashift.web.collect.actions.threads import Threads
from datashift.web.collect.models import Cover, Door, Quarantine, Questionnaire, Submission, Version

MOST_UNKNOWN = 200  # questionnaires that nobody brought, before they share one place


def settle(deliveries: Sequence[Delivery]) -> list[Receipt]:
    """Keep the deliveries; the transaction is the caller's.

    Raises:
        storage.TryLater: a file that came with one of them is gone.
    """
    if not deliveries:
        return []
    receipts = plainly_new(deliveries)
    rest = {place: each for place, each in enumerate(deliveries) if place not in receipts}
    if rest:
        receipts |= _decided(rest)
    in_order = [receipts[place] for place in range(len(deliveries))]
    tell(deliveries, in_order)
    # Nobody can look into what is sealed, and work that is asked for is written down with its time.
    tell_arrived(
        receipt.questionnaire
        for delivery, receipt in zip(deliveries, in_order, strict=True)
        if receipt.outcome != Outcome.AGAIN and delivery.cover != Cover.SEALED
    )
    return in_order


def _decided(deliveries: Mapping[int, Delivery]) -> dict[int, Receipt]:
    """Give each delivery its place among what is there; receipts by the same keys."""
    found = lock_questionnaires(deliveries.values())
    receipts: dict[int, Receipt] = {}
    for questionnaire in {each.pk: each for each in found.values()}.values():
        mine = {
            place: delivery
            for place, delivery in deliveries.items()
            if found[delivery.organisation, delivery.form_id].pk == questionnaire.pk
        }
        rules = Rules(questionnaire, mine.values())
        threads = Threads.about(questionnaire, list(mine.values()))
        for place, delivery in mine.items():
            if not all(storage.has(delivery.organisation, file.sha256) for file in delivery.files):
                raise storage.TryLater
            version = rules.version_of(delivery)
            receipts[place] = threads.enter(
                delivery,
                version=version,
                quarantine=rules.quarantine_of(delivery, new=not threads.holds(delivery)),
                expected=expected_of(delivery, version),
            )
        threads.write()
        receipts |= {place: threads.told(receipts[place]) for place in mine}
    return receipts


def lock_questionnaires(
    deliveries: Iterable[Delivery],
) -> dict[tuple[int, str], Questionnaire]:
    """The questionnaires that the deliveries answer, locked in one order; made where unknown."""
    wanted = {(each.organisation, each.form_id): each.at for each in deliveries}
    found = _locked(wanted)
    unknown = [pair for pair in sorted(wanted) if pair not in found]
    if not unknown:
        return found
    for organisation, form_id in unknown:
        crowded = (
            Questionnaire.objects.filter(
                organisation=organisation, state=Questionnaire.State.UNKNOWN
            ).count()
            >= MOST_UNKNOWN
        )
        Questionnaire.objects.bulk_create(
            [
                Questionnaire(
                    organisation_id=organisation,
                    form_id="" if crowded else form_id,
                    title="" if crowded else form_id,
                    state=Questionnaire.State.UNKNOWN,
                    created_at=wanted[organisation, form_id],
                    changed_at=wanted[organisation, form_id],
                )
            ],
            ignore_conflicts=True,
        )
    found = _locked([*wanted, *((organisation, "") for organisation, _ in unknown)])
    return {pair: found.get(pair) or found[pair[0], ""] for pair in wanted}


def _locked(pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Questionnaire]:
    any_of = Q()
    for organisation, form_id in pairs:
        any_of |= Q(organisation=organisation, form_id=form_id)
    rows = Questionnaire.objects.select_for_update(no_key=True).filter(any_of).order_by("pk")
    return {(row.organisation_id, row.form_id): row for row in rows}


class Rules:
    """What the questionnaire says about deliveries, as it stands inside the transaction."""

    def __init__(self, questionnaire: Questionnaire, deliveries: Iterable[Delivery]) -> None:
        self._questionnaire = questionnaire
        self._versions = {
            version.name: version
            for version in Version.objects.filter(
                questionnaire=questionnaire, name__in={each.version for each in deliveries}
            ).only("name", "published_at", "retired_at", "questionnaire_id")
        }
        self._room: int | None = None
        if questionnaire.quota is not None:
            counted = questionnaire.submissions.exclude(state=Submission.State.QUARANTINED)
            self._room = questionnaire.quota - counted.count()

    def version_of(self, delivery: Delivery) -> Version | None:
        return self._versions.get(delivery.version)

    def quarantine_of(self, delivery: Delivery, *, new: bool) -> Quarantine:
        """Why the delivery is set aside, the weightiest reason first."""
        why = self._reason(delivery) or (Quarantine.QUOTA if new and self._full() else None)
        if new and not why and self._room is not None:
            self._room -= 1
        return why or Quarantine.NONE

    def _full(self) -> bool:
        return self._room is not None and self._room <= 0

    def _reason(self, delivery: Delivery) -> Quarantine | None:
        state, meant_for = self._questionnaire.state, delivery.sender.questionnaires
        version = self.version_of(delivery)
        reasons = {
            delivery.flaw: True,
            Quarantine.UNKNOWN_FORM: state == Questionnaire.State.UNKNOWN,
            Quarantine.NOT_FOR_DEVICE: (
                meant_for is not None and self._questionnaire.pk not in meant_for
            ),
            Quarantine.DRAFT: state == Questionnaire.State.DRAFT,
            Quarantine.CLOSED: state == Questionnaire.State.CLOSED,
            Quarantine.UNKNOWN_VERSION: version is None or version.published_at is None,
            Quarantine.RETIRED: version is not None and version.retired_at is not None,
        }
        return next((why for why, holds in reasons.items() if why and holds), None)


def expected_of(delivery: Delivery, version: Version | None) -> tuple[str, ...]:
    """Names of the files that the delivery's answers name."""
    if delivery.expected is not None:
        return delivery.expected
    if delivery.envelope is None:
        return ()
    return delivery.envelope.attachments(file_paths(version.pk) if version else None)


def seal(instance: UUID, sha256: str) -> str:
    """What the log says of a text or a file.

    The key of the instance, 78 bits of chance or more that stand nowhere else, goes into it: as
    long as the row is there the log proves what came, and when it is erased the log tells nothing.
    """
    return hashlib.sha256(bytes.fromhex(instance.hex + sha256)).hexdigest()


class Key(NamedTuple):
    """What the log needs of a person or an organisation; a model costs as much as a statement."""

    pk: int


def tell(deliveries: Sequence[Delivery], receipts: Sequence[Receipt]) -> None:
    """One event per organisation, sender and batch: it names each submission and its seal."""
    events: dict[tuple[int, int | None], list[list[str]]] = {}
    latest: dict[tuple[int, int | None], datetime] = {}
    for delivery, receipt in zip(deliveries, receipts, strict=True):
        if receipt.outcome == Outcome.AGAIN or delivery.door == Door.ANONYMOUS:
            continue
        key = (delivery.organisation, delivery.sender.user)
        files = [file.sha256 for file in delivery.files]
        line = [str(receipt.submission), receipt.outcome.value]
        line += [seal(receipt.instance, each) for each in (delivery.sha256, *files)]
        events.setdefault(key, []).append(line)
        latest[key] = max(delivery.at, latest.get(key, delivery.at))
    for key in sorted(events, key=lambda key: (key[0], key[1] or 0)):
        record(
            "submissions.received",
            by=Key(key[1]) if key[1] else None,
            at=latest[key],
            organisation=Key(key[0]),
            details={"count": len(events[key]), "submissions": events[key]},
        )
