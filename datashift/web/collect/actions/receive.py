"""Receive submissions: the one way in, whatever the door.

Nothing is refused: what does not belong is kept and set aside (`Quarantine`). Nothing is
acknowledged before it is on the disk: the files first (`storage.keep`), then the rows, in one
commit with those of everybody who sends at the same moment.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Required, TypedDict, Unpack

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from datashift.kit.problem import Problem
from datashift.questionnaires.envelope import Envelope, open_envelope
from datashift.web.collect.actions.connecting import is_durable, one_connection, release, tidy
from datashift.web.collect.actions.together import Together
from datashift.web.collect.models import Cover, Door, Quarantine
from datashift.web.collect.storage import TryLater

UNNAMED = uuid.UUID("6a3ff2c4-6ac8-4f7b-9f0e-6c1f6f0b6a55")  # instances that come without an id


@dataclass(frozen=True)
class Sent:
    """A file that came with a submission and is kept already: `storage.keep`.

    Args:
        name: as the submission calls it.
        sha256, size: of its bytes.
        kind: media type, as it was said.
    """

    name: str
    sha256: str
    size: int
    kind: str = ""


@dataclass(frozen=True)
class Sender:
    """Who sends: a phone, a person, or nobody that is known.

    Args:
        device: key of the phone.
        questionnaires: keys of those the phone is meant to have; None for all.
        user: key of the person.
    """

    device: uuid.UUID | None = None
    questionnaires: frozenset[uuid.UUID] | None = None
    user: int | None = None


NOBODY = Sender()


@dataclass(frozen=True)
class Delivery:
    """One text with its files, ready to be kept.

    Args:
        organisation: key of the one it is sent to.
        form_id, version, instance_id, deprecated_id, title: see `Envelope`.
        text: what is kept, byte for byte.
        envelope: the text opened; None when it cannot be read here.
        expected: names of files, where whoever delivers knows them better than the text.
        flaw: why it is set aside, known before the questionnaire is looked up.
    """

    organisation: int
    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    title: str
    text: bytes
    sha256: str
    at: datetime
    door: Door
    sender: Sender = NOBODY
    files: tuple[Sent, ...] = ()
    envelope: Envelope | None = field(default=None, repr=False)
    expected: tuple[str, ...] | None = None
    cover: Cover = Cover.OPEN
    flaw: Quarantine = Quarantine.NONE


Opening = Callable[[], Delivery]


class Outcome(StrEnum):
    """What a delivery was."""

    NEW = "new"  # a submission that nobody had sent before
    EDIT = "edit"  # it replaces an instance, or is replaced by one that came before it
    VERSION = "version"  # the same id with another text: kept beside the first
    FILES = "files"  # the same text, with files that were missing
    AGAIN = "again"  # all of it is here already


@dataclass(frozen=True)
class Receipt:
    """What became of a delivery: it is on the disk.

    Args:
        submission, instance: keys.
        instance_id: as it came, or as it was given.
        quarantine: why it was set aside; NONE if it was not.
        waiting: names of files that are still missing from the submission.
    """

    submission: uuid.UUID
    instance: uuid.UUID
    questionnaire: uuid.UUID
    instance_id: str
    sha256: str
    outcome: Outcome
    quarantine: Quarantine
    waiting: tuple[str, ...] = ()


class Coming(TypedDict, total=False):
    """How a text comes.

    Args:
        hold: set aside until somebody has looked.
        flaw: why it is set aside, where its door knows.
    """

    organisation: Required[int]
    door: Required[Door]
    at: Required[datetime]
    sender: Sender
    files: Sequence[Sent]
    hold: bool
    flaw: Quarantine


def receive(text: bytes, **coming: Unpack[Coming]) -> Receipt:
    """Keep one filled questionnaire as XML; on the disk when this returns.

    Inside a transaction it is on the disk when that is committed; see `durable`.

    Raises:
        TryLater: the disk or the database refuses; nothing was kept.
    """
    return deliver(opened(text, **coming))


def opened(text: bytes, **coming: Unpack[Coming]) -> Delivery:
    """A text made ready to be kept."""
    sha256 = hashlib.sha256(text).hexdigest()
    sender = coming.get("sender", NOBODY)
    made = partial(
        Delivery,
        organisation=coming["organisation"],
        text=text,
        sha256=sha256,
        at=coming["at"],
        door=coming["door"],
        sender=sender,
        files=tuple(coming.get("files", ())),
    )
    try:
        envelope = open_envelope(text)
    except Problem:
        return made(
            form_id="",
            version="",
            instance_id=f"sha256:{sha256}",
            deprecated_id="",
            title="",
            flaw=Quarantine.UNREADABLE,
        )
    held = Quarantine.HELD if coming.get("hold") else Quarantine.NONE
    return made(
        form_id=envelope.form_id,
        version=envelope.version,
        instance_id=envelope.instance_id or named(sha256, sender),
        deprecated_id=envelope.deprecated_id,
        title=envelope.title[:255],
        envelope=envelope,
        cover=Cover.ENCRYPTED if envelope.encrypted else Cover.OPEN,
        flaw=coming.get("flaw") or held,
    )


def named(sha256: str, sender: Sender) -> str:
    """An id for a text that brings none: the same when the same phone sends the same again."""
    who = sender.device or sender.user or ""
    return f"uuid:{uuid.uuid5(UNNAMED, f'{who}/{sha256}')}"


def deliver(delivery: Delivery) -> Receipt:
    """Keep a delivery; `receive` for those that make it themselves (sealed reports, imports)."""
    return deliver_opened(lambda: delivery)


def deliver_opened(opening: Opening) -> Receipt:
    """Keep what the function makes; it is called by whoever leads the commit, for everybody.

    It must be short, for all wait for it. Threads that each did a little would mostly pass the
    lock of the interpreter to and fro, which costs more than the little.

    Raises:
        Exception: what the function raises.
    """
    if connection.in_atomic_block:
        with transaction.atomic():  # all of it or nothing, also for a caller who goes on after it
            return settled([opening()])[0]
    release()
    return _together.do(opening)


def deliver_soon(opening: Opening, then: Callable[[Receipt | BaseException], object]) -> None:
    """As `deliver_opened`, outside a transaction, and nobody waits: `then` is told what became.

    Args:
        then: is called when it is on the disk, or with what the function or the commit raised; it
            must be short, for all wait for it.
    """
    release()
    _together.soon(opening, then)


def deliver_together(openings: Sequence[Opening]) -> list[Receipt | BaseException]:
    """As `deliver_opened` for several, in one commit; one thread at a time, and no other way in.

    Returns:
        What became of each; an exception in the place of what could not be made or kept.
    """
    try:
        return list(_open_and_commit(openings))
    except Exception as error:  # noqa: BLE001 (each of them is answered with it)
        return [error] * len(openings)


def settled(deliveries: Sequence[Delivery]) -> list[Receipt]:
    """Keep several in the transaction that is open, in their order; for imports."""
    from datashift.web.collect.actions.settling import settle

    return settle(deliveries)


class durable(transaction.Atomic):  # noqa: N801 (used like transaction.atomic)
    """A transaction that is on the disk when it ends, also in SQLite."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __enter__(self) -> None:
        used = connections[DEFAULT_DB_ALIAS]
        if not is_durable(used) and not used.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")
        super().__enter__()


