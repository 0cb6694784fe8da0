"""Submissions in lists, and one of them whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from datashift.kit.problem import Problem
from datashift.questionnaires import submission as filled
from datashift.questionnaires.workers import Told
from datashift.web.collect.models import (
    Attachment,
    Cover,
    Instance,
    Quarantine,
    Questionnaire,
    Submission,
)
from datashift.web.collect.queries.questionnaires import workers_in
from datashift.web.collect.queries.worded import gists, words_of

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")


@dataclass(frozen=True)
class Answer:
    """One answer of a submission.

    Args:
        label: what was asked, in words where the form is known.
        name: the question's name.
        text: the answer in words; `raw` as it was sent.
        file: the file that the answer names, if it came; `awaited` if it did not.
        depth: how deep in groups it stands.
        heading: it is a group, not an answer.
        by_phone: the phone filled it in; nobody was asked.
    """

    label: str
    name: str
    text: str
    raw: str = ""
    file: Attachment | None = None
    awaited: bool = False
    depth: int = 0
    heading: bool = False
    by_phone: bool = False


@dataclass(frozen=True)
class Whole:
    """A submission as its page shows it.

    Args:
        current: the instance that counts.
        history: all instances, the last first.
        answers: of the current one; empty where it cannot be read here.
        files: every file that came, conflict copies too.
        problem: why the answers cannot be read.
    """

    submission: Submission
    current: Instance
    history: tuple[Instance, ...]
    answers: tuple[Answer, ...]
    files: tuple[Attachment, ...]
    problem: str = ""

    @property
    def told_by_phone(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.by_phone)


def listed(
    questionnaire: Questionnaire, *, state: str, words: str, why: str = ""
) -> QuerySet[Submission]:
    """Submissions in a state ("" for all) whose id or name holds the words.

    Args:
        why: of those that were set aside when they came, only those set aside for this.
    """
    found = questionnaire.submissions.all()
    if state:
        found = found.filter(state=state)
    if why:
        found = found.filter(instances__current=True, instances__quarantine=why)
    if words:
        named = Instance.objects.filter(questionnaire=questionnaire).filter(
            Q(instance_id__icontains=words) | Q(title__icontains=words)
        )
        found = found.filter(pk__in=named.values("submission"))
    current = Instance.objects.filter(current=True).defer("xml").select_related("device")
    return found.prefetch_related(Prefetch("instances", queryset=current, to_attr="now"))


def with_gists(submissions: Iterable[Any]) -> list[Any]:
    """Submissions of `listed`, each with `gist`: what it answers, where it has no name."""
    found = list(submissions)
    said = gists(one.now[0] for one in found if one.now)
    for one in found:
        one.gist = said.get(one.now[0].pk, "") if one.now else ""
    return found


def reasons_of(questionnaire: Questionnaire) -> list[tuple[Quarantine, int]]:
    """Why submissions lie in quarantine, and how many for each reason; the commonest first."""
    held = Instance.objects.filter(
        submission__questionnaire=questionnaire,
        submission__state=Submission.State.QUARANTINED,
        current=True,
    )
    counts = held.order_by().values_list("quarantine").annotate(count=Count("pk"))
    return [(Quarantine(why), count) for why, count in counts.order_by("-count", "quarantine")]


def whole(submission: Submission, *, workers: bool) -> Whole:
    """Everything that its page shows.

    Args:
        workers: also what tells of who carried the phone.
    """
    hidden = None if workers else workers_in(submission.questionnaire)
    instances = submission.instances.select_related("device", "sent_by", "version")
    history = tuple(instances.order_by("-received_at"))
    current = next(each for each in history if each.current)
    files = tuple(
        Attachment.objects.filter(instance__submission=submission)
        .exclude(sha256="")
        .select_related("instance")
        .order_by("name", "conflict", "received_at")
    )
    answers: tuple[Answer, ...] = ()
    problem = ""
    if current.cover == Cover.OPEN:
        try:
            answers = tuple(answers_of(current, files, hidden))
        except Problem as why:
            problem = str(why)
    return Whole(submission, current, history, answers, files, problem)


def answers_of(
    instance: Instance, files: tuple[Attachment, ...], hidden: Told | None = None
) -> Iterator[Answer]:
    """The answers in order, with the words of the form where it is known; without what is hidden."""
    words = words_of(instance.version)
    came = {file.name: file for file in reversed(files) if not file.conflict}
    named = set(instance.attachments.filter(expected=True).values_list("name", flat=True))
    for value in filled.read(bytes(instance.xml), words.form).values:
        path = "/".join(value.path)
        if hidden is not None and value.leaf and hidden.by(value.path):
            continue
        label = words.asked(path)
        depth = len(value.path) - 1
        if not value.leaf:
            if value.path[0] != "meta":
                number = f" {value.places[-1] + 1}" if value.places[-1] else ""
                yield Answer(
                    label or value.path[-1] + number, value.path[-1], "", depth=depth, heading=True
                )
        elif value.path[0] != "meta":
            yield Answer(
                label=label or value.path[-1],
                name=path,
                text=words.answer(path, value.text),
                raw=value.text,
                file=came.get(value.text) if value.text in named else None,
                awaited=value.text in named and value.text not in came,
                depth=depth,
                by_phone=words.by_phone(path),
            )
