"""Accepted submissions make and change entries of lists: a later visit to the same water point.

Two phones that change one entry apart from each other are both kept; the later one counts, and the
entry is shown as a conflict until somebody has looked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datashift.kit.problem import Problem
from datashift.questionnaires.visited import Visited, visited
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect.models import Cover, Instance, Questionnaire
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.review.actions.lists import list_named, renew
from datashift.web.review.models import Entity, EntityList, EntityVersion

AT_ONCE = 200


class NotThere(Exception):
    """The entry has no such version."""


def take_in(
    questionnaire: Questionnaire, instances: Sequence[UUID], *, by: User | None, at: datetime
) -> None:
    """Let accepted instances make and change entries, in the order in which they came."""
    organisation, count = questionnaire.organisation, 0
    touched: dict[str, EntityList] = {}
    for instance, said in _said(instances):
        found = touched.get(said.list_name)
        if found is None:
            found = list_named(organisation, said.list_name, said.values, at=at)
            touched[said.list_name] = found
        count += _apply(found, instance, said, at=at)
    if count:
        record(
            "entities.changed",
            by=by,
            at=at,
            organisation=organisation,
            on=questionnaire,
            details={"count": count},
        )
    for found in touched.values():
        renew(found, at=at)


def _said(instances: Sequence[UUID]) -> Iterator[tuple[Instance, Visited]]:
    for start in range(0, len(instances), AT_ONCE):
        some = Instance.objects.filter(
            pk__in=instances[start : start + AT_ONCE], cover=Cover.OPEN
        ).select_related("version")
        for instance in some.order_by("received_at"):
            form = form_of(instance.version)
            if form is None or not form.entities:
                continue
            try:
                found = visited(bytes(instance.xml), form)
            except Problem:  # its page says that it cannot be read
                continue
            for said in found:
                yield instance, said


def _apply(into: EntityList, instance: Instance, said: Visited, *, at: datetime) -> bool:
    """Whether the entry is other than it was."""
    entity = Entity.objects.filter(entity_list=into, key=said.key).first()
    if entity is None:
        # A change of what nobody has made is kept, and shown: the first visit may still come.
        entity = Entity.objects.create(
            entity_list=into, key=said.key, number=0, conflict=not said.creates, changed_at=at
        )
        conflict = not said.creates
    elif entity.versions.filter(instance=instance, standing=True).exists():
        return False
    else:
        conflict = _is_conflict(entity, instance, said)
    values = {**entity.values, **said.values}
    label = (said.label or entity.label)[:250]
    turn(
        entity,
        label,
        values,
        conflict=entity.conflict or conflict,
        at=at,
        version=EntityVersion(
            base=said.base,
            branch=said.branch,
            conflict=conflict,
            said=dict(said.values),
            submission_id=instance.submission_id,
            instance=instance,
        ),
    )
    return True


def _is_conflict(entity: Entity, instance: Instance, said: Visited) -> bool:
    """Whether the phone did not know the newest version, and says something else than it."""
    agrees = all(entity.values.get(name, "") == text for name, text in said.values.items())
    if agrees and said.label in (None, "", entity.label):
        return False
    newest = entity.versions.filter(number=entity.number).first()
    if newest is not None and newest.submission_id == instance.submission_id:
        return False  # an edit of what made it so
    if newest is not None and said.branch and newest.branch == said.branch:
        return False  # the same phone went on from its own change, offline
    if not said.updates:
        return True  # made twice
    return said.base not in (0, entity.number)


def turn(
    entity: Entity,
    label: str,
    values: Mapping[str, str],
    *,
    conflict: bool,
    at: datetime,
    version: EntityVersion,
) -> None:
    entity.number += 1
    entity.label, entity.values, entity.conflict, entity.changed_at = (
        label,
        dict(values),
        conflict,
        at,
    )
    entity.save()
    version.entity, version.number, version.made_at = entity, entity.number, at
    version.label, version.values = label, dict(values)
    version.save()


def take_back(
    organisation: Organisation, instances: Sequence[UUID], *, by: User | None, at: datetime
) -> None:
    """Undo what instances made of entries; what others built on it stays, and is shown."""
    touched: dict[UUID, EntityList] = {}
    for start in range(0, len(instances), AT_ONCE):
        versions = EntityVersion.objects.filter(
            instance__in=instances[start : start + AT_ONCE],
            standing=True,
            entity__entity_list__organisation=organisation,
        ).select_related("entity__entity_list")
        for version in versions.order_by("-number"):
            touched[version.entity.entity_list_id] = version.entity.entity_list
            EntityVersion.objects.filter(pk=version.pk).update(standing=False)
            _step_back(version, at=at)
    for found in touched.values():
        renew(found, at=at)


def _step_back(version: EntityVersion, *, at: datetime) -> None:
    entity = Entity.objects.get(pk=version.entity_id)
    standing = entity.versions.filter(standing=True)
    before = standing.filter(number__lt=version.number).first()
    if not standing.exists():
        entity.delete()
    elif version.number != entity.number or before is None:
        Entity.objects.filter(pk=entity.pk).update(conflict=True)
    else:
        back = EntityVersion(base=before.number, submission_id=version.submission_id)
        turn(entity, before.label, before.values, conflict=entity.conflict, at=at, version=back)


@transaction.atomic
def settle_entity(entity: Entity, number: int, *, by: User, at: datetime) -> None:
    """Say which version of an entry is right; it becomes the newest.

    Raises:
        NotThere: the entry has no version of that number.
    """
    Entity.objects.select_for_update().get(pk=entity.pk)
    entity.refresh_from_db()
    chosen = entity.versions.filter(number=number).first()
    if chosen is None:
        raise NotThere
    if number != entity.number:
        made = EntityVersion(base=entity.number)
        turn(entity, chosen.label, chosen.values, conflict=False, at=at, version=made)
    Entity.objects.filter(pk=entity.pk).update(conflict=False)
    found = entity.entity_list
    record("entity.settled", by=by, at=at, organisation=found.organisation, on=entity)
    renew(found, at=at)
