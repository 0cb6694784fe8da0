"""Everything that one person sent or is named in, found by the value of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.db.models import F, QuerySet

from datashift.kit.problem import Problem
from datashift.kit.text import fold
from datashift.questionnaires import submission as filled
from datashift.web.accounts.models import Organisation
from datashift.web.collect.models import Cover, Instance, Submission

_BETWEEN = re.compile(r"[\s+()./-]+")
MOST = 200  # more is no single person


@dataclass(frozen=True)
class Match:
    """A submission with the answer that was looked for.

    Args:
        question: the name of the question.
        answer: as it was sent.
    """

    submission: Submission
    question: str
    answer: str


@dataclass(frozen=True)
class Found:
    """What was found.

    Args:
        matches: one for each submission, the newest first; no more than `MOST`.
        more: there are more.
        closed: how many submissions could not be looked into, because they are encrypted.
    """

    matches: tuple[Match, ...]
    more: bool
    closed: int


def look_for(organisation: Organisation, value: str, *, within: bool) -> Found:
    """Every submission with this answer in any of its texts, edits and earlier ones too.

    Args:
        value: an answer, such as a name or a telephone number; case and spaces do not matter.
        within: also where it is only a part of an answer.
    """
    everything = Instance.objects.filter(questionnaire__organisation=organisation)
    matches: dict[object, Match] = {}
    for match in _matches(everything.filter(cover=Cover.OPEN), value, within=within):
        matches.setdefault(match.submission.pk, match)
        if len(matches) > MOST:
            break
    closed = everything.exclude(cover=Cover.OPEN).order_by().values("submission").distinct()
    ordered = sorted(matches.values(), key=lambda m: m.submission.received_at, reverse=True)
    return Found(tuple(ordered[:MOST]), len(matches) > MOST, closed.count())


def _matches(instances: QuerySet[Instance], value: str, *, within: bool) -> Iterator[Match]:
    wanted = _plain(value)
    newest = instances.select_related("submission__questionnaire").order_by(
        F("received_at").desc(), "pk"
    )
    for instance in newest.iterator(chunk_size=500):
        text = bytes(instance.xml)
        if not _may_hold(text, wanted):
            continue
        try:
            answers = filled.read(text).values
        except Problem:
            if wanted in _plain(unescape(text.decode("utf-8", "replace"))):
                yield Match(instance.submission, "", "")
            continue
        for answer in answers:
            said = _plain(answer.text) if answer.leaf else ""
            if said == wanted or (within and wanted in said):
                yield Match(instance.submission, answer.path[-1], answer.text)
                break


def _plain(text: str) -> str:
    """Text made comparable; a telephone number without what people write between its digits."""
    digits = _BETWEEN.sub("", text)
    return digits if digits.isdigit() else fold(text)


def _may_hold(text: bytes, wanted: str) -> bool:
    """Quickly, whether it is worth parsing."""
    try:
        plain = unescape(text.decode())
    except UnicodeDecodeError:
        return True
    return wanted in (_BETWEEN.sub("", plain) if wanted.isdigit() else fold(plain))
