"""Give a questionnaire to the phones, close it, open it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from datashift.questionnaires import choices
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect import storage
from datashift.web.collect.actions.quarantine import let_out
from datashift.web.collect.models import Media, Quarantine, Questionnaire, Version

DATA = (".csv", ".xml", ".geojson")  # without these files a form does not work on a phone


LONGEST_LIST = 20_000_000  # bytes of a file that is looked through before it is taken


class FilesMissing(Exception):
    """The form cannot work without these files."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names


class NothingToOpen(Exception):
    """The questionnaire has no version that was given to phones."""


@transaction.atomic
def publish_version(version: Version, *, retire: bool = False, by: User, at: datetime) -> int:
    """Give a version to the phones, and open its questionnaire.

    What waited in quarantine only because nobody had brought this version counts now.

    Args:
        retire: earlier versions are no longer wanted; what answers them is set aside.

    Returns:
        How many submissions were let out.

    Raises:
        FilesMissing: it needs lists that nobody has brought.
    """
    missing = [file.name for file in version.media.filter(sha256="")]
    if needed := [name for name in missing if name.lower().endswith(DATA)]:
        raise FilesMissing(needed)
    questionnaire = Questionnaire.objects.select_for_update().get(pk=version.questionnaire_id)
    Version.objects.filter(pk=version.pk, published_at=None).update(published_at=at)
    if retire:
        older = questionnaire.versions.filter(number__lt=version.number, retired_at=None)
        older.update(retired_at=at)
    questionnaire.state, questionnaire.title = Questionnaire.State.OPEN, version.title
    questionnaire.changed_at = at
    questionnaire.save()
    waited = questionnaire.submissions.filter(
        instances__version_name=version.name,
        instances__quarantine__in=[Quarantine.UNKNOWN_VERSION, Quarantine.UNKNOWN_FORM],
    )
    count = let_out(questionnaire, waited.values_list("pk", flat=True).distinct(), at=at)
    record(
        "version.published",
        by=by,
        at=at,
        organisation=questionnaire.organisation,
        on=version,
        details={"retire": retire, "let_out": count},
    )
    return count


@transaction.atomic
def close_questionnaire(questionnaire: Questionnaire, *, by: User, at: datetime) -> None:
    """Take it off the phones. What still comes is kept and set aside."""
    _turn(questionnaire, Questionnaire.State.CLOSED, "questionnaire.closed", by=by, at=at)


@transaction.atomic
def open_questionnaire(questionnaire: Questionnaire, *, by: User, at: datetime) -> None:
    """Offer it to phones again.

    Raises:
        NothingToOpen: no version of it was ever published.
    """
    if not questionnaire.versions.exclude(published_at=None).exists():
        raise NothingToOpen
    _turn(questionnaire, Questionnaire.State.OPEN, "questionnaire.opened", by=by, at=at)


def _turn(
    questionnaire: Questionnaire,
    state: Questionnaire.State,
    event: str,
    *,
    by: User,
    at: datetime,
) -> None:
    # The lock is that of `receive`: what comes while it is closed is either before or after.
    found = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if found.state == state:
        return
    found.state, found.changed_at = state, at
    found.save(update_fields=["state", "changed_at"])
    record(event, by=by, at=at, organisation=found.organisation, on=found)


def bring_media(file: Media, chunks: Iterable[bytes], *, by: User, at: datetime) -> None:
    """Bring a file that a draft needs on the phone.

    Raises:
        TryLater: it could not be kept.
        Problem: it is a list of choices that cannot be read.
    """
    organisation = file.version.questionnaire.organisation
    kept = storage.keep(organisation.pk, chunks)
    if kept.size <= LONGEST_LIST:
        with storage.read(organisation.pk, kept.sha256) as content:
            choices.check(content.read(), file.name)
    with transaction.atomic():
        file.sha256, file.md5, file.size = kept.sha256, kept.md5, kept.size
        file.save()
        record("media.brought", by=by, at=at, organisation=organisation, on=file)
