"""What of an export is here already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from datashift.kit.problem import Problem
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.questionnaires.sources import Filled, same_answers
from datashift.web.collect.models import Attachment, Cover, Questionnaire
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
    """A text that is here: its bytes, and the names of its files that came."""

    xml: bytes
    sha256: str
    cover: str
    files: frozenset[str]


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
        return Compared(filled, Standing.CHANGED)
    if filled.replaces and filled.replaces in known:
        return Compared(filled, Standing.CHANGED)
    return Compared(filled, Standing.CHANGED if again else Standing.NEW)


def _same(known: Known, filled: Filled, form: Form) -> bool:
    if known.xml == filled.text:
        return True
    if known.cover != Cover.OPEN:
        return False
    try:
        return same_answers(known.xml, filled.text, form)
    except Problem:  # one of the two cannot be read, so nobody can say that it is the same
        return False


def _known(questionnaire: Questionnaire, batch: Sequence[Filled]) -> dict[str, list[Known]]:
    """Texts by their ids; an id that is only replaced by others has none."""
    ids = {each.instance_id for each in batch} | {each.replaces for each in batch if each.replaces}
    rows = list(
        texts_of(questionnaire, ids)
        .order_by("received_at")
        .values_list("pk", "instance_id", "xml", "sha256", "cover")
    )
    came = _files({row[0] for row in rows})
    found: dict[str, list[Known]] = {}
    for pk, own, xml, sha256, cover in rows:
        files = came.get(pk, frozenset())
        found.setdefault(own, []).append(Known(bytes(xml), sha256, cover, files))
    return found


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
