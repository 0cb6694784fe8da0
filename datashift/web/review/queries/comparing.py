"""The submissions of a questionnaire beside each other: signs of single ones and of workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from datashift.kit.problem import Problem
from datashift.quality.fieldwork import Fieldwork, Look, impossible, look, single
from datashift.tables.arrays import Integers, Numbers
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.review.models import Change, Reading

if TYPE_CHECKING:
    import pyarrow as pa

MOST = 3_000  # submissions that are compared with each other: the newest
MOST_CHOICES = 12  # different answers to a question that workers are compared by
LATE = timedelta(days=1)
NOT_AN_ANSWER = "not_an_answer"
LONGEST_PATH = 250
_NAN = float("nan")


@dataclass(frozen=True)
class Noted:
    """A sign of one submission; see `models.Sign`."""

    submission: UUID
    check: str
    about: str = ""
    values: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """Readings beside each other, in the order in which they came.

    Args:
        numeric: paths of the questions whose answers are numbers.
    """

    readings: Sequence[Reading]
    numeric: frozenset[str] = frozenset()
    signs: tuple[Noted, ...] = ()

    @cached_property
    def submissions(self) -> tuple[UUID, ...]:
        return tuple(each.submission_id for each in self.readings)


@dataclass(frozen=True)
class _Columns:
    """The answers as arrays."""

    paths: tuple[str, ...]
    codes: single.Codes
    numbers: Mapping[str, Numbers]


def compare(questionnaire: Questionnaire) -> Compared:
    """Check the newest submissions beside each other."""
    newest = (
        Reading.objects.filter(questionnaire=questionnaire, instance__current=True)
        .exclude(submission__state=Submission.State.QUARANTINED)
        .select_related("submission")
        .order_by("-received_at", "pk")[:MOST]
    )
    readings = list(newest)[::-1]
    if not readings:
        return Compared(())
    kept = [each for each in readings if each.submission.state != Submission.State.SET_ASIDE]
    numeric = numeric_of(questionnaire)
    signs = (*_beside(kept, numeric), *_by_itself(readings))
    return Compared(kept, numeric, signs)


def numeric_of(questionnaire: Questionnaire) -> frozenset[str]:
    """Paths of the questions whose answers are numbers, as the newest version asks them."""
    form = form_of(questionnaire.versions.defer("xform").first())
    asked = form.questions if form else ()
    return frozenset(one.path for one in asked if one.kind in {"integer", "decimal", "range"})


def _beside(readings: Sequence[Reading], numeric: frozenset[str]) -> Iterator[Noted]:
    """What shows only beside the others."""
    if not readings:
        return
    columns = _columns(readings, numeric)
    started, ended = _minutes(readings, "started_at"), _minutes(readings, "ended_at")
    longitude, latitude = _floats(readings, "longitude"), _floats(readings, "latitude")
    noticed = [
        *single.near_duplicates(columns.codes),
        *single.hasty(ended - started),
        *single.far_off(longitude, latitude),
        *single.left_open(columns.codes),
        *single.clock_wrong(started, ended, _minutes(readings, "received_at")),
    ]
    for name, numbers in columns.numbers.items():
        noticed += single.outlying(name, numbers)
    for one in noticed:
        reading = readings[one.row]
        about, values = one.about, dict[str, float | str](one.values)
        if one.other >= 0:
            about = str(readings[one.other].submission_id)
        yield Noted(reading.submission_id, one.check, about, values)
    workers, labels = _workers(readings)
    for found in (
        *impossible.overlapping(workers, labels, started, ended),
        *impossible.too_fast(workers, labels, started, longitude, latitude),
    ):
        for row in found.rows:
            yield Noted(readings[row].submission_id, found.check)


def _by_itself(readings: Sequence[Reading]) -> Iterator[Noted]:
    """What a submission's own story shows."""
    keys = [each.submission_id for each in readings]
    looked_at = dict(
        Change.objects.filter(submission__in=keys, decision__undone_at=None)
        .order_by("decision__at")
        .values_list("submission", "instance")
    )
    for each in readings:
        submission = each.submission
        yield from misfits_of(each)
        if submission.waiting:
            yield Noted(submission.pk, "files_missing", values={"files": submission.waiting})
        if submission.conflict:
            yield Noted(submission.pk, "two_texts")
        before = looked_at.get(submission.pk)
        if before is not None and before != each.instance_id:
            yield Noted(submission.pk, "edited_after")
        elif before is None and each.received_at - submission.received_at > LATE:
            yield Noted(submission.pk, "edited_late")