def _open_and_commit(openings: Sequence[Opening]) -> Sequence[Receipt | BaseException]:
    """Keep all that can be made; an exception in the place of what cannot."""
    made = [_made(opening) for opening in openings]
    release()
    ready = [each for each in made if isinstance(each, Delivery)]
    kept = iter(_commit(ready) if ready else ())
    return [next(kept) if isinstance(each, Delivery) else each for each in made]


def _made(opening: Opening) -> Delivery | BaseException:
    try:
        return opening()
    except Exception as error:  # noqa: BLE001 (whoever brought it raises it, in their own thread)
        return error


def _commit(deliveries: Sequence[Delivery]) -> Sequence[Receipt | BaseException]:
    """One transaction for all; when it fails because of one of them, one for each."""
    with one_connection():
        kept = _together_or_alone(deliveries)
        tidy()
        return kept


def _together_or_alone(deliveries: Sequence[Delivery]) -> Sequence[Receipt | BaseException]:
    try:
        with durable():
            return settled(deliveries)
    except (OperationalError, InterfaceError, OSError) as error:
        connection.close()
        raise TryLater from error
    except DatabaseError:
        if len(deliveries) == 1:
            raise
    return [_alone(delivery) for delivery in deliveries]


def _alone(delivery: Delivery) -> Receipt | BaseException:
    try:
        return _together_or_alone([delivery])[0]
    except (TryLater, DatabaseError) as error:
        return error


_together: Together[Opening, Receipt] = Together(_open_and_commit)
