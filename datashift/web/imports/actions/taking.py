"""Take an export in: all of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
import logging
import mimetypes
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires import sources, written, xform, xlsform
from datashift.questionnaires.envelope import open_envelope
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect import storage as files
from datashift.web.collect.actions.questionnaires import FilesMissing, publish_version
from datashift.web.collect.actions.receive import (
    Delivery,
    Outcome,
    Receipt,
    Sender,
    Sent,
    durable,
    settled,
)
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Cover, Door, Quarantine, Questionnaire
from datashift.web.imports import storage, tasks
from datashift.web.imports.actions.reading import opened, refuse
from datashift.web.imports.models import Brought, Import
from datashift.web.imports.progress import Told
from datashift.web.imports.queries.comparing import Compared, Standing, compare

log = logging.getLogger(__name__)


class NotWaiting(Exception):
    """It is not there to be decided about: taken in, dropped or refused already."""


@transaction.atomic
def take_in(brought: Import, *, by: User, at: datetime) -> None:
    """Have an export that was looked at taken in, in the background.

    Raises:
        NotWaiting: somebody decided about it before.
    """
    _decide(brought, Import.State.IMPORTING, by=by)
    transaction.on_commit(lambda: tasks.take_export.enqueue(str(brought.pk)))


@transaction.atomic
def drop_import(brought: Import, *, by: User | None, at: datetime) -> None:
    """Take nothing in; its file goes.

    Args:
        by: None where nobody decided for too long.

    Raises:
        NotWaiting: somebody decided about it before.
    """
    _decide(brought, Import.State.DROPPED, by=by)
    Import.objects.filter(pk=brought.pk).update(finished_at=at, rows=[])
    record("import.dropped", by=by, at=at, organisation=brought.organisation, on=brought)
    transaction.on_commit(lambda: storage.remove(brought.pk))


def _decide(brought: Import, state: Import.State, *, by: User | None) -> None:
    waits = Import.objects.filter(pk=brought.pk, state=Import.State.READ)
    if not waits.update(state=state, decided_by=by, step=""):
        raise NotWaiting


def take_export(brought: Import, *, at: datetime) -> None:
    """Take the export in. Safe to do twice: what was taken in is not waiting any more."""
    try:
        export = opened(brought, Told(brought.pk))
        take_opened(brought, export, at=at)
        export.bundle.close()
    except Problem as problem:
        refuse(brought, str(problem))
    except (files.TryLater, OperationalError):
        log.warning("import %s could not be written", brought.pk, exc_info=True)
        refuse(brought, _("The disk or the database refused; nothing was taken in. Try it again."))
    except Exception:
        # The person sees a sentence; the details are in the log of the installation.
        log.exception("import %s could not be taken in", brought.pk)
        refuse(brought, _("Something went wrong inside DataShift; nothing was taken in."))
    else:
        storage.remove(brought.pk)


def take_opened(brought: Import, export: sources.Export, *, at: datetime) -> None:
    """Photographs first, each by itself; then all rows in one commit."""
    by = brought.decided_by or brought.brought_by
    form = _form_of(export) if brought.questionnaire is None else None
    sent = dict(_photographs(brought, export))
    with durable():
        waits = Import.objects.select_for_update().filter(
            pk=brought.pk, state=Import.State.IMPORTING
        )
        if not waits.exists():
            return
        if form is not None and by is not None:
            brought.questionnaire = _opened_for(brought, form, by=by, at=at)
        _take(brought, export, sent, at=at)


def _opened_for(
    brought: Import, form: xlsform.Converted, *, by: User, at: datetime
) -> Questionnaire:
    """The questionnaire of the export, open.

    Raises:
        Problem: it needs lists that did not come along.
    """
    known = brought.organisation.questionnaires.filter(form_id=form.questionnaire.id)
    brought.made = not known.exclude(state=Questionnaire.State.UNKNOWN).exists()
    version = add_version(brought.organisation, form, by=by, at=at)
    try:
        publish_version(version, by=by, at=at)
    except FilesMissing as missing:
        names = ", ".join(f'"{name}"' for name in missing.names)
        raise Problem(
            f"The questionnaire of the export needs files that did not come along: {names}",
            file=brought.name,
            safe="Nothing was taken in",
            do="Bring the questionnaire with its files first, then this export",
            code="import.files_missing",
        ) from missing
    return version.questionnaire


def _take(brought: Import, export: sources.Export, sent: dict[str, Sent], *, at: datetime) -> None:
    assert brought.questionnaire is not None
    # Locked before it is compared: nobody brings the same meanwhile.
    Questionnaire.objects.select_for_update(no_key=True).get(pk=brought.questionnaire.pk)
    counts = {"new": 0, "changed": 0, "here": 0, "held": 0}
    for batch in compare(export.submissions, brought.questionnaire, export.questionnaire):
        deliveries = [each for each in (_delivery(brought, c, sent, at=at) for c in batch) if each]
        receipts = settled(deliveries) if deliveries else []
        _count(brought, receipts, counts)
        counts["here"] += len(batch) - len(deliveries)
    Import.objects.filter(pk=brought.pk).update(
        state=Import.State.DONE,
        questionnaire=brought.questionnaire,
        made=brought.made,
        finished_at=at,
        rows=[row for row in brought.rows if row[0] == "unreadable"],
        **counts,
    )
    record(
        "import.done",
        by=brought.decided_by or brought.brought_by,
        at=at,
        organisation=brought.organisation,
        on=brought.questionnaire,
        details={"count": counts["new"] + counts["changed"], "import": str(brought.pk)},
    )


def _count(brought: Import, receipts: list[Receipt], counts: dict[str, int]) -> None:
    rows = []
    for receipt in receipts:
        if receipt.outcome in {Outcome.AGAIN, Outcome.FILES}:
            counts["here"] += 1
            continue
        counts["new" if receipt.outcome == Outcome.NEW else "changed"] += 1
        counts["held"] += receipt.quarantine != Quarantine.NONE
        rows.append(Brought(of=brought, instance_id=receipt.instance))
    Brought.objects.bulk_create(rows)


def _delivery(
    brought: Import, compared: Compared, sent: dict[str, Sent], *, at: datetime
) -> Delivery | None:
    """What is to be kept of it; None when all of it is here."""
    filled, known = compared.filled, compared.known
    came = known.files if known else frozenset()
    mine = tuple(
        Sent(name, sent[part].sha256, sent[part].size, sent[part].kind)
        for name, part in filled.files.items()
        if part in sent and name not in came
    )
    if compared.standing == Standing.HERE and not mine:
        return None
    text = known.xml if known else filled.text
    envelope = open_envelope(text)
    by = brought.decided_by or brought.brought_by
    return Delivery(
        organisation=brought.organisation_id,
        form_id=envelope.form_id,
        version=envelope.version,
        instance_id=filled.instance_id,
        deprecated_id=envelope.deprecated_id,
        title=envelope.title[:255],
        text=text,
        sha256=hashlib.sha256(text).hexdigest(),
        at=at,
        door=Door.IMPORT,
        sender=Sender(user=by.pk if by else None),
        files=mine,
        envelope=envelope,
        cover=Cover.ENCRYPTED if envelope.encrypted else Cover.OPEN,
    )


def _photographs(brought: Import, export: sources.Export) -> Iterator[tuple[str, Sent]]:
    """Keep the files of the bundle that a submission names: their parts, and what was kept."""
    parts = {part: name for each in export.submissions for name, part in each.files.items()}
    tell = Told(brought.pk)
    for place, (part, name) in enumerate(parts.items(), start=1):
        kept = files.keep(brought.organisation_id, export.bundle.blocks(part))
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield part, Sent(name, kept.sha256, kept.size, kind)
        tell("Keeping photographs", place, len(parts))


def _form_of(export: sources.Export) -> xlsform.Converted:
    """The questionnaire of an export as phones could have it.

    Raises:
        Problem: it cannot be converted.
    """
    if export.xform:
        return xlsform.Converted(export.xform, xform.read(export.xform))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "imported.xlsx"
        place.write_bytes(written.xlsform(export.questionnaire))
        return xlsform.convert(place)
