"""Lists that phones read: their newest content, as the file that forms name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from datashift.web.accounts.models import Organisation
from datashift.web.collect import storage
from datashift.web.collect.models import Media, Version
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.review import tasks
from datashift.web.review.models import EntityList


def list_named(
    organisation: Organisation, name: str, properties: Iterable[str], *, at: datetime
) -> EntityList:
    """The organisation's list of that name, made where it is not there; locked."""
    found, _ = EntityList.objects.select_for_update().get_or_create(
        organisation=organisation, name=name[:250], defaults={"made_at": at, "changed_at": at}
    )
    new = [each for each in properties if each not in found.properties]
    if new:
        found.properties = [*found.properties, *new]
        found.save(update_fields=["properties"])
    return found


def renew(found: EntityList, *, at: datetime) -> None:
    """Give phones the list as it is now, after the change is kept."""
    EntityList.objects.filter(pk=found.pk).update(changed_at=at)
    transaction.on_commit(lambda: tasks.later(tasks.write_list, found.pk, seconds=0))


def offer(version: UUID, *, at: datetime) -> None:
    """Make the lists that a version declares, and bring along those that it reads."""
    found = Version.objects.select_related("questionnaire__organisation").filter(pk=version).first()
    form = form_of(found)
    if found is None or form is None:
        return
    organisation = found.questionnaire.organisation
    with transaction.atomic():
        for each in form.entities:
            list_named(organisation, each.name, each.properties, at=at)
    wanted = {file.removesuffix(".csv") for file in found.media.values_list("name", flat=True)}
    wanted |= {each.name for each in form.entities}
    for one in EntityList.objects.filter(organisation=organisation, name__in=wanted):
        write_list(one.pk)


def write_list(pk: UUID) -> None:
    """Write a list as CSV, and give it to every form that reads it. Safe to do twice.

    A file that somebody brought by hand under the same name stays.
    """
    found = EntityList.objects.filter(pk=pk).first()
    if found is None:
        return
    kept = storage.keep(found.organisation_id, [content_of(found)])
    with transaction.atomic():
        locked = EntityList.objects.select_for_update().get(pk=pk)
        files = Media.objects.filter(
            Q(sha256="") | Q(sha256=locked.sha256),
            name=f"{found.name}.csv",
            version__questionnaire__organisation=found.organisation_id,
        )
        files.update(sha256=kept.sha256, md5=kept.md5, size=kept.size)
        locked.sha256 = kept.sha256
        locked.save(update_fields=["sha256"])


def content_of(found: EntityList, *, written: Callable[[str], str] = str) -> bytes:
    """The list as phones read it: `name` is the key, `__version` what an update is based on.

    Args:
        written: makes a cell of a text.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    own = ("name", "label", "__version")
    properties = [name for name in found.properties if name not in own]
    writer.writerow([*own, *properties])
    for each in found.entities.order_by("label", "key").iterator():
        values = (written(each.values.get(name, "")) for name in properties)
        writer.writerow([str(each.key), written(each.label), each.number, *values])
    return out.getvalue().encode()
