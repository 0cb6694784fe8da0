"""What of an export is here already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from datashift.kit.problem import Problem
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.questionnaires.sources import Filled, same_answers, with_kept
from datashift.web.collect.models import Attachment, Cover, Instance, Questionnaire
from datashift.web.collect.queries.ids import texts_of

AT_ONCE = 400


class Standing(StrEnum):
    """How a submission of an export stands to what is here."""

    NEW = "new"
    HERE = "here"  # the same answers under the same id
    CHANGED = "changed"  # other answers under the same id, or a later version of one that is here


@dataclass(frozen=True)
class Compared:
    """A submission of an export beside what is here.

    Args:
        known: the text that says the same, as it is here; its files may still be missing.
    """

    filled: Filled
    standing: Standing
    known: Known | None = None


@dataclass(frozen=True)
class Known:
    """A text that is here.

    Args:
        files: names of its files that came.
        counts: the text of its submission that counts, where it is open.
    """

    xml: bytes
    sha256: str
    cover: str
    files: frozenset[str]
    counts: bytes


def compare(
    submissions: Sequence[Filled], questionnaire: Questionnaire | None, form: Form
) -> Iterator[list[Compared]]:
    """The submissions in batches, in their order; one may change another that stands before it."""
    before: set[str] = set()
    for start in range(0, len(submissions), AT_ONCE):
        batch = submissions[start : start + AT_ONCE]
        known = _known(questionnaire, batch) if questionnaire else {}
        yield [_compared(each, known, before, form) for each in batch]


def _compared(
    filled: Filled, known: dict[str, list[Known]], before: set[str], form: Form
) -> Compared:
    again = not before.isdisjoint({filled.instance_id, filled.replaces} - {""})
    before.add(filled.instance_id)
    if filled.instance_id in known:
        for each in known[filled.instance_id]:
            if _same(each, filled, form):
                return Compared(filled, Standing.HERE, each)
        return Compared(_whole(filled, known[filled.instance_id], form), Standing.CHANGED)
    if filled.replaces and filled.replaces in known:
        return Compared(_whole(filled, known[filled.replaces], form), Standing.CHANGED)
    return Compared(filled, Standing.CHANGED if again else Standing.NEW)


def _same(known: Known, filled: Filled, form: Form) -> bool:
    if known.xml == filled.text:
        return True
    if known.cover != Cover.OPEN:
        return False
    try:
        return same_answers(known.xml, filled.text, form, without=filled.absent)
    except Problem:  # one of the two cannot be read, so nobody can say that it is the same
        return False


def _whole(filled: Filled, known: Sequence[Known], form: Form) -> Filled:
    """With the answers that its export left out, so that no text without them counts."""
    counts = known[-1].counts
    if not filled.absent or not counts:
        return filled
    try:
        return replace(filled, text=with_kept(filled.text, counts, filled.absent, form))
    except Problem:  # what counts cannot be read, so it has nothing that anybody could keep
        return filled


def _known(questionnaire: Questionnaire, batch: Sequence[Filled]) -> dict[str, list[Known]]:
    """Texts by their ids; an id that is only replaced by others has none."""
    ids = {each.instance_id for each in batch} | {each.replaces for each in batch if each.replaces}
    rows = list(
        texts_of(questionnaire, ids)
        .order_by("received_at")
        .values_list("pk", "instance_id", "xml", "sha256", "cover", "submission_id")
    )
    came = _files({row[0] for row in rows})
    counts = _counting({row[5] for row in rows}) if any(each.absent for each in batch) else {}
    found: dict[str, list[Known]] = {}
    for pk, own, xml, sha256, cover, submission in rows:
        files, now = came.get(pk, frozenset()), counts.get(submission, b"")
        found.setdefault(own, []).append(Known(bytes(xml), sha256, cover, files, now))
    return found


def _counting(submissions: set[UUID]) -> dict[UUID, bytes]:
    """Open texts that count, by their submissions."""
    rows = Instance.objects.filter(submission__in=submissions, current=True, cover=Cover.OPEN)
    return {submission: bytes(xml) for submission, xml in rows.values_list("submission", "xml")}


def _files(instances: set[UUID]) -> dict[UUID, frozenset[str]]:
    rows = (
        Attachment.objects.filter(instance__in=instances)
        .exclude(sha256="")
        .values_list("instance__pk", "name")
    )
    found: dict[UUID, set[str]] = {}
    for instance, name in rows:
        found.setdefault(instance, set()).add(name)
    return {instance: frozenset(names) for instance, names in found.items()}