def misfits_of(reading: Reading) -> Iterator[Noted]:
    """Answers that are none."""
    for path, answer in reading.misfits:
        yield Noted(reading.submission_id, NOT_AN_ANSWER, path[:LONGEST_PATH], {"answer": answer})


def compare_workers(compared: Compared) -> Look | None:
    """The checks of fieldwork over those submissions; None where there is too little."""
    readings = compared.readings
    data, plan = _table(compared)
    # The same rows give the same signals, whoever looks and when.
    chance = np.random.default_rng(len(readings))
    try:
        return look(data, plan, chance=chance, draws=199)
    except Problem:  # fewer than two workers with five submissions
        return None


def _table(compared: Compared) -> tuple[pa.Table, Fieldwork]:
    import pyarrow as pa

    readings = compared.readings
    columns = _columns(readings, compared.numeric)
    few = [
        path
        for at, path in enumerate(columns.paths)
        if path not in columns.numbers and 1 < columns.codes[:, at].max() + 1 <= MOST_CHOICES
    ]
    content: dict[str, pa.Array] = {
        "worker": pa.array([each.worker or None for each in readings], pa.string()),
        "started": pa.array([each.started_at for each in readings], pa.timestamp("us", "UTC")),
        "ended": pa.array([each.ended_at for each in readings], pa.timestamp("us", "UTC")),
        "longitude": pa.array([each.longitude for each in readings], pa.float64()),
        "latitude": pa.array([each.latitude for each in readings], pa.float64()),
    }
    answers = {
        f"answer {path}": pa.array([each.answers.get(path) for each in readings]) for path in few
    }
    numbers = {
        f"number {path}": pa.array(columns.numbers[path], from_pandas=True)
        for path in columns.numbers
    }
    plan = Fieldwork(
        interviewer="worker",
        answers=tuple(answers),
        started="started",
        ended="ended",
        longitude="longitude",
        latitude="latitude",
        amounts=tuple(numbers),
    )
    return pa.table({**content, **answers, **numbers}), plan


def _columns(readings: Sequence[Reading], numeric: frozenset[str]) -> _Columns:
    paths = tuple(dict.fromkeys(path for each in readings for path in each.answers))
    codes = np.full((len(readings), len(paths)), -1, dtype=np.int32)
    numbers = {}
    for at, path in enumerate(paths):
        texts = [each.answers.get(path, "") for each in readings]
        seen: dict[str, int] = {}
        codes[:, at] = [seen.setdefault(text, len(seen)) if text else -1 for text in texts]
        if path in numeric:
            numbers[path] = np.array([_number(text) for text in texts])
    return _Columns(paths, codes, numbers)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return _NAN


def _workers(readings: Sequence[Reading]) -> tuple[Integers, tuple[str, ...]]:
    seen: dict[str, int] = {}
    codes = [seen.setdefault(each.worker, len(seen)) if each.worker else -1 for each in readings]
    return np.array(codes, dtype=np.int64), tuple(seen)


def _minutes(readings: Sequence[Reading], name: str) -> Numbers:
    moments = [getattr(each, name) for each in readings]
    return np.array([one.timestamp() / 60 if one else _NAN for one in moments])


def _floats(readings: Sequence[Reading], name: str) -> Numbers:
    values = [getattr(each, name) for each in readings]
    return np.array([_NAN if one is None else one for one in values])
