"""Findings, releases and organisations that anybody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from datashift.web.accounts.models import Organisation
from datashift.web.evidence.models import Finding, Release, Study

_WITH_ADDRESS = "release__study__organisation"


def findings() -> QuerySet[Finding]:
    """The findings of each study's newest release that stands, newest first."""
    return Finding.objects.filter(latest=True, release__withdrawn_at=None).select_related(
        _WITH_ADDRESS
    )


def releases() -> QuerySet[Release]:
    """Every release, withdrawn ones too, newest first."""
    return Release.objects.select_related("study__organisation")


def standing() -> QuerySet[Release]:
    """The newest release that stands of each study, in the order of their addresses."""
    order = ("study__organisation__slug", "study__slug")
    return releases().filter(withdrawn_at=None, findings__latest=True).distinct().order_by(*order)


def organisations() -> QuerySet[Organisation]:
    """Organisations that have published."""
    return Organisation.objects.filter(studies__releases__isnull=False).distinct()


def studies_of(organisation: Organisation) -> list[Study]:
    """Its published studies, each with its releases, newest first."""
    newest = Release.objects.order_by("-number").annotate(counted=Count("findings"))
    return list(
        organisation.studies.filter(releases__isnull=False)
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


def versions(finding: Finding) -> Sequence[Version]:
    """The releases of the finding's study, newest first, with what each says of the same."""
    same = Finding.objects.filter(key=finding.key, release__study=finding.release.study_id)
    by_release = {one.release_id: one for one in same.select_related(_WITH_ADDRESS)}
    found = releases().filter(study=finding.release.study_id).order_by("-number")
    return [Version(one, by_release.get(one.pk)) for one in found]
