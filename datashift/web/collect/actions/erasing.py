"""Erase submissions for good: rows here and, through a register, whatever other apps hold of them.

An app that holds something of a submission in rows without a foreign key to it, or in files, says
so in its `AppConfig.ready`: `before(...)`. One that names files of `collect.storage` says which are
still needed: `needs(...)`. Rows with a foreign key go along by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from datashift.web.collect.models import (
    Attachment,
    Instance,
    Media,
    Questionnaire,
    Submission,
    Version,
    XLSForm,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model


@dataclass(frozen=True)
class Going:
    """Submissions that are about to be erased.

    Args:
        organisation, questionnaire: keys.
        submissions: keys; of one questionnaire.
        instance_ids: of all their texts.
        files: hashes of files in `collect.storage` that they name.
    """

    organisation: int
    questionnaire: UUID
    submissions: frozenset[UUID]
    instance_ids: frozenset[str]
    files: frozenset[str]


Before = Callable[[Going], Collection[str]]
Needs = Callable[[int, Collection[str]], Collection[str]]

_before: list[Before] = []
_needs: list[Needs] = []


def before(function: Before) -> Before:
    """Have the function called in the transaction, before the rows go.

    It erases what its app holds, and returns the hashes of further files of `collect.storage` that
    nothing of its own names any more.
    """
    _before.append(function)
    return function


def needs(function: Needs) -> Needs:
    """Have the function asked which of these files of an organisation its app still names."""
    _needs.append(function)
    return function


@transaction.atomic
def erase_submissions(
    questionnaire: Questionnaire, submissions: Collection[UUID]
) -> tuple[int, frozenset[str]]:
    """Erase the submissions' rows with all that hangs on them.

    Returns:
        How many there were, and the hashes of files that they named. Those are removed later, by
        whoever has seen this transaction committed: `unneeded`.
    """
    locked = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    found = locked.submissions.filter(pk__in=submissions)
    keys = frozenset(found.values_list("pk", flat=True))
    instances = Instance.objects.filter(submission__in=keys)
    attachments = Attachment.objects.filter(instance__submission__in=keys).exclude(sha256="")
    going = Going(
        organisation=locked.organisation_id,
        questionnaire=locked.pk,
        submissions=keys,
        instance_ids=frozenset(instances.values_list("instance_id", flat=True)),
        files=frozenset(attachments.values_list("sha256", flat=True)),
    )
    files = set(going.files)
    for function in _before:
        files |= set(function(going))
    Submission.objects.filter(pk__in=keys).delete()
    return len(keys), frozenset(files)


@transaction.atomic
def erase_questionnaire(questionnaire: Questionnaire) -> frozenset[str]:
    """Erase a questionnaire whose submissions are gone, and its versions; hashes of its files."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    media = Media.objects.filter(version__questionnaire=locked).exclude(sha256="")
    files = set(media.values_list("sha256", flat=True))
    files |= set(
        locked.versions.exclude(xlsform_sha256="").values_list("xlsform_sha256", flat=True)
    )
    brought = XLSForm.objects.filter(Q(questionnaire=locked) | Q(version__questionnaire=locked))
    files |= set(brought.values_list("sha256", flat=True))
    brought.delete()
    locked.delete()
    return frozenset(files)


def unneeded(organisation: int, files: Collection[str]) -> frozenset[str]:
    """Those of the files that nothing names any more.

    Only inside a transaction in which `lock_all` was called: else somebody may name one meanwhile.
    """
    named: set[str] = set()
    for function in _needs:
        named |= set(function(organisation, files))
    return frozenset(files) - named


def lock_all(organisation: int) -> None:
    """Wait until nobody receives anything for the organisation, and let nobody begin.

    A questionnaire that is made meanwhile takes its files from `storage.keep`, after this.
    """
    rows = Questionnaire.objects.select_for_update().filter(organisation=organisation)
    list(rows.order_by("pk").values_list("pk", flat=True))


def tables() -> list[type[Model]]:
    """The models whose rows hold submissions, or hang on them."""
    found: list[type[Model]] = [Submission, Instance, Attachment]
    for model in found:  # it grows: what hangs on them has something hanging on it
        more = [relation.related_model for relation in model._meta.related_objects]
        found += [each for each in dict.fromkeys(more) if each not in found]
    return found


@needs
def named_here(organisation: int, files: Collection[str]) -> set[str]:
    """Those of the files that collection itself names."""
    mine = {"questionnaire__organisation": organisation}
    attachments = Attachment.objects.filter(
        instance__questionnaire__organisation=organisation, sha256__in=files
    )
    media = Media.objects.filter(
        version__questionnaire__organisation=organisation, sha256__in=files
    )
    versions = Version.objects.filter(**mine, xlsform_sha256__in=files)
    brought = XLSForm.objects.filter(organisation=organisation, sha256__in=files)
    return {
        *attachments.values_list("sha256", flat=True),
        *media.values_list("sha256", flat=True),
        *versions.values_list("xlsform_sha256", flat=True),
        *brought.values_list("sha256", flat=True),
    }
