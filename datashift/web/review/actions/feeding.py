"""Give a study its newest rows, and have its figures made anew.

Every table that a study was given stays as it was; a release is a copy of its own and never
changes underneath its reader.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from datashift.kit.language import marked
from datashift.kit.problem import Problem
from datashift.questionnaires import concepts
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire
from datashift.web.evidence import actions as evidence
from datashift.web.evidence.models import Run, Study
from datashift.web.review import tasks
from datashift.web.review.models import Counted, Flow, TableVersion
from datashift.web.review.queries.flow import taken
from datashift.web.review.queries.rows import Forms, Gathered, forms_of, gather

log = logging.getLogger(__name__)
QUIET = 60.0  # seconds after a decision before the study is computed by itself
BUSY = 15.0  # seconds until the next attempt, while it is being computed

_ASKS_NOTHING = marked(
    "No question of the newest version names an indicator: the study goes on as it was declared "
    "before."
)


class AlreadyConnected(Exception):
    """The questionnaire has its study."""


@transaction.atomic
def connect_study(
    questionnaire: Questionnaire,
    *,
    study: Study | None = None,
    takes: str = Flow.Takes.ACCEPTED,
    sampling: str = Flow.Sampling.VOLUNTEER,
    licence: str = "",
    country: str = "",
    by: User,
    at: datetime,
) -> Flow:
    """Let the submissions of a questionnaire become the rows of a study.

    Args:
        study: one that is there already; None for a new one of the questionnaire's title.

    Raises:
        AlreadyConnected: it has one.
    """
    found = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    if Flow.objects.filter(questionnaire=found).exists():
        raise AlreadyConnected
    organisation = found.organisation
    into = study or found.study
    into = into or evidence.create_study(organisation, title=found.title[:200], by=by, at=at)
    found.study, found.changed_at = into, at
    found.save(update_fields=["study", "changed_at"])
    questionnaire.study = into
    flow = Flow.objects.create(
        questionnaire=found,
        takes=takes,
        sampling=sampling,
        licence=licence,
        country=country or organisation.country,
        made_by=by,
        made_at=at,
    )
    record("flow.made", by=by, at=at, organisation=organisation, on=found)
    ask_figures(flow, at=at, by=by)
    return flow


@transaction.atomic
def change_flow(
    flow: Flow,
    *,
    takes: str,
    sampling: str,
    licence: str,
    automatic: bool,
    by: User,
    at: datetime,
) -> None:
    """Say anew what enters the study, and when."""
    flow.takes, flow.sampling, flow.licence, flow.automatic = takes, sampling, licence, automatic
    flow.made_by = by
    flow.save(update_fields=["takes", "sampling", "licence", "automatic", "made_by"])
    organisation = flow.questionnaire.organisation
    record("flow.changed", by=by, at=at, organisation=organisation, on=flow.questionnaire)
    something_changed(flow.questionnaire_id, at=at)


@transaction.atomic
def ask_figures(flow: Flow, *, by: User, at: datetime) -> None:
    """Have the table and the figures made now, whatever was planned."""
    Flow.objects.filter(pk=flow.pk).update(due_at=at, problem="")
    organisation = flow.questionnaire.organisation
    record("flow.asked", by=by, at=at, organisation=organisation, on=flow.questionnaire)
    transaction.on_commit(lambda: tasks.later(tasks.feed_study, flow.pk, seconds=0))


def something_changed(questionnaire: UUID, *, at: datetime) -> None:
    """What counts may be other than it was: make the study's table when things are quiet."""
    flow = tasks.not_due(at=at).filter(questionnaire=questionnaire, automatic=True).first()
    if flow is not None:
        found = flow
        transaction.on_commit(lambda: tasks.ask_feed(found, at=at, seconds=QUIET))


def feed(flow: Flow, *, at: datetime) -> None:
    """Make the table of what counts now, and ask for the figures. Safe to do twice."""
    Flow.objects.filter(pk=flow.pk).update(due_at=None, problem="")
    try:
        _feed(flow, at=at)
    except Problem as problem:
        Flow.objects.filter(pk=flow.pk).update(problem=str(problem))
    except evidence.AlreadyRunning:
        if tasks.can_wait():
            tasks.ask_feed(flow, at=at, seconds=BUSY)
    except Exception:
        # The person sees a sentence; the details are in the log of the installation.
        log.exception("the rows of flow %s could not be made", flow.pk)
        words = _("Something went wrong inside DataShift; the submissions are as they were.")
        Flow.objects.filter(pk=flow.pk).update(problem=words)


