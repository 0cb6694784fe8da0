"""Everything that one person sent or is named in, found by the value of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice

from django.db.models import F, QuerySet

from datashift.kit.problem import Problem
from datashift.kit.text import fold
from datashift.questionnaires import submission as filled
from datashift.web.accounts.models import Organisation
from datashift.web.collect.models import Cover, Instance, Submission
from datashift.web.review.models import Entity, EntityVersion

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
class Entry:
    """An entry of a list that says what was looked for, now or in an earlier version.

    Args:
        column: where it says so; empty for its label.
    """

    entity: Entity
    column: str
    said: str


@dataclass(frozen=True)
class Found:
    """What was found.

    Args:
        matches: one for each submission, the newest first; no more than `MOST`.
        more: there are more.
        closed: how many submissions could not be looked into, because they are encrypted.
        entries: of lists that somebody brought or submissions made.
    """

    matches: tuple[Match, ...]
    more: bool
    closed: int
    entries: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        return len(self.matches) + len(self.entries)


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
    entries = tuple(islice(_entries(organisation, value, within=within), MOST + 1))
    more = max(len(matches), len(entries)) > MOST
    return Found(tuple(ordered[:MOST]), more, closed.count(), entries[:MOST])


def _entries(organisation: Organisation, value: str, *, within: bool) -> Iterator[Entry]:
    """Each entry once, the lists in their order."""
    wanted = _plain(value)
    versions = EntityVersion.objects.filter(entity__entity_list__organisation=organisation)
    ordered = versions.select_related("entity__entity_list").order_by(
        "entity__entity_list__name", "entity", "-number"
    )
    seen: set[object] = set()
    for version in ordered.iterator(chunk_size=2_000):
        told = [("", version.label), *version.said.items(), *version.values.items()]
        for column, text in told if version.entity_id not in seen else ():
            said = _plain(str(text))
            if said == wanted or (within and wanted in said):
                seen.add(version.entity_id)
                yield Entry(version.entity, column, str(text))
                break


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
