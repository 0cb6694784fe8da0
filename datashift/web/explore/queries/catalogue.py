"""Findings, releases and organisations that anybody may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Count, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Cast

from datashift.web.accounts.models import Organisation
from datashift.web.evidence.models import Finding, Release, Study

State = tuple[object, ...]

_WITH_ADDRESS = "release__study__organisation"
# What a site of files is made of; None for everything that is published.
_chosen: ContextVar[frozenset[UUID] | None] = ContextVar("chosen", default=None)


@contextmanager
def only(releases: Iterable[Release] | None) -> Iterator[None]:
    """Show these releases and no others, as long as it lasts; None shows all."""
    before = _chosen.set(None if releases is None else frozenset(one.pk for one in releases))
    try:
        yield
    finally:
        _chosen.reset(before)


def findings() -> QuerySet[Finding]:
    """The findings of each study's newest release that stands, newest first."""
    chosen = _chosen.get()
    shown = Q(latest=True) if chosen is None else Q(release__in=chosen)
    return Finding.objects.filter(shown, release__withdrawn_at=None).select_related(_WITH_ADDRESS)


def releases() -> QuerySet[Release]:
    """Every release, withdrawn ones too, newest first."""
    chosen = _chosen.get()
    found = Release.objects.all() if chosen is None else Release.objects.filter(pk__in=chosen)
    return found.select_related("study__organisation")


def standing() -> QuerySet[Release]:
    """The newest release that stands of each study, in the order of their addresses."""
    order = ("study__organisation__slug", "study__slug")
    shown = {} if _chosen.get() is not None else {"findings__latest": True}
    return releases().filter(withdrawn_at=None, **shown).distinct().order_by(*order)


def changed() -> datetime | None:
    """When a release was last published or withdrawn; None before the first."""
    told = Release.objects.aggregate(Max("published_at"), Max("withdrawn_at"))
    return max((at for at in told.values() if at is not None), default=None)


def state() -> State:
    """What changes whenever something that is shown is published or withdrawn."""
    key = Cast("pk", CharField())  # PostgreSQL has no greatest UUID
    told = Release.objects.aggregate(
        Count("pk"), Max("published_at"), Max("withdrawn_at"), greatest=Max(key)
    )
    return (_chosen.get(), *told.values())


def organisations() -> QuerySet[Organisation]:
    """Organisations that have published."""
    return Organisation.objects.filter(studies__releases__in=releases()).distinct()


def studies_of(organisation: Organisation) -> list[Study]:
    """Its published studies, each with its releases, newest first."""
    newest = releases().order_by("-number").annotate(counted=Count("findings"))
    return list(
        organisation.studies.filter(releases__in=releases())
        .distinct()
        .order_by("title")
        .prefetch_related(Prefetch("releases", queryset=newest))
    )


def number_by_goal() -> Mapping[int, int]:
    """How many findings speak to each goal."""
    counted = findings().exclude(goal=None).order_by().values_list("goal")
    return {goal: number for goal, number in counted.annotate(Count("pk")) if goal is not None}


def number_by_indicator(goal: int | None = None) -> Mapping[str, int]:
    """How many findings speak to each indicator, of one goal or of all."""
    found = findings().exclude(sdg="")
    if goal is not None:
        found = found.filter(goal=goal)
    return dict(found.order_by().values_list("sdg").annotate(Count("pk")))


@dataclass(frozen=True)
class Version:
    """A release of a study, and its finding of the wanted key; None when it has none."""

    release: Release
    finding: Finding | None


def speaking() -> QuerySet[Finding]:
    """The findings of the releases that stand, in the order of their addresses."""
    found = Finding.objects.filter(release__in=standing())
    order = ("release__study__organisation__slug", "release__study__slug", "position")
    return found.select_related(_WITH_ADDRESS).order_by(*order)


def versions(finding: Finding) -> Sequence[Version]:
    """The releases of the finding's study, newest first, with what each says of the same."""
    found = list(releases().filter(study=finding.release.study_id).order_by("-number"))
    if [one.pk for one in found] == [finding.release_id]:
        return [Version(finding.release, finding)]
    same = Finding.objects.filter(key=finding.key, release__study=finding.release.study_id)
    by_release = {one.release_id: one for one in same.select_related(_WITH_ADDRESS)}
    return [Version(one, by_release.get(one.pk)) for one in found]
