"""Bring files to a study; read and check them in the background."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.evidence import queries, storage, tasks
from datashift.web.evidence.actions.guesses import keep_guesses
from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.progress import Told

if TYPE_CHECKING:
    from datashift.tables import Table

log = logging.getLogger(__name__)


class StillNamed(Exception):
    """The study's text uses the file."""


def bring_file(
    study: Study,
    chunks: Iterable[bytes],
    *,
    name: str,
    part: DataFile.Part = DataFile.Part.DATA,
    by: User,
    at: datetime,
) -> DataFile:
    """Keep a file and have it read in the background; one of the same name is replaced.

    Raises:
        Problem: it is empty or too large. Nothing is kept then.
    """
    name = storage.safe_name(name)
    sha256, size = storage.keep(chunks, name=name)
    with transaction.atomic():
        # Two people who bring the same name at once queue up here: the later one replaces.
        Study.objects.select_for_update().get(pk=study.pk)
        study.files.filter(name=name, replaced_at=None).update(replaced_at=at)
        file = study.files.create(
            part=part, name=name, sha256=sha256, size=size, brought_by=by, brought_at=at
        )
        Study.objects.filter(pk=study.pk).update(changed_at=at)
        record(
            "file.brought",
            by=by,
            at=at,
            organisation=study.organisation,
            on=file,
            details={"part": part, "size": size, "sha256": sha256},
        )
        transaction.on_commit(lambda: tasks.read_file.enqueue(str(file.pk)))
    return file


@transaction.atomic
def remove_file(file: DataFile, *, by: User, at: datetime) -> None:
    """Take a file out of the study. Runs and releases made with it stay as they are.

    Raises:
        StillNamed: the study's text uses it.
    """
    if file.replaced_at is None and file.name in file.study.text:
        raise StillNamed
    file.replaced_at = at
    file.save(update_fields=["replaced_at"])
    record("file.removed", by=by, at=at, organisation=file.study.organisation, on=file)


def read_file(file: DataFile, *, today: date) -> None:
    """Read a file into a typed table, keep the table, check it. Safe to do twice."""
    DataFile.objects.filter(pk=file.pk).update(state=DataFile.State.READING, problem="")
    try:
        if file.part == DataFile.Part.AREAS:
            _read_areas(file)
        else:
            _read_table(file, today=today)
    except Problem as problem:
        _refuse(file, str(problem))
    except Exception:
        # The person sees a sentence; the details are in the log of the installation.
        log.exception("file %s could not be read", file.pk)
        _refuse(file, _("Something went wrong inside DataShift; your file is as it was."))


def check_file(file: DataFile, *, today: date) -> None:
    """Look for faults in the table of a file, where the study says it lies; keep the flags."""
    from datashift import tables

    _keep_flags(file, tables.load(file.table_folder), today=today)


def check_again(study: Study) -> None:
    """Have every file of a study checked anew, after the change that asks for it is kept."""

    def ask() -> None:
        for file in queries.data_files(study):
            if file.state == DataFile.State.READY:
                tasks.check_file.enqueue(str(file.pk))

    transaction.on_commit(ask)


def _read_table(file: DataFile, *, today: date) -> None:
    from datashift import tables

    table = tables.read(file.path, name=file.name, progress=Told(DataFile, file.pk))
    tables.store(table, file.table_folder)
    DataFile.objects.filter(pk=file.pk).update(rows=len(table), step=_("Checking"), total=None)
    _keep_flags(file, table, today=today)
    if file.part == DataFile.Part.DATA:
        keep_guesses(file, table, today=today)
    DataFile.objects.filter(pk=file.pk).update(state=DataFile.State.READY, step="")


def _keep_flags(file: DataFile, table: Table, *, today: date) -> None:
    """Columns and flags as pages show them; only rows to compute from are checked for faults."""
    from datashift import quality

    found, study = table.flags, Study.objects.get(pk=file.study_id)
    if file.part == DataFile.Part.DATA:
        where = queries.whereabouts(study.text)
        point = (where.longitude, where.latitude)
        has_point = set(point) <= set(table.data.column_names)
        longitude, latitude = point if has_point else (None, None)
        found += quality.check(
            table, country=where.country, today=today, longitude=longitude, latitude=latitude
        )
    kept = queries.kept_columns(study)
    DataFile.objects.filter(pk=file.pk).update(
        columns=queries.columns_json(table, found, kept),
        flags=queries.flags_json(table, found, kept),
    )


def _refuse(file: DataFile, problem: str) -> None:
    DataFile.objects.filter(pk=file.pk).update(
        state=DataFile.State.REFUSED, problem=problem, step=""
    )


def _read_areas(file: DataFile) -> None:
    """Boundaries: count the areas and list their properties, so that questions can offer them."""
    from datashift.harmonise import boundaries

    properties, count = boundaries.properties(file.path, name=file.name)
    DataFile.objects.filter(pk=file.pk).update(
        rows=count,
        columns=[
            {"name": name, "kind": "text", "example": value[:100]}
            for name, value in properties.items()
        ],
        state=DataFile.State.READY,
        step="",
    )
