"""Compute a study in the background."""

from __future__ import annotations

import logging
import shutil
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from datashift import studies
from datashift.kit.problem import Problem
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.evidence import queries, storage, tasks
from datashift.web.evidence.models import Run, Study
from datashift.web.evidence.progress import Told

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
            studies.run(
                study,
                out=run.folder,
                today=at.date(),
                engine=settings.ENGINE,
                progress=Told(Run, run.pk),
            )
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
        _end(run, Run.State.DONE, at=at)


def _end(run: Run, state: Run.State, *, at: datetime, problem: str = "") -> None:
    Run.objects.filter(pk=run.pk).update(state=state, problem=problem, step="", finished_at=at)
