"""Pages made ahead, so that no reader is the first after something was published."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.timezone import now
from django.utils.translation import override
from django_tasks import TaskResultStatus, task

from datashift.kit.language import spoken
from datashift.web.explore.queries import catalogue, prepared
from datashift.web.official import queries as official

EVERY = timedelta(minutes=5)
AT_A_TIME = 20.0  # seconds for which other work waits
_seen: list[object] = []  # what the pages of this process were made of


class AheadRequest(HttpRequest):
    """A request of nobody, for the page of any address that the platform is reached by."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.root = prepared.ROOT
        self.method = "GET"
        self.path = self.path_info = path
        self.META = {"REQUEST_METHOD": "GET"}


@task()
def prepare_pages() -> None:
    """Make what has changed, in every language, and come again."""
    done = True
    try:
        state: list[object] = [catalogue.state(), official.newest()]
        if state != _seen:
            done = prepare(dict(settings.LANGUAGES), until=time.monotonic() + AT_A_TIME).done
            _seen[:] = state if done else []
    finally:
        keep_preparing(at_once=not done)


def keep_preparing(*, at_once: bool = False) -> None:
    """Have pages made within five minutes; the worker asks when it begins."""
    from django_tasks_db.models import DBTaskResult

    asked = DBTaskResult.objects.filter(task_path=prepare_pages.module_path)
    asked.filter(status=TaskResultStatus.SUCCESSFUL).delete()
    if not asked.filter(status=TaskResultStatus.READY).exists():
        prepare_pages.using(run_after=None if at_once else now() + EVERY).enqueue()


@dataclass(frozen=True)
class Prepared:
    """How many pages were looked at, and whether those were all."""

    pages: int
    done: bool


def prepare(languages: Iterable[str], *, until: float = math.inf) -> Prepared:
    """Make the page of every indicator that somebody has published for.

    Args:
        until: when to stop, by a clock that never goes back: other work waits.
    """
    codes = sorted(catalogue.number_by_indicator())
    number = 0
    for said in languages:
        with override(said), spoken(said):
            for code in codes:
                if time.monotonic() > until:
                    return Prepared(number, done=False)
                _made(reverse("explore:indicator", args=[code]))
                number += 1
    return Prepared(number, done=True)


def _made(path: str) -> None:
    request = AheadRequest(path)
    request.resolver_match = match = resolve(path)
    match.func(request, *match.args, **match.kwargs)
