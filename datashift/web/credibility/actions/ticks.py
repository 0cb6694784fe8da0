"""Tick the differences between a finding and what it stands beside, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.credibility.models import Tick
from datashift.web.credibility.queries.differences import Difference, last_ticks
from datashift.web.evidence.models import Study


class NothingToUndo(Exception):
    """Somebody else has looked at the same differences since, or nobody has at all."""


@transaction.atomic
def tick(
    study: Study,
    *,
    finding: str,
    beside: str,
    said: Mapping[Difference, tuple[bool, str]],
    language: str = "",
    by: User,
    at: datetime,
) -> int:
    """Say of differences whether they were looked at, and what explains them.

    Args:
        beside: what the finding stands beside; "" for the series itself.
        said: ticked or not, and a note; what does not change is not said again.
        language: code of the one that new notes are written in, "" where nobody said; where
            nothing else changed, it corrects that of all notes.

    Returns:
        How many changed.
    """
    changed = {one: new for one, new in said.items() if new != (one.ticked, one.note)}
    alone = not changed
    if alone:
        changed = {one: new for one, new in said.items() if new[1] and one.language != language}
    for one, (ticked, note) in changed.items():
        Tick.objects.create(
            study=study,
            finding=finding,
            beside=beside,
            part=one.part,
            found=one.found,
            ticked=ticked,
            note=note,
            language=(language if alone or note != one.note else one.language) if note else "",
            by=by,
            at=at,
        )
    if changed:
        details = {
            "count": len(changed),
            "finding": finding,
            "ticked": sorted(one.part for one, new in changed.items() if new[0]),
            "unticked": sorted(one.part for one, new in changed.items() if not new[0]),
        }
        organisation = study.organisation
        record(
            "difference.ticked", by=by, at=at, organisation=organisation, on=study, details=details
        )
    return len(changed)


@transaction.atomic
def undo_ticks(study: Study, *, finding: str, beside: str, by: User, at: datetime) -> int:
    """Put back what stood before one's last ticks; they stay readable in the history.

    Raises:
        NothingToUndo: the last ones are somebody else's, or there are none.
    """
    given = study.ticks.filter(finding=finding, beside=beside)
    last = given.last()
    if last is None or last.by_id != by.pk:
        raise NothingToUndo
    batch = list(given.filter(by=by, at=last.at))
    before = last_ticks(given.exclude(pk__in=[one.pk for one in batch]))
    for one in batch:
        earlier = before.get(one.part)
        Tick.objects.create(
            study=study,
            finding=finding,
            beside=beside,
            part=one.part,
            found=earlier.found if earlier else one.found,
            ticked=earlier.ticked if earlier else False,
            note=earlier.note if earlier else "",
            language=earlier.language if earlier else "",
            by=by,
            at=at,
        )
    details = {"count": len(batch), "finding": finding}
    organisation = study.organisation
    record(
        "difference.restored", by=by, at=at, organisation=organisation, on=study, details=details
    )
    return len(batch)
