"""Submissions that phones encrypted, opened with a key that somebody brought for the moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from datashift.kit.problem import Problem
from datashift.questionnaires import encryption
from datashift.tables.flag import Flag
from datashift.web.collect import storage
from datashift.web.collect.models import Attachment, Cover, Instance, Questionnaire
from datashift.web.reports.queries.opened import Answer, answers_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

ON_A_PAGE = 25
LARGEST = 32_000_000  # bytes of the files of one submission that are opened here


@dataclass(frozen=True)
class Decrypted:
    """A submission that was opened, or why it was not.

    Args:
        flags: what does not match: forged, changed, of another form, files missing.
    """

    instance: Instance
    answers: tuple[Answer, ...] = ()
    flags: tuple[Flag, ...] = ()
    problem: str = ""


def encrypted_in(questionnaire: Questionnaire, submission: UUID | None) -> QuerySet[Instance]:
    """What counts now of the encrypted submissions; of one of them, if it is named."""
    found = Instance.objects.filter(
        questionnaire=questionnaire, current=True, cover=Cover.ENCRYPTED
    ).select_related("submission", "version")
    if submission is not None:
        found = found.filter(submission=submission)
    return found.order_by("-received_at", "pk")


def decrypted(
    instances: list[Instance], key: RSAPrivateKey, organisation: int
) -> Iterator[Decrypted]:
    """Each instance opened in memory."""
    for instance in instances:
        try:
            opened = encryption.decrypt(bytes(instance.xml), _files(instance, organisation), key)
            answers = answers_of(opened.document, instance.version, dict(_pictures(opened.files)))
        except Problem as problem:
            yield Decrypted(instance, problem=str(problem))
        else:
            yield Decrypted(instance, answers, opened.flags)


def _files(instance: Instance, organisation: int) -> dict[str, bytes]:
    """The files that came with any instance of the submission, up to what is opened here."""
    found: dict[str, bytes] = {}
    room = LARGEST
    files = Attachment.objects.filter(instance__submission=instance.submission, conflict=False)
    # The answers themselves before photographs, which are larger.
    for file in files.exclude(sha256="").order_by("size"):
        if file.name not in found and file.size <= room:
            with storage.read(organisation, file.sha256) as body:
                found[file.name] = body.read()
            room -= file.size
    return found


def _pictures(files: object) -> Iterator[tuple[str, bytes]]:
    """Those of the files that are photographs, without what they tell of phone and place."""
    import io

    from datashift.web.collect.queries import pictures

    assert isinstance(files, dict)
    for name, body in files.items():
        try:
            yield name, pictures.shown(io.BytesIO(body))
        except Problem:
            continue  # no photograph: its name is shown
