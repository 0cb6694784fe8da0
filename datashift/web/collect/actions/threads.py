"""Submissions as threads of instances, joined by deprecatedID."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from datashift.web.collect.actions.receive import Delivery, Outcome, Receipt
from datashift.web.collect.models import (
    Attachment,
    Instance,
    Quarantine,
    Questionnaire,
    Submission,
    Version,
)
from datashift.web.collect.queries.ids import named

if TYPE_CHECKING:
    from uuid import UUID

TICK = timedelta(microseconds=1)
LONGEST_NAME = 255


@dataclass
class Thread:
    """One submission with everything that came of it, in the order in which it came."""

    submission: Submission
    new: bool
    instances: list[Instance] = field(default_factory=list)
    files: dict[UUID, list[Attachment]] = field(default_factory=dict)  # by instance
    touched: bool = False

    def of_text(self, instance_id: str, sha256: str) -> Instance | None:
        return next(
            (i for i in self.instances if (i.instance_id, i.sha256) == (instance_id, sha256)), None
        )

    def ids(self) -> set[str]:
        """Every id that it or its instances have or name."""
        named = {i for each in self.instances for i in (each.instance_id, each.deprecated_id) if i}
        return named | {self.submission.root_instance_id}

    def moment(self, at: datetime) -> datetime:
        """A time after all that came before, whatever the clock says: it keeps the order."""
        last = max((each.received_at for each in self.instances), default=None)
        return at if last is None or at > last else last + TICK

    def current(self) -> Instance:
        """The instance that counts: the last of the chain; of several, the last that came."""
        free = [each for each in self.instances if not each.quarantine]
        depths = depths_of(self.instances)
        return max(
            free or self.instances, key=lambda each: (depths[each.instance_id], each.received_at)
        )

    def missing(self, instance: Instance) -> tuple[str, ...]:
        """Names of the instance's files that came with none of the submission's instances."""
        came = {file.name for files in self.files.values() for file in files if file.sha256}
        wanted = (file.name for file in self.files.get(instance.pk, ()) if file.expected)
        return tuple(name for name in wanted if name not in came)


def depths_of(instances: Iterable[Instance]) -> dict[str, int]:
    """How many replacements lie behind each id; a circle is walked once."""
    parents: dict[str, set[str]] = {}
    for each in instances:
        parents.setdefault(each.instance_id, set())
        if each.deprecated_id:
            parents[each.instance_id].add(each.deprecated_id)

    def depth(instance_id: str, seen: frozenset[str]) -> int:
        behind = parents.get(instance_id, set()) - seen - {instance_id}
        return max((1 + depth(each, seen | {instance_id}) for each in behind), default=0)

    return {instance_id: depth(instance_id, frozenset()) for instance_id in parents}


class Threads:
    """The threads that a batch of deliveries to one questionnaire touches."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._of: dict[str, Thread] = {}  # by every id known of it
        self._merged: list[tuple[Thread, Thread]] = []  # what went into what
        self._new_instances: list[Instance] = []
        self._new_files: list[Attachment] = []
        self._filled: list[Attachment] = []

    @classmethod
    def about(cls, questionnaire: Questionnaire, deliveries: Iterable[Delivery]) -> Threads:
        """The threads to which the deliveries belong."""
        ids = {i for each in deliveries for i in (each.instance_id, each.deprecated_id) if i}
        return cls.of(questionnaire, set(named(questionnaire, ids)))

    @classmethod
    def of(cls, questionnaire: Questionnaire, submissions: Collection[UUID]) -> Threads:
        """The threads of these submissions."""
        found = cls(questionnaire)
        if submissions:
            found._load(submissions)
        return found

    def all(self) -> list[Thread]:
        """Each thread once."""
        return list({id(each): each for each in self._of.values()}.values())

    def _load(self, keys: Collection[UUID]) -> None:
        threads = {
            found.pk: Thread(found, new=False) for found in Submission.objects.filter(pk__in=keys)
        }
        for instance in Instance.objects.filter(submission__in=keys).defer("xml"):
            threads[instance.submission_id].instances.append(instance)
        for thread in threads.values():
            self._of |= dict.fromkeys(thread.ids(), thread)
        of_instance = {each.pk: t for t in threads.values() for each in t.instances}
        for file in Attachment.objects.filter(instance__in=of_instance):
            of_instance[file.instance_id].files.setdefault(file.instance_id, []).append(file)

    def holds(self, delivery: Delivery) -> bool:
        """Whether something of the delivery's submission is here already."""
        return delivery.instance_id in self._of or delivery.deprecated_id in self._of

    def enter(
        self,
        delivery: Delivery,
        *,
        version: Version | None,
        quarantine: Quarantine,
        expected: tuple[str, ...],
    ) -> Receipt:
        """Give a delivery its place; what is still missing of it is known after `write`."""
        thread = self._of.get(delivery.instance_id)
        instance = thread.of_text(delivery.instance_id, delivery.sha256) if thread else None
        outcome = Outcome.AGAIN
        if instance is None:
            outcome = self._kind(delivery, thread)
            thread = self._home(delivery)
            instance = self._add(thread, delivery, version, quarantine, expected)
        assert thread is not None
        if self._attach(thread, instance, delivery) and outcome == Outcome.AGAIN:
            outcome = Outcome.FILES
        if outcome != Outcome.AGAIN:
            thread.touched = True
            thread.submission.changed_at = max(thread.submission.changed_at, delivery.at)
        return Receipt(
            submission=thread.submission.pk,
            instance=instance.pk,
            questionnaire=self._questionnaire.pk,
            instance_id=delivery.instance_id,
            sha256=delivery.sha256,
            outcome=outcome,
            quarantine=Quarantine(instance.quarantine),
        )

    def _kind(self, delivery: Delivery, thread: Thread | None) -> Outcome:
        if thread and any(i.instance_id == delivery.instance_id for i in thread.instances):
            return Outcome.VERSION
        return Outcome.EDIT if self.holds(delivery) else Outcome.NEW

    def _home(self, delivery: Delivery) -> Thread:
        """The thread that the delivery belongs to: found, made, or made of two."""
        own_id, replaced_id = delivery.instance_id, delivery.deprecated_id
        own = self._of.get(own_id)
        replaced = self._of.get(replaced_id) if replaced_id else None
        if own and replaced and own is not replaced:
            home = self._merge(own, replaced)
        else:
            home = own or replaced or self._begin(replaced_id or own_id, delivery.at)
            if replaced_id and not replaced and home.submission.root_instance_id == own_id:
                home.submission.root_instance_id = replaced_id
        self._of |= dict.fromkeys(filter(None, (own_id, replaced_id)), home)
        return home

    def _begin(self, root: str, at: datetime) -> Thread:
        return Thread(
            Submission(
                questionnaire=self._questionnaire,
                root_instance_id=root,
                received_at=at,
                changed_at=at,
            ),
            new=True,
        )

    def _merge(self, later: Thread, earlier: Thread) -> Thread:
        """One thread of two; the one that is known outside already stays."""
        home, other = (later, earlier) if earlier.new and not later.new else (earlier, later)
        home.submission.root_instance_id = earlier.submission.root_instance_id
        home.submission.received_at = min(t.submission.received_at for t in (later, earlier))
        home.submission.conflict |= other.submission.conflict
        home.instances = sorted([*home.instances, *other.instances], key=lambda i: i.received_at)
        home.files |= other.files
        for instance in other.instances:
            instance.submission = home.submission
        self._of |= dict.fromkeys(other.ids(), home)
        self._merged.append((other, home))
        return home

    def _add(
        self,
        thread: Thread,
        delivery: Delivery,
        version: Version | None,
        quarantine: Quarantine,
        expected: tuple[str, ...],
    ) -> Instance:
        instance = Instance(
            questionnaire=self._questionnaire,
            submission=thread.submission,
            instance_id=delivery.instance_id,
            deprecated_id=delivery.deprecated_id,
            sha256=delivery.sha256,
            xml=delivery.text,
            cover=delivery.cover,
            title=delivery.title,
            version_name=delivery.version,
            version=version,
            quarantine=quarantine,
            received_at=thread.moment(delivery.at),
            door=delivery.door,
            device_id=delivery.sender.device,
            sent_by_id=delivery.sender.user,
        )
        if any(each.instance_id == instance.instance_id for each in thread.instances):
            thread.submission.conflict = True
        thread.instances.append(instance)
        self._new_instances.append(instance)
        names = dict.fromkeys(name[:LONGEST_NAME] for name in expected)
        named = [Attachment(instance=instance, name=name, expected=True) for name in names]
        thread.files[instance.pk] = named
        self._new_files += named
        return instance

    def _attach(self, thread: Thread, instance: Instance, delivery: Delivery) -> bool:
        """Note the files that came; whether any of them is news."""
        news = False
        for file in delivery.files:
            name = file.name[:LONGEST_NAME]
            same = [a for a in thread.files.setdefault(instance.pk, []) if a.name == name]
            if any(each.sha256 == file.sha256 for each in same):
                continue
            news = True
            free = next((each for each in same if not each.sha256), None)
            if free is None:
                free = Attachment(instance=instance, name=name, conflict=bool(same))
                thread.files[instance.pk].append(free)
                thread.submission.conflict |= bool(same)
                self._new_files.append(free)
            elif not free._state.adding:
                self._filled.append(free)
            free.sha256, free.size, free.kind = file.sha256, file.size, file.kind[:100]
            free.received_at = delivery.at
        return news

    def write(self) -> None:
        """Write what was entered, each kind of row together."""
        gone = [other for other, _ in self._merged]
        threads = [each for each in self.all() if each.touched]
        for thread in threads:
            self._settle(thread)
        Submission.objects.bulk_create(t.submission for t in threads if t.new)
        self._move(threads)
        Submission.objects.filter(pk__in=[t.submission.pk for t in gone if not t.new]).delete()
        for thread in threads:
            if not thread.new:
                thread.submission.save()
        Instance.objects.bulk_create(self._new_instances)
        Attachment.objects.bulk_create(self._new_files)
        if self._filled:
            Attachment.objects.bulk_update(self._filled, ["sha256", "size", "kind", "received_at"])

    def _settle(self, thread: Thread) -> None:
        """Which instance counts now, what state that gives, what is still missing."""
        submission, current = thread.submission, thread.current()
        before = [each for each in thread.instances if each.current]
        if before != [current]:
            _set(before, current=False)
            current.current = True
            submission.state = Submission.State.RECEIVED
        if current.quarantine:
            submission.state = Submission.State.QUARANTINED
        of_root = [i for i in thread.instances if i.instance_id == submission.root_instance_id]
        _set([i for i in of_root if not i.root], root=True)
        _set([i for i in thread.instances if i.root and i not in of_root], root=False)
        submission.waiting = len(thread.missing(current))

    def _move(self, threads: Sequence[Thread]) -> None:
        """Bring the instances of merged threads, and all that others hang on them, along."""
        for other, home in self._merged:
            if other.new:
                continue
            target = self._of[next(iter(home.ids()))].submission
            for relation in Submission._meta.related_objects:
                rows = relation.related_model._base_manager.filter(
                    **{relation.field.name: other.submission.pk}
                )
                rows.update(**{relation.field.name: target.pk})
        for thread in threads:
            current = next(each for each in thread.instances if each.current)
            if not current._state.adding:
                Instance.objects.filter(pk=current.pk, current=False).update(current=True)

    def told(self, receipt: Receipt) -> Receipt:
        """The receipt as it stands when all is written."""
        thread = self._of[receipt.instance_id]
        return replace(
            receipt,
            submission=thread.submission.pk,
            waiting=thread.missing(next(i for i in thread.instances if i.current)),
        )


def _set(instances: Iterable[Instance], **columns: bool) -> None:
    """Set the columns of these, and of those of their rows that are there."""
    stored = []
    for each in instances:
        for name, value in columns.items():
            setattr(each, name, value)
        if not each._state.adding:
            stored.append(each.pk)
    if stored:
        Instance.objects.filter(pk__in=stored).update(**columns)
