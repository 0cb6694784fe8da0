"""What became of erased submissions in studies: tables, what was read of them, what was computed.

The study gets a new table without them first; then every earlier table that held one of them goes,
with the runs computed from it. Releases stay: they hold protected figures, and the accounts by
which later releases are protected against them.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from datetime import datetime
from math import inf
from typing import Any
from uuid import UUID

from django.db import transaction

from datashift.web.collect.models import Questionnaire
from datashift.web.credibility.models import Document
from datashift.web.evidence import storage
from datashift.web.evidence.actions.runs import forget_unsaid
from datashift.web.evidence.models import DataFile, Study
from datashift.web.keeping.models import Erasure
from datashift.web.review.actions.feeding import feed
from datashift.web.review.models import Counted, Flow

Noted = list[dict[str, Any]]


def noted(before: Noted, questionnaire: Questionnaire, submissions: Collection[UUID]) -> Noted:
    """What was noted before, and the tables that hold these submissions, which are about to go."""
    found = {item["flow"]: item for item in before}
    for flow in Flow.objects.filter(questionnaire=questionnaire):
        held = Counted.objects.filter(flow=flow, submission__in=submissions)
        spans = set(held.order_by().values_list("since", "until"))
        tables = [
            table
            for table in flow.tables.all()
            if any(
                since <= table.number and table.number < (until or inf) for since, until in spans
            )
        ]
        if not tables:
            continue
        study = str(questionnaire.study_id or "")
        nothing = {"flow": str(flow.pk), "study": study, "tables": [], "files": []}
        item = found.setdefault(str(flow.pk), nothing)
        hashes = {file["sha256"] for table in tables for file in table.files}
        item["files"] = sorted({*item["files"], *hashes})
        item["tables"] = sorted({*item["tables"], *(table.number for table in tables)})
    return list(found.values())


def renew(erasure: Erasure, *, at: datetime) -> None:
    """Give each study a table without what was erased, and forget the earlier ones."""
    for item in erasure.studies:
        flow = Flow.objects.select_related("questionnaire__study").filter(pk=item["flow"]).first()
        gone = set(item["files"])
        if flow is not None:
            if erasure.questionnaire is None:
                feed(flow, at=at)
            gone -= _forget_versions(flow, item["tables"])
        study = Study.objects.filter(pk=item["study"]).first() if item["study"] else None
        if study is not None:
            forget(study, gone, at=at)


def _forget_versions(flow: Flow, numbers: Collection[int]) -> set[str]:
    """Forget tables that held what was erased; files of those that stay."""
    flow.tables.filter(number__in=numbers).delete()
    return {file["sha256"] for table in flow.tables.all() for file in table.files}


def forget(study: Study, files: Collection[str], *, at: datetime) -> None:
    """Forget files of a study, what was read of them, and what was computed of it before."""
    with transaction.atomic():
        Study.objects.select_for_update().get(pk=study.pk)
        study.files.filter(sha256__in=files).delete()
        runs = list(study.runs.filter(release=None, asked_at__lt=at))
        study.runs.filter(pk__in=[run.pk for run in runs]).delete()
    for run in study.runs.filter(asked_at__lt=at):
        forget_unsaid(run)
    for run in runs:
        shutil.rmtree(run.folder, ignore_errors=True)
        run.account_file.unlink(missing_ok=True)
    for sha256 in set(files) - _named(files):
        storage.remove(sha256)


def _named(files: Iterable[str]) -> set[str]:
    """Those of the files that some row names still."""
    wanted = list(files)
    return {
        *DataFile.objects.filter(sha256__in=wanted).values_list("sha256", flat=True),
        *Document.objects.filter(sha256__in=wanted).values_list("sha256", flat=True),
    }
