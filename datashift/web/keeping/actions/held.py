"""What apps above collection hold of submissions and does not go by a foreign key."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import now

from datashift.web.collect.actions.erasing import Going
from datashift.web.fill.models import Arriving, Use
from datashift.web.imports import storage
from datashift.web.imports.models import Import
from datashift.web.review.actions.lists import renew, write_list
from datashift.web.review.models import (
    Change,
    Decision,
    Entity,
    EntityList,
    EntityVersion,
    Reading,
    WorkerSign,
)


def forget_held(going: Going) -> Collection[str]:
    """Before the submissions' rows go: entries of lists, names of workers, decisions, imports."""
    _forget_decisions(going)
    _forget_workers(going)
    _forget_imports(going)
    # A link for one submission stays used, by nothing that can be told any more.
    Use.objects.filter(
        link__questionnaire=going.questionnaire, instance_id__in=going.instance_ids
    ).update(instance_id="", used_at=None)
    # A file that came in pieces is named here for some days; whoever sends it again begins anew.
    Arriving.objects.filter(
        link__questionnaire=going.questionnaire, sha256__in=going.files
    ).delete()
    return _forget_entries(going)


def named_above(organisation: int, files: Collection[str]) -> Collection[str]:
    """Lists as phones read them, and files that came before their submission."""
    lists = EntityList.objects.filter(organisation=organisation, sha256__in=files)
    arrived = Arriving.objects.filter(
        link__questionnaire__organisation=organisation, sha256__in=files
    )
    return {*lists.values_list("sha256", flat=True), *arrived.values_list("sha256", flat=True)}


def _forget_decisions(going: Going) -> None:
    """Decisions about nothing else: their words may be about whoever is forgotten."""
    mine = Change.objects.filter(submission__in=going.submissions)
    decisions = set(mine.values_list("decision", flat=True))
    others = Change.objects.filter(decision__in=decisions)
    left = set(others.exclude(submission__in=going.submissions).values_list("decision", flat=True))
    Decision.objects.filter(pk__in=decisions - left).delete()


def _forget_workers(going: Going) -> None:
    """Those who sent nothing else."""
    mine = Reading.objects.filter(submission__in=going.submissions)
    names = set(mine.values_list("worker", flat=True))
    others = Reading.objects.filter(questionnaire=going.questionnaire, worker__in=names)
    left = set(others.exclude(submission__in=going.submissions).values_list("worker", flat=True))
    WorkerSign.objects.filter(questionnaire=going.questionnaire, worker__in=names - left).delete()


def _forget_imports(going: Going) -> None:
    """The first rows of an export that were shown before it was taken in, and its file."""
    found = Import.objects.filter(brought__instance__submission__in=going.submissions).distinct()
    for pk in found.values_list("pk", flat=True):
        Import.objects.filter(pk=pk).update(rows=[], flags=[])
        transaction.on_commit(partial(storage.remove, pk))


def _forget_entries(going: Going) -> set[str]:
    """Make entries anew of what others said of them; the lists that phones read until now."""
    gone = EntityVersion.objects.filter(submission__in=going.submissions)
    labels = set(gone.values_list("label", flat=True))
    entities = Entity.objects.filter(pk__in=set(gone.values_list("entity", flat=True)))
    lists = EntityList.objects.filter(pk__in=set(entities.values_list("entity_list", flat=True)))
    before = {each.sha256 for each in lists if each.sha256}
    found = list(entities)
    gone.delete()
    for entity in found:
        _make_anew(entity, labels)
    at = now()
    for each in lists:
        renew(each, at=at)
    return before


def erase_entries(organisation: int, keys: Collection[str]) -> tuple[int, set[str]]:
    """Erase entries of lists with all their versions; how many, and the files that held them."""
    mine = Entity.objects.filter(entity_list__organisation=organisation, pk__in=keys)
    lists = EntityList.objects.filter(pk__in=set(mine.values_list("entity_list", flat=True)))
    before, at = {each.sha256 for each in lists if each.sha256}, now()
    count = mine.count()
    for each in list(lists):
        renew(each, at=at)
    mine.delete()
    return count, before


def write_lists(organisation: int, *, since: datetime) -> None:
    """Write the lists that changed since then, so that nothing names what they were."""
    changed = EntityList.objects.filter(organisation=organisation, changed_at__gte=since)
    for pk in changed.values_list("pk", flat=True):
        write_list(pk)


def _make_anew(entity: Entity, gone: set[str]) -> None:
    """Replay what is left; a label that only those who are erased gave is given no more."""
    values: dict[str, str] = {}
    label, stands = "", False
    for version in entity.versions.order_by("number"):
        if version.standing:
            values, stands = {**values, **version.said}, True
            label = label if version.label in gone - {label} else version.label
        version.values = dict(values) if version.standing else dict(version.said)
        version.label = label
        version.save(update_fields=["values", "label"])
    if stands:
        entity.values, entity.label = values, label
        entity.save(update_fields=["values", "label"])
    else:
        entity.delete()
