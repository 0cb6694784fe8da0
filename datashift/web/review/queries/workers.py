"""How the fieldwork goes: by worker, by phone, on the map. For reviewers inside the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from datashift.web.collect.models import Device, Instance, Questionnaire, Submission
from datashift.web.review.models import Reading, Sign, WorkerSign
from datashift.web.review.queries.drawing import Drawn, drawn
from datashift.web.review.queries.words import WORKER_CHECKS

MOST = 20_000  # submissions that are counted: the newest
MOST_DOTS = 2_000
REST = {Submission.State.SET_ASIDE, Submission.State.QUARANTINED}


@dataclass(frozen=True)
class Worker:
    """One who asks, as the submissions name them.

    Args:
        name: "" for submissions that name nobody.
        days: on which they worked; `pace` is how many they sent on each of them.
        minutes: that half of them took less than; None where no times are known.
        refused: share of people who did not agree to be asked; None where that is not asked.
        odd: how many have something odd.
        signs: in what their submissions differ from those of others, in words.
    """

    name: str
    count: int
    last: datetime
    days: int
    minutes: float | None
    refused: float | None
    odd: int
    signs: tuple[str, ...]

    @property
    def pace(self) -> float:
        return self.count / max(1, self.days)


@dataclass(frozen=True)
class Phone:
    """A phone and what came of it."""

    device: Device
    count: int
    last: datetime | None


@dataclass(frozen=True)
class Fieldwork:
    """The whole picture.

    Args:
        among: how many submissions the comparison of workers was made from.
    """

    workers: tuple[Worker, ...]
    phones: tuple[Phone, ...]
    map: Drawn
    without_place: int
    among: int
    asks_consent: bool


def fieldwork_of(questionnaire: Questionnaire) -> Fieldwork:
    """How the fieldwork of a questionnaire goes."""
    rows = list(
        Reading.objects.filter(questionnaire=questionnaire, instance__current=True)
        .exclude(submission__state__in=REST)
        .order_by("-received_at")
        .values_list(
            "worker", "submission", "received_at", "started_at", "ended_at", "refused",
            "longitude", "latitude",
        )[:MOST]
    )  # fmt: skip
    odd = set(Sign.objects.filter(questionnaire=questionnaire).values_list("submission", flat=True))
    signs = list(WorkerSign.objects.filter(questionnaire=questionnaire))
    by_name: dict[str, list[Any]] = {}
    for row in rows:
        by_name.setdefault(row[0], []).append(row)
    workers = [_worker(name, mine, odd, signs) for name, mine in by_name.items()]
    points = [(row[6], row[7]) for row in rows if row[6] is not None and row[7] is not None]
    return Fieldwork(
        workers=tuple(sorted(workers, key=lambda one: (not one.signs, -one.count))),
        phones=tuple(_phones(questionnaire)),
        map=drawn(points[:MOST_DOTS]),
        without_place=len(rows) - len(points),
        among=max((one.among for one in signs), default=0),
        asks_consent=any(one.refused is not None for one in workers),
    )


def _worker(name: str, rows: Sequence[Any], odd: set[UUID], signs: Sequence[WorkerSign]) -> Worker:
    took = [
        (ended - started).total_seconds() / 60
        for *_, started, ended, _, _, _ in rows
        if started and ended and ended >= started
    ]
    asked = [row[5] for row in rows if row[5] is not None]
    days: set[date] = {(row[3] or row[2]).date() for row in rows}
    return Worker(
        name=name,
        count=len(rows),
        last=max(row[2] for row in rows),
        days=len(days),
        minutes=median(took) if took else None,
        refused=sum(asked) / len(asked) if asked else None,
        odd=sum(row[1] in odd for row in rows),
        signs=tuple(
            str(WORKER_CHECKS.get(one.check_name, one.check_name))
            for one in signs
            if one.worker == name
        ),
    )


def _phones(questionnaire: Questionnaire) -> list[Phone]:
    counts = {
        device: (count, last)
        for device, count, last in Instance.objects.filter(questionnaire=questionnaire)
        .exclude(device=None)
        .order_by()
        .values_list("device")
        .annotate(Count("submission", distinct=True), Max("received_at"))
    }
    devices = Device.objects.filter(pk__in=counts)
    found = [Phone(device, *counts[device.pk]) for device in devices]
    return sorted(found, key=lambda phone: -phone.count)
