"""What of a questionnaire is in its study, and what is not yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from datashift.web.collect.models import Cover, Instance, Submission
from datashift.web.evidence.models import Run, Study
from datashift.web.review.models import Flow, TableVersion
from datashift.web.review.queries.counting import computed_table, standing_in

State = Submission.State
TAKEN = {
    Flow.Takes.ACCEPTED: [State.ACCEPTED],
    Flow.Takes.UNLESS_SET_ASIDE: [State.ACCEPTED, State.RECEIVED],
}


@dataclass(frozen=True)
class News:
    """How the figures stand beside what came.

    Args:
        added: submissions that would come in if the figures were made now.
        gone: those that would go out, or be replaced by an edit.
        table: the newest table; `computed` the one of which there are figures.
        run: the study's last run, in any state.
        releases: how many stand published; they stay as they are.
    """

    study: Study | None
    added: int
    gone: int
    table: TableVersion | None
    computed: TableVersion | None
    run: Run | None
    releases: int

    @property
    def is_running(self) -> bool:
        return self.run is not None and self.run.state in (Run.State.QUEUED, Run.State.RUNNING)

    @property
    def any(self) -> bool:
        return bool(self.added or self.gone)


def taken(flow: Flow) -> QuerySet[Instance]:
    """The instances whose answers make the study's rows, as things are decided now."""
    return Instance.objects.filter(
        questionnaire=flow.questionnaire_id,
        current=True,
        cover=Cover.OPEN,
        quarantine="",
        submission__state__in=TAKEN[Flow.Takes(flow.takes)],
    )


def news_of(flow: Flow) -> News:
    """What is new since the last figures."""
    study = flow.questionnaire.study
    computed = computed_table(flow)
    now = taken(flow)
    if computed is None:
        added, gone = now.count(), 0
    else:
        before = standing_in(flow, computed.number).values("instance")
        added = now.exclude(pk__in=before).count()
        gone = standing_in(flow, computed.number).exclude(instance__in=now.values("pk")).count()
    return News(
        study=study,
        added=added,
        gone=gone,
        table=flow.tables.first(),
        computed=computed,
        run=study.runs.first() if study else None,
        releases=study.releases.filter(withdrawn_at=None).count() if study else 0,
    )
