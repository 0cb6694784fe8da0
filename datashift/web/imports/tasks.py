"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from django_tasks import TaskResultStatus, task

from datashift.web.imports.models import Import, Server

PATIENCE = timedelta(days=14)  # that an export waits for somebody to decide
EVERY = timedelta(minutes=5)  # how often it is looked which servers are due


def _import(pk: str, *states: str) -> Import | None:
    found = Import.objects.select_related(
        "organisation", "questionnaire__organisation", "brought_by", "decided_by"
    )
    return found.filter(pk=pk, state__in=states).first()


@task()
def read_export(pk: str) -> None:
    """Look at an export that was brought."""
    from datashift.web.imports.actions.reading import read_export as read

    found = _import(pk, Import.State.QUEUED, Import.State.READING)
    if found is not None:
        read(found)


@task()
def drop_forgotten(pk: str) -> None:
    """Drop an export that nobody decided about: its file holds people's answers."""
    from datashift.web.imports.actions.taking import drop_import

    found = _import(pk, Import.State.READ)
    if found is not None:
        drop_import(found, by=None, at=now())


def forget_later(pk: str) -> None:
    """Have an export dropped when nobody decides about it."""
    if drop_forgotten.get_backend().supports_defer:
        drop_forgotten.using(run_after=now() + PATIENCE).enqueue(pk)


@task()
def take_export(pk: str) -> None:
    """Take in an export that was decided about."""
    from datashift.web.imports.actions.taking import take_export as take

    found = _import(pk, Import.State.IMPORTING)
    if found is not None:
        take(found, at=now())


@task()
def ask_server(pk: str) -> None:
    """Ask one server, if it is due."""
    from datashift.web.imports.actions.servers import ask_server as ask

    found = Server.objects.select_related("organisation", "questionnaire__organisation", "made_by")
    server = found.filter(pk=pk, due_at__lte=now()).first()
    if server is not None:
        ask(server, at=now())


@task()
def ask_servers() -> None:
    """Ask all servers that are due, and come again."""
    keep_asking(beside=True)
    for pk in Server.objects.filter(due_at__lte=now()).values_list("pk", flat=True):
        ask_server.enqueue(str(pk))


def keep_asking(*, beside: bool = False) -> None:
    """Have due servers asked as long as there are any; the worker asks for it when it begins.

    Args:
        beside: one that runs now does not count.
    """
    if not ask_servers.get_backend().supports_defer or not Server.objects.exists():
        return
    from django_tasks_db.models import DBTaskResult

    states = [TaskResultStatus.READY] + ([] if beside else [TaskResultStatus.RUNNING])
    if not DBTaskResult.objects.filter(
        task_path=ask_servers.module_path, status__in=states
    ).exists():
        ask_servers.using(run_after=now() + EVERY).enqueue()