def _feed(flow: Flow, *, at: datetime) -> None:
    questionnaire = flow.questionnaire
    forms, study = forms_of(questionnaire), questionnaire.study
    if forms is None or study is None:
        return
    gathered = gather(questionnaire, forms, taken(flow))
    table = flow.tables.first()
    if gathered.members and (table is None or _differs(table, gathered)):
        table = _keep(flow, study, gathered, at=at)
    _write(flow, study, forms, gathered)
    study.refresh_from_db()
    if table is not None and study.text and not _is_asked(study, table):
        evidence.ask_run(study, by=flow.made_by, at=at)


def _differs(table: TableVersion, gathered: Gathered) -> bool:
    return {each["name"]: each["sha256"] for each in table.files} != _hashes(gathered)


def _hashes(gathered: Gathered) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in gathered.files.items()}


def _is_asked(study: Study, table: TableVersion) -> bool:
    return Run.objects.filter(study=study, asked_at__gte=table.made_at).exists()


@transaction.atomic
def _keep(flow: Flow, study: Study, gathered: Gathered, *, at: datetime) -> TableVersion:
    """Bring the rows to the study as files of the same names; the earlier ones stay kept."""
    Flow.objects.select_for_update().get(pk=flow.pk)
    last = flow.tables.first()
    hashes = _hashes(gathered)
    table = TableVersion.objects.create(
        flow=flow,
        number=last.number + 1 if last else 1,
        rows=len(gathered.members),
        files=[
            {"name": name, "sha256": hashes[name], "rows": gathered.counts[name]}
            for name in gathered.files
        ],
        flags=[flag.message for flag in gathered.flags],
        made_at=at,
    )
    before = {each["name"]: each["sha256"] for each in last.files} if last else {}
    for name, data in gathered.files.items():
        if before.get(name) != hashes[name] and gathered.counts[name]:
            evidence.bring_file(study, [data], name=name, by=flow.made_by, at=at)
    added, left = _count(flow, table.number, gathered.members)
    record(
        "table.made",
        by=None,
        at=at,
        organisation=study.organisation,
        on=flow.questionnaire,
        details={"number": table.number, "rows": table.rows, "added": added, "left": left},
    )
    return table


def _count(flow: Flow, number: int, members: Mapping[UUID, UUID]) -> tuple[int, int]:
    """Write down who came into the table and who left it."""
    here = dict(flow.counted.filter(until=None).values_list("instance", "pk"))
    left = [pk for instance, pk in here.items() if instance not in members]
    for start in range(0, len(left), 500):
        Counted.objects.filter(pk__in=left[start : start + 500]).update(until=number)
    new = [
        Counted(flow=flow, submission_id=submission, instance_id=instance, since=number)
        for instance, submission in members.items()
        if instance not in here
    ]
    Counted.objects.bulk_create(new, batch_size=500)
    return len(new), len(left)


def _write(flow: Flow, study: Study, forms: Forms, gathered: Gathered) -> None:
    """Write the study's text from the concepts, unless somebody has written it otherwise."""
    ours = not study.text.strip() or _sha256(study.text) == flow.written
    if not ours:
        return
    if not concepts.wanted(forms.newest):
        if study.text.strip():
            Flow.objects.filter(pk=flow.pk).update(notes=[_ASKS_NOTHING])
        return
    drafted = concepts.study(
        forms.newest,
        file=next(iter(gathered.files)),
        repeat=gathered.repeat,
        older=forms.older,
        producer=study.organisation.name,
        licence=flow.licence,
        sampling=Flow.Sampling(flow.sampling).value,  # type: ignore[arg-type]
        country=flow.country or None,
    )
    if drafted.text != study.text:
        evidence.write_study(study, text=drafted.text, by=flow.made_by, at=flow.made_at)
    notes = [flag.message for flag in drafted.flags]
    Flow.objects.filter(pk=flow.pk).update(written=_sha256(drafted.text), notes=notes)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
