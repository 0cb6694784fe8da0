"""A report comes, and what its reporter adds to it. Nothing here knows who, or when exactly."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from datashift.questionnaires import sealing
from datashift.web.audit.log import record
from datashift.web.collect.actions.receive import Delivery, deliver, durable
from datashift.web.collect.models import Cover, Door, Quarantine, Version
from datashift.web.reports.models import Box, Letter, Picture, Report, ReportKey


@dataclass(frozen=True)
class Written:
    """What somebody wrote, in memory only.

    Args:
        text: the submission as XML.
        pictures: name in the answers to JPEG without metadata.
        beside: what was answered and the form would not have asked.
    """

    text: bytes
    pictures: Mapping[str, bytes]
    beside: str = ""

    @property
    def whole(self) -> bytes:
        """Everything in one, to know it again."""
        parts = (self.text, self.beside.encode(), *self.pictures.values())
        hashes = [hashlib.sha256(each).digest() for each in parts]
        return b"".join(hashes)


def week_of(moment: date) -> date:
    """The Monday of the week."""
    return moment - timedelta(days=moment.weekday())


def put_in(
    box: Box,
    written: Written,
    *,
    version: Version,
    instance_id: UUID,
    keys: sealing.ReceiptKeys,
    today: date,
    aside: bool = False,
) -> Report:
    """Seal a report to the reviewers of the box and keep it.

    The same report sent again is found again; another one under the same receipt is added to it.

    Args:
        aside: more come than the box takes: put it with the others that were set aside.

    Raises:
        TryLater: the disk or the database refuses; nothing was kept.
    """
    mark = sealing.mark(written.whole, keys.secret).hex()
    found = by_receipt(keys)
    if found is None:
        try:
            return _put_in(box, written, version, instance_id, keys, today, aside)
        except IntegrityError:  # the same at the same moment
            found = by_receipt(keys)
            if found is None:
                raise
    if found.mark != mark:
        with transaction.atomic():
            add(found, written.text, about="report", today=today)
            Report.objects.filter(pk=found.pk).update(mark=mark)
    return found


def _put_in(
    box: Box,
    written: Written,
    version: Version,
    instance_id: UUID,
    keys: sealing.ReceiptKeys,
    today: date,
    aside: bool,
) -> Report:
    own, reporter = sealing.new_pair(), sealing.new_pair()
    sealed = sealing.seal(written.text, own.public, about="report")
    week = week_of(today)
    questionnaire = version.questionnaire
    delivery = Delivery(
        organisation=questionnaire.organisation_id,
        form_id=questionnaire.form_id,
        version=version.name,
        instance_id=f"uuid:{instance_id}",
        deprecated_id="",
        title="",
        text=sealed,
        sha256=hashlib.sha256(sealed).hexdigest(),
        at=datetime.combine(week, time(), UTC),
        door=Door.ANONYMOUS,
        expected=(),
        cover=Cover.SEALED,
        flaw=Quarantine.CROWD if aside else Quarantine.NONE,
    )
    with durable():
        receipt = deliver(delivery)
        report = Report.objects.create(
            box=box,
            submission_id=receipt.submission,
            week=week,
            public=own.public,
            reporter_public=reporter.public,
            reporter_locked=sealing.hide(reporter.private, keys.secret),
            lookup=keys.lookup.hex(),
            mark=sealing.mark(written.whole, keys.secret).hex(),
        )
        ReportKey.objects.bulk_create(
            ReportKey(
                report=report,
                holder=each.key,
                wrapped=sealing.seal(own.private, bytes(each.key.public), about="key"),
            )
            for each in box.reviewers.select_related("key")
        )
        Picture.objects.bulk_create(
            Picture(report=report, name=name, sealed=sealing.seal(body, own.public, about=name))
            for name, body in written.pictures.items()
        )
        if written.beside:
            add(report, written.beside.encode(), today=today)
    return report


def by_receipt(keys: sealing.ReceiptKeys) -> Report | None:
    """The report whose receipt this is."""
    reports = Report.objects.select_related("box__questionnaire__organisation")
    return reports.filter(lookup=keys.lookup.hex()).first()


@transaction.atomic
def add(report: Report, text: bytes, *, about: str = "added", today: date) -> Letter:
    """Seal what the reporter adds; `about` says what it is: "added" words, or a whole "report"."""
    Report.objects.select_for_update().get(pk=report.pk)
    last = report.letters.aggregate(last=Max("place"))["last"] or 0
    made = Letter.objects.create(
        report=report,
        place=last + 1,
        is_answer=False,
        day=week_of(today),
        sealed=sealing.seal(text, bytes(report.public), about=about),
    )
    Report.objects.filter(pk=report.pk).update(unread=True)
    return made


@transaction.atomic
def tell(box: Box, *, today: date) -> None:
    """Write into the log how many reports came in the weeks that are over.

    Not when one comes: between two other events its place would tell the minute.
    """
    waiting = Report.objects.filter(box=box, told=False, week__lt=week_of(today))
    for week, count in sorted(waiting.order_by().values_list("week").annotate(count=Count("pk"))):
        record(
            "reports.arrived",
            by=None,
            at=datetime.combine(week, time(), UTC),
            organisation=box.questionnaire.organisation,
            on=box,
            details={"count": count},
        )
    waiting.update(told=True)
