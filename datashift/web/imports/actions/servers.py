"""Have another server asked for submissions, again and again, until somebody ends it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from datashift.kit.problem import Problem
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect.models import Attachment, Questionnaire
from datashift.web.imports import storage, tasks
from datashift.web.imports.actions.asking import Answers, ask
from datashift.web.imports.actions.reading import read_export
from datashift.web.imports.actions.secrets import sealed
from datashift.web.imports.actions.taking import take_export
from datashift.web.imports.http import NotLetIn
from datashift.web.imports.models import Import, Server

WHOLE = timedelta(days=1)  # Kobo's edits keep their number, so all of it is read once a day


@transaction.atomic
def add_server(
    organisation: Organisation,
    *,
    kind: str,
    address: str,
    form: str,
    secret: str,
    project: str = "",
    who: str = "",
    questionnaire: Questionnaire | None = None,
    zone: str = "",
    hours: int = 1,
    by: User,
    at: datetime,
) -> Server:
    """Have a server asked from now on."""
    server = Server.objects.create(
        organisation=organisation,
        questionnaire=questionnaire,
        kind=kind,
        address=address.rstrip("/"),
        project=project,
        form=form.strip(),
        who=who,
        secret=sealed(secret.strip()),
        zone=zone,
        hours=hours,
        due_at=at,
        made_by=by,
        made_at=at,
    )
    record("server.added", by=by, at=at, organisation=organisation, on=server)
    transaction.on_commit(lambda: tasks.ask_server.enqueue(str(server.pk)))
    transaction.on_commit(tasks.keep_asking)
    return server


@transaction.atomic
def ask_now(server: Server, *, at: datetime) -> None:
    """Ask without waiting for its time, and again by itself if that had ended."""
    Server.objects.filter(pk=server.pk).update(due_at=at)
    transaction.on_commit(lambda: tasks.ask_server.enqueue(str(server.pk)))
    transaction.on_commit(tasks.keep_asking)


@transaction.atomic
def remove_server(server: Server, *, by: User, at: datetime) -> None:
    """Ask it no more, and forget its token. What came from it stays."""
    record("server.removed", by=by, at=at, organisation=server.organisation, on=server)
    server.delete()


def ask_server(server: Server, *, at: datetime) -> Import | None:
    """Ask for what is new and take it in; whatever goes wrong, what came before stays.

    Returns:
        The import; None where nothing came, or the server could not be asked.
    """
    due = at + timedelta(hours=server.hours)
    # Whoever asks first moves the time on, so that two workers do not ask at once.
    mine = Server.objects.filter(pk=server.pk, due_at=server.due_at)
    if not mine.update(due_at=due):
        return None
    whole = server.whole_at is None or at - server.whole_at >= WHOLE
    try:
        answers = ask(server, whole=whole, wanted=_wanted(server))
        brought = _take(server, answers, at=at) if answers.count else None
    except NotLetIn as problem:
        _failed(server, str(problem), at=at, again=None)
        return None
    except Problem as problem:
        _failed(server, str(problem), at=at, again=due)
        return None
    if brought is not None and brought.state != Import.State.DONE:
        _failed(server, brought.problem, at=at, again=due)
        return brought
    Server.objects.filter(pk=server.pk).update(
        questionnaire=brought.questionnaire if brought else server.questionnaire,
        cursor=answers.cursor,
        asked_at=at,
        whole_at=at if whole else server.whole_at,
        problem="",
    )
    if brought is not None and not (brought.new or brought.changed or brought.unreadable):
        brought.delete()  # a list of imports that brought nothing helps nobody
        return None
    return brought


@transaction.atomic
def _failed(server: Server, problem: str, *, at: datetime, again: datetime | None) -> None:
    news = not server.problem
    Server.objects.filter(pk=server.pk).update(problem=problem, asked_at=at, due_at=again)
    if news:
        record("server.failed", by=None, at=at, organisation=server.organisation, on=server)


def _take(server: Server, answers: Answers, *, at: datetime) -> Import:
    """The answers as an import like any other, decided about in advance."""
    brought = Import(
        organisation=server.organisation,
        questionnaire=server.questionnaire,
        server=server,
        name=f"{server.form} {at:%Y-%m-%d %H:%M}"[:255],
        zone=server.zone,
        brought_by=server.made_by,
        decided_by=server.made_by,
        brought_at=at,
    )
    _keep(brought, server, answers)
    brought.save()
    read_export(brought)
    brought.refresh_from_db()
    if brought.state == Import.State.READ:
        Import.objects.filter(pk=brought.pk).update(state=Import.State.IMPORTING)
        take_export(brought, at=at)
        brought.refresh_from_db()
    return brought


def _keep(brought: Import, server: Server, answers: Answers) -> None:
    """One bundle: what was answered, and the photographs of what is not here yet."""
    place = storage.path(brought.pk)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    left = settings.UPLOAD_LIMIT
    try:
        with zipfile.ZipFile(place, "w") as archive:
            archive.writestr(
                f"{server.form or 'form'}.json".replace("/", "_"), json.dumps(answers.document)
            )
            if answers.form:
                archive.writestr("form.xml", answers.form)
            for name, blocks in answers.files:
                if left <= 0:  # the rest is fetched when all of it is read again
                    break
                with archive.open(name, "w", force_zip64=True) as file:
                    for block in blocks:
                        left -= len(block)
                        file.write(block)
    except BaseException:
        storage.remove(brought.pk)
        raise


def _wanted(server: Server) -> Callable[[str, str], bool]:
    """Whether a file is not here yet."""
    came: set[tuple[str, str]] = set()
    if server.questionnaire is not None:
        rows = Attachment.objects.filter(instance__questionnaire=server.questionnaire)
        came = set(rows.exclude(sha256="").values_list("instance__instance_id", "name"))
    return lambda instance, name: (instance, name) not in came
