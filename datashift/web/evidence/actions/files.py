"""Bring files to a study; read and check them in the background."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from datashift.kit.problem import Problem
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.evidence import storage, tasks
from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.progress import Told


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
    from datashift import tables

    DataFile.objects.filter(pk=file.pk).update(state=DataFile.State.READING, problem="")
    told = Told(DataFile, file.pk)
    try:
        if file.part == DataFile.Part.AREAS:
            _read_areas(file)
            return
        table = tables.read(file.path, name=file.name, progress=told)
        tables.store(table, file.table_folder)
    except Problem as problem:
        DataFile.objects.filter(pk=file.pk).update(
            state=DataFile.State.REFUSED, problem=str(problem), step=""
        )
        return
    columns = [
        {"name": c.name, "kind": c.kind, "confidence": c.confidence, "missing": c.missing}
        for c in table.columns
    ]
    DataFile.objects.filter(pk=file.pk).update(rows=len(table), columns=columns)
    if file.part == DataFile.Part.DATA:
        check_file(file, country=None, today=today)
    DataFile.objects.filter(pk=file.pk).update(state=DataFile.State.READY, step="")


def check_file(file: DataFile, *, country: str | None, today: date) -> None:
    """Look for faults in the table of a file and keep the flags.

    Args:
        country: where the rows are, when the study says so; points outside it are flagged.
    """
    from datashift import quality, tables
    from datashift.studies import flags

    table = tables.load(file.table_folder)
    found = (*table.flags, *quality.check(table, country=country, today=today))
    content = flags.as_json(found, table)["flags"]
    DataFile.objects.filter(pk=file.pk).update(flags=content)


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
