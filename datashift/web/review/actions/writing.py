"""Entries of lists that come from elsewhere than a submission: a table, a programme, a register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.review.actions.lists import list_named, renew
from datashift.web.review.actions.visiting import turn
from datashift.web.review.models import Entity, EntityList, EntityVersion
from datashift.web.review.models.entities import NAME

OWN = frozenset({"name", "label"})  # what is no property: the same, whatever its case


class NotAName(Exception):
    """A list or a property cannot be called so."""


class KeyTaken(Exception):
    """There is an entry with this key."""


class Outdated(Exception):
    """Somebody changed the entry since; `number` is its version now."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@dataclass(frozen=True)
class Written:
    """What is written about one thing.

    Args:
        label: what it is called; None leaves it as it is.
        values: property to text; those that are not named stay.
        key: as phones know it; None: a new one.
    """

    label: str | None
    values: Mapping[str, str] = field(default_factory=dict)
    key: UUID | None = None


@dataclass(frozen=True)
class Counted:
    """How many entries were made, changed, and found as they were to be."""

    made: int
    changed: int
    same: int


def is_property(name: str) -> bool:
    """Whether a property may be called so."""
    return (
        NAME.fullmatch(name) is not None and name.lower() not in OWN and not name.startswith("__")
    )


@transaction.atomic
def make_list(
    organisation: Organisation, name: str, properties: Iterable[str], *, by: User, at: datetime
) -> EntityList:
    """The organisation's list of that name, with these properties; made where it is not there.

    Raises:
        NotAName: of the list, or of a property.
    """
    properties = list(properties)
    if not NAME.fullmatch(name) or name.startswith("__") or not all(map(is_property, properties)):
        raise NotAName
    before = EntityList.objects.filter(organisation=organisation, name=name).first()
    made = list_named(organisation, name, properties, at=at)
    if before is None or before.properties != made.properties:
        record("entity_list.written", by=by, at=at, organisation=organisation, on=made)
        renew(made, at=at)
    return made


@transaction.atomic
def write_entries(
    entity_list: EntityList, entries: Sequence[Written], *, by: User, at: datetime
) -> Counted:
    """Write entries, all or none: those whose key is known are changed, the others made.

    The same again changes nothing. Properties must be the list's: `make_list`.
    """
    found = EntityList.objects.select_for_update().get(pk=entity_list.pk)
    keys = [each.key for each in entries if each.key is not None]
    there: dict[UUID, Entity] = {}
    for start in range(0, len(keys), 500):
        some = found.entities.filter(key__in=keys[start : start + 500])
        there |= {each.key: each for each in some}
    made = changed = 0
    for entry in entries:
        entity = there.get(entry.key) if entry.key else None
        if entity is None:
            entity = _new(found, entry, by=by, at=at)
            there[entity.key] = entity
            made += 1
        else:
            changed += _changed(entity, entry, by=by, at=at)
    if made or changed:
        _tell(found, made + changed, by=by, at=at)
    return Counted(made, changed, len(entries) - made - changed)


@transaction.atomic
def make_entity(entity_list: EntityList, entry: Written, *, by: User, at: datetime) -> Entity:
    """Make one entry.

    Raises:
        KeyTaken: there is one with its key.
    """
    found = EntityList.objects.select_for_update().get(pk=entity_list.pk)
    if entry.key and found.entities.filter(key=entry.key).exists():
        raise KeyTaken
    made = _new(found, entry, by=by, at=at)
    _tell(found, 1, by=by, at=at)
    return made


@transaction.atomic
def change_entity(
    entity: Entity, entry: Written, *, base: int | None, by: User, at: datetime
) -> Entity:
    """Change an entry.

    Args:
        base: the version that is changed; None: whichever it is.

    Raises:
        Outdated: it is another by now.
    """
    locked = Entity.objects.select_for_update().select_related("entity_list").get(pk=entity.pk)
    if base not in (None, locked.number):
        raise Outdated(locked.number)
    if _changed(locked, entry, by=by, at=at):
        _tell(locked.entity_list, 1, by=by, at=at)
    return locked


@transaction.atomic
def remove_entity(entity: Entity, *, by: User, at: datetime) -> None:
    """Take an entry out of its list, with all that was said of it; its submissions stay."""
    found = entity.entity_list
    entity.delete()
    _tell(found, 1, by=by, at=at)


def _new(found: EntityList, entry: Written, *, by: User, at: datetime) -> Entity:
    entity = Entity.objects.create(
        entity_list=found, key=entry.key or uuid4(), number=0, changed_at=at
    )
    _write(entity, entry, by=by, at=at)
    return entity


def _changed(entity: Entity, entry: Written, *, by: User, at: datetime) -> bool:
    says_more = any(entity.values.get(name, "") != text for name, text in entry.values.items())
    if not says_more and entry.label in (None, entity.label):
        return False
    _write(entity, entry, by=by, at=at)
    return True


def _write(entity: Entity, entry: Written, *, by: User, at: datetime) -> None:
    label = entity.label if entry.label is None else entry.label[:250]
    version = EntityVersion(base=entity.number, said=dict(entry.values), by=by)
    values = {**entity.values, **entry.values}
    turn(entity, label, values, conflict=entity.conflict, at=at, version=version)


def _tell(found: EntityList, count: int, *, by: User, at: datetime) -> None:
    record(
        "entities.written",
        by=by,
        at=at,
        organisation=found.organisation,
        on=found,
        details={"count": count},
    )
    renew(found, at=at)
