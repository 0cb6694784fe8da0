"""The submissions that count, as the tables a study reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from datashift.kit.problem import Problem
from datashift.questionnaires import concepts, rows, submission, workers
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.tables.flag import Flag, Severity
from datashift.web.collect.models import Instance, Questionnaire, Version
from datashift.web.collect.queries.questionnaires import form_of

AT_ONCE = 500  # texts in memory


@dataclass(frozen=True)
class Forms:
    """The forms of a questionnaire: the newest that phones had, and those before it."""

    newest: Form
    older: tuple[Form, ...]


@dataclass(frozen=True)
class Gathered:
    """Rows of submissions.

    Args:
        files: name to Parquet bytes; the first is what the study computes from.
        counts: name to its rows.
        repeat: path of the repeat that the first one is of, or "".
        members: instance to its submission, as many as there are rows of the questionnaire.
        flags: what was noticed in reading them.
    """

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    repeat: str
    members: Mapping[UUID, UUID]
    flags: tuple[Flag, ...]


def forms_of(questionnaire: Questionnaire) -> Forms | None:
    """The forms that were on phones; None where nobody brought any."""
    versions = Version.objects.filter(questionnaire=questionnaire, published_at__isnull=False)
    found = [form_of(version) for version in versions.defer("xform").order_by("number")]
    read = [form for form in found if form is not None]
    return Forms(read[-1], tuple(read[:-1])) if read else None


def gather(questionnaire: Questionnaire, forms: Forms, instances: QuerySet[Instance]) -> Gathered:
    """The tables of the instances, in the order in which the submissions came."""
    members: dict[UUID, UUID] = {}
    read, unreadable = [], 0
    ordered = instances.order_by("submission__received_at", "pk").only("xml", "submission_id")
    for each in ordered.iterator(chunk_size=AT_ONCE):
        try:
            read.append(submission.read(bytes(each.xml), forms.newest))
        except Problem:  # told in the flags; the text is kept as it came
            unreadable += 1
            continue
        members[each.pk] = each.submission_id
    found = _without_workers(rows.tables(read, forms.newest, older=forms.older), forms)
    repeat = _repeat(forms.newest)
    tables = {"": found.main} | {path: rows.joined(found, path) for path in found.repeats}
    order = sorted(tables, key=lambda path: (path != repeat, path))
    stem = _safe(questionnaire.form_id)
    names = {path: _name(stem, path) for path in order}
    flags = (*found.flags, *((_unreadable(unreadable),) if unreadable else ()))
    return Gathered(
        files={names[path]: _parquet(tables[path]) for path in order},
        counts={names[path]: tables[path].num_rows for path in order},
        repeat=repeat,
        members=members,
        flags=flags,
    )


def _without_workers(found: rows.Tables, forms: Forms) -> rows.Tables:
    """The tables without what phones write down of whoever holds them: no figure needs it."""
    told = {
        found.columns[one.path]
        for form in (*forms.older, forms.newest)
        for one in form.questions
        if one.kind in workers.KINDS and one.path in found.columns
    }
    return replace(found, main=found.main.drop_columns(sorted(told)))


def _repeat(form: Form) -> str:
    try:
        return concepts.unit_repeat(form)
    except Problem:  # told where the study is written
        return ""


def _name(stem: str, path: str) -> str:
    return f"{stem}-{_safe(path.replace('/', '-'))}.parquet" if path else f"{stem}.parquet"


def _safe(text: str) -> str:
    return re.sub(r"[^\w-]+", "_", text)[:80] or "submissions"


def _parquet(table: object) -> bytes:
    import io

    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def _unreadable(count: int) -> Flag:
    return Flag(
        code="submission.not_read",
        severity=Severity.LOOK,
        message=f"{count:,} submissions cannot be read and have no row.",
        count=count,
        values={"count": count},
    )
