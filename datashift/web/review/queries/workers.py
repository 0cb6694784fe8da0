"""How the fieldwork goes: by worker, by phone, on the map. For reviewers inside the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.fields.json import KeyTextTransform

from datashift.web.collect.models import Device, Questionnaire, Submission
from datashift.web.review.models import Reading, Refusal, Sign, WorkerSign
from datashift.web.review.queries.drawing import Drawn, drawn
from datashift.web.review.queries.piles import labels_of
from datashift.web.review.queries.plan import choices_of
from datashift.web.review.queries.words import WORKER_CHECKS

MOST = 20_000  # submissions that are counted: the newest
MOST_DOTS = 2_000
REST = {Submission.State.SET_ASIDE, Submission.State.QUARANTINED}


@dataclass(frozen=True)
class Work:
    """What came of one who asks, or of one phone.

    Args:
        days: on which they worked; `pace` is how many they sent on each of them.
        minutes: that half of them took less than; None where no times are known.
        refused: share of people who did not agree to be asked; None where that is not asked.
        odd: how many have something odd.
    """

    count: int
    last: datetime
    days: int
    minutes: float | None
    refused: float | None
    odd: int

    @property
    def pace(self) -> float:
        return self.count / max(1, self.days)


@dataclass(frozen=True)
class Worker:
    """One who asks, as the submissions name them.

    Args:
        name: "" for submissions that name nobody.
        signs: in what their submissions differ from those of others, in words.
    """

    name: str
    work: Work
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Phone:
    """A phone and what came of it."""

    device: Device
    work: Work


@dataclass(frozen=True)
class Fieldwork:
    """The whole picture.

    Args:
        among: how many submissions the comparison of workers was made from.
        refusing: the question and the answers to it that somebody named as refusals, in words.
    """

    workers: tuple[Worker, ...]
    phones: tuple[Phone, ...]
    map: Drawn
    without_place: int
    among: int
    asks_consent: bool
    refusing: tuple[str, tuple[str, ...]] | None


def fieldwork_of(questionnaire: Questionnaire) -> Fieldwork:
    """How the fieldwork of a questionnaire goes."""
    named = Refusal.objects.filter(questionnaire=questionnaire).first()
    rows: list[Any] = list(
        Reading.objects.filter(questionnaire=questionnaire, instance__current=True)
        .exclude(submission__state__in=REST)
        .annotate(consent=KeyTextTransform(named.path, "answers") if named else Value(""))
        .order_by("-received_at")
        .values_list(
            "worker", "submission", "received_at", "started_at", "ended_at", "refused",
            "longitude", "latitude", "instance__device", "consent", named=True,
        )[:MOST]
    )  # fmt: skip
    if named:
        refusing = frozenset(named.answers)
        rows = [
            row._replace(refused=row.consent in refusing if row.consent else None) for row in rows
        ]
    odd = set(Sign.objects.filter(questionnaire=questionnaire).values_list("submission", flat=True))
    signs = list(WorkerSign.objects.filter(questionnaire=questionnaire))
    by_name: dict[str, list[Any]] = {}
    by_device: dict[UUID, list[Any]] = {}
    for row in rows:
        by_name.setdefault(row.worker, []).append(row)
        if row.instance__device:
            by_device.setdefault(row.instance__device, []).append(row)
    workers = [
        Worker(name, _work(mine, odd), _words(name, signs)) for name, mine in by_name.items()
    ]
    devices = Device.objects.filter(pk__in=by_device)
    phones = [Phone(device, _work(by_device[device.pk], odd)) for device in devices]
    points = [
        (row.longitude, row.latitude)
        for row in rows
        if row.longitude is not None and row.latitude is not None
    ]
    return Fieldwork(
        workers=tuple(sorted(workers, key=lambda one: (not one.signs, -one.work.count))),
        phones=tuple(sorted(phones, key=lambda one: -one.work.count)),
        map=drawn(points[:MOST_DOTS]),
        without_place=len(rows) - len(points),
        among=max((one.among for one in signs), default=0),
        asks_consent=any(one.work.refused is not None for one in workers),
        refusing=_refusing(questionnaire, named) if named else None,
    )


def _refusing(questionnaire: Questionnaire, named: Refusal) -> tuple[str, tuple[str, ...]]:
    words = dict(choices_of(questionnaire, named.path))
    asked = labels_of(questionnaire).get(named.path, named.path)
    return asked, tuple(words.get(one, one) for one in named.answers)


def _work(rows: Sequence[Any], odd: set[UUID]) -> Work:
    took = [
        (row.ended_at - row.started_at).total_seconds() / 60
        for row in rows
        if row.started_at and row.ended_at and row.ended_at >= row.started_at
    ]
    asked = [row.refused for row in rows if row.refused is not None]
    return Work(
        count=len(rows),
        last=max(row.received_at for row in rows),
        days=len({(row.started_at or row.received_at).date() for row in rows}),
        minutes=median(took) if took else None,
        refused=sum(asked) / len(asked) if asked else None,
        odd=sum(row.submission in odd for row in rows),
    )


def _words(name: str, signs: Sequence[WorkerSign]) -> tuple[str, ...]:
    return tuple(
        str(WORKER_CHECKS.get(one.check_name, one.check_name))
        for one in signs
        if one.worker == name
    )
