"""Compute a study in the background."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from datashift import studies
from datashift.kit.problem import Problem
from datashift.studies.points import key_in
from datashift.tables import engines
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.evidence import queries, storage, tasks
from datashift.web.evidence.models import Run, Study
from datashift.web.evidence.progress import Told
from datashift.web.evidence.queries.account import earlier

log = logging.getLogger(__name__)


class AlreadyRunning(Exception):
    """The study is being computed."""


@transaction.atomic
def ask_run(study: Study, *, by: User, at: datetime) -> Run:
    """Have the study computed, with the answers in force.

    Raises:
        AlreadyRunning: it is waiting or being computed.
        Problem: the study's text is not yet right.
    """
    if study.runs.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING]).exists():
        raise AlreadyRunning
    text = queries.full_text(study)
    studies.parse(text)
    run = study.runs.create(text=text, asked_by=by, asked_at=at)
    record("run.asked", by=by, at=at, organisation=study.organisation, on=run)
    transaction.on_commit(lambda: tasks.compute_run.enqueue(str(run.pk)))
    return run


def compute_run(run: Run, *, at: datetime) -> None:
    """Compute a run and keep its release folder, unpublished. Safe to do twice."""
    if not Run.objects.filter(pk=run.pk, state__in=[Run.State.QUEUED, Run.State.RUNNING]).update(
        state=Run.State.RUNNING
    ):
        return
    shutil.rmtree(run.folder, ignore_errors=True)
    try:
        with storage.folder(run.study) as folder:
            study = studies.parse(run.text, folder=folder, confined=True)
            run.folder.parent.mkdir(parents=True, exist_ok=True)
            after = _travel(run, study, at=at)
    except Problem as problem:
        _end(run, Run.State.FAILED, at=at, problem=str(problem))
    except Exception:
        # The person sees a sentence; the details are in the log of the installation.
        log.exception("run %s stopped", run.pk)
        _end(
            run,
            Run.State.FAILED,
            at=at,
            problem=_("Something went wrong inside DataShift; your files are as they were."),
        )
    else:
        _end(run, Run.State.DONE, at=at, after=after)


def _travel(run: Run, study: studies.Study, *, at: datetime) -> int:
    """Compute, and protect together with all that was ever published of the study.

    Returns:
        How many releases that is.

    Raises:
        Problem: the study, a file or an account of an earlier release cannot be used.
    """
    told = Told(Run, run.pk)
    before = earlier(run.study)
    asked = study.specification.protect.points is not None
    key = key_in(run.study.points_key_file) if asked else None
    with engines.elsewhere(settings.ENGINE) as backend:
        course = studies.travel(
            study,
            today=at.date(),
            backend=backend,
            earlier=before,
            points_key=key,
            progress=told,
        )
    release = studies.tell(course, progress=told)
    _keep(run.account_file, dataclasses.replace(course.account, unsaid=release.unsaid))
    release.write(run.folder)
    return len(before)


def _keep(path: Path, account: studies.Account) -> None:
    """Write an account for the eyes of this installation only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(account.as_json(), file)
        file.flush()
        os.fsync(file.fileno())


def forget_unsaid(run: Run) -> None:
    """Forget the sentences that quote answers; what protects later releases stays."""
    if run.account_file.exists():
        told = json.loads(run.account_file.read_text(encoding="utf-8"))
        _keep(run.account_file, dataclasses.replace(studies.Account.from_json(told), unsaid=()))


def _end(run: Run, state: Run.State, *, at: datetime, problem: str = "", after: int = 0) -> None:
    Run.objects.filter(pk=run.pk).update(
        state=state, problem=problem, step="", finished_at=at, after=after
    )
